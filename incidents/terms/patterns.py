"""What a report can be matched by (I1)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class HandleKind(TextChoices):
    """What was written down of how somebody wrote to a student."""

    PHONE = "phone", _("Telephone number")
    EMAIL = "email", _("E-mail address")
    HANDLE = "handle", _("User name")
    PROFILE = "profile", _("Address of a profile")


class EntryKind(TextChoices):
    """What an entry of the index stands for."""

    HANDLE = "handle", _("A number, address or user name")
    ADULT = "adult", _("The same adult, confirmed")
    NAME = "name", _("The same name at the same school, not confirmed")


class EndedBecause(TextChoices):
    UNFOUNDED = "unfounded", _("The report was unfounded")
    WRONG = "wrong", _("Entered wrongly")
    REVIEWED = "reviewed", _("Looked at, and no pattern")
