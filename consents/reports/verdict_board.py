"""Every student of an activity with the verdict, each guardian's word and the next step. Reads only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consents import standing
from consents.facts.question import Question
from consents.models import Activity, ActivityVersion
from consents.policy.answers import standing as answers_standing
from consents.reports.next_steps import Line, People, isolated, lines
from consents.reports.versions import current_version
from consents.verdicts import Judged, judge
from schools.models import Guardian, Staff, Student
from schools.roles import principals_of


class Word(TextChoices):
    """What a guardian's answer amounts to for texting the student."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    WAITING = "waiting", _("Waiting")


TONES = {Word.YES: "good", Word.NO: "bad", Word.WAITING: "wait"}


@dataclass(frozen=True, slots=True)
class Said:
    """A guardian's word on a student."""

    guardian: Guardian
    word: Word

    @property
    def tone(self) -> str:
        return TONES[self.word]


@dataclass(frozen=True, slots=True)
class Row:
    """A student: may the first adult text them, who said what, and the first thing to do about a no."""

    student: Student
    judged: Judged
    said: tuple[Said, ...]
    lines: tuple[Line, ...]

    @property
    def allowed(self) -> bool:
        return self.judged.verdict.allowed

    @property
    def next_step(self) -> str:
        return self.lines[0].step if self.lines else ""


@dataclass(frozen=True, slots=True)
class Board:
    """The rows, and the adult they were judged for; no adult where none is left."""

    adult: Staff | None
    rows: tuple[Row, ...] = ()


def board(
    activity: Activity,
    at: datetime | None = None,
    students: Collection[Student] | None = None,
) -> Board:
    """Judge the activity's students (or these of them) for its first adult, in a constant number of queries."""
    version = current_version(activity)
    if version is not None:
        prefetch_related_objects([version], *standing.FETCH)
    adults = standing.adults_of(version) if version else []
    if version is None or not adults:
        return Board(None)
    now = timezone.now()
    listed = list(_listed(version) if students is None else students)
    questions = [
        Question(
            staff_id=adults[0].pk,
            student_id=student.pk,
            activity_id=activity.pk,
            at=at or now,
            known_at=now,
        )
        for student in listed
    ]
    judged = judge(questions) if questions else []
    return Board(adults[0], _rows(activity, adults[0], listed, judged))


def _listed(version: ActivityVersion) -> list[Student]:
    students = version.students.order_by("family_name", "given_name", "pk")
    return [one for one in students if not standing.is_taken_off(version, one)]


def _rows(
    activity: Activity, adult: Staff, students: list[Student], judged: list[Judged]
) -> tuple[Row, ...]:
    known = Guardian.objects.in_bulk({int(pk) for one in judged for pk in one.facts.guardians})
    principals = tuple(isolated(user.name) for user in principals_of(activity.school))
    names = {str(pk): isolated(guardian) for pk, guardian in known.items()}
    rows = []
    for student, one in zip(students, judged, strict=True):
        people = People(
            student=isolated(student),
            adult=isolated(adult.user.name),
            adult_email=isolated(adult.user.email),
            asker=isolated(activity.asked_by.name),
            principals=principals,
            guardians=names,
        )
        rows.append(Row(student, one, _said(one, known), tuple(lines(one, people))))
    return tuple(rows)


def _said(judged: Judged, known: dict[int, Guardian]) -> tuple[Said, ...]:
    found = answers_standing(judged.facts, at=judged.question.at)
    against = {answer.signer for answer in (*found.refused, *found.withdrawn)}
    return tuple(
        Said(known[int(pk)], _word(pk, judged, against)) for pk in sorted(judged.facts.guardians)
    )


def _word(guardian: str, judged: Judged, against: set[str]) -> Word:
    if guardian in judged.grantors:
        return Word.YES
    return Word.NO if guardian in against else Word.WAITING
