"""A case ends, and may be opened again (I1, I2, I4, I5): decided by an office, told to who reported, and kept as it was."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason
from incidents.access.cases import acting_user, may_lead, offices_with
from incidents.access.closing import may_close
from incidents.actions import messages
from incidents.actions.desk import keep_note, locked, move
from incidents.actions.steps import step
from incidents.actions.telling import tell_readers
from incidents.facts.clocks import CLOSED, REOPENED
from incidents.models import Case, Closing
from incidents.policy.letters import unknown_blanks
from incidents.reports.closing_words import BLANKS, closing_letter
from incidents.terms import Move
from incidents.terms.desk import Outcome
from incidents.terms.returning import MessageKind

SAY_WHY: Final = Reason("say_why", "I1", _("Write the reason."))
NO_SUCH_BLANK: Final = Reason(
    "no_such_blank", "I1", _("Something in braces is no blank that can be filled in.")
)


@transaction.atomic
def close(case: Case, outcome: Outcome, *, by: Actor, reason: str, own_words: str = "") -> Closing:
    """Close the case with its outcome; the reason stays with the office, the letter goes to who reported."""
    may_lead(by, case).require()
    case = locked(case)
    move(case, Move.CLOSE)
    may_close(by, case, outcome).require()
    known = {name: str(words) for name, words in BLANKS.items()}
    Decision.unless(
        (reason.strip(), SAY_WHY), (not unknown_blanks(own_words, known), NO_SUCH_BLANK)
    ).require()
    office = offices_with(by, case)[0]
    letter = closing_letter(case, outcome, own_words, office)
    closing = Closing(case=case, outcome=outcome, office=office, by=acting_user(by))
    closing.seal({"reason": reason.strip(), "letter": letter})
    closing.save(force_insert=True)
    messages.write_as_staff(case, letter, by=by, kind=MessageKind.LETTER)
    step(case, CLOSED, by=by, outcome=str(outcome), closing=str(closing.name))
    return closing


@transaction.atomic
def reopen(case: Case, *, by: Actor, reason: str) -> Case:
    """Open it again, by an office: something new came up, or who reported asks for it. Promises begin anew."""
    may_lead(by, case).require()
    Decision.unless((reason.strip(), SAY_WHY)).require()
    case = locked(case)
    move(case, Move.REOPEN)
    note = keep_note(case, reason, by=by)
    done = step(case, REOPENED, by=by, note=str(note.name))
    tell_readers(case, f"reopened:{done.pk}", to_all=True)
    return case
