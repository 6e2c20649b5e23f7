"""The words of an audit: criteria, results, evidence, and where an audit stands (P2)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Knockout(TextChoices):
    """Whether a criterion decides by itself when it is not met."""

    HARD = "hard", _("Must be met")
    CURABLE = "curable", _("Must be met; a dated plan can cure it")
    NONE = "none", _("Counts by its weight")


class Value(TextChoices):
    """What the auditor found. Unknown never passes."""

    MET = "met", _("Met")
    PARTIAL = "partial", _("Partly met")
    NOT_MET = "not_met", _("Not met")
    NA = "na", _("Does not apply")
    UNKNOWN = "unknown", _("Not known yet")


class Grade(TextChoices):
    """How good the evidence for a result is, weakest first."""

    CLAIMED = "claimed", _("Claimed by the vendor")
    DOCUMENTED = "documented", _("Documented")
    OBSERVED = "observed", _("Observed by ITS")
    ATTESTED = "attested", _("Attested by an independent party")


class Outcome(TextChoices):
    """What an audit comes to (CONTRACT section 3)."""

    APPROVED = "approved", _("Approved")
    APPROVED_FOR_USES = "approved_for_uses", _("Approved for stated uses")
    FLAGGED = "flagged", _("Flagged")
    UNDECIDED = "undecided", _("Undecided")


class AuditStage(TextChoices):
    """Where an audit stands. What is decided is never changed; a new audit names its predecessor."""

    REQUESTED = "requested", _("Requested")
    ASSESSING = "assessing", _("Being assessed")
    SUBMITTED = "submitted", _("With the second reviewer")
    DECIDED = "decided", _("Decided")
    DROPPED = "dropped", _("Dropped")


class AuditMove(TextChoices):
    """What may happen to an audit."""

    ASSIGN = "assign", _("Assign")
    SUBMIT = "submit", _("Hand in")
    RETURN = "return", _("Send back")
    DECIDE = "decide", _("Decide")
    DROP = "drop", _("Drop")


class Origin(TextChoices):
    """Who a piece of evidence comes from."""

    ITS = "its", _("ITS")
    VENDOR = "vendor", _("The vendor")
    INDEPENDENT = "independent", _("An independent party")


class ClaimSource(TextChoices):
    """Where a vendor's claim was made."""

    ROOM = "room", _("The vendor's room")
    HECVAT = "hecvat", _("HECVAT sheet")
    K12CVAT = "k12cvat", _("K-12CVAT sheet")


class Ground(TextChoices):
    """On what a no without a finished audit rests."""

    HARD_KNOCKOUT = "hard_knockout", _("A criterion that must be met was seen not to be")
    VENDOR_REFUSED = "vendor_refused", _("The vendor will not answer")
    VENDOR_SILENT = "vendor_silent", _("The vendor stayed silent past its date")
    BREACH = "breach", _("A breach: flagged in an emergency")
