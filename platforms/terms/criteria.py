"""The words of criteria sets: what they cite, and how one comes to be used (P2)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Source(TextChoices):
    """What a criterion rests on, or answers to."""

    POLICY = "policy", _("Acceptable Use Policy")
    LAW = "law", _("Law")
    NIST_800_53 = "nist_800_53", _("NIST SP 800-53 r5")
    NIST_CSF = "nist_csf", _("NIST CSF 2.0")
    HECVAT = "hecvat", _("HECVAT 4")
    K12CVAT = "k12cvat", _("K-12CVAT Lite 4")
    MVSP = "mvsp", _("MVSP 3")
    OTHER = "other", _("Other")


class AdoptionStage(TextChoices):
    """Where a proposal to use a set stands."""

    PUT_FORWARD = "forward", _("With a second person")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Not confirmed")
    WITHDRAWN = "withdrawn", _("Taken back")


class AdoptionMove(TextChoices):
    """What may happen to a proposal."""

    CONFIRM = "confirm", _("Confirm")
    REFUSE = "refuse", _("Do not confirm")
    WITHDRAW = "withdraw", _("Take back")


class Change(TextChoices):
    """What became of a criterion from one version to another."""

    ADDED = "added", _("New")
    CHANGED = "changed", _("Changed")
    REMOVED = "removed", _("No longer asked")
    SAME = "same", _("The same")


class Shift(TextChoices):
    """Where a platform's outcome would go under another set, most pressing first."""

    WORSE = "worse", _("Would be worse")
    OPEN = "open", _("Hangs on new evidence")
    BETTER = "better", _("Would be better")
    SAME = "same", _("Stays the same")


class Need(TextChoices):
    """Why somebody would have to look again."""

    NEW = "new", _("New")
    OTHER_WORDS = "other_words", _("Asks in other words")
    NOT_ASKED = "not_asked", _("Did not bind then")
    BETTER_EVIDENCE = "better_evidence", _("A knock-out now: needs better evidence")
