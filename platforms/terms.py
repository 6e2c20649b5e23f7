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
