"""The words of this app, once."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Channel(TextChoices):
    EMAIL = "email", _("E-mail")
    SMS = "sms", _("Text message")


class NoticeState(TextChoices):
    WAITING = "waiting", _("Waiting to leave")
    HELD = "held", _("Held: sending is off")
    SENT = "sent", _("Sent")
    UNWANTED = "unwanted", _("No longer wanted")
    FAILED = "failed", _("Could not be sent")
