"""What people read about schools: work lists, differences, histories. Reads only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import ActorKind
from schools.models import (
    Change,
    ImportRun,
    RoleAssignment,
    School,
    Student,
    StudentQuerySet,
    Volunteer,
)
from schools.models.places import SchoolQuerySet
from schools.terms import ImportState, Role, VolunteerStage
from trail.models import name_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# Who checks volunteers at a school; a chief for the schools of the network.
CHECKERS = (Role.ADMINISTRATOR, Role.CLERK)
# The words of an account, in the order they are shown.
WHATS = ("added", "changed", "moved", "left", "kept", "same")


def schools_without_principal(schools: SchoolQuerySet | None = None) -> SchoolQuerySet:
    """Open schools where nobody holds the principal's role today: no exception can be approved there (T2a)."""
    held = RoleAssignment.objects.current().filter(
        school=OuterRef("pk"), role=Role.PRINCIPAL, user__is_active=True
    )
    found = School.objects.all() if schools is None else schools
    return found.open().filter(~Exists(held))


def students_with_nobody_to_ask(students: StudentQuerySet | None = None) -> StudentQuerySet:
    """Enrolled students for whom no contact may sign: no family can be asked (T1)."""
    return (Student.objects.all() if students is None else students).without_anyone_to_ask()


def difference_lines(run: ImportRun) -> Iterator[str]:
    """An import in plain lines, for the command line."""
    state = {
        ImportState.DRY_RUN: "dry run: nothing was changed",
        ImportState.STOPPED: "stopped: nothing was changed",
        ImportState.FAILED: "could not be read: nothing was changed",
    }.get(ImportState(run.state), "imported")
    yield f"{run.file_name}: {state}"
    for entity, kinds in run.counts.items():
        told = ", ".join(f"{kinds[what]} {what}" for what in WHATS if kinds.get(what))
        if told:
            yield f"  {entity}: {told}"
        for what, shown in run.samples.get(entity, {}).items():
            if run.state != ImportState.DONE:
                for key, detail in shown[:5]:
                    yield f"    {what} {key}{f' ({detail})' if detail else ''}"
    yield from (f"  {note}" for note in run.notes)
    yield f"  problems: {run.problem_count}"


WHAT_NAMES: dict[str, str | _StrPromise] = {
    "added": _("added"),
    "changed": _("changed"),
    "moved": _("moved"),
    "left": _("left"),
}
ENTITIES: dict[str, str | _StrPromise] = {
    "schools": _("Schools"),
    "school years": _("School years"),
    "students": _("Students"),
    "staff": _("Staff"),
    "roles": _("Roles"),
    "guardians": _("Guardians and contacts"),
    "links": _("Links of contacts to students"),
    "classes": _("Classes"),
    "class places": _("Places in classes"),
    "corrections": _("Corrections by staff that were kept"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """What an import does to one kind of thing."""

    name: str | _StrPromise
    counts: list[int]
    samples: list[tuple[str | _StrPromise, list[list[str]]]]


def differences(run: ImportRun) -> list[Difference]:
    """An import's account, a row for each kind of thing, with the first few of each change."""
    return [
        Difference(
            name=ENTITIES.get(entity, entity),
            counts=[kinds.get(what, 0) for what in WHATS],
            samples=[
                (WHAT_NAMES.get(what, what), shown)
                for what, shown in run.samples.get(entity, {}).items()
            ],
        )
        for entity, kinds in run.counts.items()
    ]


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a history. `who` is a person's name, or the import."""

    at: datetime
    field: str
    before: str
    after: str
    who: str
    run: int | None


def history_of(subject: Student | School) -> list[Moment]:
    """What changed about one thing, newest first, by whom."""
    changes = list(Change.objects.filter(subject=name_of(subject)).order_by("-pk")[:200])
    people = User.objects.in_bulk(
        {int(change.actor_id) for change in changes if change.actor_kind == ActorKind.USER}
    )
    schools = School.objects.in_bulk(
        {
            int(value)
            for change in changes
            if change.field == "school_id"
            for value in (change.before, change.after)
            if value.isdecimal()
        }
    )

    def said(change: Change, value: str) -> str:
        known = change.field == "school_id" and value.isdecimal() and schools.get(int(value))
        return known.name if known else value

    return [
        Moment(
            at=change.at,
            field=change.field.removesuffix("_id"),
            before=said(change, change.before),
            after=said(change, change.after),
            who=people[int(change.actor_id)].name if change.actor_kind == ActorKind.USER else "",
            run=change.run_id,
        )
        for change in changes
    ]


def volunteers_to_check(user: User) -> QuerySet[Volunteer]:
    """Who waits for this user's check: added by somebody else, at a school where the user checks."""
    held = user.role_assignments.current()
    here = Q(school__in=held.filter(role__in=CHECKERS).values("school"))
    above = Q(school__network__in=held.filter(role=Role.CHIEF).values("network"))
    waiting = Volunteer.objects.filter(here | above, stage=VolunteerStage.WAITING)
    return waiting.exclude(asked_by=user).exclude(email__iexact=user.email)


def sees_volunteers(user: User) -> bool:
    """Whether the user adds or checks the people who help at a school."""
    held = user.role_assignments.current()
    return held.filter(role__in=[Role.PRINCIPAL, Role.CHIEF, *CHECKERS]).exists()
