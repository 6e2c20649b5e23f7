"""The words of a mandated reporter's own step."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Said(TextChoices):
    """What somebody says they did about a child who may be abused or neglected."""

    CALLED = "called", _("I called the child-protection line myself")
    WRITTEN = "written", _("I sent the written confirmation")
    SHARED = "shared", _("A colleague called and named me in the call")
    SUPERIOR = "superior", _("I told the principal or my superior")


class Step(TextChoices):
    """Where somebody stands with it."""

    CALL = "call", _("Call the child-protection line")
    WRITE = "write", _("Send the written confirmation")
    DONE = "done", _("Done")
    NONE = "none", _("Nothing to call about")
