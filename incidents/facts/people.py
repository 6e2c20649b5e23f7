"""Who the people of a case are in the other registers, as far as somebody confirmed it."""

from __future__ import annotations

from incidents.models import Case, Involved
from incidents.terms import Part
from schools.models import Staff, Student


def staff_of(row: Involved) -> Staff | None:
    """The adult a row was matched to, where they work or help at the district."""
    user = row.words().get("user") if row.mark else None
    return Staff.objects.select_related("user").filter(user=user).first() if user else None


def student_of(row: Involved) -> Student | None:
    """The student a row was chosen to be."""
    key = row.words().get("student")
    return Student.objects.select_related("school").filter(pk=key).first() if key else None


def adults_of(case: Case) -> dict[Involved, Staff]:
    """The accused adults whose account is known, in one query for all of them."""
    rows = {
        row: row.words().get("user")
        for row in case.involved.filter(part=Part.ACCUSED, ended_at=None).order_by("pk")
        if row.mark
    }
    found = Staff.objects.select_related("user").filter(
        user__in=[one for one in rows.values() if one]
    )
    by_user = {one.user_id: one for one in found}
    return {row: by_user[user] for row, user in rows.items() if user in by_user}


def students_of(case: Case) -> dict[Involved, Student]:
    """The students of the case, whatever their part."""
    rows = {
        row: row.words().get("student")
        for row in case.involved.filter(ended_at=None).order_by("pk")
    }
    found = Student.objects.select_related("school").in_bulk([one for one in rows.values() if one])
    return {row: found[key] for row, key in rows.items() if key in found}


def name_of(row: Involved) -> str:
    """What the row calls the person."""
    words = row.words()
    return str(words.get("name") or words.get("role") or "")
