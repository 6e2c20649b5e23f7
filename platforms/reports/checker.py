""" "Can I use X for Y?": a platform, a use and a grade, answered with the rule behind it (P3, P4, T3). Reads only.

Judged by `Stand.approves`, as every verdict and every consult is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from django.utils.translation import gettext as _

from core.decision import Reason
from platforms.policy import Stand
from platforms.reports.public_list import Row, Snapshot, alternatives
from platforms.terms import FLAGGED, Status, Tag
from platforms.uses import OWN, Use
from schools.terms import GRADES

MOST_NEAREST: Final = 5
OWN_CODES: Final = {use.code for use in OWN}


@dataclass(frozen=True, slots=True)
class Answered:
    """Yes with what to mind (`ifs`), or no with every reason."""

    row: Row
    use: Use
    grade: str
    reasons: tuple[Reason, ...] = ()
    ifs: tuple[Reason, ...] = ()
    nearest: list[Row] = field(default_factory=list)

    @property
    def allowed(self) -> bool:
        return not self.reasons

    @property
    def for_students(self) -> bool:
        """Whether students are written to, so that a consent form comes first."""
        return self.use.code not in OWN_CODES


def answer(found: Snapshot, row: Row, use: Use, grade: str = "") -> Answered:
    """May the platform be used so today?"""
    reasons = tuple(_reasons(row, use, grade))
    nearest = [] if not reasons else alternatives(found, row, use.code)[:MOST_NEAREST]
    ifs = () if reasons else tuple(_ifs(row, use))
    return Answered(row, use, grade, reasons, ifs, nearest)


def grades_of(use: Use) -> list[str]:
    """The grades of a use in their order; empty: all."""
    return [grade for grade in GRADES if use.grades is not None and grade in use.grades]


def why_not(stand: Stand, use: str) -> Reason | None:
    """Why a standing is none for the use; None where it is one."""
    if stand.approves(use):
        return None
    if stand.lapsed:
        return Reason(
            "approval_ended", "P3", _("Its approval ended. It must be checked again first.")
        )
    if stand.status in FLAGGED:
        return Reason("flagged", "P4", _("It is flagged: it failed a check."))
    said = {
        Status.APPROVED_FOR_USES: Reason("not_this_use", "P3", _("It is approved, but not for this use.")),
        Status.IN_REVIEW: Reason("in_review", "P2", _("The district is still checking it.")),
        Status.NOT_APPROVED: Reason("not_approved", "P3", _("The district checked it and said no.")),
        Status.RETIRED: Reason("retired", "P3", _("It is no longer offered.")),
    }  # fmt: skip
    return said.get(stand.status) or Reason(
        "not_reviewed", "P6", _("The district has not checked it. Not checked means not approved.")
    )


def _reasons(row: Row, use: Use, grade: str) -> Iterator[Reason]:
    if not use.covers(grade):
        words = _("This use is for grades %(grades)s only.") % {"grades": ", ".join(grades_of(use))}
        yield Reason("grade_not_covered", use.clause, words)
    standing = why_not(row.stand, use.code)
    if standing is not None:
        yield standing


def _ifs(row: Row, use: Use) -> Iterator[Reason]:
    if use.consent_form:
        words = _("A parent or guardian signs this form first: %(form)s.") % {
            "form": use.consent_form
        }
        yield Reason("consent_form", "T1", words)
    if row.flagged:
        words = _("It is flagged. This one use is kept while schools move to another tool.")
        yield Reason("kept_use", "P4", words)
    if row.conditions:
        yield Reason("conditions", "P3", row.conditions)
    if use.code not in OWN_CODES and Tag.PARENTS_ONLY in row.audiences:
        yield Reason(
            "parents_only",
            "P2",
            _("It is listed as a tool for parents only. Ask ITS before you write to students."),
        )
