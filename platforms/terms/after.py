"""The words of what follows a decision: proposals by two people, moving off, Procurement's flags (P3-P5)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProposalKind(TextChoices):
    """What one person of ITS puts forward about a platform, and another confirms."""

    MOVE_OFF = "move_off", _("Move schools off")
    FLAG = "flag", _("Flag: no agreement in force")
    KEEP_USES = "keep_uses", _("Keep some uses until the off date")
    END_KEPT = "end_kept", _("End the kept uses now")
    RETIRE = "retire", _("Retire")


class ProposalStage(TextChoices):
    """Where a proposal of two people stands."""

    OPEN = "open", _("Waits for a second person")
    CONFIRMED = "confirmed", _("Confirmed")
    REFUSED = "refused", _("Not confirmed")
    WITHDRAWN = "withdrawn", _("Taken back")


class ProposalMove(TextChoices):
    """What may happen to a proposal."""

    CONFIRM = "confirm", _("Confirm")
    REFUSE = "refuse", _("Do not confirm")
    WITHDRAW = "withdraw", _("Take back")


class TransitionMove(TextChoices):
    """What a school does, and says it did, to move off a platform."""

    TARGET = "target", _("The tool to move to is chosen")
    ARCHIVE = "archive", _("The archive is exported and kept")
    FAMILIES = "families", _("Families were told")
    MOVED = "moved", _("Nobody of the school uses it any more")


class ExtensionStage(TextChoices):
    """Where a school's wish for more time stands."""

    ASKED = "asked", _("Asked")
    GRANTED = "granted", _("Granted")
    REFUSED = "refused", _("Not granted")


class FlagScope(TextChoices):
    """What Procurement holds back (P5)."""

    NEW_PURCHASES = "new_purchases", _("New purchases")
    RENEWALS = "renewals", _("Renewals")
    ALL = "all", _("New purchases and renewals")


class FlagGround(TextChoices):
    """Why a vendor or a platform is flagged for Procurement (P5)."""

    UNABLE = "unable", _("The vendor cannot make the changes asked for")
    UNWILLING = "unwilling", _("The vendor will not make the changes asked for")
    SILENT = "silent", _("The vendor does not answer")
    MISSED_PLAN = "missed_plan", _("The vendor missed a date of its plan")
    BREACH = "breach", _("A breach of student data")
    NO_AGREEMENT = "no_agreement", _("No data agreement is signed")


class EndingKind(TextChoices):
    """What ends on a day, and is announced ahead."""

    APPROVAL = "approval", _("Approval")
    AGREEMENT = "agreement", _("Data agreement")
    EVIDENCE = "evidence", _("Evidence")
