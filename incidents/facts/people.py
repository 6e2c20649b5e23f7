"""Who the people of a case are in the other registers, as far as somebody confirmed it."""

from __future__ import annotations

from incidents.models import Case, Involved
from incidents.terms import Part
from incidents.terms.speak_up import Kind
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


def standing_rows(case: Case) -> dict[int, int]:
    """For every row about a person the one that stands for them now: what was found out about a name is a new row."""
    rows = list(case.involved.order_by("pk").values_list("pk", "follows"))
    later = {follows: key for key, follows in rows if follows is not None}
    found: dict[int, int] = {}
    for key, _follows in reversed(rows):
        found[key] = found.get(later.get(key, key), key)
    return found


def rows_of(row: Involved) -> list[int]:
    """Every row, ended ones too, that the same person of the case had."""
    return [key for key, stands in standing_rows(row.case).items() if stands == row.pk]


def name_of(row: Involved) -> str:
    """What the report calls the person: a name, or what they are."""
    words = row.words()
    role = str(words.get("role") or "")
    known = str(Kind(role).label) if role in Kind.values and role else role
    return str(words.get("name") or known)
