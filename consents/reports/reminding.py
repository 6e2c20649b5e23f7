"""Who would be reminded of a form now, and who not and why: one answer for the calendar and for people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from consents import standing
from consents.access import answers as access
from consents.models import ActivityVersion, Answer, Ask, MessageRule, OtherTold, Reminder
from consents.policy.messages import Numbers, Silence, is_replaced, slot_on, why_not
from consents.reports.due import asked_on, due_on, is_opt_out
from consents.terms import Unreminded
from notices import contacts
from schools import signing
from schools.calendar import local_day
from schools.models import GuardianLink

# A guardian and a student, by their keys.
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Line:
    """One ask, and why its guardian is not reminded; nothing when they are."""

    ask: Ask
    why: Unreminded | None
    due: date
    reminders: tuple[Reminder, ...]

    @property
    def would_be(self) -> bool:
        return self.why is None

    @property
    def person_id(self) -> int:
        """The row that speaks for the guardian now, where one person stood twice."""
        return _person(self.ask)


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read about all the asks at once."""

    answered: set[Pair]
    entitled: set[Pair]
    newer: set[Pair]
    reminders: dict[int, list[Reminder]]
    reaches: dict[int, contacts.Reach | None]
    # Told that another guardian agreed: that message takes the place of every reminder.
    told: set[Pair]


def lines(
    version: ActivityVersion, at: datetime, *, students: Collection[int] | None = None
) -> list[Line]:
    """Every guardian asked about the version, in the order of asking; a constant number of queries."""
    version = (
        ActivityVersion.objects.select_related("activity__school", "activity__year", "rule")
        .prefetch_related(*standing.FETCH)
        .get(pk=version.pk)
    )
    asks = (
        Ask.objects.filter(version=version)
        .select_related("guardian__merged_into", "guardian__self_of", "student")
        .order_by("pk")
    )
    if students is not None:
        asks = asks.filter(student__in=students)
    found = list(asks)
    for ask in found:
        ask.version = version
    numbers, known = MessageRule.objects.numbers(at), _known(version, found, at)
    return [_line(ask, known, numbers, at) for ask in found]


def due_slot(line: Line, numbers: Numbers, at: datetime) -> str | None:
    """The calendar's reminder of this ask that is due and was not written; None when a person's took its place."""
    zone = line.ask.version.activity.year.timezone
    slot = slot_on(
        local_day(at, zone),
        asked_on=asked_on(line.ask),
        due=line.due,
        days=numbers.remind_days,
    )
    if slot is None or any(row.slot == name_of(slot) for row in line.reminders):
        return None
    by_hand = [local_day(row.at, zone) for row in line.reminders if row.by_id is not None]
    replaced = is_replaced(slot, due=line.due, days=numbers.remind_days, by_hand=by_hand)
    return None if replaced else name_of(slot)


def name_of(slot: int) -> str:
    """The slot of a reminder that leaves so many days before the due one."""
    return f"due-{slot}"


def by_hand_on(day: date) -> str:
    """The slot of a person's reminder: one a form and day."""
    return f"hand:{day.isoformat()}"


def _line(ask: Ask, known: _Known, numbers: Numbers, at: datetime) -> Line:
    pair = (_person(ask), ask.student_id)
    person = signing.person_of(ask.guardian)
    reminders = tuple(known.reminders[ask.pk])
    today = by_hand_on(standing.today_at(ask.version, at))
    facts = Silence(
        opt_out=is_opt_out(ask),
        answered=pair in known.answered,
        open=all(holds for holds, _reason in access.form_checks(ask, at)),
        entitled=person.ended_at is None and pair in known.entitled,
        newest=pair not in known.newer,
        disputed=person.disputed_at is not None,
        reachable=known.reaches[person.pk] is not None,
        reminders=len(reminders),
        reminded_today=any(row.slot == today for row in reminders),
        told_of_other=pair in known.told,
    )
    return Line(ask, why_not(facts, numbers), due_on(ask, numbers), reminders)


def _known(version: ActivityVersion, asks: list[Ask], at: datetime) -> _Known:
    answers = Answer.objects.filter(version=version, invalidation__isnull=True)
    newer = Ask.objects.filter(
        version__activity=version.activity_id, version__number__gt=version.number
    )
    told = OtherTold.objects.filter(
        kind=version.activity.kind_id,
        year=version.activity.year_id,
        student__in={ask.student_id for ask in asks},
    )
    reminders: dict[int, list[Reminder]] = defaultdict(list)
    written = Reminder.objects.filter(ask__version=version).select_related("by").order_by("pk")
    for row in written:
        reminders[row.ask_id].append(row)
    people = {_person(ask): signing.person_of(ask.guardian) for ask in asks}
    return _Known(
        answered=_pairs(answers),
        entitled=_entitled(version, asks, at),
        newer=_pairs(newer),
        reminders=reminders,
        reaches=contacts.reaches(people.values()),
        told=_pairs(told),
    )


def _entitled(version: ActivityVersion, asks: list[Ask], at: datetime) -> set[Pair]:
    """Who may sign for whom now: guardians with authority, and from 18 on the student alone (T1)."""
    students = {ask.student_id: ask.student for ask in asks}
    links = GuardianLink.objects.with_authority().filter(student__in=students)
    alone = signing.who_sign_alone(students.values(), standing.today_at(version, at))
    own = {
        (_person(ask), ask.student_id)
        for ask in asks
        if ask.student_id in alone and ask.guardian.self_of_id == ask.student_id
    }
    guardians = links.values_list("guardian_id", "student_id")
    return own | {pair for pair in guardians if pair[1] not in alone}


def _pairs(rows: QuerySet[Any]) -> set[Pair]:
    """Who and about whom, each person by the row that speaks for them."""
    told = rows.values_list("guardian_id", "guardian__merged_into_id", "student_id")
    return {(merged or guardian, student) for guardian, merged, student in told}


def _person(ask: Ask) -> int:
    return ask.guardian.merged_into_id or ask.guardian_id
