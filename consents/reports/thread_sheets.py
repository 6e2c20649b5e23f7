"""What the pages of an activity's threads show: who is on each, who is not covered, what was handed out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from consents.models import (
    Activity,
    ActivityVersion,
    HandOut,
    Narrowing,
    Thread,
    ThreadMember,
    ThreadStop,
)
from consents.reports.carrying import android_link, contact_card, iphone_link, qr_svg
from consents.reports.handed_out import Wrong, with_members, words_for, wrong_in
from consents.reports.threads import Case, Found, find
from consents.terms import Narrowed
from consents.terms.threads import NumberSharing
from schools.models import Guardian, GuardianLink, Staff, Student


@dataclass(frozen=True, slots=True)
class Covered:
    """A student with a whole thread now."""

    student: Student
    guardians: tuple[Guardian, ...]
    found: Found
    others_left_out: bool

    @property
    def may_share(self) -> bool:
        return bool(self.found.shared)


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A student without one, why, and whom to call instead. `calls` is empty for another school's student."""

    student: Student
    reasons: tuple[object, ...]
    calls: tuple[Guardian, ...]
    calls_school: bool


@dataclass(frozen=True)
class Sheet:
    """One thread as it was handed out, or the word that it must stop."""

    thread: Thread
    members: tuple[ThreadMember, ...]
    email: str
    reasons: tuple[object, ...]
    in_use: bool

    @property
    def is_right(self) -> bool:
        return self.in_use and not self.reasons

    @property
    def label(self) -> str:
        """What the thread is called on phones: it says nothing about anybody."""
        return _("Thread %(number)s") % {"number": self.thread.pk}

    @cached_property
    def numbers(self) -> list[str]:
        """Each number once: the parent of two students is one person."""
        return list(dict.fromkeys(one.number for one in self.members))

    @property
    def iphone(self) -> str:
        return iphone_link(self.numbers)

    @property
    def android(self) -> str:
        return android_link(self.numbers)

    @property
    def iphone_qr(self) -> str:
        return qr_svg(self.iphone)

    @property
    def android_qr(self) -> str:
        return qr_svg(self.android)

    def cards(self) -> list[str]:
        """A contact for each telephone, under a neutral name, and one for the mailbox."""
        named = [
            contact_card(f"{self.label} {role} {place}", number=number)
            for place, (role, number) in enumerate(self._roles(), start=1)
        ]
        return [*named, contact_card(f"{self.label} {_('record')}", email=self.email)]

    def _roles(self) -> list[tuple[str, str]]:
        found: dict[str, str] = {}
        for one in self.members:
            found.setdefault(one.number, _("guardian") if one.guardian_id else _("student"))
        return [(role, number) for number, role in found.items()]


def listed(activity: Activity, version: ActivityVersion) -> QuerySet[Student]:
    """The students on the list now."""
    off = Narrowing.objects.filter(
        activity=activity, what=Narrowed.STUDENT, up_to_version__gte=version.number
    )
    students = version.students.exclude(pk__in=off.values("student")).select_related("school")
    return students.distinct()


def threads_now(
    activity: Activity, adult: Staff, students: Sequence[int], at: datetime
) -> dict[int, Found]:
    """What is found for each student, by the student's key."""
    found = find([Case(adult.pk, activity.pk, key) for key in students], at)
    return {case.student_id: one for case, one in found.items()}


def covered(students: Sequence[Student], found: dict[int, Found]) -> list[Covered]:
    """Those of the students who have a whole thread."""
    rows = [(student, found[student.pk]) for student in students if found[student.pk].covered]
    return [
        Covered(
            student,
            tuple(leg.guardian for leg in one.legs if leg.guardian),
            one,
            len(one.able) > len([leg for leg in one.legs if leg.guardian])
            and any(leg.choice.sharing == NumberSharing.NEVER for leg in one.able),
        )
        for student, one in rows
    ]


def uncovered(
    activity: Activity, students: Sequence[Student], found: dict[int, Found], *, with_calls: bool
) -> list[Uncovered]:
    """Those without, with the telephones of guardians who may sign: to call, not to text."""
    rows = [student for student in students if not found[student.pk].covered]
    calls: dict[int, list[Guardian]] = defaultdict(list)
    own = [student.pk for student in rows if student.school_id == activity.school_id]
    links = GuardianLink.objects.with_authority().filter(
        student__in=own if with_calls else [],
        guardian__ended_at__isnull=True,
        guardian__disputed_at__isnull=True,
    )
    for link in links.exclude(guardian__phone="").select_related("guardian").order_by("pk"):
        calls[link.student_id].append(link.guardian)
    return [
        Uncovered(
            student,
            found[student.pk].reasons,
            tuple(calls[student.pk]),
            with_calls and student.school_id != activity.school_id,
        )
        for student in rows
    ]


def sheets_of(hand_out: HandOut, at: datetime | None = None) -> list[Sheet]:
    """The threads of a hand-out as they stand now; numbers are shown only of those that are right still."""
    threads = list(with_members(hand_out.threads.order_by("pk")))
    using = set(hand_out.threads.in_use().values_list("pk", flat=True))
    wrong = wrong_in(threads, at or timezone.now())
    told = _told(hand_out)
    return [
        Sheet(
            thread,
            tuple(
                sorted(thread.members.all(), key=lambda one: (one.student_id, one.guardian_id or 0))
            ),
            hand_out.email,
            _why(thread, wrong[thread], told),
            thread.pk in using,
        )
        for thread in threads
    ]


def history(activity: Activity) -> QuerySet[HandOut]:
    """Who took threads, when and how; and whether any of them is still in use."""
    using = Thread.objects.in_use().filter(hand_out=OuterRef("pk"))
    return (
        HandOut.objects.filter(activity=activity)
        .annotate(size=Count("threads"), in_use=Exists(using))
        .select_related("staff__user")
    )


def _told(hand_out: HandOut) -> dict[int, list[str]]:
    """The reasons of the stops told since, by student."""
    stops = ThreadStop.objects.filter(
        staff=hand_out.staff_id, activity=hand_out.activity_id, at__gte=hand_out.at
    )
    return {one.student_id: one.reasons for one in stops.order_by("-pk")}


def _why(thread: Thread, wrong: Sequence[Wrong], told: dict[int, list[str]]) -> tuple[object, ...]:
    codes = [code for one in wrong for code in one.reasons]
    codes += [code for one in thread.members.all() for code in told.get(one.student_id, [])]
    return tuple(words_for(dict.fromkeys(codes)))
