"""Holds, the rule of how long, and disposal by two people. What is destroyed stays destroyed; a certificate remains."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from core.actor import Actor
from incidents.access import keeping as access
from incidents.access.cases import acting_user, offices_with
from incidents.actions.clearing import clear
from incidents.actions.steps import step
from incidents.models import (
    Case,
    Certificate,
    Disposal,
    DisposalAnswer,
    Hold,
    HoldEnd,
    RetentionRule,
)
from incidents.terms.keeping import HoldGround
from trail.recording import record


@transaction.atomic
def place_hold(case: Case, ground: HoldGround, reason: str, *, by: Actor) -> Hold:
    """Nothing of the case is destroyed from now on, whatever its age."""
    case = _locked(case)
    access.may_hold(by, case).require()
    hold = Hold(case=case, ground=ground, by=acting_user(by))
    hold.seal({"reason": reason})
    hold.save(force_insert=True)
    step(case, "hold.placed", by=by, ground=str(ground))
    return hold


@transaction.atomic
def lift_hold(hold: Hold, reason: str, *, by: Actor) -> HoldEnd:
    """The hold is over; a second lifting of the same changes nothing."""
    case = _locked(hold.case)
    access.may_hold(by, case).require()
    ended = HoldEnd.objects.filter(hold=hold).first()
    if ended is not None:
        return ended
    end = HoldEnd(hold=hold, case=case, by=acting_user(by))
    end.seal({"reason": reason})
    end.save(force_insert=True)
    step(case, "hold.lifted", by=by, ground=str(hold.ground))
    return end


@transaction.atomic
def set_rule(*, years: int, starts_on: date, basis: str, by: Actor) -> RetentionRule:
    """From a day on, so many years. Reports whose time is over by it appear in the list; none goes by itself."""
    access.may_set_rule(by).require()
    rule = RetentionRule.objects.create(
        years=years, starts_on=starts_on, basis=basis, by=acting_user(by)
    )
    record("retention.set", rule, by=by, years=years, starts_on=starts_on.isoformat())
    return rule


@transaction.atomic
def propose(case: Case, reason: str, *, by: Actor) -> Disposal:
    """Put a case whose time is over before a second person of one's office."""
    case = _locked(case)
    access.may_propose(by, case, timezone.now()).require()
    office = offices_with(by, case)[0]
    disposal = Disposal(case=case, office=office, proposed_by=acting_user(by))
    disposal.seal({"reason": reason})
    disposal.save(force_insert=True)
    step(case, "disposal.proposed", by=by, office=office)
    return disposal


@transaction.atomic
def refuse(disposal: Disposal, reason: str, *, by: Actor) -> DisposalAnswer:
    """Keep the case; it can be proposed again."""
    disposal = _standing(disposal)
    access.may_decide(by, disposal).require()
    answer = _answer(disposal, reason, approved=False, by=by)
    step(disposal.case, "disposal.refused", by=by, office=disposal.office)
    return answer


@transaction.atomic
def approve(disposal: Disposal, reason: str, *, by: Actor) -> Certificate:
    """Destroy the case now, for ever: its key, its files, and everything that could lead to a person by it."""
    disposal = _standing(disposal)
    case, now = disposal.case, timezone.now()
    access.may_destroy(by, disposal, now).require()
    answer = _answer(disposal, reason, approved=True, by=by)
    facts: dict[str, Any] = {
        "case": case.code,
        "office": disposal.office,
        "received_on": timezone.localdate(case.received_at).isoformat(),
        "proposed_by": disposal.proposed_by_id,
        "proposed_at": disposal.at.isoformat(),
        "approved_by": answer.by_id,
        "approved_at": answer.at.isoformat(),
        "destroyed": clear(case),
    }
    certificate = Certificate.objects.create(
        case=case, answer=answer, office=disposal.office, facts=facts, sha256=hash_of(facts)
    )
    step(case, "disposal.done", by=by, certificate=certificate.sha256)
    return certificate


def hash_of(facts: dict[str, Any]) -> str:
    """The hash of a certificate's facts in their one fixed form."""
    written = json.dumps(facts, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(written.encode()).hexdigest()


def _answer(disposal: Disposal, reason: str, *, approved: bool, by: Actor) -> DisposalAnswer:
    answer = DisposalAnswer(
        disposal=disposal,
        case=disposal.case,
        office=disposal.office,
        approved=approved,
        by=acting_user(by),
    )
    answer.seal({"reason": reason})
    answer.save(force_insert=True)
    return answer


def _standing(disposal: Disposal) -> Disposal:
    """The proposal as it is now, its case locked: of two people who decide at once, one comes second."""
    case = _locked(disposal.case)
    found = Disposal.objects.select_related("answer").get(pk=disposal.pk)
    found.case = case
    return found


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update().get(pk=case.pk)
