"""The words of group texts, once."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NumberSharing(TextChoices):
    """Who else may see a guardian's number in a group text (T2b)."""

    OWN_CHILD = "own_child", _("Only the people in my own child's group text")
    NEVER = "never", _("No other parent or guardian")
    SHARED = "shared", _("Also families of other students in a team's group text")


class HandOutForm(TextChoices):
    """How an adult took the numbers of a thread along."""

    LINK = "link", _("Tapped on a phone")
    QR = "qr", _("QR code on a desk")
    VCARD = "vcard", _("Contact card")
    PRINT = "print", _("Printed")


class StopCause(TextChoices):
    """Why a thread that was handed out must not be used, where the verdict alone does not say it."""

    NUMBER_CHANGED = (
        "number_changed",
        _("A telephone number on the thread is no longer the right one."),
    )
    NUMBER_STOPPED = (
        "number_stopped",
        _("A number on the thread has asked that texts stop."),
    )
    GUARDIAN_GONE = (
        "guardian_gone",
        _("A guardian on the thread may not be on it any more."),
    )
    NOT_SHARED = (
        "not_shared",
        _("A guardian on the thread does not share their number with others on it."),
    )
    RECORD_CHANGED = (
        "record_changed",
        _("The district e-mail address that keeps the record has changed."),
    )
