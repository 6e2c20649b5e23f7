"""The reasons of an outcome in words, each with the criterion or group it is about. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from core.decision import Reason
from platforms.models import Criterion
from platforms.terms.audits import Outcome

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

TONES: Final = {
    Outcome.APPROVED: "good",
    Outcome.APPROVED_FOR_USES: "info",
    Outcome.FLAGGED: "bad",
    Outcome.UNDECIDED: "wait",
}
# What stands before the colon → its words; `{about}` is the criterion's code or the group's title.
WORDS: Final[dict[str, _StrPromise]] = {
    "nothing_applicable": _("Nothing of the set applies: an audit of nothing decides nothing"),
    "no_agreement": _(
        "It holds student data, and no data agreement is in force today (105 ILCS 85/15)"
    ),
    "unknown": _("{about} is not known yet"),
    "na_unreviewed": _("{about} does not apply, which a second person has not accepted"),
    "weak_evidence": _("{about} is called met on evidence too weak for what must be met"),
    "hard_knockout": _("{about} must be met, and is not"),
    "curable_knockout": _("{about} must be met, and is not; a dated plan can cure it"),
    "score_below_60": _("Less than 60 of 100 is reached"),
    "score_below_80": _("Less than 80 of 100 is reached"),
    "group_below_half": _("{about}: less than half of the group is reached"),
}


@dataclass(frozen=True, slots=True)
class Worded:
    """One reason: its code as the policy gives it, the kind before the colon, its words, and where to look."""

    code: str
    kind: str
    text: str
    criterion: Criterion | None = None
    group: str = ""

    @property
    def clause(self) -> str:
        return "P2"

    def as_reason(self) -> Reason:
        return Reason(self.code, self.clause, self.text)


def worded(codes: Iterable[str], criteria: Iterable[Criterion]) -> list[Worded]:
    """The reasons in the words of a set's criteria; a code we have no words for is given as it is."""
    known = {one.code: one for one in criteria}
    titles = {one.group: one.group_title for one in known.values()}
    return [_worded(code, known, titles) for code in codes]


def _worded(code: str, known: Mapping[str, Criterion], titles: Mapping[str, str]) -> Worded:
    kind, _colon, about = code.partition(":")
    criterion = known.get(about)
    group = criterion.group if criterion else about if about in titles else ""
    name = about if criterion else titles.get(about, about)
    text = str(WORDS[kind]).format(about=name) if kind in WORDS else code
    return Worded(code, kind, text, criterion, group)
