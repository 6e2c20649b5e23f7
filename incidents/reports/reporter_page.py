"""What the reporter reads about their own report: where it stands, who reads it, what was said. Never more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.facts.readers import reads
from incidents.models import Case, CaseMessage, CaseOffice, Recipient, Visit
from incidents.policy.clocks import Clock, Promise
from incidents.reports import reporter_sections
from incidents.reports.clocks import timed_one
from incidents.reports.contact import contact_of
from incidents.reports.offices import is_up
from incidents.terms import Call, Ground, OfficeCode, Priority, Stage, Voice
from incidents.terms.returning import MessageKind
from incidents.wording import danger
from schools.lines import Line, lines_of

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# Where a report is, in the order it goes.
STATIONS: Final = (
    (Stage.RECEIVED, _("We have it"), _("Your report is here. It is kept.")),
    (Stage.ACKNOWLEDGED, _("A person has read it"), _("Somebody has read what you wrote.")),
    (Stage.WORKING, _("People are working on it"), _("People are finding out what to do, and doing it.")),
    (Stage.CLOSED, _("It is finished"), _("The work is done. You can still write to us.")),
)  # fmt: skip
OFFICE_WORDS: Final = {
    OfficeCode.OIG: _("The Inspector General's office. They look into what adults do."),
    OfficeCode.STUDENT_PROTECTIONS: _("Student Protections. They help students who are hurt or bullied."),
}  # fmt: skip
GROUND_WORDS: Final = {
    Ground.PRINCIPAL: _("The principal of the school"),
    Ground.ADMINISTRATOR: _("An assistant principal of the school"),
    Ground.CHIEF: _("The person who leads the principals"),
    Ground.SILENCE: _("The person who leads the principals"),
    Ground.BROUGHT_IN: _("An adult who was asked to help"),
}


# How many of the reporter's newest words are looked at for danger.
LATELY: Final = 3


@dataclass(frozen=True, slots=True)
class Station:
    """One step of the bar: done, here, or still to come."""

    label: str | _StrPromise
    is_done: bool
    is_here: bool


@dataclass(frozen=True, slots=True)
class Said:
    """One message as the reporter sees it. `who` is empty for their own."""

    message: CaseMessage
    text: str
    who: str | _StrPromise
    is_new: bool

    @property
    def is_mine(self) -> bool:
        return self.message.voice == Voice.REPORTER

    @property
    def kind(self) -> str:
        """What it is for, where that is more than a message."""
        kind = MessageKind(self.message.kind)
        return "" if kind == MessageKind.WORDS else str(kind.label)


def stations_of(case: Case) -> tuple[list[Station], str | _StrPromise]:
    """The bar, and the sentence for where the report is."""
    order = [stage for stage, _label, _words in STATIONS]
    here = order.index(Stage(case.stage))
    bar = [
        Station(label, place < here or case.stage == Stage.CLOSED, place == here)
        for place, (_stage, label, _words) in enumerate(STATIONS)
    ]
    return bar, STATIONS[here][2]


def readers_in_words(case: Case) -> list[str | _StrPromise]:
    """Who reads the report now, by office and post; never a name, and nobody who lost it."""
    held = set(offices_with(case))
    named = Recipient.objects.filter(case=case, ended_at=None).select_related("user")
    stood = {one.ground for one in named if reads(one.user, case)}
    words = [
        *(words for office, words in OFFICE_WORDS.items() if office in held),
        *(words for ground, words in GROUND_WORDS.items() if ground in stood),
    ]
    return list(dict.fromkeys(words))


def offices_with(case: Case) -> list[str]:
    held = CaseOffice.objects.filter(case=case, ended_at=None).order_by("office")
    return list(held.values_list("office", flat=True))


def last_visit_before(visit: Visit) -> datetime | None:
    """When somebody with the words was here before, so that a visit by another person shows (SD #1927)."""
    earlier = Visit.objects.filter(
        way_back__case=visit.way_back.case_id, began_at__lt=visit.began_at
    ).order_by("-began_at")
    found = earlier.first()
    return found.seen_at if found else None


def thread_of(case: Case, visit: Visit) -> list[Said]:
    """Every message of this very case, oldest first; no note, no name of staff who did not sign (A8)."""
    since = last_visit_before(visit)
    return [_said(row, since) for row in case.messages.order_by("pk")]


def news_of(case: Case, visit: Visit) -> int:
    """How many words of case staff came since the reporter was here last."""
    written = case.messages.filter(voice=Voice.STAFF)
    since = last_visit_before(visit)
    return (written.filter(at__gt=since) if since else written).count()


def _said(row: CaseMessage, since: datetime | None) -> Said:
    words = row.words()
    if row.voice == Voice.REPORTER:
        return Said(row, words["text"], "", is_new=False)
    who = words.get("signed") or _("The people who read your report")
    return Said(row, words["text"], who, is_new=since is None or row.at > since)


@dataclass(frozen=True, slots=True)
class Promised:
    """One promise of the district: what, by when, and whether it was kept."""

    words: str | _StrPromise
    due: datetime
    is_kept: bool
    is_late: bool
    # How the moment is written: minutes count only where somebody may be in danger.
    style: str


PROMISES: Final = {
    Promise.DANGER: _("Somebody looks at the danger"),
    Promise.ACKNOWLEDGE: _("Somebody tells you that they read it"),
    Promise.ACT: _("Somebody does the first thing about it"),
    Promise.UPDATE: _("You hear from us again"),
}


def promises_of(case: Case) -> list[Promised]:
    """What the district promised, with its dates; one that is late says so. Nothing runs once it is finished."""
    at = timezone.now()
    clocks = timed_one(case, at).clocks if case.stage != Stage.CLOSED else []
    return [
        Promised(
            PROMISES[one.promise],
            last_moment(one),
            is_kept=not one.runs,
            is_late=one.late and one.runs,
            style="datetime" if one.promise == Promise.DANGER else "date",
        )
        for one in clocks
    ]


def last_moment(clock: Clock) -> datetime:
    """The last moment in which a promise is kept: a day that is over at midnight is that day, not the next."""
    return clock.due - timedelta(minutes=1)


def danger_lines() -> list[Line]:
    """911 and 988, to tap."""
    return lines_of((Call.EMERGENCY, Call.CRISIS), timezone.now())


def stands(case: Case, visit: Visit) -> Mapping[str, Any]:
    bar, words = stations_of(case)
    promises = promises_of(case)
    return {
        "is_late": any(one.is_late for one in promises),
        "bar": bar,
        "words": words,
        "promises": promises,
        "readers": readers_in_words(case),
        "nobody_reads": not all(is_up(office, timezone.now()) for office in offices_with(case)),
        "is_urgent": case.priority == Priority.LIFE_SAFETY,
        "danger_lines": danger_lines(),
        "last_visit": last_visit_before(visit),
    }


def talk(case: Case, visit: Visit) -> Mapping[str, Any]:
    """What was said, and 911 and 988 beside it where what the reporter wrote lately sounds like danger."""
    thread = thread_of(case, visit)
    mine = [one.text for one in thread if one.is_mine][-LATELY:]
    return {
        "thread": thread,
        "sounds_like_danger": any(danger.sounds_like(one) for one in mine),
        "danger_lines": danger_lines(),
    }


def wishes(case: Case, _visit: Visit) -> Mapping[str, Any]:
    return {"is_closed": case.stage == Stage.CLOSED}


def reach(case: Case, _visit: Visit) -> Mapping[str, Any]:
    """How the reporter can be reached, as they gave it; shown to nobody else on this page."""
    return {"contact": contact_of(case)}


def own(_case: Case, _visit: Visit) -> Mapping[str, Any]:
    return {}


PARTS: Final = "incidents/return/"
reporter_sections.register(_("Where is my report?"), f"{PARTS}_stands.html", stands, 10)
reporter_sections.register(_("Messages"), f"{PARTS}_talk.html", talk, 20)
reporter_sections.register(_("How we can reach you"), f"{PARTS}_reach.html", reach, 50)
reporter_sections.register(_("What you can do"), f"{PARTS}_wishes.html", wishes, 60)
reporter_sections.register(_("Your six words and this page"), f"{PARTS}_own.html", own, 80)
