"""What was found about each person, what follows, and the end of what an unfounded report began (I4, I5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason
from core.marks import mark_of_handle
from incidents.access.cases import acting_user, may_lead
from incidents.actions import patterns, pauses
from incidents.actions.steps import step
from incidents.facts.people import rows_of
from incidents.models import (
    Case,
    CasePause,
    Involved,
    Order,
    PatternEntry,
    PersonFinding,
    PersonLetter,
)
from incidents.policy.consequences import Ordered, may_order, may_order_for_student
from incidents.reports.outcomes import newest_findings
from incidents.terms import Part
from incidents.terms.outcomes import AdultKind, Consequence, Finding
from incidents.terms.patterns import EndedBecause

NOT_ACCUSED: Final = Reason("not_accused", "I4", _("A finding is about who the report is about."))
NOT_SUBSTANTIATED: Final = Reason(
    "not_substantiated", "I4", _("Say first that it was substantiated: nothing follows otherwise.")
)
IN_THE_FUTURE: Final = Reason("in_the_future", "I4", _("What was ordered has a day that is past."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What was ordered, as the office writes it down."""

    ordered_by: str
    ordered_on: date
    reason: str = ""
    adult_kind: AdultKind | None = None
    consequences: tuple[Consequence, ...] = ()
    harm_to_minor: bool = False
    departure: str = ""
    reference: str = ""
    starts_on: date | None = None
    ends_on: date | None = None


@transaction.atomic
def find(
    row: Involved, finding: Finding, *, by: Actor, reason: str, letter: str = ""
) -> PersonFinding:
    """Say what was found. Unfounded ends the pause and the entries of patterns, and may tell the adult in `letter`."""
    case = _door(row, by)
    made = PersonFinding(case=case, involved=row, finding=finding, by=acting_user(by))
    made.seal({"reason": reason})
    made.save(force_insert=True)
    step(case, "case.finding", by=by, finding=str(finding), row=str(made.name))
    if finding == Finding.UNFOUNDED:
        _undo(case, row, by)
        if letter.strip():
            _write(case, row, letter, by)
    return made


@transaction.atomic
def order(row: Involved, words: Words, *, by: Actor) -> Order:
    """Write down what was ordered; a later word takes its place, and both stay."""
    case = _door(row, by)
    found = newest_findings(case).get(row.pk)
    substantiated = found is not None and found.finding == Finding.SUBSTANTIATED
    Decision.unless(
        (substantiated, NOT_SUBSTANTIATED),
        (words.ordered_on <= timezone.localdate(), IN_THE_FUTURE),
    ).require()
    if words.adult_kind is None:
        may_order_for_student(words.reference).require()
    else:
        may_order(
            Ordered(
                words.adult_kind,
                frozenset(words.consequences),
                words.harm_to_minor,
                bool(words.departure.strip()),
            )
        ).require()
    return _keep(case, row, words, by)


def _keep(case: Case, row: Involved, words: Words, by: Actor) -> Order:
    made = Order(
        case=case,
        involved=row,
        adult_kind=words.adult_kind or "",
        consequences=[str(one) for one in words.consequences],
        harm_to_minor=words.harm_to_minor,
        ordered_on=words.ordered_on,
        starts_on=words.starts_on,
        ends_on=words.ends_on,
        by=acting_user(by),
    )
    made.seal(
        {
            "ordered_by": words.ordered_by,
            "reason": words.reason,
            "departure": words.departure,
            "reference": words.reference,
        }
    )
    made.save(force_insert=True)
    step(case, "case.ordered", by=by, row=str(made.name))
    return made


def _undo(case: Case, row: Involved, by: Actor) -> None:
    """What the report began about this person ends: the pause of this case, and its entries in the index."""
    held = (
        CasePause.objects.filter(involved__in=rows_of(row), ended_at=None)
        .select_related("case")
        .first()
    )
    if held is not None:
        pauses.end(held, by=by)
    entries = PatternEntry.objects.filter(case=case, ended_at=None)
    others = case.involved.filter(part=Part.ACCUSED, ended_at=None).exclude(pk=row.pk)
    found = newest_findings(case)
    if any(_may_be_true(found.get(one.pk)) for one in others):
        user = row.words().get("user")
        entries = entries.filter(mark=mark_of_handle(f"adult:{user}"))
    patterns.end(entries, EndedBecause.UNFOUNDED, by=by)


def _may_be_true(found: PersonFinding | None) -> bool:
    return found is None or found.finding != Finding.UNFOUNDED


def _write(case: Case, row: Involved, text: str, by: Actor) -> PersonLetter:
    made = PersonLetter(case=case, involved=row, by=acting_user(by))
    made.seal({"text": text, "to": row.words().get("name", "")})
    made.save(force_insert=True)
    step(case, "case.person_told", by=by, row=str(made.name))
    return made


def _door(row: Involved, by: Actor) -> Case:
    case = Case.objects.select_for_update().get(pk=row.case_id)
    may_lead(by, case).require()
    Decision.unless((row.part == Part.ACCUSED and row.ended_at is None, NOT_ACCUSED)).require()
    return case
