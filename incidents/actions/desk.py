"""Working on a case (I1, I2): acknowledging it, taking it, doing something about it, noting, and writing to who reported."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor
from core.decision import Decision, Reason
from incidents.access.cases import acting_user, may_work
from incidents.actions import messages
from incidents.actions.steps import step
from incidents.actions.telling import tell
from incidents.facts.clocks import ACKNOWLEDGED, ACTED
from incidents.models import Case, CaseMessage, CaseNote
from incidents.reports.desk_words import acknowledgement
from incidents.terms import Move, Stage
from incidents.terms.desk import ActionKind
from incidents.terms.returning import MessageKind
from incidents.workflow.cases import CASE

LONGEST: Final = 10_000
NO_WORDS: Final = Reason("no_words", "I1", _("Write something first."))
TOO_LONG: Final = Reason(
    "too_long", "I1", _("This is too long for one note. Write it in two parts.")
)
NOT_A_READER: Final = Reason(
    "not_a_reader", "I1", _("Only somebody who reads this report can be given it.")
)
IS_CLOSED: Final = Reason("is_closed", "I1", _("This report is closed. Open it again first."))
SAY_WHAT: Final = Reason("say_what", "I1", _("Say in the note what was done."))


@transaction.atomic
def acknowledge(case: Case, *, by: Actor) -> Case:
    """Say to who reported that a person has read it: in their language, in plain words, the same for all."""
    may_work(by, case).require()
    case = locked(case)
    move(case, Move.ACKNOWLEDGE)
    step(case, ACKNOWLEDGED, by=by)
    messages.write_as_staff(case, acknowledgement(case), by=by, kind=MessageKind.ACKNOWLEDGED)
    return case


@transaction.atomic
def assign(case: Case, to: User, *, by: Actor) -> Case:
    """Take the case, or hand it to somebody who reads it. This stops no clock (D6)."""
    may_work(by, case).require()
    case = locked(case)
    reads = Case.objects.visible_to(to).filter(pk=case.pk).exists()
    Decision.unless((reads, NOT_A_READER), (case.stage != Stage.CLOSED, IS_CLOSED)).require()
    case.assigned_to, case.assigned_at = to, timezone.now()
    case.save(update_fields=["assigned_to", "assigned_at"])
    done = step(case, "case.assigned", by=by, to=to.pk)
    if by.user_id != to.pk:
        tell(case, f"assigned:{done.pk}", [to])
    return case


@transaction.atomic
def act(case: Case, kind: ActionKind, *, by: Actor, note: str = "") -> Case:
    """Write down that something was done. The first one keeps a promise, and acknowledges what nobody had yet."""
    may_work(by, case).require()
    case = locked(case)
    Decision.unless(
        (case.stage != Stage.CLOSED, IS_CLOSED),
        (kind != ActionKind.OTHER or note.strip(), SAY_WHAT),
        (len(note) <= LONGEST, TOO_LONG),
    ).require()
    if case.stage == Stage.RECEIVED:
        case = acknowledge(case, by=by)
    if case.stage == Stage.ACKNOWLEDGED:
        move(case, Move.ACT)
    written = keep_note(case, note, by=by) if note.strip() else None
    step(case, ACTED, by=by, kind=str(kind), note=str(written.name) if written else None)
    return case


@transaction.atomic
def note(case: Case, text: str, *, by: Actor) -> CaseNote:
    """Words for those who work on the case; who reported never sees them."""
    may_work(by, case).require()
    Decision.unless((text.strip(), NO_WORDS), (len(text) <= LONGEST, TOO_LONG)).require()
    written = keep_note(case, text, by=by)
    step(case, "case.noted", by=by, note=str(written.name))
    return written


@transaction.atomic
def say(case: Case, text: str, *, by: Actor, signed: bool = False) -> CaseMessage:
    """Write to who reported; the first words acknowledge the report. `signed`: under one's own name."""
    may_work(by, case).require()
    case = locked(case)
    if case.stage == Stage.RECEIVED:
        move(case, Move.ACKNOWLEDGE)
        step(case, ACKNOWLEDGED, by=by)
    name = acting_user(by).name if signed else ""
    return messages.write_as_staff(case, text, by=by, signed=name)


def move(case: Case, how: Move) -> None:
    """Move the case along its workflow; `IllegalMove` where it stands elsewhere."""
    case.stage = CASE.next(Stage(case.stage), how)
    case.save(update_fields=["stage"])


def locked(case: Case) -> Case:
    return Case.objects.select_for_update(of=("self",)).get(pk=case.pk)


def keep_note(case: Case, text: str, *, by: Actor) -> CaseNote:
    written = CaseNote(case=case, author=acting_user(by))
    written.seal({"text": text.strip()})
    written.save(force_insert=True)
    return written
