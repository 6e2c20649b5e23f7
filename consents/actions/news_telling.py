"""Tell adults, students and guardians what became different: once, and no flood."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet

from consents.models import MessageRule, VerdictChange
from consents.policy.messages import leaves_at
from consents.reports.may_be_told import Told, reachable_signers
from consents.reports.news import News, guardians_to_tell
from core.actor import Actor, ActorKind
from notices import posting
from notices.models import Notice
from notices.terms import Channel
from schools.calendar import local_day
from schools.models import District, Staff, Student


def tell_staff(at: datetime) -> int:
    """One e-mail an adult and hour, however many students: how many there are, and where they stand listed."""
    waiting = VerdictChange.objects.filter(staff_told_at=None).order_by()
    keys = sorted(waiting.values_list("staff", flat=True).distinct())
    adults = Staff.objects.select_related("user").filter(pk__in=keys).order_by("pk")
    return sum(_tell_adult(adult, at) for adult in adults)


@transaction.atomic
def _tell_adult(adult: Staff, at: datetime) -> bool:
    rows = _locked(VerdictChange.objects.filter(staff=adult, staff_told_at=None))
    key = f"changes:{adult.pk}:{at:%Y%m%d%H}"
    if not rows or Notice.objects.filter(key=key).exists():
        # They heard this hour already; the next look tells the rest.
        return False
    VerdictChange.objects.filter(pk__in=rows).update(staff_told_at=at)
    if not adult.user.is_active:
        return False
    posting.post(
        "consents/changes_staff",
        channel=Channel.EMAIL,
        address=adult.user.email,
        recipient=Actor(ActorKind.USER, str(adult.user_id), adult.user.name),
        language="en",
        facts={"staff": adult.pk, "at": at.isoformat()},
        key=key,
    )
    return True


def tell_students(at: datetime) -> int:
    """One district e-mail a student and day, all activities together: who may text, or may no longer."""
    waiting = VerdictChange.objects.filter(student_told_at=None).order_by()
    district = District.objects.order_by("pk").first() or District()
    keys = waiting.values("student").distinct()
    found = Student.objects.filter(_district_address(district), pk__in=keys).order_by("pk")
    day = local_day(at, district.timezone)
    return sum(_tell_student(student, at, f"student_news:{student.pk}:{day}") for student in found)


def _district_address(district: District) -> Q:
    """Never a personal address: only one of the district's own domains, where the district has named one."""
    if not district.domains:
        return ~Q(email="")
    own = Q()
    for domain in district.domains:
        own |= Q(email__iendswith=f"@{domain}") | Q(email__iendswith=f".{domain}")
    return own


@transaction.atomic
def _tell_student(student: Student, at: datetime, key: str) -> bool:
    rows = VerdictChange.objects.filter(student=student, student_told_at=None)
    locked = _locked(rows)
    if not locked or Notice.objects.filter(key=key).exists():
        return False
    begun, ended = _net(student, locked)
    VerdictChange.objects.filter(pk__in=locked).update(student_told_at=at)
    if not begun and not ended:
        # It came and went before anybody was told: as if it had not been.
        return False
    posting.post(
        "consents/student_started" if begun else "consents/student_ended",
        channel=Channel.EMAIL,
        address=student.email,
        recipient=Actor(ActorKind.STUDENT, str(student.pk)),
        language="en",
        facts={"student": student.pk, "at": at.isoformat()},
        key=key,
    )
    return True


def _net(student: Student, untold: Iterable[int]) -> tuple[bool, bool]:
    """Whether, against what the student was last told, some adult may text now, or some no longer."""
    told: dict[tuple[int, int], bool] = defaultdict(bool)
    now: dict[tuple[int, int], bool] = {}
    new = set(untold)
    for row in VerdictChange.objects.filter(student=student).order_by("number"):
        pair = (row.activity_id, row.staff_id)
        if row.pk in new:
            now[pair] = row.allowed
        else:
            told[pair] = row.allowed
    differing = [allowed for pair, allowed in now.items() if allowed != told[pair]]
    return any(differing), not all(differing)


def tell_guardians(news: News) -> None:
    """A guardian whose yes lost some of its use hears of it once a day and form, inside the caller's transaction."""
    wanted = guardians_to_tell(news)
    signers = reachable_signers(list(wanted))
    zone = news.activity.year.timezone
    leaves = after_quiet(news.at, zone)
    causes = {row.student_id: row.reasons for row in news.ended}
    posting.post_all(
        to_guardian(
            "consents/changed_guardian",
            told,
            facts={
                "activity": news.activity.pk,
                "student": student,
                "cause": (causes[student] or [""])[0],
            },
            key=f"changed:{news.activity.pk}:{told.guardian.pk}:{student}:{local_day(news.at, zone)}",
            not_before=leaves,
        )
        for student, keys in wanted.items()
        for told in signers[student]
        if told.guardian.pk in keys
    )


def to_guardian(
    kind: str,
    told: Told,
    *,
    facts: dict[str, str | int],
    key: str,
    not_before: datetime | None = None,
) -> posting.Draft:
    """A notice to a guardian where they are reached, in their language."""
    return posting.Draft(
        kind=kind,
        channel=told.reach.channel,
        address=told.reach.address,
        recipient=Actor(ActorKind.GUARDIAN, str(told.guardian.pk)),
        language=told.guardian.language,
        facts=facts,
        key=key,
        not_before=not_before,
    )


def after_quiet(at: datetime, zone: str) -> datetime | None:
    """When a message that is not urgent may leave: None for now, else when the quiet hours end."""
    leaves = leaves_at(at, ZoneInfo(zone), MessageRule.objects.numbers(at))
    return leaves if leaves > at else None


def _locked(rows: QuerySet[VerdictChange]) -> list[int]:
    return list(rows.select_for_update().order_by("pk").values_list("pk", flat=True))
