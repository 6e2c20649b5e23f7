"""Reports about the same number, user name or adult find each other, for the Inspector General alone (I1).

Only marks are compared. What they stand for is sealed in each case; a school learns of no other report, and no two
reporters' views are ever joined.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason, Refused
from core.marks import mark_of_handle
from incidents.access.cases import NOT_OIG, acting_user, may_investigate, may_work
from incidents.access.patterns import may_set_rule
from incidents.actions.steps import step
from incidents.actions.telling import tell
from incidents.facts.readers import readers_of
from incidents.models import (
    Case,
    CaseOffice,
    Involved,
    PatternAlert,
    PatternEntry,
    PatternRule,
    offices_of,
)
from incidents.policy import handles
from incidents.policy.patterns import PatternTerms, is_pattern
from incidents.terms import OfficeCode, Part
from incidents.terms.patterns import EndedBecause, EntryKind
from trail.recording import record

LOOK: Final = Actor.job("incidents.find_patterns")
NO_HANDLE: Final = Reason(
    "no_handle", "I1", _("This is no telephone number, e-mail address, user name or profile.")
)
# Somebody's pasted list of contacts is not what they were written to from.
MOST_HANDLES: Final = 10


@transaction.atomic
def keep_handle(case: Case, typed: str, *, by: Actor) -> list[PatternEntry]:
    """Case staff enter a number or user name from the report."""
    case = _locked(case)
    may_work(by, case).require()
    found = handles.read(typed)
    if found is None:
        raise Refused(Decision((NO_HANDLE,)))
    made = _enter(case, found, typed, PatternRule.terms(), by=by)
    if made:
        step(case, "case.handle_kept", by=by, row=str(made[0].name))
        _compare(case, PatternRule.terms())
    return made


@transaction.atomic
def end_entry(entry: PatternEntry, why: EndedBecause, *, by: Actor) -> None:
    """Case staff take back what was entered wrongly; the Inspector General ends what is no pattern."""
    case = _locked(entry.case)
    ours = may_investigate(by, case)
    theirs = why == EndedBecause.WRONG and entry.kind == EntryKind.HANDLE and may_work(by, case)
    Decision.unless((ours or theirs, NOT_OIG)).require()
    end(PatternEntry.objects.filter(pk=entry.pk, ended_at=None), why, by=by)


def end(entries: Any, why: EndedBecause, *, by: Actor) -> int:
    """End entries and what they raised; nothing is deleted."""
    now, user = timezone.now(), acting_user(by)
    keys = list(entries.values_list("pk", flat=True))
    PatternEntry.objects.filter(pk__in=keys).update(ended_at=now, ended_by=user, ended_because=why)
    PatternAlert.objects.filter(entry__in=keys, reviewed_at=None).update(
        reviewed_at=now, reviewed_by=user
    )
    for entry in PatternEntry.objects.filter(pk__in=keys):
        record("pattern.entry_ended", entry, by=by, why=str(why))
    return len(keys)


@transaction.atomic
def review(alert: PatternAlert, note: str, *, by: Actor) -> PatternAlert:
    """The Inspector General looked at it; another report about the same raises it anew."""
    may_investigate(by, alert.case).require()
    alert.seal({"note": note})
    alert.reviewed_at, alert.reviewed_by = timezone.now(), acting_user(by)
    alert.save(update_fields=["sealed", "reviewed_at", "reviewed_by"])
    record("pattern.reviewed", alert, by=by)
    return alert


@transaction.atomic
def read_related(case: Case, *, by: Actor) -> None:
    """That somebody looked up what is related is kept in the trail, which nobody of a school reads."""
    may_investigate(by, case).require()
    record("pattern.related_read", case, by=by)


@transaction.atomic
def read_all(*, by: Actor) -> None:
    """The same of every pattern at once."""
    may_set_rule(by).require()
    record("pattern.all_read", acting_user(by), by=by)


@transaction.atomic
def set_rule(terms: PatternTerms, *, by: Actor) -> PatternRule:
    """From now on these terms hold; entries keep the time they were given."""
    may_set_rule(by).require()
    made = PatternRule.objects.create(
        threshold=terms.threshold,
        keep_days=terms.keep_days,
        review_days=terms.review_days,
        by=acting_user(by),
    )
    record("pattern.rule_set", made, by=by, threshold=terms.threshold)
    return made


@transaction.atomic
def look(case_id: int) -> int:
    """Enter what the report itself says of its people, and raise what now is a pattern. Safe twice."""
    case = Case.objects.select_for_update().get(pk=case_id)
    terms = PatternRule.terms()
    for row in case.involved.filter(part=Part.ACCUSED, ended_at=None):
        _enter_person(case, row, terms)
    _drop_wrong_people(case)
    return _compare(case, terms)


def _enter_person(case: Case, row: Involved, terms: PatternTerms) -> None:
    words = row.words()
    if row.mark and words.get("user"):
        _entry(case, _New(EntryKind.ADULT, _of_adult(words["user"]), words.get("name", "")), terms)
    elif row.is_adult is not False:
        key = handles.name_key(case.school_id, words.get("name", ""))
        if key:
            _entry(case, _New(EntryKind.NAME, key, words["name"]), terms)
    for typed in _split(words.get("note", "")):
        if found := handles.read(typed):
            _enter(case, found, typed, terms)


def _drop_wrong_people(case: Case) -> None:
    """Who turned out not to be meant leaves the index with the row that named them."""
    standing = {
        mark_of_handle(_of_adult(row.words()["user"]))
        for row in case.involved.filter(part=Part.ACCUSED, ended_at=None)
        if row.mark and row.words().get("user")
    }
    wrong = PatternEntry.objects.filter(case=case, kind=EntryKind.ADULT, ended_at=None)
    wrong.exclude(mark__in=standing).update(
        ended_at=timezone.now(), ended_because=EndedBecause.WRONG
    )


def _enter(
    case: Case,
    found: handles.Handle,
    typed: str,
    terms: PatternTerms,
    by: Actor | None = None,
) -> list[PatternEntry]:
    made = [
        _entry(case, _New(EntryKind.HANDLE, key, typed, str(found.kind)), terms, by)
        for key in handles.keys(found)
    ]
    return [one for one in made if one is not None]


@dataclass(frozen=True, slots=True)
class _New:
    """An entry to be: what it stands for, the key its mark is made of, and the words as typed."""

    what: EntryKind
    key: str
    typed: str
    kind: str = ""


def _entry(
    case: Case, new: _New, terms: PatternTerms, by: Actor | None = None
) -> PatternEntry | None:
    """A new entry, or None where the case has it, or had it and a person ended it."""
    mark = mark_of_handle(new.key)
    before = PatternEntry.objects.filter(case=case, mark=mark)
    if before.filter(ended_at=None).exists() or (by is None and before.exists()):
        return None
    now = timezone.now()
    made = PatternEntry(
        case=case,
        kind=new.what,
        mark=mark,
        added_at=now,
        keep_until=now + timedelta(days=terms.keep_days),
        added_by=acting_user(by) if by else None,
    )
    made.seal({"typed": new.typed, "kind": new.kind})
    made.save(force_insert=True)
    return made


def _compare(case: Case, terms: PatternTerms) -> int:
    """Raise, on every case that shares a mark, what is a pattern now and was not said before."""
    raised = 0
    mine = PatternEntry.objects.standing().filter(case=case).exclude(kind=EntryKind.NAME)
    for mark in mine.values_list("mark", flat=True):
        shared = PatternEntry.objects.standing().filter(mark=mark).select_related("case")
        rows = list(shared.order_by("pk"))
        if is_pattern(len(rows), terms) and _any_of_oig(rows):
            raised += sum(_raise(row, len(rows)) for row in rows)
    return raised


def _raise(entry: PatternEntry, reports: int) -> bool:
    if PatternAlert.objects.filter(entry=entry, reports__gte=reports).exists():
        return False
    open_one = PatternAlert.objects.filter(entry=entry, reviewed_at=None).first()
    if open_one is not None:
        open_one.reports = reports
        open_one.save(update_fields=["reports"])
        return False
    made = PatternAlert(case=entry.case, entry=entry, reports=reports)
    made.seal({"note": ""})
    made.save(force_insert=True)
    # In the trail alone: a step of the case would be read by the others who have it.
    record("pattern.raised", made, by=LOOK, reports=reports)
    readers = [one for one in readers_of(entry.case) if OfficeCode.OIG in offices_of(one)]
    tell(entry.case, f"pattern:{made.name}", readers)
    return True


def _any_of_oig(rows: Iterable[PatternEntry]) -> bool:
    cases = [row.case_id for row in rows]
    return CaseOffice.objects.filter(case__in=cases, office=OfficeCode.OIG, ended_at=None).exists()


def _of_adult(user: object) -> str:
    return f"adult:{user}"


def _split(note: str) -> list[str]:
    """The parts of what the reporter typed as user name or number."""
    parts = [one.strip() for one in re.split(r"[\n,;]|\s(?:and|or|y|o)\s", note)]
    return [one for one in parts if one][:MOST_HANDLES]


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update().get(pk=case.pk)
