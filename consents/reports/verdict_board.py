"""Every student of an activity with the verdict, each guardian's word and the next step. Reads only."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices, prefetch_related_objects
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consents import standing
from consents.facts.question import Question
from consents.facts.rows import AtHand, Rows
from consents.models import Activity, ActivityVersion, Answer
from consents.policy.answers import standing as answers_standing
from consents.reports.next_steps import Line, People, isolated, lines
from consents.reports.owners import owner_of
from consents.reports.states import TONES as STATE_TONES
from consents.reports.states import state_of, turns_18_on
from consents.reports.versions import current_version
from consents.terms import BoardState, Reason, Route
from consents.verdicts import Judged, judge_with_rows
from schools import signing
from schools.models import District, Guardian, Staff, Student
from schools.roles import principals_of


class Word(TextChoices):
    """What a guardian's answer amounts to for texting the student."""

    YES = "yes", gettext_lazy("Yes")
    NO = "no", gettext_lazy("No")
    WAITING = "waiting", gettext_lazy("Waiting")
    SILENT = "silent", gettext_lazy("No objection")


TONES = {Word.YES: "good", Word.NO: "bad", Word.WAITING: "wait", Word.SILENT: "neutral"}
# The reasons that a state is called after: their step is the next one.
STEP_OF = {
    BoardState.CONFLICT: frozenset({Reason.CONFLICT.value}),
    BoardState.REFUSED: frozenset({Reason.REFUSED.value, Reason.WITHDRAWN.value}),
    BoardState.SILENT: frozenset({Reason.NO_ANSWER.value}),
    BoardState.UNREACHABLE: frozenset({Reason.NO_ANSWER.value}),
    BoardState.HELD: frozenset({Reason.NO_ANSWER.value}),
}
# What families say and what the student is: no principal is named in its next step.
NOT_THE_PRINCIPALS = {
    Reason.NO_ANSWER.value,
    Reason.REFUSED.value,
    Reason.WITHDRAWN.value,
    Reason.CONFLICT.value,
    Reason.STUDENT_NOT_ENROLLED.value,
    Reason.GRADE_NOT_COVERED.value,
}


@dataclass(frozen=True, slots=True)
class Said:
    """A guardian's word on a student; when and by which route it came, and the older version it answered."""

    guardian: Guardian
    word: Word
    at: datetime | None = None
    route: str = ""
    older_version: int | None = None

    @property
    def tone(self) -> str:
        return TONES[self.word]


@dataclass(frozen=True, slots=True)
class Row:
    """A student: the one state they are in for the adult, who said what, what is next and whose it is."""

    student: Student
    judged: Judged
    state: BoardState
    said: tuple[Said, ...]
    lines: tuple[Line, ...]
    owner: str = ""

    @property
    def allowed(self) -> bool:
        return self.judged.verdict.allowed

    @property
    def tone(self) -> str:
        return STATE_TONES[self.state]

    @property
    def next_step(self) -> str:
        """What would make it a yes: of the reasons, the one the state is called after."""
        if self.allowed or not self.lines:
            return _yes_step(self)
        about = STEP_OF.get(self.state, frozenset())
        chosen = [line for line in self.lines if line.code in about]
        return (chosen or self.lines)[0].step


@dataclass(frozen=True, slots=True)
class Board:
    """The rows, and the adult they were judged for; no adult where none is left."""

    adult: Staff | None
    rows: tuple[Row, ...] = ()


def board(
    activity: Activity,
    at: datetime | None = None,
    students: Collection[Student] | None = None,
    *,
    version: ActivityVersion | None = None,
    adult: Staff | None = None,
) -> Board:
    """Judge the activity's students (or these of them) in a constant number of queries.

    For `adult`, by default the first that `version` (by default the standing one) names.
    """
    if version is None:
        version = current_version(activity)
        if version is not None:
            prefetch_related_objects([version], *standing.FETCH)
    adult = adult or (next(iter(standing.adults_of(version)), None) if version else None)
    if version is None or adult is None:
        return Board(None)
    now = timezone.now()
    listed = list(listed_students(version) if students is None else students)
    questions = [
        Question(
            staff_id=adult.pk,
            student_id=student.pk,
            activity_id=activity.pk,
            at=at or now,
            known_at=now,
        )
        for student in listed
    ]
    if not questions:
        return Board(adult)
    at_hand = AtHand([activity], listed)
    rows, judged = judge_with_rows(questions, at_hand)
    return Board(adult, _rows(activity, adult, rows, judged, listed))


def listed_students(version: ActivityVersion) -> list[Student]:
    """The students the version lists, less those taken off, in the order of their names."""
    students = signing.with_papers(version.students.order_by("family_name", "given_name", "pk"))
    return [one for one in students if not standing.is_taken_off(version, one)]


def _rows(
    activity: Activity,
    adult: Staff,
    found: Rows,
    judged: list[Judged],
    students: list[Student],
) -> tuple[Row, ...]:
    known = Guardian.objects.in_bulk({int(pk) for one in judged for pk in one.facts.guardians})
    alone = _own_signers(judged)
    grown = any(one.facts.student.adult for one in judged)
    district = signing.district() if grown else District()
    principals = _principals(activity, judged)
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
            by_office=not standing.asks_a_principal(one.version),
        )
        may_sign = [known[int(pk)] for pk in sorted(one.facts.guardians) if int(pk) in known]
        if one.facts.student.adult:
            may_sign = [alone[student.pk]] if student.pk in alone else []
        state = state_of(
            one,
            student,
            reachable=_can_be_asked(one, student, may_sign, district),
            held=is_held(found, activity.pk, student.pk),
        )
        told = tuple(lines(one, people))
        first = next((Reason(line.code) for line in told), None)
        said = _said(one, may_sign, found)
        rows.append(Row(student, one, state, said, told, owner_of(state, first, people)))
    return tuple(rows)


def _own_signers(judged: list[Judged]) -> dict[int, Guardian]:
    """The rows under which students of 18 or over sign, by student; asked for only where there are any."""
    grown = [one.question.student_id for one in judged if one.facts.student.adult]
    rows = Guardian.objects.filter(self_of__in=grown) if grown else Guardian.objects.none()
    return {row.self_of_id: row for row in rows if row.self_of_id is not None}


def _can_be_asked(
    judged: Judged, student: Student, may_sign: list[Guardian], district: District
) -> bool:
    """Somebody whose word counts has a contact: from 18 on that is the student's own district e-mail."""
    if judged.facts.student.adult:
        return bool(signing.own_address(student, district))
    return any(guardian.can_be_reached for guardian in may_sign)


def _principals(activity: Activity, judged: list[Judged]) -> tuple[str, ...]:
    """Their names, where some next step is theirs or says them."""
    codes = {code for one in judged for code in one.verdict.codes}
    if codes <= NOT_THE_PRINCIPALS:
        return ()
    return tuple(isolated(user.name) for user in principals_of(activity.school))


def _said(judged: Judged, may_sign: list[Guardian], found: Rows) -> tuple[Said, ...]:
    standing_now = answers_standing(judged.facts, at=judged.question.at)
    against = {answer.signer for answer in (*standing_now.refused, *standing_now.withdrawn)}
    question = judged.question
    latest = {
        answer.guardian_id: answer
        for answer in found.answers[question.activity_id, question.student_id]
        if not hasattr(answer, "invalidation")
    }
    numbers = {one.pk: one.number for one in found.versions[question.activity_id]}
    return tuple(
        _word_of(guardian, judged, against, latest.get(guardian.pk), numbers)
        for guardian in may_sign
    )


def is_held(found: Rows, activity_id: int, student_id: int) -> bool:
    """Whether an answer waits to be checked: neither released, nor found not to count."""
    return any(
        hasattr(answer, "hold")
        and not hasattr(answer.hold, "release")
        and not hasattr(answer, "invalidation")
        for answer in found.answers[activity_id, student_id]
    )


def _word_of(
    guardian: Guardian,
    judged: Judged,
    against: set[str],
    answer: Answer | None,
    numbers: dict[int, int],
) -> Said:
    signer = "student" if guardian.self_of_id is not None else str(guardian.pk)
    word = _word(signer, judged, against)
    if answer is None or word == Word.WAITING:
        return Said(guardian, word)
    number = numbers[answer.version_id]
    return Said(
        guardian,
        word,
        at=max(answer.signed_at, answer.received_at),
        route=str(Route(answer.route).label),
        older_version=number if number < judged.version.number else None,
    )


def _word(guardian: str, judged: Judged, against: set[str]) -> Word:
    if guardian in judged.grantors:
        return Word.YES
    if guardian in against:
        return Word.NO
    # Where silence suffices, nobody is waited for.
    return Word.SILENT if judged.version.rule.is_opt_out else Word.WAITING


def _yes_step(row: Row) -> str:
    """What is to be done about a yes that will not last."""
    until = row.judged.verdict.until
    if row.state == BoardState.EXPIRING and until:
        return _("It ends on %(day)s. A later last day is a new request.") % {
            "day": date_format(until, "DATE_FORMAT")
        }
    birthday = turns_18_on(row.student)
    if row.state == BoardState.TURNING_18 and birthday:
        return _("From %(day)s on the student decides; a parent's yes ends then.") % {
            "day": date_format(birthday, "DATE_FORMAT")
        }
    return ""
