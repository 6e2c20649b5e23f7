"""One activity's board: every student judged once, narrowed to a state and words, as a page or as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from consents import standing
from consents.access.boards import is_in_it, students_seen
from consents.models import Activity, ActivityVersion, Approval, VersionAdult
from consents.reports.states import Count, counts
from consents.reports.verdict_board import Board, Row, board
from consents.terms import BoardState, Stage
from core.sheets import Cell
from schools.models import Staff, Student


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for on a board."""

    state: BoardState | None = None
    words: str = ""

    @classmethod
    def read(cls, state: str, words: str) -> Wanted:
        """From an address or a form: an unknown state is none."""
        return cls(
            BoardState(state) if state in BoardState.values else None, " ".join(words.split())[:100]
        )

    def fits(self, row: Row) -> bool:
        return self.state in (None, row.state) and self.names(row.student)

    def names(self, student: Student) -> bool:
        """Every word begins the number, or is in a name."""
        known = f"{student.given_name} {student.family_name} {student.preferred_name}".casefold()
        return all(
            word.casefold() in known or student.number.startswith(word)
            for word in self.words.split()
        )


@dataclass(frozen=True, slots=True)
class ActivityBoard:
    """The board as one person sees it. `rows` fit what is wanted, `counts` are of everybody seen."""

    version: ActivityVersion
    adults: list[Staff]
    judged: Board
    rows: list[Row]
    counts: list[Count]
    total: int
    # Listed students of schools whose students the reader does not see.
    hidden: int = 0


def version_for_board(activity: Activity) -> ActivityVersion | None:
    """The version that stands, with all that a board reads of it, in three queries."""
    adults = VersionAdult.objects.select_related("staff__user").order_by("pk")
    approved = Approval.objects.filter(
        version=OuterRef("pk"), school=activity.school_id, stage=Stage.APPROVED
    )
    sent = (
        activity.versions.filter(asked_at__isnull=False)
        .annotate(stands=Exists(approved))
        .select_related(
            "activity__year", "activity__kind", "activity__school", "activity__asked_by"
        )
        .prefetch_related("activity__narrowings", Prefetch("adult_rows", adults))
        .order_by("-stands", "-number")
    )
    return sent.first()


def activity_board(
    user: User,
    version: ActivityVersion,
    wanted: Wanted,
    *,
    at: datetime,
    adult: Staff | None = None,
) -> ActivityBoard:
    """Judge everybody the user may see for the adult: the user's own self where named, else the first."""
    activity = version.activity
    adults = standing.adults_of(version)
    own = next((one for one in adults if one.user_id == user.pk), None)
    seen = students_seen(user, activity, version)
    listed = [one for one in seen if not standing.is_taken_off(version, one)]
    hidden = 0 if is_in_it(user, activity, version) else version.student_rows.count() - len(seen)
    judged = board(
        activity, at, listed, version=version, adult=adult or own or next(iter(adults), None)
    )
    return ActivityBoard(
        version=version,
        adults=adults,
        judged=judged,
        rows=[row for row in judged.rows if wanted.fits(row)],
        counts=counts(row.state for row in judged.rows),
        total=len(judged.rows),
        hidden=hidden,
    )


def heads() -> list[str]:
    """The columns of a board as a table."""
    return [
        _("Student number"),
        _("Family name"),
        _("Given name"),
        _("Grade"),
        _("School"),
        _("State"),
        _("May be texted until"),
        _("Reasons"),
        _("Clauses"),
        _("Guardians' answers"),
        _("Next action"),
        _("Whose"),
    ]


def cells(found: ActivityBoard) -> Iterator[list[Cell]]:
    """A row of the table for each student: no telephone number, no e-mail, no reason a family gave."""
    own = found.version.activity.school_id
    for row in found.rows:
        student, until = row.student, row.judged.verdict.until
        yield [
            student.number,
            student.family_name,
            student.preferred_name or student.given_name,
            student.grade if student.school_id == own else "",
            str(student.school or ""),
            str(row.state.label),
            until.isoformat() if until else "",
            " ".join(line.text for line in row.lines),
            " ".join(dict.fromkeys(line.clause for line in row.lines)),
            "; ".join(_said(row, own)),
            _plain(row.next_step),
            _plain(row.owner),
        ]


def _said(row: Row, own_school: int) -> Iterator[str]:
    """Who said what, when and how; guardians of other schools' students stay without a name."""
    for number, said in enumerate(row.said, start=1):
        named = row.student.school_id == own_school
        who = str(said.guardian) if named else _("Guardian %(number)d") % {"number": number}
        when = date_format(said.at, "SHORT_DATE_FORMAT") if said.at else ""
        yield " ".join(part for part in (f"{who}:", str(said.word.label), when, said.route) if part)


def _plain(words: str) -> str:
    """Without the marks that keep a name's direction: a spreadsheet shows them as boxes."""
    return words.replace("\u2068", "").replace("\u2069", "")
