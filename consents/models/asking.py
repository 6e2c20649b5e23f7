"""Who is asked, the link they get, and how they prove who they are."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.models.activities import Activity, ActivityVersion
from consents.terms import CallBackKind, CallResult, SettledBy
from core.constraints import one_of
from notices.terms import Channel
from schools.models import Guardian, School, Student


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def live(self, at: datetime) -> Self:
        return self.filter(revoked_at__isnull=True, expires_at__gt=at)


class Invitation(models.Model):
    """A guardian's link. The token is derived from `nonce` (HMAC), never stored."""

    guardian = models.ForeignKey(Guardian, models.PROTECT, related_name="invitations")
    school = models.ForeignKey(School, models.PROTECT, related_name="+")
    nonce = models.CharField(max_length=32, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"invitation {self.pk}"


class Ask(models.Model):
    """One guardian is asked about one student for one version."""

    append_only = True

    version = models.ForeignKey(ActivityVersion, models.PROTECT, related_name="asks")
    student = models.ForeignKey(Student, models.PROTECT, related_name="asks")
    guardian = models.ForeignKey(Guardian, models.PROTECT, related_name="asks")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["guardian", "id"]), models.Index(fields=["student", "id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "student", "guardian"], name="consents_ask_one"
            )
        ]

    def __str__(self) -> str:
        return f"ask {self.pk}"


class OneTimeCode(models.Model):
    """A code sent to a contact on file. The code is derived from `nonce` (HMAC), never stored."""

    guardian = models.ForeignKey(Guardian, models.PROTECT, related_name="codes")
    channel = models.CharField(max_length=5, choices=Channel)
    address = models.CharField(max_length=254)
    nonce = models.CharField(max_length=32, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)
    # Wrong birth dates of a child given after this code, and when the person was proved.
    birth_attempts = models.PositiveSmallIntegerField(default=0)
    proved_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["guardian", "-created_at"])]

    def __str__(self) -> str:
        return f"code {self.pk}"


class FamilyRequest(models.Model):
    """Somebody without a link gave a contact. It is not kept; `guardians` are those who have it, often none."""

    nonce = models.CharField(max_length=32, unique=True)
    channel = models.CharField(max_length=5, choices=Channel)
    guardians = models.JSONField(default=list)
    # At /my-forms/: the student with this district e-mail, whether or not they may sign for themself yet.
    student = models.ForeignKey(Student, models.PROTECT, null=True, related_name="+")
    language = models.CharField(max_length=10, default="en")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"family request {self.pk}"


class ContactDispute(models.Model):
    """ "This is not me": the holder of a contact says the guardian is somebody else."""

    append_only = True

    guardian = models.ForeignKey(Guardian, models.PROTECT, related_name="disputes")
    address = models.CharField(max_length=254)
    at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"dispute {self.pk}"


class CallBack(models.Model):
    """A family to follow up: it asked for a call, or its answers need one.

    `guardian` is null when the contact is not known, and for a conflict, which is nobody's alone. `student`
    and `activity` say which form it is about, `answer` which word opened it, where a form did.
    """

    school = models.ForeignKey(School, models.PROTECT, null=True, related_name="call_backs")
    guardian = models.ForeignKey(Guardian, models.PROTECT, null=True, related_name="call_backs")
    kind = models.CharField(max_length=20, choices=CallBackKind)
    phone = models.CharField(_("telephone"), max_length=30)
    name = models.CharField(_("your name"), max_length=200, blank=True)
    language = models.CharField(max_length=10, default="en")
    message = models.CharField(_("what we should know"), max_length=500, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    student = models.ForeignKey(Student, models.PROTECT, null=True, related_name="call_backs")
    activity = models.ForeignKey(Activity, models.PROTECT, null=True, related_name="call_backs")
    answer = models.ForeignKey("consents.Answer", models.PROTECT, null=True, related_name="+")
    # The day by which the office calls; none for entries from before there was one.
    due_on = models.DateField(null=True)
    # Who of the office has taken it; nobody yet: the whole office owns it.
    assigned_to = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    settled_by = models.CharField(max_length=20, choices=SettledBy, blank=True)
    outcome = models.CharField(_("what was agreed"), max_length=500, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["school", "done_at", "id"]),
            models.Index(fields=["activity", "student"]),
        ]
        constraints = [
            # A person settles it, or an answer does; never nobody, never both.
            models.CheckConstraint(
                name="consents_callback_settled_by_somebody",
                condition=Q(done_at=None, done_by=None, settled_by="")
                | Q(done_at__isnull=False, done_by__isnull=False, settled_by="")
                | (Q(done_at__isnull=False, done_by=None) & ~Q(settled_by="")),
            ),
            # One word opens one entry, however often it is looked at.
            models.UniqueConstraint(
                fields=["kind", "answer"], name="consents_callback_once_a_word"
            ),
        ]

    def __str__(self) -> str:
        return f"call back {self.pk}"


class CallAttempt(models.Model):
    """Somebody of the office tried to reach the family of an entry."""

    append_only = True

    call_back = models.ForeignKey(CallBack, models.PROTECT, related_name="attempts")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    result = models.CharField(max_length=20, choices=CallResult)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        constraints = [one_of("result", CallResult.values)]

    def __str__(self) -> str:
        return f"call of {self.call_back_id}: {self.result}"
