"""What a guardian sees: every child, every form that waits, was answered or is over. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from consents import standing
from consents.access import answers as access
from consents.access.codes import children_of
from consents.models import Answer, Ask, MessageRule
from consents.reports.due import due_on, is_opt_out
from consents.terms import AnswerDecision
from schools import signing
from schools.calendar import local_day, zone_of
from schools.models import Guardian, GuardianLink, Student

if TYPE_CHECKING:
    from core.decision import Reason


class Word(TextChoices):
    """Another guardian's answer, as far as it is anybody else's business."""

    YES = "yes", _("Yes")
    NO = "no", _("No")
    WAITING = "waiting", _("Waiting")
    SILENT = "silent", _("Said nothing")


class State(TextChoices):
    """Where a form stands for the guardian who reads it."""

    WAITING = "waiting", _("Waiting for your answer")
    TOLD = "told", _("You need to do nothing")
    NOT_OPEN = "not_open", _("Signing has not opened yet")
    GRANTED = "granted", _("You said yes")
    REFUSED = "refused", _("You said no")
    KEPT = "kept", _("You said no to the change and kept your earlier yes")
    WITHDRAWN = "withdrawn", _("You took your permission back")
    ENDED = "ended", _("Over")
    VOID = "void", _("This answer does not count")


TONES = {
    State.WAITING: "wait",
    State.TOLD: "info",
    State.NOT_OPEN: "neutral",
    State.GRANTED: "good",
    State.REFUSED: "bad",
    State.KEPT: "good",
    State.WITHDRAWN: "bad",
    State.ENDED: "neutral",
    State.VOID: "neutral",
}


@dataclass(slots=True)
class FormRow:
    """One form for one child: the newest word on it, and why it cannot be signed where it cannot."""

    ask: Ask
    state: State
    answer: Answer | None
    refusals: tuple[Reason, ...]
    others: tuple[Word, ...] = ()
    # No newer form has been answered in its place: the newest, or an older one whose yes still counts.
    is_current: bool = True
    # By when the family is asked to answer, while that day is ahead and the form wants an answer.
    due: date | None = None

    @property
    def tone(self) -> str:
        return TONES[self.state]

    @property
    def is_opt_out(self) -> bool:
        """Signed only to refuse: silence is enough."""
        return self.ask.version.rule.is_opt_out

    @property
    def opens_on(self) -> date:
        return self.ask.version.activity.year.starts_on

    @property
    def is_over(self) -> bool:
        return not self.is_current or bool(set(self.refusals) - {access.NOT_YET_OPEN})

    @property
    def is_being_checked(self) -> bool:
        return self.answer is not None and self.answer.is_being_checked

    @property
    def is_waiting(self) -> bool:
        return self.state in (State.WAITING, State.NOT_OPEN) and not self.is_over

    @property
    def is_told(self) -> bool:
        """The family knows of it and has not refused; nothing is expected of them."""
        return self.state == State.TOLD and not self.is_over


@dataclass(slots=True)
class Child:
    """A child with the forms that wait, of which the family is only told, that stand, and that are over."""

    student: Student
    waiting: list[FormRow] = field(default_factory=list)
    told: list[FormRow] = field(default_factory=list)
    answered: list[FormRow] = field(default_factory=list)
    over: list[FormRow] = field(default_factory=list)
    # 18 or older, and it is not the student who reads: what they signed stays to be read.
    answers_alone: bool = False


def children(guardian: Guardian, at: datetime) -> list[Child]:
    """Every child the guardian may sign for now, each with every form of every year; who waits comes first."""
    pages = {
        student.pk: Child(student, answers_alone=_is_grown(guardian, student, at))
        for student in children_of(guardian)
    }
    for row in _rows(guardian, list(pages), at):
        page = pages[row.ask.student_id]
        if row.is_over:
            if row.answer or row.is_current:
                page.over.append(row)
        elif row.is_waiting:
            page.waiting.append(row)
        elif row.is_told:
            page.told.append(row)
        else:
            page.answered.append(row)
    return sorted(pages.values(), key=lambda page: not page.waiting)


def _is_grown(guardian: Guardian, student: Student, at: datetime) -> bool:
    # A local day is never later than the day in UTC, so the school's zone is fetched only for who is 18 there.
    if guardian.self_of_id is not None or not student.is_adult(at.date()):
        return False
    return student.is_adult(local_day(at, str(zone_of(student.school, at))))


def row_of(ask: Ask, at: datetime) -> FormRow:
    """The same for one form."""
    rows = _rows(ask.guardian, [ask.student_id], at)
    return next(row for row in rows if row.ask.pk == ask.pk)


def latest_answers(answers: Iterable[Answer]) -> dict[int, Answer]:
    """The newest valid answer of each ask."""
    newest: dict[int, Answer] = {}
    for answer in sorted(answers, key=lambda one: (one.signed_at, one.pk)):
        if not hasattr(answer, "invalidation"):
            newest[answer.ask_id] = answer
    return newest


def _rows(guardian: Guardian, students: list[int], at: datetime) -> list[FormRow]:
    person = signing.rows_of(guardian)
    own = latest_answers(_answers(Answer.objects.filter(guardian__in=person, student__in=students)))
    asks = _once(_asks(person, students), own)
    others = _others(person, asks)
    newer: dict[tuple[int, int], FormRow] = {}
    rows = []
    for ask in asks:
        key = (ask.version.activity_id, ask.student_id)
        answer, words = own.get(ask.pk), others.get(_about(ask), ())
        is_current = key not in newer or _leaves_earlier(newer[key], answer)
        row = _row(ask, answer, words, is_current=is_current, at=at)
        if key in newer and newer[key].state == State.KEPT and row.state == State.WITHDRAWN:
            # What was kept has been taken back since.
            newer[key].state = State.WITHDRAWN
        newer[key] = row if key not in newer or row.answer else newer[key]
        rows.append(row)
    _add_due_days(rows, at)
    return rows


def _add_due_days(rows: list[FormRow], at: datetime) -> None:
    numbers = MessageRule.objects.numbers(at)
    for row in rows:
        day = due_on(row.ask, numbers)
        ahead = day >= standing.today_at(row.ask.version, at)
        if row.is_waiting and ahead and not is_opt_out(row.ask):
            row.due = day


def _leaves_earlier(newer: FormRow, answer: Answer | None) -> bool:
    """Whether an earlier yes still counts beside the newer form: unanswered, or refused with it kept."""
    if answer is None or state_of(answer) != State.GRANTED:
        return False
    return newer.answer is None or newer.state == State.KEPT


def _row(
    ask: Ask, answer: Answer | None, others: tuple[Word, ...], *, is_current: bool, at: datetime
) -> FormRow:
    refusals = tuple(reason for holds, reason in access.form_checks(ask, at) if not holds)
    if answer:
        state = state_of(answer)
    elif access.NOT_YET_OPEN in refusals:
        state = State.NOT_OPEN
    else:
        state = State.ENDED if refusals or not is_current else _unanswered(ask)
    return FormRow(ask, state, answer, refusals, others, is_current)


def _unanswered(ask: Ask) -> State:
    return State.TOLD if ask.version.rule.is_opt_out else State.WAITING


def state_of(answer: Answer) -> State:
    """What the guardian said, in a word."""
    if hasattr(answer, "invalidation"):
        return State.VOID
    if hasattr(answer, "withdrawal"):
        return State.WITHDRAWN
    if answer.decision == AnswerDecision.GRANTED:
        return State.GRANTED
    return State.KEPT if answer.keeps_earlier else State.REFUSED


def _once(asks: Iterable[Ask], own: dict[int, Answer]) -> list[Ask]:
    """One form once, though the person stood in the records twice: the answered one, else the first."""
    found: dict[tuple[int, int], Ask] = {}
    for ask in asks:
        held = found.get(_about(ask))
        if held is None or (held.pk not in own and ask.pk in own):
            found[_about(ask)] = ask
    return list(found.values())


def _asks(person: list[int], students: list[int]) -> Iterable[Ask]:
    """Newest version first within each activity."""
    return (
        Ask.objects.filter(guardian__in=person, student__in=students)
        .select_related(
            "guardian",
            "student__school",
            "version__rule",
            "version__platform",
            "version__activity__school",
            "version__activity__year",
            "version__activity__kind",
        )
        .prefetch_related(*(f"version__{path}" for path in standing.FETCH))
        .order_by("-version__activity", "student", "-version__number")
    )


def _answers(found: Iterable[Answer]) -> Iterable[Answer]:
    return found.select_related("withdrawal", "invalidation", "hold__release")  # type: ignore[attr-defined,no-any-return]


def _about(ask: Ask) -> tuple[int, int]:
    return ask.version_id, ask.student_id


def _others(person: list[int], asks: list[Ask]) -> dict[tuple[int, int], tuple[Word, ...]]:
    """The words of the other guardians who may sign, without saying whose they are."""
    students = {ask.student_id for ask in asks}
    may_sign = set(
        GuardianLink.objects.with_authority()
        .filter(student__in=students)
        .values_list("guardian_id", "student_id")
    )
    theirs = Ask.objects.filter(
        version__in={ask.version_id for ask in asks}, student__in=students
    ).exclude(guardian__in=person)
    theirs = theirs.select_related("version__rule")
    found = [ask for ask in theirs.order_by("pk") if (ask.guardian_id, ask.student_id) in may_sign]
    answers = latest_answers(_answers(Answer.objects.filter(ask__in=found)))
    words: dict[tuple[int, int], list[Word]] = defaultdict(list)
    for ask in found:
        silent = Word.SILENT if ask.version.rule.is_opt_out else Word.WAITING
        words[_about(ask)].append(_word(answers.get(ask.pk), silent))
    return {key: tuple(values) for key, values in words.items()}


def _word(answer: Answer | None, silent: Word) -> Word:
    if answer is None:
        return silent
    if state_of(answer) == State.GRANTED and answer.is_being_checked:
        return Word.WAITING
    return Word.YES if state_of(answer) == State.GRANTED else Word.NO
