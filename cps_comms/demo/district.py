"""The practice district's roster, networks, calendar and platforms."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db.models import Min
from django.utils import timezone
from django.utils.text import slugify

from core.actor import Actor
from platforms.models import Platform, StatusEvent, Vendor
from platforms.terms import Status
from schools.actions import imports
from schools.models import District, Enrolment, Network, School, SchoolYear

ROSTERS = settings.BASE_DIR / "rosters"
PRACTICE_SCHOOL = "Sunflower Winterbourne High School"
NETWORKS = 4
PHONE = "+1773555{:04}"
# Name, vendor, status, uses, days it still holds, why.
PLATFORMS: list[tuple[str, str, Status, list[str], int | None, str]] = [
    ("Lakeshore Alerts", "Lakeshore Systems", Status.APPROVED, [], 300, "Passed its audit."),
    (
        "ClassBridge Messenger",
        "ClassBridge",
        Status.APPROVED_FOR_USES,
        ["safety_meetup"],
        150,
        "Approved for small groups; no bulk sending.",
    ),
    ("HomeRoom Connect", "Homeroom Labs", Status.IN_REVIEW, [], None, "The audit has begun."),
    (
        "QuickPing",
        "QuickPing",
        Status.FLAGGED_FIXING,
        [],
        None,
        "Messages were not kept; the vendor is fixing it.",
    ),
    ("TeamSnapTalk", "Snap Talk", Status.NOT_APPROVED, [], None, "Advertising to students."),
]


def make_roster(by: Actor) -> None:
    """Import the shipped roster with its contacts, and put a calendar around today."""
    imports.import_roster(ROSTERS / "mulberry-1.1-bulk.zip", by=by)
    imports.import_contacts(ROSTERS / "mulberry-contacts.csv", by=by)
    district = District.objects.get()
    district.name = "Mulberry Prairie Schools"
    district.phone = PHONE.format(100)
    district.service_desk_phone = PHONE.format(125)
    district.website = "https://schools.example"
    district.verified_on = timezone.localdate()
    district.save()
    make_networks()
    year = year_of_today(district)
    # The roster's days are those of one fixed year; practice students were always enrolled by today.
    Enrolment.objects.filter(starts_on__gt=timezone.localdate()).update(starts_on=year.starts_on)


def make_networks() -> None:
    networks = [Network.objects.create(name=f"Network {n + 1}") for n in range(NETWORKS)]
    for n, school in enumerate(School.objects.order_by("number")):
        school.network = networks[n % NETWORKS]
        school.phone = PHONE.format(1000 + n)
        school.save(update_fields=["network", "phone"])


def year_of_today(district: District) -> SchoolYear:
    """The school year that contains today; made when the roster's own is another one."""
    today = timezone.localdate()
    for year in SchoolYear.objects.filter(school__isnull=True):
        if year.starts_on <= today <= year.ends_on:
            return year
    starts = today.year if today.month >= 7 else today.year - 1
    return SchoolYear.objects.create(
        name=f"{starts}-{starts + 1}",
        class_starts_on=date(starts, 8, 24),
        class_ends_on=date(starts + 1, 6, 11),
        starts_on=date(starts, 7, 1),
        ends_on=date(starts + 1, 6, 30),
        timezone=district.timezone,
    )


def make_platforms() -> None:
    since = timezone.now() - timedelta(days=60)
    for name, vendor, status, uses, days, reason in PLATFORMS:
        company, _made = Vendor.objects.get_or_create(
            name=vendor, defaults={"slug": slugify(vendor)}
        )
        platform = Platform.objects.create(name=name, slug=slugify(name), vendor=company)
        StatusEvent.objects.create(
            platform=platform,
            status=status,
            uses=uses,
            until=None if days is None else timezone.localdate() + timedelta(days=days),
            reason=reason,
            effective_at=since,
        )


def practice_school() -> School:
    return School.objects.get(name=PRACTICE_SCHOOL)


def first_day() -> date:
    """Before everything in the practice district."""
    found = SchoolYear.objects.aggregate(day=Min("starts_on"))["day"]
    return found if isinstance(found, date) else timezone.localdate()
