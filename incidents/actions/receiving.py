"""A report comes in (I1, I2, I3): by the page, by telephone, on paper, from staff, always by this one action."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from core import vault
from core.actor import Actor
from core.marks import mark_of_user
from incidents import wording
from incidents.actions.routing import reroute
from incidents.actions.steps import step
from incidents.models import Account, Case, CaseKey, Involved, WayBack
from incidents.policy import Person, Report, concern_of
from incidents.terms import Part, Priority, Rerouted, Source


@dataclass(frozen=True, slots=True)
class Received:
    """The new case, and the reporter's way back: the only moment at which its words are known."""

    case: Case
    words: tuple[str, ...]


@transaction.atomic
def receive(
    report: Report, *, source: Source, by: Actor, aware_at: datetime | None = None
) -> Received:
    """Take a report, seal its words, and send it where it belongs. Never refused for what it leaves out.

    `aware_at`: when anybody of the district first knew, where that was before now.
    """
    now = timezone.now()
    priority = Priority.LIFE_SAFETY if report.danger_now else Priority.STANDARD
    case = Case.objects.create(
        source=source,
        language=report.language,
        reporter_role=report.reporter_role,
        school_id=report.school_id,
        concern=concern_of(report.about, names_adult=report.names_adult),
        priority=priority,
        received_at=now,
        aware_at=min(aware_at or now, now),
    )
    give_key(case)
    keep_account(case, Account.Kind.REPORT, _told(report))
    if report.contact:
        keep_account(case, Account.Kind.CONTACT, dict(report.contact))
    for person in report.people:
        add_person(case, person)
    if report.reporter_user_id is not None:
        add_person(case, Person(Part.REPORTER, user_id=report.reporter_user_id))
    words = give_way_back(case, must_change=source in {Source.PHONE, Source.PAPER})
    step(case, "case.received", by=by, source=str(source))
    reroute(case, Rerouted.RECEIVED, by=by, parent_safe=report.may_tell_parents)
    case.refresh_from_db()
    return Received(case, words)


def give_key(case: Case) -> None:
    """A fresh key for the case, wrapped by the ring."""
    ring, wrapped = vault.wrap(vault.new_key(), f"case|{case.code}")
    CaseKey.objects.create(case=case, ring=ring, wrapped=wrapped)


def keep_account(case: Case, kind: Account.Kind, words: object) -> Account:
    account = Account(case=case, kind=kind)
    account.seal(words)
    account.save(force_insert=True)
    return account


def add_person(case: Case, person: Person) -> Involved:
    """Write down somebody of the report. An account chosen while signed in is known; a typed name is not yet."""
    row = Involved(
        case=case,
        part=person.part,
        post=person.post or "",
        is_adult=person.is_adult,
        mark=mark_of_user(person.user_id) if person.user_id is not None else "",
    )
    row.seal(
        {
            "name": person.name,
            "role": person.role,
            "note": person.note,
            "user": person.user_id,
            "student": person.student_id,
        }
    )
    row.save(force_insert=True)
    return row


def give_way_back(case: Case, *, must_change: bool = False) -> tuple[str, ...]:
    """Six fresh words for the reporter; what led back before ends."""
    words = wording.draw()
    make_way_back(case, words, must_change=must_change)
    return words


def make_way_back(case: Case, words: Sequence[str], *, must_change: bool = False) -> WayBack:
    """Let these words lead to the case, and no others from now on."""
    lookup = wording.lookup(" ".join(words))
    case.ways_back.filter(ended_at=None).update(ended_at=timezone.now())
    return WayBack.objects.create(case=case, lookup=lookup, must_change=must_change)


def _told(report: Report) -> dict[str, object]:
    return {
        "said": report.said,
        "about": [str(one) for one in report.about],
        "platform": report.platform_id,
        "platform_name": report.platform_name,
        "danger_now": report.danger_now,
        "parent_safe": str(report.parent_safe),
        "answers": dict(report.answers),
        "form": report.form,
    }
