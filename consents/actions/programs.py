"""A program of the CEO's (T4, T5): written by the outreach office, confirmed by a second person, ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consents.access import programs as access
from consents.access.activities import acting_user
from consents.models import ExceptionKind, Program, ProgramStep, ProgramTerms
from consents.reports.readiness import rule_in_force
from consents.terms import ProgramMove, ProgramStage
from consents.workflow import PROGRAM
from core import outbox
from core.actor import Actor
from core.decision import Decision, Reason
from core.workflow import IllegalMove
from documents import keeping
from trail.recording import record

WRITTEN = (
    "name",
    "public_name",
    "requirements",
    "grades",
    "approved_by",
    "approved_on",
    "ends_on",
    "document_name",
    "document_sha256",
    "document_stored_as",
)
NOT_A_PROGRAM = Reason("not_a_program", "T4", _("This exception does not rest on a program."))
CODE_TAKEN = Reason("code_taken", "T4", _("Another program has this code."))
NO_DOCUMENT = Reason(
    "no_document", "T4", _("Attach the CEO's written approval before you put it forward.")
)
OVER = Reason("program_over", "T4", _("The program's last day is over: choose a later one."))
NOT_YET = Reason("not_yet_approved", "T4", _("The day of the CEO's approval is still to come."))
NOBODY_WORKS = Reason("nobody_works", "T4", _("Name the staff of the program first."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the office writes about a program. `document` is the CEO's written approval, as a PDF."""

    name: str
    public_name: str
    requirements: str
    approved_by: str
    approved_on: date
    ends_on: date | None = None
    grades: Sequence[str] = ()
    document: UploadedFile | None = None


@transaction.atomic
def begin(code: str, kind: ExceptionKind, said: Said, *, by: Actor) -> ProgramTerms:
    """A new program as a draft, under an exception that rests on one."""
    access.may_write(by).require()
    Decision.unless(
        (rule_in_force(kind, timezone.now()).conditions.ceo_program, NOT_A_PROGRAM),
        (not Program.objects.filter(code=code).exists(), CODE_TAKEN),
    ).require()
    user = acting_user(by)
    program = Program.objects.create(code=code, kind=kind, created_by=user)
    terms = ProgramTerms(program=program, number=1, written_by=user)
    _write(terms, said)
    record("program.begun", program, by=by, kind=kind.code)
    return terms


@transaction.atomic
def write(terms: ProgramTerms, said: Said, *, by: Actor) -> ProgramTerms:
    """Change a draft. What was put forward is not changed: it is sent back first."""
    access.may_write(by).require()
    terms = _locked(terms)
    PROGRAM.next(ProgramStage(terms.stage), ProgramMove.PUT_FORWARD)
    terms.written_by = acting_user(by)
    _write(terms, said)
    record("program.written", terms, by=by, topic=terms.program, number=terms.number)
    return terms


@transaction.atomic
def change(program: Program, *, by: Actor) -> ProgramTerms:
    """New terms beside those in force, begun as a copy of them; open ones are used again."""
    access.may_write(by).require()
    program = Program.objects.select_for_update().get(pk=program.pk)
    waiting = program.terms.filter(stage__in=[ProgramStage.DRAFT, ProgramStage.CHECKING]).first()
    if waiting:
        return waiting
    last = program.newest
    terms = ProgramTerms.objects.create(
        program=program,
        number=last.number + 1,
        written_by=acting_user(by),
        **{field: getattr(last, field) for field in WRITTEN},
    )
    record("program.changed", terms, by=by, topic=program, number=terms.number)
    return terms


@transaction.atomic
def put_forward(terms: ProgramTerms, *, by: Actor) -> ProgramStep:
    """Have a second person look: nothing counts and nobody is told until they publish it."""
    access.may_write(by).require()
    terms = _locked(terms)
    may_be_put_forward(terms).require()
    return _move(terms, ProgramMove.PUT_FORWARD, by=by)


@transaction.atomic
def send_back(terms: ProgramTerms, *, by: Actor, note: str) -> ProgramStep:
    """The second person finds something wrong; so may who put it forward."""
    terms = _locked(terms)
    if not access.may_write(by):
        access.may_confirm(by, terms).require()
    return _move(terms, ProgramMove.SEND_BACK, by=by, note=note)


@transaction.atomic
def publish(terms: ProgramTerms, *, by: Actor) -> ProgramStep:
    """The second person's yes: the program is in force, and the families that qualify are told (T5)."""
    terms = _locked(terms)
    access.may_confirm(by, terms).require()
    may_be_put_forward(terms).require()
    step = _move(terms, ProgramMove.PUBLISH, by=by)
    outbox.later("consents.tell_program", terms.program_id, key=f"consents.tell_program:{step.pk}")
    return step


@transaction.atomic
def discard(terms: ProgramTerms, *, by: Actor) -> ProgramStep:
    """Throw a draft away; what is in force stays."""
    access.may_write(by).require()
    return _move(_locked(terms), ProgramMove.DISCARD, by=by)


@transaction.atomic
def end(program: Program, *, by: Actor, note: str) -> list[ProgramStep]:
    """From this moment nobody may text for it, whatever terms were published."""
    access.may_write(by).require()
    Program.objects.select_for_update().get(pk=program.pk)
    published = list(
        ProgramTerms.objects.select_for_update(of=("self",))
        .filter(program=program, stage=ProgramStage.PUBLISHED)
        .select_related("program")
        .order_by("number")
    )
    if not published:
        raise IllegalMove(program.newest.stage, ProgramMove.END)
    return [_move(terms, ProgramMove.END, by=by, note=note) for terms in published]


@transaction.atomic
def open_document(terms: ProgramTerms, *, by: Actor) -> bytes:
    """The CEO's written approval; that it was opened is written down."""
    content = keeping.read(terms.document_stored_as, terms.document_sha256)
    record("program.document_opened", terms, by=by, topic=terms.program)
    return content


def may_be_put_forward(terms: ProgramTerms) -> Decision:
    """What the office can still mend before a second person looks."""
    today = timezone.localdate()
    works = terms.program.staff_rows.filter(ended_at__isnull=True)
    return Decision.unless(
        (terms.document_sha256, NO_DOCUMENT),
        (terms.approved_on <= today, NOT_YET),
        (terms.ends_on is None or today <= terms.ends_on, OVER),
        (works.exists(), NOBODY_WORKS),
    )


def _write(terms: ProgramTerms, said: Said) -> None:
    terms.name, terms.public_name = said.name, said.public_name
    terms.requirements, terms.grades = said.requirements, list(said.grades)
    terms.approved_by, terms.approved_on = said.approved_by, said.approved_on
    terms.ends_on = said.ends_on
    if said.document is not None:
        content = said.document.read()
        terms.document_name = (said.document.name or "")[:200]
        terms.document_sha256 = keeping.sha256_of(content)
        terms.document_stored_as = keeping.keep(content)
    terms.save()


def _locked(terms: ProgramTerms) -> ProgramTerms:
    rows = ProgramTerms.objects.select_for_update(of=("self",)).select_related("program__kind")
    return rows.get(pk=terms.pk)


def _move(terms: ProgramTerms, what: ProgramMove, *, by: Actor, note: str = "") -> ProgramStep:
    terms.stage = PROGRAM.next(ProgramStage(terms.stage), what)
    terms.save(update_fields=["stage"])
    step = ProgramStep.objects.create(
        terms=terms, move=what, stage=terms.stage, by=acting_user(by), note=note
    )
    record(
        f"program.{what.value}",
        terms,
        by=by,
        topic=terms.program,
        step=step.pk,
        number=terms.number,
    )
    return step
