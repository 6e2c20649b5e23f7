"""Lists of activities and approvals, and the answers of one activity's families. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.models import (
    Activity,
    ActivityVersion,
    Answer,
    Approval,
    Ask,
    Team,
    VersionStudent,
)
from consents.terms import AnswerDecision, Stage
from schools import signing
from schools.models import Guardian, GuardianLink, Student

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

TONES = {
    Stage.DRAFT: "neutral",
    Stage.ASKED: "wait",
    Stage.QUESTIONED: "info",
    Stage.APPROVED: "good",
    Stage.DENIED: "bad",
    Stage.REVOKED: "bad",
    Stage.RETRACTED: "neutral",
}
OFFICE_STAGES: dict[Stage, _StrPromise] = {
    Stage.ASKED: _("Waiting for the outreach office"),
    Stage.APPROVED: _("Released to families"),
}


# What a guardian's silence is called, by whether they were asked; where silence suffices nobody is waited for.
SILENT = {True: (_("Waiting"), "wait"), False: (_("Not asked yet"), "neutral")}
SILENT_OPT_OUT = {True: (_("Told, no objection"), "neutral"), False: (_("Not told yet"), "neutral")}


@dataclass(frozen=True, slots=True)
class Word:
    """What one guardian said about one student: yes, no, took it back, waiting, or nobody asked yet."""

    guardian: Guardian
    label: object
    tone: str
    at: datetime | None = None
    older_version: int | None = None


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A listed student with the word of each guardian who may sign."""

    student: Student
    words: tuple[Word, ...]
    taken_off: bool


def activity_list(user: User) -> QuerySet[Activity]:
    """The activities the user may see, each with the words of its newest version; discarded drafts left out."""
    newest = (
        ActivityVersion.objects.filter(activity=OuterRef("pk"))
        .exclude(asked_at__isnull=True, approvals__stage=Stage.RETRACTED)
        .exclude(Q(asked_at__isnull=True) & ~Q(asked_by=user))
        .order_by("-number")
    )
    stage = Approval.objects.filter(version=OuterRef("newest"), school=OuterRef("school")).values(
        "stage"
    )
    students = (
        VersionStudent.objects.filter(version=OuterRef("newest"))
        .order_by()
        .values("version")
        .annotate(total=Count("pk"))
        .values("total")
    )
    return (
        Activity.objects.visible_to(user)
        .annotate(newest=Subquery(newest.values("pk")[:1]))
        .filter(newest__isnull=False)
        .annotate(
            version_name=Subquery(newest.values("name")[:1]),
            version_starts_on=Subquery(newest.values("starts_on")[:1]),
            version_ends_on=Subquery(newest.values("ends_on")[:1]),
            stage_now=Subquery(stage[:1]),
            student_count=Subquery(students),
        )
        .select_related("school", "kind", "year", "asked_by")
    )


def stage_words(activity: Activity, today: date) -> tuple[str | _StrPromise, str]:
    """Where a row of `activity_list` stands, in a word and its tone; an approved one that ended is over."""
    stage = Stage(activity.stage_now)  # type: ignore[attr-defined]  # annotated by activity_list
    if stage == Stage.ASKED and activity.program_id is not None:
        return OFFICE_STAGES[stage], TONES[stage]
    if stage == Stage.APPROVED and activity.version_ends_on < today:  # type: ignore[attr-defined]
        return _("Over"), "neutral"
    return stage.label, TONES[stage]


def approval_words(approval: Approval) -> str | _StrPromise:
    """The stage of an approval; of a program's, in the words of the outreach office that decides (T4)."""
    stage = Stage(approval.stage)
    if approval.version.activity.program_id is None:
        return stage.label
    return OFFICE_STAGES.get(stage, stage.label)


def approval_list(user: User) -> QuerySet[Approval]:
    """The approvals of the schools the user answers for, with what a row shows."""
    students = (
        VersionStudent.objects.filter(version=OuterRef("version"))
        .order_by()
        .values("version")
        .annotate(total=Count("pk"))
        .values("total")
    )
    return (
        Approval.objects.visible_to(user)
        .exclude(stage=Stage.DRAFT)
        .exclude(version__asked_at__isnull=True)
        .annotate(student_count=Subquery(students))
        .select_related(
            "school",
            "version__activity__kind",
            "version__activity__school",
            "version__activity__year",
            "version__asked_by",
        )
    )


def school_days(since: date, until: date, *, first: date, last: date) -> int:
    """The weekdays from the day after `since` to `until` on which school is held."""
    start, end = max(since + timedelta(days=1), first), min(until, last)
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return sum(1 for day in days if day.weekday() < 5)


def answers_board(
    activity: Activity,
    students: Sequence[Student],
    taken_off: set[int],
    version_number: int,
    *,
    opt_out: bool = False,
) -> list[BoardRow]:
    """The students with each guardian's word, in a constant number of queries."""
    silent = SILENT_OPT_OUT if opt_out else SILENT
    ids = [student.pk for student in students]
    signers = _signers_of(students)
    asks = Ask.objects.filter(version__activity=activity, student__in=ids)
    person = Coalesce("guardian__merged_into", "guardian")
    asked = set(asks.values_list("student", person))
    latest = _latest_answers(activity, ids)
    return [
        BoardRow(
            student,
            tuple(
                _word(
                    guardian,
                    latest.get((student.pk, guardian.pk)),
                    version_number,
                    silent=silent[(student.pk, guardian.pk) in asked],
                )
                for guardian in signers[student.pk]
            ),
            student.pk in taken_off,
        )
        for student in students
    ]


def _signers_of(students: Sequence[Student]) -> dict[int, list[Guardian]]:
    """Who may sign for each: the guardians with authority, or the student alone."""
    ids = [student.pk for student in students]
    links = GuardianLink.objects.with_authority().filter(
        student__in=ids, guardian__ended_at__isnull=True
    )
    signers: dict[int, list[Guardian]] = defaultdict(list)
    for link in links.select_related("guardian").order_by("pk"):
        signers[link.student_id].append(link.guardian)
    for student_id in signing.who_sign_alone(students, timezone.localdate()):
        signers[student_id] = []
    for own in Guardian.objects.filter(self_of__in=[pk for pk in ids if not signers[pk]]):
        signers[own.self_of_id or 0] = [own]
    return signers


def _latest_answers(activity: Activity, ids: Sequence[int]) -> dict[tuple[int, int], Answer]:
    """Each guardian's newest word on each student, whatever version it answered."""
    answers = (
        Answer.objects.filter(version__activity=activity, student__in=ids)
        .filter(invalidation__isnull=True)
        .annotate(counts_from=Greatest(F("signed_at"), F("received_at")))
        .select_related("withdrawal", "version", "guardian", "hold__release")
        .order_by("counts_from", "pk")
    )
    # Whoever stood in the records twice is one person.
    return {
        (answer.student_id, answer.guardian.merged_into_id or answer.guardian_id): answer
        for answer in answers
    }


def _word(
    guardian: Guardian, answer: Answer | None, number: int, *, silent: tuple[object, str]
) -> Word:
    if answer is None:
        return Word(guardian, *silent)
    older = answer.version.number if answer.version.number < number else None
    withdrawal = getattr(answer, "withdrawal", None)
    if answer.decision == AnswerDecision.REFUSED:
        return Word(guardian, _("No"), "bad", answer.signed_at, older)
    if withdrawal is not None:
        return Word(guardian, _("No: taken back"), "bad", withdrawal.at, older)
    if answer.is_being_checked:
        return Word(guardian, _("Yes: being checked"), "wait", answer.signed_at, older)
    return Word(guardian, _("Yes"), "good", answer.signed_at, older)


def team_list(user: User) -> QuerySet[Team]:
    """The user's own teams that still have somebody, with how many."""
    return (
        Team.objects.filter(owner=user)
        .annotate(size=Count("members", filter=Q(members__ended_at__isnull=True)))
        .filter(size__gt=0)
        .select_related("school")
        .order_by("name", "pk")
    )
