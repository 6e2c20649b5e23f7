"""How long a report is kept, what stops its disposal, and what leaves as a bundle."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HoldGround(TextChoices):
    """Why a report may not be disposed of, whatever its age."""

    LITIGATION = "litigation", _("A court case, or one to be expected")
    APPEAL = "appeal", _("An appeal or a hearing is open")
    INVESTIGATION = "investigation", _("The police or another authority is at it")
    RECORDS_REQUEST = "records_request", _("Somebody asked for these records")


class Lock(TextChoices):
    """Who can open a bundle that left the house."""

    PASSPHRASE = "passphrase", _("Whoever knows a passphrase")
    RECIPIENT = "recipient", _("Whoever holds the key to an age address")
    NONE = "none", _("Anybody who has the file")


class ExportState(TextChoices):
    """Where a bundle stands; derived from its row."""

    MAKING = "making", _("Being made")
    READY = "ready", _("Ready")
    FAILED = "failed", _("Could not be made")
    ENDED = "ended", _("Deleted")


class Obstacle(TextChoices):
    """What stands in the way of destroying a report."""

    NOT_CLOSED = "not_closed", _("The report is not closed.")
    HELD = "held", _("A hold is on it. Nothing under a hold is destroyed.")
    TOO_EARLY = "too_early", _("Its time is not over: something was done or written since.")
    PROPOSED = "proposed", _("Somebody proposed it already; a second person decides.")
    DECIDED = "decided", _("This was decided already.")
    OTHER_OFFICE = "other_office", _("Only the office that proposed it decides.")
    ONE_PERSON = "one_person", _("Somebody else of the same office must decide this.")
