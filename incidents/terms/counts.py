"""How reports are counted."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Counted(TextChoices):
    """One way of counting the reports of a year. Never two ways at once: crossed tables point at people."""

    CONCERN = "concern", _("What they are about")
    REPORTER = "reporter", _("Who reported")
    NETWORK = "network", _("Network of the school")
    PROMISE = "promise", _("Acknowledged in time")
    OUTCOME = "outcome", _("How they ended")


class InTime(TextChoices):
    """Whether whoever reported heard within the promise."""

    KEPT = "kept", _("In time")
    LATE = "late", _("Late")
    RUNNING = "running", _("Not due yet")


STILL_OPEN = "open"
NO_SCHOOL = "none"
