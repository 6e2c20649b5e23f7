"""A report as it is handed in, whichever way it came: one value that every intake makes and one action takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from incidents.terms import AboutWhom, Part, Post, ReporterRole, Safe


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a report, as far as it says: a typed name or role, an account chosen while signed in, or a post."""

    part: Part
    name: str = ""
    role: str = ""
    is_adult: bool | None = None
    # Primary keys of an account or a student, where who reports was signed in and chose from a list.
    user_id: int | None = None
    student_id: int | None = None
    post: Post | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody reports. Everything may be left out but the role of who reports."""

    reporter_role: ReporterRole
    # What happened, in the reporter's words, and what they have to show.
    said: str = ""
    about: tuple[AboutWhom, ...] = ()
    people: tuple[Person, ...] = ()
    school_id: int | None = None
    platform_id: int | None = None
    platform_name: str = ""
    danger_now: bool = False
    parent_safe: Safe = Safe.UNSAID
    # How to reach the reporter, if they want to be: {"name", "phone", "email", "how"}; empty for nobody.
    contact: Mapping[str, str] = field(default_factory=dict)
    # The account of who reports, where they signed in.
    reporter_user_id: int | None = None
    # Every answer as given, by question, and the version of the form: what was asked then can be read for ever.
    answers: Mapping[str, object] = field(default_factory=dict)
    form: str = ""
    language: str = "en"

    @property
    def names_adult(self) -> bool:
        """Whether an adult is named or chosen anywhere as who did it."""
        return any(one.part == Part.ACCUSED and one.is_adult for one in self.people)

    @property
    def may_tell_parents(self) -> bool:
        """Only a no, or not knowing, holds the parents' notice for a person to decide; silence does not (I2)."""
        return self.parent_safe in {Safe.YES, Safe.UNSAID}
