"""The words of a consult: a school asks ITS before it buys or uses a tool (P6)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ConsultStage(TextChoices):
    """Where a request stands. How long it waits is derived; silence never ends one."""

    OPEN = "open", _("Waiting for ITS")
    IN_WORK = "in_work", _("ITS is looking at it")
    ANSWERED = "answered", _("Answered")
    WITHDRAWN = "withdrawn", _("Taken back")


class ConsultMove(TextChoices):
    """What may happen to a request."""

    ASK = "ask", _("Asked")
    TAKE = "take", _("Taken up")
    NAME = "name", _("Tool named")
    ANSWER = "answer", _("Answered")
    WITHDRAW = "withdraw", _("Taken back")
    REOPEN = "reopen", _("Opened again")


class Audience(TextChoices):
    """Whom the school wants to reach with the tool."""

    STUDENTS = "students", _("Students")
    PARENTS = "parents", _("Parents and guardians")
    STAFF = "staff", _("Staff")


WAITING = (ConsultStage.OPEN, ConsultStage.IN_WORK)
