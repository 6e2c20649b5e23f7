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


class Outcome(TextChoices):
    """What a carrier said became of a message after it left us."""

    ACCEPTED = "accepted", _("Accepted by the carrier")
    DELIVERED = "delivered", _("Delivered")
    BOUNCED = "bounced", _("Bounced")
    COMPLAINED = "complained", _("Marked as unwanted by its reader")
    UNKNOWN = "unknown", _("Not known")


class Reading(TextChoices):
    """What a text that came in asks for."""

    STOP = "stop", _("Stop the texts")
    REVOKE = "revoke", _("Revoke: what was just written about")
    WITHDRAW = "withdraw", _("Take the permission back")
    START = "start", _("Text me again")
    UNCLEAR = "unclear", _("A person must read it")
