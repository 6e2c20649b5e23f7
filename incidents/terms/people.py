"""What an office says about the names in a report, and where else a report is taken to."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Settled(TextChoices):
    """What somebody of the office found a name to be."""

    STAFF = "staff", _("One of our staff")
    OUTSIDE = "outside", _("Not among our staff")
    STUDENT = "student", _("A student")


class Outside(TextChoices):
    """Who outside the district a report is taken to."""

    POLICE = "police", _("Police")
    CYBERTIP = "cybertip", _("NCMEC CyberTipline")
    DCFS = "dcfs", _("Child protection (DCFS)")
    OTHER = "other", _("Another authority")
