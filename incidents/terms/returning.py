"""Words of the way back: what a message is, how a ping goes, how it has been since."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MessageKind(TextChoices):
    """What a message between the reporter and case staff is for. A wish never decides anything by itself."""

    WORDS = "words", _("Message")
    ADDED = "added", _("Added to the report")
    STOP = "stop", _("Does not want more to be done")
    REOPEN = "reopen", _("Wants the report to be opened again")
    UNANSWERED = "unanswered", _("Says that nobody answered")
    ACKNOWLEDGED = "acknowledged", _("The report was read")
    LETTER = "letter", _("Closing letter")


class Ping(TextChoices):
    """How the reporter hears that there is news; the words of it say nothing."""

    NOTHING = "", _("Not at all. I look here myself.")
    EMAIL = "email", _("By e-mail")
    TEXT = "text", _("By text message")


class Since(TextChoices):
    """How it has been since the report: asked after 30, 60 and 90 days."""

    WELL = "well", _("It is OK")
    UNSURE = "unsure", _("I am not sure")
    WORSE = "worse", _("It got worse, or somebody is paying me back")
