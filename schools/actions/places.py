"""School years, and the facts of a school that the roster does not carry."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason
from schools import access
from schools.actions.history import note_change
from schools.calendar import local_day, overlapping, zone_of
from schools.models import District, Network, NoSchoolDay, School, SchoolYear
from trail.recording import record

SCHOOL_FIELDS: Final = ("kind", "network", "phone", "email")
DISTRICT_FIELDS: Final = (
    "name",
    "phone",
    "website",
    "email_domain",
    "consent_starts",
    "consent_ends",
    "most_on_thread",
    "stop_school_days",
    "call_within_days",
    "service_desk_phone",
    "consult_days",
)
YEAR_FIELDS: Final = ("name", "class_starts_on", "class_ends_on", "starts_on", "ends_on")


def _fits(
    school: School | None, dates: Mapping[str, Any], but: SchoolYear | None = None
) -> Decision:
    """Class dates lie within consent dates, and no year of the calendar shares a day with another (T7)."""
    first, last = dates["starts_on"], dates["ends_on"]
    return Decision.unless(
        (
            first <= dates["class_starts_on"] <= dates["class_ends_on"] <= last,
            Reason("dates_out_of_order", "T7", _("Classes are held within the consent dates.")),
        ),
        (
            (last - first).days <= 400,
            Reason("too_long", "T7", _("A school year is not longer than thirteen months.")),
        ),
        (
            not overlapping(school, first, last, but=but).exists(),
            Reason("overlaps", "T7", _("These consent dates overlap another year.")),
        ),
    )


def _lock_calendar() -> None:
    """Two people adding years at once wait for each other."""
    list(District.objects.select_for_update().values_list("pk", flat=True))


@transaction.atomic
def add_school_year(
    facts: Mapping[str, Any], *, by: Actor, school: School | None = None, zone: str = ""
) -> SchoolYear:
    """Enter a year (`YEAR_FIELDS`) of the district, or of one school with a calendar of its own."""
    access.may_edit_school(by).require()
    _lock_calendar()
    dates = {name: facts[name] for name in YEAR_FIELDS}
    _fits(school, dates).require()
    year = SchoolYear.objects.create(
        school=school, timezone=zone or str(zone_of(school, timezone.now())), **dates
    )
    record("school_year.added", year, by=by, topic=school, **_as_text(dates))
    return year


@transaction.atomic
def change_school_year(year: SchoolYear, facts: Mapping[str, Any], *, by: Actor) -> SchoolYear:
    """Change a year that has not begun; once signatures count under it, its consent dates stay."""
    access.may_edit_school(by).require()
    _lock_calendar()
    year = SchoolYear.objects.select_for_update().get(pk=year.pk)
    wanted = {name: facts.get(name, getattr(year, name)) for name in YEAR_FIELDS}
    begun = year.starts_on <= local_day(timezone.now(), year.timezone)
    same_consent = (wanted["starts_on"], wanted["ends_on"]) == (year.starts_on, year.ends_on)
    Decision.unless(
        (
            same_consent or not begun,
            Reason("begun", "T7", _("The year has begun: its consent dates stay.")),
        )
    ).require()
    _fits(year.school, wanted, but=year).require()
    changed = [name for name in YEAR_FIELDS if getattr(year, name) != wanted[name]]
    for name in changed:
        note_change(year, name, getattr(year, name), wanted[name], by=by)
        setattr(year, name, wanted[name])
    if changed:
        year.save(update_fields=changed)
        record("school_year.changed", year, by=by, topic=year.school, **_as_text(wanted))
    return year


def _as_text(dates: Mapping[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in dates.items()}


@transaction.atomic
def change_school(school: School, facts: Mapping[str, Any], *, by: Actor) -> School:
    """Set a school's kind, network, telephone and e-mail."""
    access.may_edit_school(by).require()
    school = School.objects.select_for_update().get(pk=school.pk)
    changed = [
        name for name in SCHOOL_FIELDS if name in facts and getattr(school, name) != facts[name]
    ]
    for name in changed:
        note_change(school, name, getattr(school, name), facts[name], by=by)
        setattr(school, name, facts[name])
    if changed:
        school.save(update_fields=changed)
        record("school.changed", school, by=by, fields=changed)
    return school


@transaction.atomic
def change_district(facts: Mapping[str, Any], *, by: Actor) -> District:
    """Set the district's name, addresses and consent days; whoever saves has looked, so they are verified today."""
    access.may_edit_school(by).require()
    district = District.objects.select_for_update().first() or District.objects.create(name="")
    changed = [name for name in DISTRICT_FIELDS if getattr(district, name) != facts[name]]
    for name in changed:
        note_change(district, name, getattr(district, name), facts[name], by=by)
        setattr(district, name, facts[name])
    district.verified_on = timezone.localdate()
    district.save(update_fields=[*changed, "verified_on"])
    record("district.verified", district, by=by, fields=changed)
    return district


@transaction.atomic
def add_network(name: str, *, by: Actor) -> Network:
    """A network of schools, to be led by a chief."""
    access.may_edit_school(by).require()
    network, made = Network.objects.get_or_create(name=name.strip())
    if made:
        record("network.added", network, by=by)
    return network


@transaction.atomic
def add_day_off(day: date, name: str, *, by: Actor, school: School | None = None) -> NoSchoolDay:
    """A weekday without school; days that are counted in school days leave it out from then on."""
    access.may_edit_school(by).require()
    made = NoSchoolDay.objects.create(day=day, name=name, school=school)
    record("day_off.added", made, by=by, day=day.isoformat(), school=school.pk if school else None)
    return made


@transaction.atomic
def end_day_off(day: NoSchoolDay, *, by: Actor) -> NoSchoolDay:
    """There is school on the day after all."""
    access.may_edit_school(by).require()
    day = NoSchoolDay.objects.select_for_update().get(pk=day.pk)
    if day.ended_at is None:
        day.ended_at = timezone.now()
        day.save(update_fields=["ended_at"])
        record("day_off.ended", day, by=by)
    return day
