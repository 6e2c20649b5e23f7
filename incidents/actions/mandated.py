"""What mandated reporters did, written down; and reminders until it is done (I1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor, ActorKind
from core.decision import Decision, Reason
from core.marks import mark_of_user
from incidents.access import taking as access
from incidents.access.cases import acting_user, may_work
from incidents.actions.steps import step
from incidents.facts.mandated import case_asks, standing_of
from incidents.facts.readers import reads
from incidents.models import AbuseMark, Case, CaseStep, MandatedDeed, TakenReport
from incidents.policy.mandated import reminders_due
from incidents.terms import Source
from incidents.terms.mandated import Said
from notices.posting import Draft, post_all
from notices.terms import Channel

TO_COME: Final = Reason("to_come", "I1", _("That moment is still to come."))
SAY_WHY: Final = Reason("say_why", "I1", _("Write the reason."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What somebody says they did, when, under which reference; `taken`: the line took the report."""

    said: Said
    at: datetime
    reference: str = ""
    note: str = ""
    taken: bool | None = None


@transaction.atomic
def say(case: Case, told: Told, *, by: Actor) -> MandatedDeed:
    """Write down what one did about the child. Each person says it for themself; nothing is taken back."""
    access.may_tell_of_call(by, case).require()
    Decision.unless((told.at <= timezone.now(), TO_COME)).require()
    user = acting_user(by)
    deed = MandatedDeed(
        case=case,
        mark=mark_of_user(user.pk),
        said=told.said,
        done_at=told.at,
        taken=told.taken if told.said == Said.CALLED else None,
    )
    deed.seal({"user": user.pk, "reference": told.reference, "note": told.note})
    deed.save(force_insert=True)
    # Whoever only reported stays unnamed in the case's history.
    known = by if may_work(by, case) else Actor(ActorKind.REPORTER, case.code)
    step(case, f"mandated.{told.said}", by=known, mandated=str(deed.name))
    return deed


@transaction.atomic
def mark(case: Case, *, stands: bool, reason: str, by: Actor) -> AbuseMark:
    """Say that there are signs of abuse, or take it back: then the step is asked of everybody who reads the case."""
    may_work(by, case).require()
    Decision.unless((reason.strip(), SAY_WHY)).require()
    row = AbuseMark(case=case, stands=stands, by=acting_user(by))
    row.seal({"reason": reason.strip()})
    row.save(force_insert=True)
    step(case, "mandated.marked" if stands else "mandated.unmarked", by=by, mandated=str(row.name))
    return row


def remind(at: datetime) -> int:
    """Tell whoever's step still waits, first after hours and then each day; each reminder leaves once."""
    drafts = [*_to_reporters(at), *_to_readers(at)]
    return len(post_all(drafts))


def _to_reporters(at: datetime) -> Iterator[Draft]:
    """Staff who reported themself."""
    rows = TakenReport.objects.filter(
        source=Source.STAFF, asks_call=True, case__kept_key__isnull=False
    )
    for row in rows.select_related("case__kept_key").order_by("pk"):
        number = reminders_due(row.at, at)
        user = (
            User.objects.filter(pk=row.words()["user"], is_active=True).first() if number else None
        )
        if user is not None and not standing_of(row.case, user, at).is_settled:
            facts = {"taken": str(row.name)}
            yield _draft(user, facts, f"step_waits:{row.name}:{number}")


def _to_readers(at: datetime) -> Iterator[Draft]:
    """Whoever worked on an open case that asks for the step, and still reads it."""
    for case in Case.objects.open().filter(kept_key__isnull=False).order_by("pk"):
        if not case_asks(case):
            continue
        first: dict[int, CaseStep] = {}
        for done in case.steps.filter(user__isnull=False).select_related("user").order_by("pk"):
            first.setdefault(done.user_id or 0, done)
        for done in first.values():
            number = reminders_due(done.at, at)
            user = done.user
            if (
                number
                and user
                and user.is_active
                and reads(user, case)
                and not standing_of(case, user, at).is_settled
            ):
                yield _draft(
                    user, {"case": case.code}, f"step_waits:{case.code}:{user.pk}:{number}"
                )


def _draft(user: User, facts: dict[str, str], key: str) -> Draft:
    return Draft(
        kind="incidents/step_waits",
        channel=Channel.EMAIL,
        address=user.email,
        recipient=Actor(ActorKind.USER, str(user.pk), user.name),
        language="en",
        facts=facts,
        key=key,
    )
