"""The people who sign in to the practice district: one school's staff and the district's offices."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from accounts.models import User
from schools.models import Network, RoleAssignment, School, Staff
from schools.terms import DISTRICT_ROLES, NETWORK_ROLES, Role

PASSWORD = "demo-only"  # noqa: S105 -- printed on the practice sign-in page
# Sign-in name -> name and role. An office that reads reports needs two people.
PEOPLE: dict[str, tuple[str, Role]] = {
    "teacher": ("Tomasz Wójcik", Role.TEACHER),
    "coach": ("Carla Reyes", Role.COACH),
    "principal": ("Patricia Okafor", Role.PRINCIPAL),
    "clerk": ("Chen Li", Role.CLERK),
    "chief": ("Charles Whitfield", Role.CHIEF),
    "outreach": ("Olivia Brandt", Role.OUTREACH),
    "records": ("Rashid Anwar", Role.RECORDS),
    "its": ("Ingrid Larsen", Role.ITS),
    "reviewer": ("Rosa Delgado", Role.REVIEWER),
    "procurement": ("Paul Nowak", Role.PROCUREMENT),
    "oig": ("Oscar Grant", Role.OIG),
    "oig2": ("Odile Fontaine", Role.OIG),
    "protections": ("Priya Shah", Role.PROTECTIONS),
    "protections2": ("Pablo Ibarra", Role.PROTECTIONS),
    # Who reads reports at a school beside its principal.
    "assistant": ("Asha Lindqvist", Role.ADMINISTRATOR),
    "admin": ("Ada Moreau", Role.ADMIN),
}


def sign_in_name(who: str) -> str:
    return f"{who}@demo.test"


def make_people(school: School, since: date) -> dict[str, User]:
    """Every practice person, with their one role since the day; returns them by sign-in name."""
    if not settings.DEMO:
        raise RuntimeError("Practice people are made only in demo mode.")
    return {who: make_person(who, school, since) for who in PEOPLE}


def make_person(who: str, school: School, since: date) -> User:
    name, role = PEOPLE[who]
    user = User.objects.create_user(sign_in_name(who), name, PASSWORD)
    Staff.objects.create(user=user, number=f"P-{who}")
    RoleAssignment.objects.create(user=user, role=role, starts_on=since, **place(role, school))
    return user


def place(role: Role, school: School) -> dict[str, School | Network | None]:
    """Where a practice person holds the role."""
    if role in DISTRICT_ROLES:
        return {}
    return {"network": school.network} if role in NETWORK_ROLES else {"school": school}
