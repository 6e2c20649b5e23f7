"""The Clever contacts layout, with two optional columns of ours: `language` and `authority`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from schools.roster import relations, values
from schools.roster.layouts import CONTACTS
from schools.roster.problems import Report, RowRefused, Unreadable
from schools.roster.table import Row, rows

MOBILE: Final = {"cell", "mobile", "cell phone", "mobile phone", "cellular", "sms"}


@dataclass(frozen=True, slots=True)
class Contact:
    """One grown-up for one student. `line` is where it stood; blank facts are unknown."""

    line: int
    contact_id: str
    student_id: str
    given_name: str
    family_name: str
    relationship: str
    authority: str
    # The column, or "" where the authority is presumed from the relationship.
    authority_stated: bool
    phone: str
    phone_is_mobile: bool
    email: str
    language: str


def contacts(
    path: Path, report: Report, note: Callable[[str], None]
) -> Iterator[tuple[str, str, Contact | None]]:
    """`(contact_id, student_id, contact)` for every row; the contact is None where the row was refused."""
    try:
        with path.open("rb") as stream:
            for row in rows(stream, CONTACTS, report, note):
                yield row["contact_id"], row["student_id"], _contact(row)
    except OSError as error:
        raise Unreadable(f"{path.name} cannot be read: {type(error).__name__}.") from None


def _contact(row: Row) -> Contact | None:
    if row.broken:
        return None
    try:
        contact_id, student_id = row.needed("contact_id"), row.needed("student_id")
        if not row["first_name"]:
            row.needed("last_name")
    except RowRefused as refused:
        row.problem(refused.column, refused.reason)
        return None
    stated = row.read("authority", relations.written, relations.CHECK)
    return Contact(
        line=row.line,
        contact_id=contact_id,
        student_id=student_id,
        given_name=row["first_name"],
        family_name=row["last_name"],
        relationship=row["relationship"],
        authority=stated or relations.presumed(row["relationship"], row["type"]),
        authority_stated=bool(stated),
        phone=row.read("phone", values.phone, ""),
        phone_is_mobile=row["phone_type"].casefold() in MOBILE,
        email=row.read("email", values.email, ""),
        language=row.read("language", values.language, ""),
    )
