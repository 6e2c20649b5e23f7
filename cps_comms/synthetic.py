"""A made-up district of any size, for rehearsals and for measuring: nobody in it lives.

The proportions are those of a large public district: about 500 students a school, 37 schools a network, two in
three students with a second guardian, one in four with a brother or sister in the district, a family language for
everybody. The same number makes the same district.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Final, TypeVar

from django.contrib.auth.hashers import make_password
from django.db import models, transaction
from django.utils import timezone

from accounts.models import User
from core.actor import Actor
from core.decision import Decision, Reason
from schools.models import (
    District,
    Enrolment,
    Guardian,
    GuardianLink,
    Network,
    RoleAssignment,
    School,
    SchoolYear,
    Staff,
    Student,
)
from schools.terms import GRADES, Authority, LinkSource, Role
from trail.recording import record

M = TypeVar("M", bound=models.Model)

STUDENTS_A_SCHOOL: Final = 500
SCHOOLS_A_NETWORK: Final = 37
STUDENTS_A_TEACHER: Final = 16
BATCH: Final = 2_000
DOMAIN: Final = "district.example"
LANGUAGES: Final = ("en", "en", "en", "en", "es", "es", "es", "pl", "zh-hans", "ar", "ur")
GIVEN: Final = (
    "Amara Ana Andrzej Bao Camila Darius Diego Ewa Fatima Grace Hana Ibrahim Imani Isaac Jada Jin Kofi Layla "
    "Leo Luz Maja Malik Mei Nadia Noah Omar Pilar Rosa Samir Sofia Tomasz Uma Wei Xavier Yusuf Zofia"
).split()
FAMILY: Final = (
    "Adeyemi Ahmed Baker Castillo Chen Cruz Delgado Evans Flores Garcia Haddad Hernandez Hill Jackson Johnson "
    "Khan Kowalski Lee Lopez Malik Martinez Nguyen Nowak Okafor Ortiz Parker Ramirez Reyes Rivera Santos Smith "
    "Thomas Torres Wang Williams Wright Zielinski"
).split()
NOT_EMPTY: Final = Reason(
    "not_empty",
    "T1",
    "There is a district already; a made-up one is put only into an empty database.",
)


@dataclass(frozen=True, slots=True)
class Made:
    """How many of each there are."""

    schools: int
    students: int
    guardians: int
    staff: int


@transaction.atomic
def make(students: int, *, by: Actor) -> Made:
    """A district with this many students. `Refused` where there is one."""
    Decision.unless((not District.objects.exists(), NOT_EMPTY)).require()
    dice = random.Random(students)  # noqa: S311 -- made-up people, the same each time
    district = District.objects.create(
        name="Made-up Public Schools", email_domain=DOMAIN, verified_on=timezone.localdate()
    )
    year = _year()
    schools = _schools(max(1, round(students / STUDENTS_A_SCHOOL)))
    staff = _staff(schools, students, year, dice)
    guardians = _families(schools, students, year, dice)
    record("district.made_up", district, by=by, schools=len(schools), students=students)
    return Made(len(schools), students, guardians, staff)


def _year() -> SchoolYear:
    """The school year that holds today."""
    today = timezone.localdate()
    first = today.year if today.month >= 7 else today.year - 1
    return SchoolYear.objects.create(
        name=f"{first}-{(first + 1) % 100:02}",
        class_starts_on=date(first, 8, 24),
        class_ends_on=date(first + 1, 6, 11),
        starts_on=date(first, 7, 1),
        ends_on=date(first + 1, 6, 30),
    )


def _schools(number: int) -> list[School]:
    networks = _kept(
        Network(name=f"Network {n + 1}") for n in range(1 + (number - 1) // SCHOOLS_A_NETWORK)
    )
    return _kept(
        School(
            name=f"{FAMILY[n % len(FAMILY)]} {GIVEN[n // len(FAMILY) % len(GIVEN)]} School {n + 1}",
            sourced_id=f"made-up-school-{n}",
            number=f"{600001 + n}",
            network=networks[n % len(networks)],
            phone=_phone(n),
            email=f"office{n}@{DOMAIN}",
        )
        for n in range(number)
    )


def _staff(schools: list[School], students: int, year: SchoolYear, dice: random.Random) -> int:
    """A principal and a clerk a school, and teachers; nobody of them can sign in with a password."""
    roles = [Role.PRINCIPAL, Role.CLERK]
    roles += [Role.TEACHER] * (1 + students // len(schools) // STUDENTS_A_TEACHER)
    places = [(school, role) for school in schools for role in roles]
    nobody = make_password(None)
    users = _kept(
        User(
            email=f"staff{n}@{DOMAIN}",
            name=f"{dice.choice(GIVEN)} {dice.choice(FAMILY)}",
            password=nobody,
        )
        for n in range(len(places))
    )
    _kept(Staff(user=user, number=f"M{n:07}") for n, user in enumerate(users))
    _kept(
        RoleAssignment(
            user=user, role=role, school=school, starts_on=year.starts_on, source=LinkSource.ROSTER
        )
        for user, (school, role) in zip(users, places, strict=True)
    )
    return len(users)


def _families(schools: list[School], students: int, year: SchoolYear, dice: random.Random) -> int:
    """Students, where they are enrolled, and the grown-ups who sign for them; how many grown-ups."""
    guardians = 0
    for first in range(0, students, BATCH):
        children = _kept(
            _student(n, schools[n % len(schools)], year, dice)
            for n in range(first, min(first + BATCH, students))
        )
        _kept(
            Enrolment(student=one, school=one.school, grade=one.grade, starts_on=year.starts_on)
            for one in children
        )
        guardians += _parents(children, guardians, dice)
    return guardians


def _student(n: int, school: School, year: SchoolYear, dice: random.Random) -> Student:
    grade = dice.randrange(len(GRADES))
    born = year.class_starts_on - timedelta(days=365 * (4 + grade) + dice.randrange(365))
    return Student(
        sourced_id=f"made-up-student-{n}",
        number=f"{n:08}",
        given_name=dice.choice(GIVEN),
        family_name=dice.choice(FAMILY),
        grade=GRADES[grade],
        birth_on=born,
        email=f"s{n}@students.{DOMAIN}",
        school=school,
    )


def _parents(children: list[Student], before: int, dice: random.Random) -> int:
    """One or two grown-ups a family; one child in four has an older brother or sister among those before."""
    families: list[list[Student]] = []
    for child in children:
        if families and dice.random() < 0.25:
            families[-1].append(child)
        else:
            families.append([child])
    pairs = [(family, place) for family in families for place in range(1 + (dice.random() < 0.67))]
    grown_ups = _kept(
        Guardian(
            given_name=dice.choice(GIVEN),
            family_name=family[0].family_name,
            email=f"g{before + n}@families.example",
            phone=_phone(before + n),
            language=LANGUAGES[dice.randrange(len(LANGUAGES))],
        )
        for n, (family, _place) in enumerate(pairs)
    )
    _kept(
        GuardianLink(
            guardian=grown_up,
            student=child,
            relationship="Parent",
            authority=Authority.YES,
            authority_source="Made up",
            source=LinkSource.CONTACTS,
        )
        for grown_up, (family, _place) in zip(grown_ups, pairs, strict=True)
        for child in family
    )
    return len(grown_ups)


def _phone(n: int) -> str:
    """A number that rings nowhere: the exchange 555."""
    return f"+1{200 + n // 10_000 % 800}555{n % 10_000:04}"


def _kept(rows: Iterator[M]) -> list[M]:
    """The rows, written in batches."""
    kept: list[M] = []
    while batch := list(islice(rows, BATCH)):
        kept += type(batch[0])._default_manager.bulk_create(batch)
    return kept
