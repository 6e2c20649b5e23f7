"""A vendor's room (P2, P4): whom ITS asks for what until when, and everything that happens in it.

Nobody needs an account: a contact comes in by a link that is worked out from their row (`platforms.links`).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.constraints import both_or_neither, not_before, one_of
from documents.models import KeptFile
from platforms.models.audits import Audit
from platforms.models.catalogue import Platform
from platforms.models.criteria import Criterion
from platforms.terms.rooms import RoomDeed, RoomStage, SheetKind
from schools.terms import Role

if TYPE_CHECKING:
    from platforms.models.plans import PlanItem

# Who works in ITS sees every room; nobody else sees any.
ITS = (Role.ITS, Role.REVIEWER)


def sees_rooms(user: User | AnonymousUser) -> bool:
    """Whether the user works in ITS now."""
    if isinstance(user, AnonymousUser):
        return False
    return user.role_assignments.current().filter(role__in=ITS).exists()


class RoomQuerySet(models.QuerySet["Room"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """ITS sees every room; nobody else with an account any."""
        return self if sees_rooms(user) else self.none()

    def ended_by(self, day: date) -> Self:
        """Those whose link opens nothing on the day: closed, or past their last day."""
        return self.filter(Q(stage=RoomStage.CLOSED) | Q(ends_on__lt=day))

    def open_on(self, day: date) -> Self:
        return self.exclude(stage=RoomStage.CLOSED).filter(ends_on__gte=day)

    def silent_on(self, day: date) -> Self:
        """Past the day the answers were due, with nothing handed in and no refusal."""
        return self.filter(stage=RoomStage.OPEN, due_on__lt=day, audit__isnull=False)


class Room(models.Model):
    """Where a vendor answers about one platform: for an audit, a remediation plan, or both."""

    platform = models.ForeignKey(Platform, models.PROTECT, related_name="rooms")
    audit = models.ForeignKey(Audit, models.PROTECT, null=True, blank=True, related_name="rooms")
    stage = models.CharField(max_length=10, choices=RoomStage, default=RoomStage.OPEN)
    # What ITS asks, in words the vendor reads.
    asked = models.TextField(_("what you ask for"))
    due_on = models.DateField(_("answers are due"))
    ends_on = models.DateField(_("the link's last day"))
    opened_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)

    objects = RoomQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("stage", RoomStage.values),
            not_before("ends_on", "due_on"),
            models.UniqueConstraint(
                fields=["platform"],
                condition=~Q(stage=RoomStage.CLOSED),
                name="platforms_room_one_open",
            ),
        ]
        indexes = [models.Index(fields=["stage", "due_on"])]

    def __str__(self) -> str:
        return f"room {self.pk} for platform {self.platform_id}"

    def is_over(self, at: datetime | None = None) -> bool:
        """Whether its links open nothing any more at the moment: closed, or its last day is past."""
        return self.stage == RoomStage.CLOSED or timezone.localdate(at) > self.ends_on

    def is_silent(self, on: date) -> bool:
        """Whether the vendor let the day pass with nothing handed in and without declining."""
        return self.stage == RoomStage.OPEN and self.audit_id is not None and on > self.due_on


class RoomContact(models.Model):
    """Somebody at the vendor who has a link of their own. A new link is a new row; the old one ends."""

    room = models.ForeignKey(Room, models.PROTECT, related_name="contacts")
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail address"))
    # Goes into the link's mark; the link itself is never kept.
    nonce = models.CharField(max_length=32)
    added_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            both_or_neither("ended_at", "ended_by"),
            models.UniqueConstraint(
                fields=["room", "email"],
                condition=Q(ended_at__isnull=True),
                name="platforms_roomcontact_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} in room {self.room_id}"


class RoomEntry(models.Model):
    """A line of the room's log: what happened, and who did it: a contact, somebody of ITS, or a job."""

    append_only = True

    room = models.ForeignKey(Room, models.PROTECT, related_name="entries")
    deed = models.CharField(max_length=16, choices=RoomDeed)
    note = models.CharField(max_length=500, blank=True)
    contact = models.ForeignKey(RoomContact, models.PROTECT, null=True, related_name="entries")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "room entries"
        indexes = [models.Index(fields=["room", "deed"])]
        constraints = [one_of("deed", RoomDeed.values)]

    def __str__(self) -> str:
        return f"{self.room_id} {self.deed}"

    @property
    def who(self) -> str:
        """Whose deed it was: of ITS, else the contact's own."""
        return self.by.name if self.by else self.contact.name if self.contact else ""


def one_hand(name: str) -> models.CheckConstraint:
    """Either a contact of the vendor's or somebody of ITS, never both and never nobody."""
    return models.CheckConstraint(
        condition=Q(contact__isnull=False, by__isnull=True)
        | Q(contact__isnull=True, by__isnull=False),
        name=name,
    )


class RoomMessage(models.Model):
    """Something one side wrote to the other."""

    append_only = True

    room = models.ForeignKey(Room, models.PROTECT, related_name="messages")
    text = models.TextField(_("message"))
    contact = models.ForeignKey(RoomContact, models.PROTECT, null=True, related_name="messages")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [one_hand("platforms_roommessage_one_hand")]

    def __str__(self) -> str:
        return f"message {self.pk} in room {self.room_id}"


class RoomFile(models.Model):
    """A file the vendor gave us. It is kept apart until ITS takes it as evidence."""

    append_only = True

    room = models.ForeignKey(Room, models.PROTECT, related_name="files")
    contact = models.ForeignKey(RoomContact, models.PROTECT, related_name="files")
    criterion = models.ForeignKey(Criterion, models.PROTECT, null=True, related_name="+")
    item: models.ForeignKey[PlanItem | None, PlanItem | None] = models.ForeignKey(
        "platforms.PlanItem", models.PROTECT, null=True, related_name="files"
    )
    title = models.CharField(_("what it shows"), max_length=200)
    name = models.CharField(max_length=200)
    file = models.OneToOneField(KeptFile, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.title


class Sheet(models.Model):
    """A vendor's filled-in workbook as it was read. Its answers are claims once somebody takes them.

    `rows`: one {"id", "answer", "note", "good"} a question; `good` is the answer that complies where the
    workbook itself says so, else "".
    """

    audit = models.ForeignKey(Audit, models.PROTECT, related_name="sheets")
    kind = models.CharField(max_length=10, choices=SheetKind)
    name = models.CharField(max_length=200)
    file = models.OneToOneField(KeptFile, models.PROTECT, related_name="+")
    rows = models.JSONField(default=list)
    contact = models.ForeignKey(RoomContact, models.PROTECT, null=True, related_name="sheets")
    by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    read_at = models.DateTimeField(default=timezone.now)
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("kind", SheetKind.values),
            one_hand("platforms_sheet_one_hand"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} for audit {self.audit_id}"
