"""What became different: the verdicts of now, beside what was last noticed of the same people. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from consents.facts.question import Question
from consents.models import (
    Activity,
    ActivityVersion,
    Answer,
    ThreadStop,
    VerdictChange,
    VersionAdult,
    VersionStudent,
)
from consents.policy.conditions import USABLE
from consents.terms import AnswerRule, Channel, Reason
from consents.terms.threads import StopCause
from consents.verdicts import Judged, judge
from platforms.models import StatusEvent
from schools.models import (
    ContactBlock,
    ContactMerge,
    Enrolment,
    GuardianLink,
    RoleAssignment,
    SigningBranch,
    Staff,
)

# Questions judged at once: the same few queries for one as for all of them.
SLICE = 500
# An activity is looked at a while longer than its year, so that its end is noticed too.
AFTERWARDS = timedelta(days=14)
# An administrative pause is no news: nobody is told of it, and when it is lifted nothing has happened.
NO_NEWS = {Reason.ADULT_PAUSED.value}
# The named adults heard of these by a message of their own, at once.
STAFF_TOLD = {
    Reason.APPROVAL_REVOKED.value,
    Reason.ANOTHER_SCHOOL_YEAR.value,
    Reason.ADULT_NOT_DESIGNATED.value,
}
# What only the guardians' words can bring about.
THE_ANSWERS = {Reason.WITHDRAWN.value, Reason.REFUSED.value, Reason.CONFLICT.value}
# A guardian hears of these by a message of their own, or said them.
GUARDIANS_TOLD = {*THE_ANSWERS, Reason.ANOTHER_SCHOOL_YEAR.value}
# While one of these holds, what the guardians answered decides nothing.
MOOT = {
    Reason.STUDENT_NOT_ENROLLED.value,
    Reason.GRADE_NOT_COVERED.value,
    Reason.NOT_APPROVED.value,
    Reason.APPROVAL_REVOKED.value,
    Reason.ANOTHER_SCHOOL_YEAR.value,
}
Pair = tuple[int, int]  # an adult and a student


@dataclass(slots=True)
class News:
    """One slice of an activity: each student's verdicts of now, and the changes since the last look.

    `changes` are rows not yet written; `judged` holds every verdict of a student, one for each adult.
    """

    activity: Activity
    at: datetime
    judged: dict[int, list[Judged]] = field(default_factory=lambda: defaultdict(list))
    changes: list[VerdictChange] = field(default_factory=list)
    # Adults and students where a message to stop has left already.
    stopped: set[Pair] = field(default_factory=set)

    @property
    def begun(self) -> list[int]:
        """Students whom somebody may text now and nobody might before this look."""
        return sorted({row.student_id for row in self.changes if row.allowed})

    @property
    def ended(self) -> list[VerdictChange]:
        return [row for row in self.changes if not row.allowed]

    def differ(self, student: int) -> bool:
        """Whether the guardians' answers do not agree, and that is what stands in the way."""
        return any(
            Reason.CONFLICT.value in one.verdict.codes and not is_moot(one)
            for one in self.judged[student]
        )

    def is_moot(self, student: int) -> bool:
        return all(is_moot(one) for one in self.judged[student])


def is_moot(judged: Judged) -> bool:
    """Whether the form is over for the student, so that its answers decide nothing now (T7)."""
    activity = judged.facts.activity
    day = judged.facts.year.day(judged.question.at)
    over = activity is not None and (
        not activity.student_listed or (activity.ends_on is not None and day > activity.ends_on)
    )
    return over or bool(MOOT & set(judged.verdict.codes))


def activities_to_read(at: datetime) -> QuerySet[Activity]:
    """Those of years not long over that were ever asked for."""
    sent = ActivityVersion.objects.filter(asked_at__isnull=False)
    return Activity.objects.filter(
        year__ends_on__gte=(at - AFTERWARDS).date(), pk__in=sent.values("activity")
    ).order_by("pk")


def concerned(activity: Activity, among: Collection[int] | None = None) -> list[int]:
    """The students whose verdict can be a yes, or once was: answered for, or listed where silence suffices."""
    kept = Q() if among is None else Q(student__in=among)
    sources: list[QuerySet[Any]] = [
        Answer.objects.filter(kept, version__activity=activity),
        VerdictChange.objects.filter(kept, activity=activity),
    ]
    if any(
        rule.get("answer_rule") == AnswerRule.UNLESS_REFUSED
        for rule in activity.versions.values_list("rule__rule", flat=True)
    ):
        sources.append(VersionStudent.objects.filter(kept, version__activity=activity))
    return sorted(
        {key for rows in sources for key in rows.order_by().values_list("student", flat=True)}
    )


def adults_of(activity: Activity) -> list[int]:
    """Everybody any version that was asked for has named."""
    named = VersionAdult.objects.filter(
        version__activity=activity, version__asked_at__isnull=False
    ).order_by("staff")
    return list(named.values_list("staff", flat=True).distinct())


def slices(students: Sequence[int], adults: Sequence[int]) -> Iterator[Sequence[int]]:
    """The students in portions of about `SLICE` questions."""
    size = max(1, SLICE // max(1, len(adults)))
    for start in range(0, len(students), size):
        yield students[start : start + size]


def read(activity: Activity, adults: Sequence[int], students: Sequence[int], at: datetime) -> News:
    """Judge these students for these adults now, and compare with what was noticed last."""
    news = News(activity, at)
    questions = [
        Question(staff_id=adult, student_id=student, activity_id=activity.pk, at=at, known_at=at)
        for student in students
        for adult in adults
    ]
    before = _last_noticed(activity, adults, students)
    stopped = _last_stopped(activity, adults, students)
    for found in judge(questions):
        news.judged[found.question.student_id].append(found)
        pair = _pair(found)
        change = _change(found, before.get(pair), stopped.get(pair), at)
        if change is None:
            continue
        news.changes.append(change)
        if pair in stopped and pair in before and stopped[pair] >= before[pair].at:
            news.stopped.add(pair)
    return news


def _pair(found: Judged) -> Pair:
    return found.question.staff_id, found.question.student_id


def _last_stopped(
    activity: Activity, adults: Sequence[int], students: Sequence[int]
) -> dict[Pair, datetime]:
    """When each adult was last told to stop texting each student: a withdrawal does so at once."""
    rows = ThreadStop.objects.filter(
        activity=activity, staff__in=adults, student__in=students
    ).order_by("at", "pk")
    return {
        (row.staff_id, row.student_id): row.at
        for row in rows
        if row.reasons != [StopCause.NUMBER_CHANGED.value]
    }


def _last_noticed(
    activity: Activity, adults: Sequence[int], students: Sequence[int]
) -> dict[Pair, VerdictChange]:
    rows = VerdictChange.objects.filter(
        activity=activity, staff__in=adults, student__in=students
    ).order_by("number")
    return {(row.staff_id, row.student_id): row for row in rows}


def _change(
    found: Judged, before: VerdictChange | None, stopped_at: datetime | None, at: datetime
) -> VerdictChange | None:
    """The row to write, or None: nothing is different, or nothing ever was a yes, or a pause alone stands."""
    codes, allowed = list(found.verdict.codes), bool(found)
    was = before is not None and before.allowed
    if allowed == was or (codes and set(codes) <= NO_NEWS):
        return None
    heard = before is not None and stopped_at is not None and stopped_at >= before.at
    return VerdictChange(
        activity_id=found.question.activity_id,
        staff_id=found.question.staff_id,
        student_id=found.question.student_id,
        number=before.number + 1 if before else 1,
        allowed=allowed,
        reasons=[code for code in codes if code not in NO_NEWS],
        at=at,
        # A yes is on the page; a message goes only where something must stop, and nobody has said so yet.
        staff_told_at=at if allowed or heard or _staff_heard(found) else None,
    )


def _staff_heard(found: Judged) -> bool:
    """Whether whatever stands in the way reached the named adults by a message of its own."""
    codes, activity = set(found.verdict.codes), found.facts.activity
    if activity is not None and not activity.student_listed:
        # Taken off by somebody: the adults were told then.
        codes.discard(Reason.NOT_THIS_ACTIVITY.value)
    if found.facts.platform is not None and found.facts.platform.status not in USABLE:
        # Decided by ITS: `platform_news` tells them. An approval that ends by itself nobody decides.
        codes.discard(Reason.PLATFORM_NOT_APPROVED.value)
    return codes <= STAFF_TOLD


def to_acknowledge(news: News) -> list[VerdictChange]:
    """Ended group texts that are not on the adult's list of stops yet. What ends with the year is on nobody's."""
    group_texts = {
        _pair(one)
        for verdicts in news.judged.values()
        for one in verdicts
        if one.version.channel == Channel.GROUP_TEXT
    }
    return [
        row
        for row in news.ended
        if (row.staff_id, row.student_id) in group_texts - news.stopped
        and Reason.ANOTHER_SCHOOL_YEAR.value not in row.reasons
    ]


def guardians_to_tell(news: News) -> dict[int, set[int]]:
    """By student: the guardians whose permission stands, and which lost some of its use just now."""
    lost = {(row.staff_id, row.student_id) for row in news.ended}
    found: dict[int, set[int]] = defaultdict(set)
    for student, verdicts in news.judged.items():
        for one in verdicts:
            if _pair(one) in lost and not GUARDIANS_TOLD & set(one.verdict.codes):
                found[student] |= {int(signer) for signer in one.grantors if signer.isdecimal()}
    return found


def touched(since: datetime) -> dict[int, set[int] | None]:
    """Activities with what anybody wrote since the moment that a verdict rests on.

    Each with its students concerned, or None for all of them. What only the clock changes is left to the
    look at everything.
    """
    found: dict[int, set[int] | None] = dict.fromkeys(_wholly_touched(since))
    for activity, student in sorted(_pairs_touched(since)):
        held = found.setdefault(activity, set())
        if held is not None:
            held.add(student)
    return found


def _pairs_touched(since: datetime) -> set[tuple[int, int]]:
    """Activities and students: the roster or the office changed something about the student, or a family spoke."""
    recent = Q(recorded_at__gte=since)
    enrolments = Enrolment.objects.filter(recent | Q(end_recorded_at__gte=since))
    links = GuardianLink.objects.filter(
        recent | Q(ended_at__gte=since) | Q(guardian__ended_at__gte=since)
    )
    students = (
        enrolments.order_by()
        .values("student")
        .union(links.order_by().values("student"), *_who_signs_touched(since))
    )
    noticed = VerdictChange.objects.filter(student__in=students).order_by()
    spoke = Answer.objects.filter(
        recent
        | Q(received_at__gte=since)
        | Q(withdrawal__recorded_at__gte=since)
        | Q(invalidation__recorded_at__gte=since)
        | Q(hold__recorded_at__gte=since)
        | Q(hold__release__recorded_at__gte=since)
    ).order_by()
    return {
        *noticed.values_list("activity", "student").distinct(),
        *spoke.values_list("version__activity", "student").distinct(),
    }


def _who_signs_touched(since: datetime) -> list[QuerySet[Any, Any]]:
    """Students whose branch changed, from whom a contact is kept, or a contact of whom became one row or two."""
    merges = ContactMerge.objects.filter(
        Q(recorded_at__gte=since) | Q(unmerge__recorded_at__gte=since)
    ).order_by()
    rows = merges.values("kept").union(merges.values("dropped"))
    return [
        SigningBranch.objects.filter(recorded_at__gte=since).order_by().values("student"),
        ContactBlock.objects.filter(recorded_at__gte=since).order_by().values("student"),
        GuardianLink.objects.filter(guardian__in=rows).order_by().values("student"),
    ]


def _wholly_touched(since: datetime) -> set[int]:
    """Activities decided about or narrowed, an adult of which came or went, or whose platform stands otherwise."""
    roles = RoleAssignment.objects.filter(Q(recorded_at__gte=since) | Q(end_recorded_at__gte=since))
    adults = Staff.objects.filter(Q(left_recorded_at__gte=since) | Q(user__in=roles.values("user")))
    platforms = StatusEvent.objects.filter(recorded_at__gte=since).values("platform")
    versions = ActivityVersion.objects.filter(asked_at__isnull=False).filter(
        Q(platform__in=platforms)
        | Q(adult_rows__staff__in=adults)
        | Q(approvals__steps__at__gte=since)
        | Q(activity__narrowings__at__gte=since)
    )
    return set(versions.order_by().values_list("activity", flat=True).distinct())
