"""What people read about schools: work lists, differences, histories. Reads only."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from schools.models import (
    Change,
    ImportRun,
    RoleAssignment,
    School,
    Student,
    StudentQuerySet,
)
from schools.models.places import SchoolQuerySet
from schools.terms import ImportState, Role
from trail.models import name_of

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


def changes_of(subject: Student | School) -> QuerySet[Change]:
    """The history of one thing's fields, newest first."""
    return Change.objects.filter(subject=name_of(subject)).order_by("-pk")


ENTITIES = {
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
