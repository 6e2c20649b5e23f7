"""The words of this app, once."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """Where ITS stands with a platform. Both flags read as `flagged` in a verdict."""

    NOT_REVIEWED = "not_reviewed", _("Not reviewed")
    IN_REVIEW = "in_review", _("In review")
    APPROVED = "approved", _("Approved")
    APPROVED_FOR_USES = "approved_for_uses", _("Approved for stated uses")
    FLAGGED_FIXING = "flagged_fixing", _("Flagged: vendor is fixing it")
    FLAGGED_MOVING = "flagged_moving", _("Flagged: schools are moving off")
    NOT_APPROVED = "not_approved", _("Not approved")
    RETIRED = "retired", _("Retired")


# Both are one word to a verdict and to the public: do not start with it, and it stops what runs.
FLAGGED = (Status.FLAGGED_FIXING, Status.FLAGGED_MOVING)
# Nothing may begin with these, and what runs on them stops.
SILENCING = (*FLAGGED, Status.NOT_APPROVED, Status.RETIRED)
# These end on their last day by themselves.
LAPSING = (Status.APPROVED, Status.APPROVED_FOR_USES)


class Cause(TextChoices):
    """What a status rests on."""

    LISTED = "listed", _("Entered in the catalogue")
    MERGED = "merged", _("The same tool as another, and stands as that one")
    UNMERGED = "unmerged", _("A tool of its own again")
    REVIEW_BEGAN = "review_began", _("A review began")
    REVIEW_DROPPED = "review_dropped", _("A review was dropped")
    AUDIT = "audit", _("A decided audit")
    QUICK_NO = "quick_no", _("A quick no by two people")
    EMERGENCY = "emergency", _("An emergency flag by two people")
    MOVING = "moving", _("The vendor cannot or will not fix it")
    KEPT_USES = "kept_uses", _("Two people keep some uses until the off date")
    NO_AGREEMENT = "no_agreement", _("No data agreement is in force")
    RETIREMENT = "retirement", _("No longer offered")


class Tag(TextChoices):
    """What a platform does, so far as criteria bind by it."""

    STUDENT_FACING = "student_facing", _("Students use it")
    TWO_WAY = "two_way", _("People can answer")
    PARENTS_ONLY = "parents_only", _("For parents only")
    ALERTING = "alerting", _("Sends safety alerts")


class AliasKind(TextChoices):
    """By what else a platform is known."""

    NAME = "name", _("Another name")
    DOMAIN = "domain", _("Web domain")
    APP_ID = "app_id", _("App store id")
    SHORT_CODE = "short_code", _("SMS short code or number")
