"""What the other registers say to case staff (I1): pure reads, for the case alone.

They go past the doors of those registers on purpose. A door writes its question down on the student, where the
school, and the adult the report is about, could see that somebody asked.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from consents.facts.question import Question
from consents.models import (
    ActivityVersion,
    ExportResult,
    Thread,
    ThreadMember,
    ThreadStop,
)
from consents.verdicts import Judged, judge
from platforms.models import StatusEvent
from platforms.reports import matching
from platforms.reports.matching import How
from platforms.reports.past import end_of
from platforms.reports.standing import shown
from schools.calendar import zone_of
from schools.models import School, Staff, Student


@dataclass(frozen=True, slots=True)
class Line:
    """One fact of an answer: what it is about, what holds, and the reasons with their clauses."""

    head: str
    said: str
    reasons: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer as it is kept: about whom, for which moment, in a word, and line by line."""

    about: str
    when: datetime
    said: str
    tone: str
    lines: list[Line] = field(default_factory=list)

    def words(self) -> dict[str, Any]:
        """As JSON, to be sealed."""
        return {
            "about": self.about,
            "when": self.when.isoformat(),
            "said": self.said,
            "tone": self.tone,
            "lines": [
                {
                    "head": one.head,
                    "said": one.said,
                    "reasons": [{"text": text, "clause": clause} for text, clause in one.reasons],
                }
                for one in self.lines
            ],
        }


def was_allowed(staff: Staff, student: Student, at: datetime) -> Answered:
    """Was this adult allowed to text this student then: as was known then, and as is known now."""
    now = timezone.now()
    versions = _naming(staff, student)
    asked = [
        Question(
            staff_id=staff.pk,
            student_id=student.pk,
            activity_id=activity,
            at=at,
            known_at=known_at,
        )
        for activity in versions
        for known_at in (at, now)
    ]
    judged = judge(asked) if asked else []
    pairs = list(zip(judged[::2], judged[1::2], strict=True))
    lines = [
        line
        for (then, today), version in zip(pairs, versions.values(), strict=True)
        for line in _verdict_lines(version, then, today)
    ]
    allowed = any(then for then, _today in pairs)
    if not lines:
        lines = [Line(_("No activity"), _("No activity names both."), ((_("Outside an activity nobody texts a student."), "T1"),))]  # fmt: skip
    return Answered(
        about=f"{staff} → {student}",
        when=at,
        said=_("Allowed, for what is listed") if allowed else _("Not allowed"),
        tone="good" if allowed else "bad",
        lines=lines,
    )


def held_on(staff: Staff, day: date) -> Answered:
    """Which students and phones the adult had on group texts that day, and which lists were made for their activities."""
    until = end_of(day)
    threads = (
        Thread.objects.filter(hand_out__staff=staff, hand_out__at__lte=until, until__gte=day)
        .select_related("hand_out__version__activity__school")
        .order_by("hand_out__at", "pk")
    )
    found = {thread.pk: thread for thread in threads}
    stopped = _stopped(staff, until)
    students: dict[int, dict[int, str]] = defaultdict(dict)
    phones: dict[int, int] = defaultdict(int)
    members = ThreadMember.objects.filter(thread__in=found).select_related("student")
    for member in members.order_by("pk"):
        handed = found[member.thread_id].hand_out
        last = stopped.get((handed.activity_id, member.student_id))
        if last is None or last < handed.at:
            students[member.thread_id][member.student_id] = str(member.student)
            phones[member.thread_id] += 1
    lines = [
        Line(
            str(thread.hand_out.version),
            _("%(number)s phones: %(students)s")
            % {"number": phones[key], "students": ", ".join(students[key].values())},
        )
        for key, thread in found.items()
        if students[key]
    ]
    lines += _lists(staff, until)
    every = {key for held in students.values() for key in held}
    return Answered(
        about=str(staff),
        when=until,
        said=_("Students on their group texts: %(number)s") % {"number": len(every)},
        tone="info" if lines else "neutral",
        lines=lines,
    )


def was_approved(typed: str, day: date) -> Answered:
    """Where this tool stood that day (P3, P4)."""
    match = matching.find(typed)
    until = end_of(day)
    if match.platform is None or match.how != How.EXACT:
        near = ", ".join(one.name for one in (match.platform, *match.candidates) if one)
        said = _("Not on the list, and so not approved")
        also = [Line(_("Names like it"), near)] if near else []
        return Answered(about=typed, when=until, said=said, tone="bad", lines=also)
    event = StatusEvent.objects.standing_at(until).filter(platform=match.platform).first()
    look = shown(event, day)
    uses = ", ".join(look.uses)
    lines = [Line(_("Uses"), uses)] if uses else []
    if event is not None and event.reason:
        lines.append(Line(_("Reason"), event.reason, (("", "P4"),)))
    return Answered(
        about=match.platform.name,
        when=until,
        said=str(look.label),
        tone="good" if look.tone == "good" else "bad",
        lines=lines,
    )


def _naming(staff: Staff, student: Student) -> dict[int, ActivityVersion]:
    """The newest version of each activity whose any version names both."""
    both = ActivityVersion.objects.filter(
        asked_at__isnull=False, adult_rows__staff=staff, student_rows__student=student
    )
    rows = both.select_related("activity__school").order_by("activity_id", "number")
    return {row.activity_id: row for row in rows}


def _verdict_lines(version: ActivityVersion, then: Judged, today: Judged) -> list[Line]:
    head = f"{version.name} · {version.activity.school}"
    lines = [Line(head, _yes(then), _reasons(then))]
    if (bool(then), then.verdict.codes) != (bool(today), today.verdict.codes):
        known = _("By what is known now: %(answer)s") % {"answer": _yes(today)}
        lines.append(Line(head, known, _reasons(today)))
    return lines


def _yes(judged: Judged) -> str:
    return _("Allowed") if judged else _("Not allowed")


def _reasons(judged: Judged) -> tuple[tuple[str, str], ...]:
    return tuple((str(one.text), one.clause) for one in judged.verdict.reasons)


def _stopped(staff: Staff, until: datetime) -> dict[tuple[int, int], datetime]:
    """When the adult was last told to stop, by activity and student."""
    rows = ThreadStop.objects.filter(staff=staff, at__lte=until).order_by("at")
    return {(row.activity_id, row.student_id): row.at for row in rows}


def _day_at(school: School, moment: datetime) -> date:
    """The day that it was at the school."""
    return moment.astimezone(zone_of(school, moment)).date()


def _lists(staff: Staff, until: datetime) -> list[Line]:
    """Lists of recipients for a bulk system, of activities that name the adult, made by then."""
    made = (
        ExportResult.objects.filter(
            version__adult_rows__staff=staff, made_at__lte=until, refusals=[]
        )
        .select_related("version__activity__school", "run__by")
        .order_by("-pk")[:20]
    )
    return [
        Line(
            str(one.version),
            _("A list of %(number)s recipients was made on %(day)s by %(who)s")
            % {
                "number": one.counts.get("rows", 0),
                "day": _day_at(one.version.activity.school, one.made_at).isoformat(),
                "who": one.run.by.name,
            },
        )
        for one in made
    ]
