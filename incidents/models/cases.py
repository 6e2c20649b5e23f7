"""A case: one report and everything that follows from it."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from core import vault
from core.constraints import one_of
from core.marks import mark_of_user
from incidents.models.offices import offices_of
from incidents.models.sealed import Sealed
from incidents.terms import (
    KEPT_OUT,
    Concern,
    Ground,
    Part,
    Post,
    Priority,
    ReporterRole,
    Source,
    Stage,
)
from incidents.terms.people import Settled
from schools.models import Delegation, RoleAssignment, School
from schools.terms import Role
from trail.guards import Guard

# No letters that are taken for digits, and none that make words.
SIGNS: Final = "23456789BCDFGHJKLMNPQRSTVWXZ"
# The role that each ground rests on; a ground whose role has ended opens nothing.
ROLE_OF: Final = {
    Ground.PRINCIPAL: Role.PRINCIPAL,
    Ground.ADMINISTRATOR: Role.ADMINISTRATOR,
    Ground.CHIEF: Role.CHIEF,
    Ground.SILENCE: Role.CHIEF,
}
ROLE_AT_POST: Final = {Post.PRINCIPAL: Role.PRINCIPAL, Post.ADMINISTRATORS: Role.ADMINISTRATOR}


class Destroyed(Exception):
    """The case's key was destroyed by lawful disposal: nothing of it can be read."""


def new_code() -> str:
    """A case's number: drawn, never counted, so that no gap tells of a case one may not see."""
    signs = [secrets.choice(SIGNS) for _ in range(8)]
    return f"{''.join(signs[:4])}-{''.join(signs[4:])}"


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User | AnonymousUser) -> Self:
        """The cases the user reads: of their offices, and those routed to them; never one they are kept out of.

        Asked anew each time: who becomes the accused, or stands in for them, reads nothing from then on.
        """
        if isinstance(user, AnonymousUser) or not user.is_active:
            return self.none()
        office = Exists(
            CaseOffice.objects.filter(
                case=OuterRef("pk"), ended_at=None, office__in=offices_of(user)
            )
        )
        person = Exists(_standing_grounds(user))
        return self.kept().filter(office | person).kept_from(user, are=False)

    def kept(self) -> Self:
        """Cases that can still be read; of one that was destroyed there is a certificate and nothing else."""
        return self.filter(Exists(CaseKey.objects.filter(case=OuterRef("pk"))))

    def kept_from(self, user: User, *, are: bool = True) -> Self:
        """Cases that are (or are not) closed to the user whatever else they hold."""
        closed = Exists(
            Involved.objects.filter(_closes_to(user), case=OuterRef("pk"), ended_at=None)
        )
        return self.filter(closed if are else ~closed)

    def open(self) -> Self:
        return self.exclude(stage=Stage.CLOSED)


def _standing_grounds(user: User) -> models.QuerySet[Recipient]:
    """What of the user's own grounds still holds for a case: the role at its school or network as of today."""
    held = RoleAssignment.objects.current().filter(user=user)
    roles = list(held.values_list("role", "school", "network"))
    schools = {school for _role, school, _network in roles if school}
    networks = {network for _role, _school, network in roles if network}
    holds = Q(case__school__in=schools) | Q(case__school__network__in=networks)
    if roles:
        # Whoever was brought in still works at the school or over it; of a case without a school, anywhere.
        holds |= Q(case__school=None)
    holds &= Q(ground=Ground.BROUGHT_IN)
    for ground, role in ROLE_OF.items():
        led = {school for one, school, _network in roles if one == role and school}
        over = {network for one, _school, network in roles if one == role and network}
        of_network = role == Role.CHIEF
        place = Q(case__school__network__in=over) if of_network else Q(case__school__in=led)
        holds |= place & Q(ground=ground)
    return Recipient.objects.filter(holds, case=OuterRef("pk"), user=user, ended_at=None)


def _closes_to(user: User) -> Q:
    """Which rows about people close a case to the user, who may also stand in for somebody."""
    acts_for = Delegation.objects.current().filter(delegate=user)
    people = {user.pk, *acts_for.values_list("principal", flat=True)}
    marks = [mark_of_user(one) for one in people]
    by_name = Q(mark__in=marks, part__in=KEPT_OUT)
    # A typed name that could be theirs, while nobody has settled whose it is.
    could_be = Q(mark="", settled="", part__in=KEPT_OUT, fits__mark__in=marks)
    reported = Q(mark=mark_of_user(user.pk), part=Part.REPORTER)
    by_post = Q()
    led = RoleAssignment.objects.current().filter(user__in=people, role__in=ROLE_AT_POST.values())
    for role, school in led.exclude(school=None).values_list("role", "school"):
        posts = [post for post, one in ROLE_AT_POST.items() if one == role]
        by_post |= Q(post__in=posts, part__in=KEPT_OUT, case__school=school)
    return by_name | could_be | by_post | reported


class Case(models.Model):
    """One report, who has it, and where it stands. Its words are in sealed rows (`Account`, `Involved`, …)."""

    code = models.CharField(max_length=9, unique=True, default=new_code, editable=False)
    source = models.CharField(max_length=10, choices=Source)
    # The page the report was written on; the reporter's way back speaks it.
    language = models.CharField(max_length=10, default="en")
    reporter_role = models.CharField(max_length=10, choices=ReporterRole)
    school = models.ForeignKey(School, models.PROTECT, null=True, related_name="cases")
    # As routed last; history is in `Routing`.
    concern = models.CharField(max_length=20, choices=Concern)
    priority = models.CharField(max_length=12, choices=Priority)
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.RECEIVED)
    # When anybody of the district first knew: clocks of the law run from here.
    aware_at = models.DateTimeField()
    received_at = models.DateTimeField(default=timezone.now)
    assigned_to = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    assigned_at = models.DateTimeField(null=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["stage", "-received_at"])]
        constraints = [
            one_of("source", Source.values),
            one_of("reporter_role", ReporterRole.values),
            one_of("concern", Concern.values),
            one_of("priority", Priority.values),
            one_of("stage", Stage.values),
        ]

    def __str__(self) -> str:
        return self.code

    def key(self) -> bytes:
        """The case's own key. `Destroyed` where it is gone, `core.vault.Sealed` where the ring lacks its key."""
        try:
            held = self.kept_key
        except CaseKey.DoesNotExist:
            raise Destroyed(self.code) from None
        return vault.unwrap(held.ring, bytes(held.wrapped), f"case|{self.code}")


class CaseKey(models.Model):
    """The key of one case, wrapped by the ring. Lawful disposal deletes this row, and rotation wraps it anew."""

    case = models.OneToOneField(Case, models.PROTECT, related_name="kept_key")
    ring = models.CharField(max_length=40)
    wrapped = models.BinaryField()
    wrapped_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"key of {self.case_id}"


class CaseStep(models.Model):
    """Something that happened to a case: a move, an assignment, a reading, an act towards a person.

    `deed` is a code ("case.acknowledged"); `by` is the actor, as the trail names them; words are in notes.
    """

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="steps")
    deed = models.CharField(max_length=40)
    by_kind = models.CharField(max_length=20)
    by_id = models.CharField(max_length=60)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    # Ids, codes and dates only.
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["case", "deed", "at"])]

    def __str__(self) -> str:
        return f"{self.deed} {self.case_id}"


class Account(Sealed):
    """What the reporter said: the whole report as answered, and whatever they added later.

    Words: {"answers": {...}, "form": "2026-1", "level": "grades_5_8", ...}.
    """

    append_only = True

    class Kind(models.TextChoices):
        REPORT = "report", "report"
        CONTACT = "contact", "contact"
        ADDED = "added", "added"

    case = models.ForeignKey(Case, models.PROTECT, related_name="accounts")
    kind = models.CharField(max_length=10, choices=Kind)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [one_of("kind", ["report", "contact", "added"])]

    def __str__(self) -> str:
        return f"{self.kind} of {self.case_id}"


class Involved(Sealed):
    """A person, or a post, in a case. Words: {"name", "role", "user", "student", "note"}, each where known.

    `mark` stands for the person with an account it was matched to ("" until somebody confirmed that it is they).
    What the office finds a name to be is a new row that `follows` the typed one, which ends. A row is never ended
    because time passed.
    """

    guards = (
        Guard(
            "stays",
            "UPDATE",
            "NEW.sealed <> OLD.sealed OR NEW.case_id <> OLD.case_id OR NEW.part <> OLD.part "
            "OR NEW.post <> OLD.post OR NEW.settled <> OLD.settled OR NEW.name <> OLD.name "
            # Lawful disposal, and nothing else, lets a mark go: the case's key is gone by then.
            "OR (NEW.mark <> OLD.mark AND EXISTS (SELECT 1 FROM incidents_casekey WHERE case_id = OLD.case_id))",
            "who somebody is in a case is a new row, never a change of the old one",
        ),
        Guard(
            "ended_once",
            "UPDATE",
            "OLD.ended_at IS NOT NULL AND NEW.ended_at IS NULL",
            "what ended about a person stays ended",
        ),
    )

    case = models.ForeignKey(Case, models.PROTECT, related_name="involved")
    part = models.CharField(max_length=10, choices=Part)
    mark = models.CharField(max_length=64, blank=True, db_index=True)
    post = models.CharField(max_length=16, choices=Post, blank=True)
    is_adult = models.BooleanField(null=True)
    settled = models.CharField(max_length=8, choices=Settled, blank=True)
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="followed_by")
    added_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "involved"
        indexes = [models.Index(fields=["case", "part"])]
        constraints = [
            one_of("part", Part.values),
            one_of("settled", ["", *Settled.values]),
            models.CheckConstraint(
                name="incidents_involved_staff_marked",
                condition=~Q(settled=Settled.STAFF, mark=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part} in {self.case_id}"


class Routing(Sealed):
    """A decision of where the case goes; the newest holds. Words: {"asked": facts, "answer": routing} as `decide` writes them."""

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="routings")
    why = models.CharField(max_length=14)
    rule = models.CharField(max_length=20)
    concern = models.CharField(max_length=20, choices=Concern)
    priority = models.CharField(max_length=12, choices=Priority)
    parent_notice = models.CharField(max_length=8)
    by_kind = models.CharField(max_length=20)
    by_id = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["case", "-at"])]

    def __str__(self) -> str:
        return f"{self.rule} for {self.case_id}"


class CaseOffice(models.Model):
    """An office has the case, from when to when."""

    guards = (
        Guard("kept", "DELETE", "OLD.id = OLD.id", "which office had a case is kept"),
        Guard(
            "ended_once",
            "UPDATE",
            "OLD.ended_at IS NOT NULL AND (NEW.ended_at IS NULL OR NEW.office <> OLD.office)",
            "what an office had stays written",
        ),
    )

    case = models.ForeignKey(Case, models.PROTECT, related_name="offices")
    office = models.CharField(max_length=20)
    ground = models.CharField(max_length=12)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "office"],
                condition=Q(ended_at__isnull=True),
                name="incidents_caseoffice_once",
            )
        ]
        indexes = [models.Index(fields=["office", "case"])]

    def __str__(self) -> str:
        return f"{self.office} has {self.case_id}"


class Recipient(models.Model):
    """Somebody of a school or network reads the case, from when to when; asked beside it is whether the ground still holds."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="recipients")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    ground = models.CharField(max_length=14, choices=Ground)
    started_at = models.DateTimeField(default=timezone.now)
    ended_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True
    )

    class Meta:
        constraints = [
            one_of("ground", Ground.values),
            models.UniqueConstraint(
                fields=["case", "user"],
                condition=Q(ended_at__isnull=True),
                name="incidents_recipient_once",
            ),
        ]
        indexes = [models.Index(fields=["user", "case"])]

    def __str__(self) -> str:
        return f"{self.user_id} reads {self.case_id}"
