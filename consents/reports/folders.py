"""Where each signed form stands at a moment, and a student's cumulative folder (T8). Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Count, Prefetch, QuerySet, TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents import standing
from consents.access import answers as access
from consents.models import Activity, Answer
from consents.terms import AnswerDecision
from core.actor import ActorKind
from core.decision import Reason
from documents.models import Document, DocumentRead
from schools.models import Guardian, SchoolYear, Student

SOURCE = "consents.answer:"
FETCH = [f"version__{name}" for name in standing.FETCH]
READS_SHOWN = 10


class FormState(TextChoices):
    """What has become of a signed form."""

    IN_FORCE = "in_force", _("In force")
    REFUSED = "refused", _("Refused")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    SUPERSEDED = "superseded", _("Replaced")
    INVALID = "invalid", _("Found not to count")
    EXPIRED = "expired", _("Expired")
    STOPPED = "stopped", _("Not in force")


TONES = {FormState.IN_FORCE: "good", FormState.REFUSED: "bad", FormState.WITHDRAWN: "bad"}


BEING_CHECKED = Reason(
    "being_checked",
    "T1",
    _("The school's office first checks that the answer is the signer's own."),
)


@dataclass(frozen=True, slots=True)
class Standing:
    """A form's state, since when, the last day it holds, and why it does not."""

    state: FormState
    since: datetime | date | None
    until: date
    reasons: tuple[Reason, ...] = ()

    @property
    def label(self) -> str:
        return str(self.state.label)

    @property
    def tone(self) -> str:
        return TONES.get(self.state, "neutral")


@dataclass(frozen=True, slots=True)
class Form:
    """A form in the folder, with what became of it and who read it."""

    document: Document
    answer: Answer
    standing: Standing
    reads: list[tuple[str, datetime]]
    more_reads: int

    @property
    def activity(self) -> Activity:
        return self.answer.version.activity

    @property
    def times_read(self) -> int:
        return len(self.reads) + self.more_reads


@dataclass(frozen=True, slots=True)
class FolderYear:
    year: SchoolYear
    forms: list[Form]


def standing_of(answer: Answer, at: datetime, others: Iterable[Answer] | None = None) -> Standing:
    """Derived from dated facts, the gravest first; nothing here is stored.

    `others` are the signer's answers about the student, fetched with `answers_in_full`; default: asked for.
    """
    ended = _ended(answer, answers_of(answer) if others is None else others)
    if ended is not None:
        return ended
    last = last_day(answer)
    if standing.today_at(answer.version, at) > last:
        return Standing(FormState.EXPIRED, last, last)
    if answer.decision == AnswerDecision.REFUSED:
        return Standing(FormState.REFUSED, answer.signed_at, last)
    checks = [(not answer.is_being_checked, BEING_CHECKED), *access.form_checks(answer.ask, at)]
    reasons = tuple(reason for holds, reason in checks if not holds)
    return Standing(FormState.STOPPED if reasons else FormState.IN_FORCE, None, last, reasons)


def _ended(answer: Answer, others: Iterable[Answer]) -> Standing | None:
    """The dated act that ended the form, if there was one."""
    last = last_day(answer)
    invalid, withdrawal = getattr(answer, "invalidation", None), getattr(answer, "withdrawal", None)
    if invalid is not None:
        return Standing(FormState.INVALID, invalid.at, last)
    if withdrawal is not None:
        return Standing(FormState.WITHDRAWN, withdrawal.at, last)
    later = replaced_by(answer, others)
    return Standing(FormState.SUPERSEDED, later.signed_at, last) if later else None


def last_day(answer: Answer) -> date:
    """The last day the form speaks for: the school year's, or the activity's where that is earlier (T7)."""
    return min(standing.ends_on_of(answer.version), answer.version.activity.year.ends_on)


def replaced_by(answer: Answer, others: Iterable[Answer]) -> Answer | None:
    """The signer's next word that takes this one's place.

    A later word on the same form always does; on another version of the activity a yes takes the place of a
    no, and a no that of a yes unless it kept the earlier permission. A yes beside a yes leaves both standing.
    """
    later = [
        other
        for other in others
        if (other.signed_at, other.pk) > (answer.signed_at, answer.pk)
        and other.guardian_id == answer.guardian_id
        and other.version.activity_id == answer.version.activity_id
        and not hasattr(other, "invalidation")
        and _replaces(other, answer)
    ]
    return min(later, key=lambda other: (other.signed_at, other.pk), default=None)


def _replaces(later: Answer, earlier: Answer) -> bool:
    if later.ask_id == earlier.ask_id:
        return True
    return later.decision != earlier.decision and not later.keeps_earlier


def answers_of(answer: Answer) -> list[Answer]:
    """Everything this signer said about this student and activity."""
    return list(
        Answer.objects.filter(
            guardian=answer.guardian_id,
            student=answer.student_id,
            version__activity=answer.version.activity_id,
        ).select_related("version", "invalidation")
    )


def answer_behind(document: Document) -> Answer | None:
    """The answer a document proves, fetched for `standing_of`."""
    if not document.source.startswith(SOURCE):
        return None
    return answers_in_full().filter(pk=int(document.source.removeprefix(SOURCE))).first()


def answers_in_full() -> QuerySet[Answer]:
    return (
        Answer.objects.select_related(
            "withdrawal",
            "invalidation",
            "guardian",
            "hold__release",
            "ask__guardian",
            "ask__student",
            "ask__version__activity__year",
            "ask__version__rule",
            "version__activity__year",
            "version__activity__kind",
            "version__activity__program",
        )
        .prefetch_related(*FETCH, *(f"ask__{name}" for name in FETCH))
        .order_by("signed_at", "pk")
    )


def counts_of(students: Iterable[Student]) -> dict[int, int]:
    """How many forms each of the students' folders holds."""
    rows = Document.objects.filter(student__in=students).order_by().values_list("student")
    return dict(rows.annotate(Count("pk")))


def folder_of(student: Student, at: datetime) -> list[FolderYear]:
    """Every form of the student, newest year and form first; the same few queries however many there are."""
    documents = list(
        Document.objects.filter(student=student, source__startswith=SOURCE)
        .select_related("school", "year")
        .prefetch_related(Prefetch("reads", queryset=DocumentRead.objects.order_by("-pk")))
        .order_by("-year__starts_on", "year_id", "-created_at", "-pk")
    )
    answers = {answer.pk: answer for answer in answers_in_full().filter(student=student)}
    names = _names_of([read for document in documents for read in document.reads.all()])
    forms = [
        _form(document, answers[int(document.source.removeprefix(SOURCE))], answers, names, at)
        for document in documents
    ]
    return [
        FolderYear(group[0].document.year, group)
        for _year, rows in groupby(forms, key=lambda form: form.document.year_id)
        if (group := list(rows))
    ]


def _form(
    document: Document,
    answer: Answer,
    answers: dict[int, Answer],
    names: dict[tuple[str, str], str],
    at: datetime,
) -> Form:
    everything = list(document.reads.all())
    reads = [
        (names.get((read.actor_kind, read.actor_id), read.actor_kind), read.at)
        for read in everything[:READS_SHOWN]
    ]
    more = len(everything) - len(reads)
    return Form(document, answer, standing_of(answer, at, answers.values()), reads, more)


def _names_of(reads: Iterable[DocumentRead]) -> dict[tuple[str, str], str]:
    """The readers' names, asked for together."""
    ids: dict[str, set[str]] = {}
    for read in reads:
        ids.setdefault(read.actor_kind, set()).add(read.actor_id)
    found: dict[tuple[str, str], str] = {}
    for user in User.objects.filter(pk__in=ids.get(ActorKind.USER, ())):
        found[ActorKind.USER, str(user.pk)] = user.name
    for guardian in Guardian.objects.filter(pk__in=ids.get(ActorKind.GUARDIAN, ())):
        found[ActorKind.GUARDIAN, str(guardian.pk)] = str(guardian)
    return found
