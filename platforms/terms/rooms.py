"""The words of a vendor's room and of a remediation plan (P2, P4)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class RoomStage(TextChoices):
    """Where a room stands. That its days are over is derived, never stored."""

    OPEN = "open", _("Waiting for the vendor")
    HANDED_IN = "handed_in", _("Handed in")
    REFUSED = "refused", _("The vendor will not take part")
    CLOSED = "closed", _("Closed")


class RoomMove(TextChoices):
    """What may happen to a room."""

    EXTEND = "extend", _("Give more time")
    HAND_IN = "hand_in", _("Hand in")
    TAKE_UP = "take_up", _("Take up again")
    REFUSE = "refuse", _("Decline to take part")
    CLOSE = "close", _("Close")


class RoomDeed(TextChoices):
    """What happened in a room: each a line of its log, with who did it."""

    OPENED = "opened", _("Room opened")
    CONTACT_ADDED = "contact_added", _("Contact added")
    CONTACT_ENDED = "contact_ended", _("Contact's link ended")
    SENT = "sent", _("Link sent")
    VISITED = "visited", _("Link opened")
    ANSWERED = "answered", _("Answers saved")
    UPLOADED = "uploaded", _("File added")
    FILE_TAKEN = "file_taken", _("File taken as evidence")
    WROTE = "wrote", _("Message written")
    SHEET_READ = "sheet_read", _("Sheet read")
    SHEET_TAKEN = "sheet_taken", _("Answers of a sheet taken as claims")
    REPLIED = "replied", _("Reply to an item of the plan")
    AGREED = "agreed", _("Plan agreed")
    EXTEND = "extend", _("More time given")
    HAND_IN = "hand_in", _("Handed in")
    TAKE_UP = "take_up", _("Taken up again")
    REFUSE = "refuse", _("Declined to take part")
    CLOSE = "close", _("Room closed")


class SheetKind(TextChoices):
    """The workbooks we read; a claim from one names it as its source."""

    HECVAT = "hecvat", _("HECVAT")
    K12CVAT = "k12cvat", _("K-12CVAT Lite")


class PlanStage(TextChoices):
    """Where a remediation plan stands. That one of its dates is missed is derived."""

    DRAFTED = "drafted", _("Drafted")
    AGREED = "agreed", _("Agreed with the vendor")
    RUNNING = "running", _("Running")
    FULFILLED = "fulfilled", _("Fulfilled")
    GIVEN_UP = "given_up", _("Given up")


class PlanMove(TextChoices):
    """What may happen to a plan."""

    AGREE = "agree", _("Agree")
    START = "start", _("Start")
    FULFIL = "fulfil", _("Fulfil")
    GIVE_UP = "give_up", _("Give up")
    HAND_OVER = "hand_over", _("Hand over")


class ItemStage(TextChoices):
    """Where an item of a plan stands. Only ITS finds it done."""

    OPEN = "open", _("Open")
    SAID_DONE = "said_done", _("Said to be done")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")


class ItemMove(TextChoices):
    """What may happen to an item."""

    REPLY = "reply", _("Reply")
    SAY_DONE = "say_done", _("Say that it is done")
    ACCEPT = "accept", _("Find it done")
    REOPEN = "reopen", _("Open it again")
    DROP = "drop", _("Drop it")


class Side(TextChoices):
    """Whose an item is."""

    VENDOR = "vendor", _("The vendor")
    ITS = "its", _("ITS")
