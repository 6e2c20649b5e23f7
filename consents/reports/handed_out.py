"""Threads that were handed out, beside what would be handed out now: what is right still, and what must stop."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from consents.models import HandOut, Thread, ThreadMember
from consents.policy.facts import ADULT, EMPLOYEE_EMAIL, STUDENT, guardian_member
from consents.reports.threads import Case, Found, find
from consents.terms import Reason
from consents.terms.threads import NumberSharing, StopCause
from consents.verdicts import on_thread

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

CAUSES: dict[str, str | _StrPromise] = {
    **{one.value: one.label for one in StopCause},
    **{one.value: one.label for one in Reason},
}


@dataclass(frozen=True, slots=True)
class Wrong:
    """A student on a thread in use who may not be there (or not so) any more, and why."""

    case: Case
    reasons: tuple[str, ...]


def words_for(reasons: Iterable[str]) -> list[str | _StrPromise]:
    """The kept codes in words."""
    return [CAUSES.get(code, code) for code in reasons]


def with_members(threads: QuerySet[Thread]) -> QuerySet[Thread]:
    """Fetch what these questions read of a thread."""
    return threads.select_related("hand_out").prefetch_related(
        "members__choice", "members__student", "members__guardian"
    )


def wrong_in(threads: Sequence[Thread], at: datetime) -> dict[Thread, list[Wrong]]:
    """Each thread (fetched `with_members`) with everything that is wrong on it now; the same few queries for all."""
    cases = {case for thread in threads for case, _rows in _by_student(thread)}
    found = find(sorted(cases, key=lambda one: (one.activity_id, one.staff_id, one.student_id)), at)
    return {thread: _wrong(thread, found) for thread in threads}


def case_of(hand_out: HandOut, student_id: int) -> Case:
    return Case(hand_out.staff_id, hand_out.activity_id, student_id)


def _by_student(thread: Thread) -> list[tuple[Case, list[ThreadMember]]]:
    rows: dict[int, list[ThreadMember]] = defaultdict(list)
    for member in thread.members.all():
        rows[member.student_id].append(member)
    return [(case_of(thread.hand_out, student), members) for student, members in rows.items()]


def _wrong(thread: Thread, found: dict[Case, Found]) -> list[Wrong]:
    checked = [
        Wrong(case, _reasons(thread, members, found[case])) for case, members in _by_student(thread)
    ]
    return [one for one in checked if one.reasons]


def _reasons(thread: Thread, kept: Sequence[ThreadMember], now: Found) -> tuple[str, ...]:
    """The verdict's reasons on the people who were on it; else what changed about their numbers."""
    named = {guardian_member(str(one.guardian_id)) for one in kept if one.guardian_id}
    members = frozenset({STUDENT, ADULT, EMPLOYEE_EMAIL, *named})
    # `now` was judged on the thread of today; a base no stays one, whoever is on it.
    judged = on_thread(now.base, members)
    if not judged:
        return judged.verdict.codes
    checks = [
        (_numbers_hold(kept, now), StopCause.NUMBER_CHANGED),
        (now.stopped.isdisjoint(one.number for one in kept), StopCause.NUMBER_STOPPED),
        (_guardians_hold(kept, now), StopCause.GUARDIAN_GONE),
        (_may_see_each_other(thread, kept, now), StopCause.NOT_SHARED),
        (now.email == thread.hand_out.email, StopCause.RECORD_CHANGED),
    ]
    return tuple(str(cause) for holds, cause in checks if not holds)


def _numbers_hold(kept: Sequence[ThreadMember], now: Found) -> bool:
    """Every number that was on it is still the one its family wrote."""
    today = {leg.guardian.pk: leg.number for leg in now.able if leg.guardian}
    own = {leg.number for leg in (*now.legs, *now.shared) if leg.guardian is None}
    return all(
        today.get(one.guardian_id, one.number) == one.number
        if one.guardian_id
        else one.number in own
        for one in kept
    )


def _guardians_hold(kept: Sequence[ThreadMember], now: Found) -> bool:
    able = {leg.guardian.pk for leg in now.able if leg.guardian}
    gone = [one for one in kept if one.guardian_id and one.guardian_id not in able]
    return all(one.number in now.stopped for one in gone)


def _may_see_each_other(thread: Thread, kept: Sequence[ThreadMember], now: Found) -> bool:
    on_it = {one.guardian_id for one in kept if one.guardian_id}
    said = [leg.choice.sharing for leg in now.able if leg.guardian and leg.guardian.pk in on_it]
    if thread.is_shared:
        return all(one == NumberSharing.SHARED for one in said)
    return len(on_it) < 2 or NumberSharing.NEVER not in said
