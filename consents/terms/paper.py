"""The words of paper: sheets printed, pages scanned, what people read on them."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PacketKind(TextChoices):
    """What a printed packet holds."""

    FORMS = "forms", _("Forms to sign")
    LETTERS = "letters", _("Letters back to families")
    OWN = "own", _("A family's own copy")


class Pile(TextChoices):
    """What the machine takes a scanned page for."""

    MATCHED = "matched", _("A form we printed")
    REVERSE = "reverse", _("A page without an answer on it")
    BLANK = "blank", _("Blank")
    COPY = "copy", _("The same sheet again")
    UNMATCHED = "unmatched", _("No code that can be read")
    FOREIGN = "foreign", _("A code that is not ours")
    DAMAGED = "damaged", _("A page that cannot be opened")


class ScanStage(TextChoices):
    """What a scanned page waits for."""

    REVIEW = "review", _("To read")
    SECOND = "second", _("Waits for a second look")
    BY_HAND = "by_hand", _("By hand")
    DONE = "done", _("Done")


class ScanMove(TextChoices):
    """What people do with a scanned page."""

    DECIDE = "decide", _("Decide")
    HAND_OVER = "hand_over", _("Put on the list by hand")
    AGREE = "agree", _("Agree")
    DISAGREE = "disagree", _("Disagree")
    REOPEN = "reopen", _("Look at it again")


class Reading(TextChoices):
    """What a person reads on a sheet."""

    GRANTED = "granted", _("Yes")
    REFUSED = "refused", _("No")
    UNSIGNED = "unsigned", _("Not signed")
    BOTH = "both", _("Yes and no, or neither")
    NO_DATE = "no_date", _("No date")
    UNKNOWN_SIGNER = "unknown_signer", _("Signed by somebody we do not know")
    SAME = "same", _("The same sheet again")
    SET_ASIDE = "set_aside", _("Set aside")
    BY_HAND = "by_hand", _("By hand")


# Two readings are an answer; these send the sheet back to the family, with its cause.
ANSWERS = (Reading.GRANTED, Reading.REFUSED)
SENT_BACK = (Reading.UNSIGNED, Reading.BOTH, Reading.NO_DATE, Reading.UNKNOWN_SIGNER)
