"""What is asked and answered, as the published description has it."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field

from core.reading import moment

FIRST_YEAR, LAST_YEAR = 2000, 2100
# In an address a bare "+" before the offset arrives as a space.
LOST_PLUS = re.compile(
    r"(?P<time>\d{2}(?::\d{2}(?:[.,]\d+)?)?) (?P<offset>\d{2}:?\d{2})$", re.ASCII
)


def read_moment(value: Any) -> datetime | None:
    """An ISO 8601 time with an offset."""
    if value is None:
        return None
    written = LOST_PLUS.sub(r"\g<time>+\g<offset>", value) if isinstance(value, str) else value
    read = moment(written, "time")
    if not FIRST_YEAR <= read.year < LAST_YEAR:
        raise ValueError(f"time: outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return read


def read_id(value: Any) -> Any:
    """An id; a number is taken for its digits."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, str) and not value.isprintable():
        raise ValueError("an id has printable characters only")
    return value


Moment = Annotated[datetime | None, BeforeValidator(read_moment)]
Id = Annotated[str, BeforeValidator(read_id), Field(min_length=1, max_length=254)]


class QuestionIn(Schema):
    """May this adult text this student for this activity?"""

    model_config = ConfigDict(extra="forbid")

    adult: Id = Field(
        description="District e-mail, the roster's id of the employee, or our number."
    )
    student: Id = Field(description="The roster's id, the student number, or our number.")
    activity: Id = Field(description="Our number of the activity.")
    at: Moment = Field(None, description="The moment asked about; now when left out.")
    known_at: Moment = Field(
        None, description="Judge by what was known then; by all that is known now when left out."
    )


class ReasonOut(Schema):
    """Why not. The code is stable, the text is for people, the clause is the policy's."""

    code: str
    text: str
    clause: str


class VerdictOut(Schema):
    """Yes or no, and what it rests on."""

    allowed: bool
    reasons: list[ReasonOut]
    required_members: list[str] = Field(
        description="`student`, `adult`, `guardian:any`, `guardian:<id>`, `employee_email`."
    )
    until: date | None = Field(description="The last day of a yes.")
    at: datetime
    as_of: datetime
