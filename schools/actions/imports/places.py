"""Orgs, academic sessions and classes of a roster: schools, school years, school classes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

from schools.actions.imports.ledger import Ledger, chunks
from schools.calendar import consent_dates, overlapping
from schools.models import District, School, SchoolClass, SchoolYear
from schools.roster.manifest import BULK
from schools.roster.oneroster import ClassRow, Org, Roster, Session
from schools.roster.problems import Problem

SCHOOL = "school"
LONGEST_YEAR = timedelta(days=380)


@dataclass(slots=True)
class Places:
    """Where a roster's ids lead: school keys, and orgs that are no school."""

    schools: dict[str, int] = field(default_factory=dict)
    # A department's school; certain when the school is known.
    parents: dict[str, Org] = field(default_factory=dict)
    above_schools: set[str] = field(default_factory=set)

    def school(self, org: str) -> int | None:
        if org in self.parents:
            return self.schools.get(self.parents[org].parent)
        return self.schools.get(org)


def read_orgs(roster: Roster, ledger: Ledger) -> Places:
    """Schools added, changed, closed; the district known by its id."""
    places = Places()
    given: set[str] = set()
    gone: set[str] = set()
    for chunk in chunks(roster.orgs()):
        orgs = []
        for sourced_id, org in chunk:
            if org is None or org.at.active:
                given.add(sourced_id)
            elif org.kind == SCHOOL:
                gone.add(sourced_id)
            if org is not None and org.at.active:
                orgs.append(org)
        _sync_schools([org for org in orgs if org.kind == SCHOOL], ledger)
        _other_orgs([org for org in orgs if org.kind != SCHOOL], places)
    _close(roster, given, gone, ledger)
    places.schools = dict(School.objects.open().values_list("sourced_id", "pk"))
    for org in places.parents.values():
        if org.parent not in places.schools:
            ledger.report(
                Problem(org.at.file, org.at.line, "type", "is not a school, nor part of one here")
            )
    return places


def _sync_schools(orgs: list[Org], ledger: Ledger) -> None:
    known = School.objects.in_bulk([org.sourced_id for org in orgs], field_name="sourced_id")
    added, changed = [], []
    for org in orgs:
        school = known.get(org.sourced_id)
        if school is None:
            added.append(School(sourced_id=org.sourced_id, name=org.name, number=org.number))
            ledger.count("schools", "added", org.sourced_id)
            continue
        facts = {"name": org.name, "number": org.number, "closed_on": None}
        if fields := ledger.differences(school, facts):
            changed.append(school)
            ledger.count("schools", "changed", org.sourced_id, ", ".join(fields))
        else:
            ledger.count("schools", "same")
    School.objects.bulk_create(added)
    School.objects.bulk_update(changed, ["name", "number", "closed_on"])


def _other_orgs(orgs: list[Org], places: Places) -> None:
    for org in orgs:
        if org.kind == "district":
            _meet_district(org)
        if org.kind in {"district", "local", "state", "national"}:
            places.above_schools.add(org.sourced_id)
        else:
            places.parents[org.sourced_id] = org


def _meet_district(org: Org) -> None:
    district = District.objects.first()
    if district is None:
        District.objects.create(name=org.name, sourced_id=org.sourced_id)
    elif not district.sourced_id:
        district.sourced_id = org.sourced_id
        district.save(update_fields=["sourced_id"])


def _close(roster: Roster, given: set[str], gone: set[str], ledger: Ledger) -> None:
    """Schools that a bulk file no longer names, or a delta takes away."""
    bulk = roster.manifest.mode("orgs") == BULK
    closing = [
        school
        for school in School.objects.open()
        if school.sourced_id in gone or (bulk and school.sourced_id not in given)
    ]
    for school in closing:
        ledger.change(school, "closed_on", None, ledger.today)
        school.closed_on = ledger.today
        ledger.count("schools", "left", school.sourced_id)
    School.objects.bulk_update(closing, ["closed_on"])


def read_sessions(roster: Roster, ledger: Ledger) -> None:
    """School years: class dates from the file, consent dates from the district's setting around them (T7)."""
    for _sourced_id, session in roster.sessions():
        if session is not None and session.at.active and session.kind == "schoolyear":
            _meet_year(session, ledger)


def _meet_year(session: Session, ledger: Ledger) -> None:
    starts_on, ends_on = session.starts_on, session.ends_on
    if starts_on is None or ends_on is None or not starts_on <= ends_on <= starts_on + LONGEST_YEAR:
        _refuse_year(session, ledger, "a school year needs a first and a last day, a year apart")
        return
    first, last = consent_dates(starts_on)
    if ends_on > last:
        _refuse_year(session, ledger, f"ends after the year's last consent day, {last}")
        return
    year = SchoolYear.objects.filter(school=None, starts_on=first).first()
    if year is not None:
        _update_year(year, starts_on, ends_on, ledger)
    elif overlapping(None, first, last).exists():
        _refuse_year(session, ledger, "overlaps a school year that is already here")
    else:
        name = f"{first.year}-{last.year}"
        SchoolYear.objects.create(
            name=name,
            class_starts_on=starts_on,
            class_ends_on=ends_on,
            starts_on=first,
            ends_on=last,
            timezone=_timezone(),
        )
        ledger.count("school years", "added", name)


def _timezone() -> str:
    district = District.objects.first()
    return district.timezone if district else "America/Chicago"


def _update_year(year: SchoolYear, starts_on: date, ends_on: date, ledger: Ledger) -> None:
    fields = ledger.differences(year, {"class_starts_on": starts_on, "class_ends_on": ends_on})
    if fields:
        year.save(update_fields=fields)
    ledger.count("school years", "changed" if fields else "same", year.name, ", ".join(fields))


def _refuse_year(session: Session, ledger: Ledger, reason: str) -> None:
    ledger.report(Problem(session.at.file, session.at.line, "startDate", reason))


def read_classes(roster: Roster, places: Places, ledger: Ledger) -> None:
    """Classes added, changed, ended."""
    given: set[str] = set()
    gone: set[str] = set()
    for chunk in chunks(roster.classes()):
        live: list[tuple[ClassRow, int]] = []
        for sourced_id, row in chunk:
            if row is not None and not row.at.active:
                gone.add(sourced_id)
                continue
            given.add(sourced_id)
            if row is None:
                continue
            if school := places.school(row.school):
                live.append((row, school))
            else:
                ledger.report(
                    Problem(row.at.file, row.at.line, "schoolSourcedId", "no such school")
                )
        _sync_classes(live, ledger)
    bulk = roster.manifest.mode("classes") == BULK
    ending = [
        school_class
        for school_class in SchoolClass.objects.filter(ended_at=None).iterator()
        if school_class.sourced_id in gone or (bulk and school_class.sourced_id not in given)
    ]
    for school_class in ending:
        school_class.ended_at = ledger.now
        ledger.count("classes", "left", school_class.sourced_id)
    SchoolClass.objects.bulk_update(ending, ["ended_at"], batch_size=500)


def _sync_classes(rows: list[tuple[ClassRow, int]], ledger: Ledger) -> None:
    known = SchoolClass.objects.in_bulk(
        [row.sourced_id for row, _school in rows], field_name="sourced_id"
    )
    added, changed = [], []
    for row, school in rows:
        facts = {
            "school_id": school,
            "title": row.title,
            "code": row.code,
            "is_homeroom": row.is_homeroom,
        }
        school_class = known.get(row.sourced_id)
        if school_class is None:
            added.append(SchoolClass(sourced_id=row.sourced_id, **facts))
            ledger.count("classes", "added", row.sourced_id)
            continue
        fields = ledger.differences(school_class, {**facts, "ended_at": None})
        ledger.count("classes", "changed" if fields else "same", row.sourced_id, ", ".join(fields))
        if fields:
            changed.append(school_class)
    SchoolClass.objects.bulk_create(added, batch_size=500)
    SchoolClass.objects.bulk_update(
        changed, ["school", "title", "code", "is_homeroom", "ended_at"], batch_size=500
    )
