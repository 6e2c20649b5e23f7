"""How a school's staff may write to students: the words for families, and which schools have told them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consents.models import Activity, ChannelsNotice, ChannelsTold, ExceptionKind
from consents.reports.readiness import platform_is_approved
from consents.terms import Stage
from notices.models import Notice
from platforms.models import Platform
from schools.calendar import local_day, years_at
from schools.models import Guardian, GuardianLink, School, SchoolYear
from schools.models.places import SchoolQuerySet

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# Families are told within these days of the first day of class.
DAYS = 10
SENTENCES: dict[str, str | _StrPromise] = {
    "safety_meetup": _(
        "Safety texts for an activity, in grades 9 to 12. You and the principal must say yes first. A"
        " parent is on every text."
    ),
    "bulk_alerts": _(
        "School alerts by text. You must say yes first. You may ask for the same texts."
    ),
    "re_engagement": _(
        "Texts from a program for students who are out of school. You must say yes first. A parent is"
        " on every text."
    ),
    "field_trip": _("Texts on a field trip. You must say yes first."),
    "classroom_social_media": _(
        "A class page on social media, run by the school. You may say no for your child."
    ),
}


@dataclass(frozen=True, slots=True)
class Channels:
    """What is approved at a school: platforms by name, exceptions by code and name."""

    platforms: tuple[str, ...]
    exceptions: tuple[str, ...]

    @property
    def sentences(self) -> list[str]:
        """Each exception in plain words; one the district made itself by its name."""
        names = dict(
            ExceptionKind.objects.filter(code__in=self.exceptions).values_list("code", "name")
        )
        return [str(SENTENCES.get(code) or names.get(code, code)) for code in self.exceptions]


@dataclass(frozen=True, slots=True)
class SchoolRow:
    """One school of the work list."""

    school: School
    year: SchoolYear | None
    due_on: date | None
    told_at: datetime | None
    reached: int = 0
    unreached: int = 0
    late: bool = False

    @property
    def state(self) -> str:
        if self.year is None:
            return "no_year"
        if self.told_at:
            return "told"
        return "late" if self.late else "due"


def channels_of(school: School, at: datetime) -> Channels:
    """The platforms approved today that the school's approved activities use, and the published exceptions."""
    standing = Activity.objects.filter(
        school=school,
        year__ends_on__gte=at.date(),
        versions__approvals__stage=Stage.APPROVED,
        versions__platform__isnull=False,
    )
    used = Platform.objects.filter(activity_versions__activity__in=standing).distinct()
    kinds = list(ExceptionKind.objects.filter(is_published=True))
    approved = [
        platform.name
        for platform in used.order_by("name")
        if any(platform_is_approved(platform, kind, at, at.date()) for kind in kinds)
    ]
    return Channels(tuple(approved), tuple(kind.code for kind in kinds))


def channels_in(notice: ChannelsNotice) -> Channels:
    """What a notice said was approved then."""
    return Channels(tuple(notice.platforms), tuple(notice.exceptions))


def due_on(year: SchoolYear) -> date:
    """The last day by which families must have been told."""
    return year.class_starts_on + timedelta(days=DAYS)


def work_list(schools: SchoolQuerySet, at: datetime) -> tuple[set[int], set[int], set[int]]:
    """The keys of the open schools that have told, are late, and are due, in four queries for all of them."""
    every = list(schools.filter(closed_on__isnull=True))
    years = years_at(every, at)
    told = set(
        ChannelsNotice.objects.filter(year__in=[one for one in years.values() if one]).values_list(
            "school", flat=True
        )
    )
    late = {
        school.pk for school in every if school.pk not in told and is_late(years[school.pk], at)
    }
    keys = {school.pk for school in every}
    return told & keys, late, keys - told - late


def rows(schools: Collection[School], at: datetime) -> list[SchoolRow]:
    """The rows of one page, in a constant number of queries."""
    years = years_at(schools, at)
    notices = {
        row.school_id: row
        for row in ChannelsNotice.objects.filter(
            school__in=schools, year__in=[one for one in years.values() if one]
        ).order_by("pk")
    }
    counts = reached(notice.pk for notice in notices.values())
    found = []
    for school in schools:
        year, notice = years[school.pk], notices.get(school.pk)
        yes, no = counts.get(notice.pk, (0, 0)) if notice else (0, 0)
        found.append(
            SchoolRow(
                school,
                year,
                due_on(year) if year else None,
                notice.at if notice else None,
                yes,
                no,
                late=notice is None and is_late(year, at),
            )
        )
    return found


def reached(notices: Any) -> dict[int, tuple[int, int]]:
    """How many guardians each notice reached, and how many it could not."""
    told = ChannelsTold.objects.filter(notice__in=list(notices)).order_by()
    counted = told.values("notice").annotate(
        yes=Count("pk", filter=Q(reached=True)), no=Count("pk", filter=Q(reached=False))
    )
    return {row["notice"]: (row["yes"], row["no"]) for row in counted}


def to_be_told(school: School) -> QuerySet[Guardian]:
    """Everybody who may sign for a student enrolled at the school, once each."""
    links = GuardianLink.objects.with_authority().filter(
        student__school=school, student__left_on__isnull=True
    )
    return Guardian.objects.filter(pk__in=links.values("guardian"), ended_at__isnull=True)


def last_told(notice: ChannelsNotice) -> int:
    """The key of the last guardian who was told, from where a worker goes on."""
    found = notice.told.aggregate(last=Max("guardian"))["last"]
    return int(found or 0)


def words(notice: Notice) -> dict[str, Any] | None:
    """What the message says: the school's channels as they were when it told. No child is in it."""
    row = ChannelsNotice.objects.select_related("school").get(pk=notice.facts["notice"])
    guardian = Guardian.objects.filter(pk=notice.recipient_id, ended_at__isnull=True).first()
    if guardian is None or guardian.disputed_at or not guardian.has_contact(notice.address):
        return None
    page = reverse("school_channels", args=[row.school_id])
    return {
        "school_name": row.school.name,
        "school_phone": row.school.phone,
        "platforms": row.platforms,
        "sentences": channels_in(row).sentences,
        "own_words": row.words,
        "link": f"{settings.SITE_URL.rstrip('/')}{page}",
    }


def is_late(year: SchoolYear | None, at: datetime) -> bool:
    """Whether the last day is over; it is itself still in time."""
    return year is not None and local_day(at, year.timezone) > due_on(year)
