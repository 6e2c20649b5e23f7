"""How long a report is kept: the lists of an office, and the part on a case's page. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor, ActorKind
from incidents.access.cases import offices_with
from incidents.facts.keeping import keeping_facts, with_quiet
from incidents.models import (
    Case,
    CaseOffice,
    Certificate,
    Disposal,
    Hold,
    RetentionRule,
    offices_of,
    years_kept,
)
from incidents.models.sealed import sealed_counts
from incidents.policy.keeping import FIRST_YEARS, due_on, quiet_by
from incidents.reports import case_sections, deeds
from incidents.terms import OfficeCode, Stage

DUE, PROPOSED, HELD, DONE = "due", "proposed", "held", "done"
LISTS: Final = (DUE, PROPOSED, HELD, DONE)


def led_by(user: User) -> QuerySet[Case]:
    """The cases that an office of the user's has, and that the user may see."""
    held = CaseOffice.objects.filter(
        case=OuterRef("pk"), office__in=offices_of(user), ended_at=None
    )
    return Case.objects.visible_to(user).filter(Exists(held)).select_related("school")


def cases_in(which: str, user: User, at: datetime) -> Any:
    """The cases of one list: due to be destroyed, proposed already, or held."""
    proposed = Exists(Disposal.objects.standing().filter(case=OuterRef("pk")))
    rows: Any = with_quiet(led_by(user))
    if which == HELD:
        return rows.filter(is_held=True)
    if which == PROPOSED:
        return rows.filter(proposed)
    today = timezone.localdate(at)
    after = quiet_by(today, years_kept(today)) + timedelta(days=1)
    before = timezone.make_aware(datetime.combine(after, time.min))
    return rows.filter(~proposed, stage=Stage.CLOSED, is_held=False, quiet_since__lt=before)


def certificates(user: User) -> QuerySet[Certificate]:
    """What remains of destroyed cases, each with its `code`."""
    return Certificate.objects.visible_to(user).annotate(code=F("case__code"))


def found(rows: QuerySet[Any], query: str) -> QuerySet[Any]:
    """Those whose code has what was typed; words of reports are sealed and cannot be searched."""
    return rows.filter(code__icontains=query.strip()) if query.strip() else rows


def rule_in_force(on: date) -> dict[str, Any]:
    """The rule of the day, and how the district came to it."""
    rules = RetentionRule.objects.select_related("by").order_by("-starts_on", "-pk")
    return {
        "years": years_kept(on),
        "rules": list(rules[:20]),
        "is_first": not any(one.starts_on <= on for one in rules),
        "first": FIRST_YEARS,
    }


def disposal_page(case: Case, at: datetime) -> dict[str, Any]:
    """What a disposal of the case would destroy, when it may be, and who proposed it."""
    facts = keeping_facts(case, at)
    proposal = case.disposals.select_related("proposed_by").filter(answer__isnull=True).first()
    refused = case.disposals.select_related("proposed_by", "answer__by").filter(
        answer__approved=False
    )
    return {
        "facts": facts,
        "due_on": due_on(facts.quiet_since, facts.years),
        "counts": sorted(sealed_counts(case).items()),
        "ways_back": case.ways_back.count(),
        "proposal": proposal,
        "proposal_reason": proposal.words()["reason"] if proposal else "",
        "office": OfficeCode(proposal.office).label if proposal else "",
        "refused": [
            {"by": one.answer.by, "at": one.answer.at, "reason": one.answer.words()["reason"]}
            for one in refused.order_by("-pk")
        ],
    }


def holds_of(case: Case) -> list[dict[str, Any]]:
    """Every hold of the case, the standing ones first, with its sealed reasons."""
    rows = Hold.objects.filter(case=case).select_related("by", "end__by").order_by("-pk")
    drawn = [_hold(one) for one in rows]
    return sorted(drawn, key=lambda one: one["end"] is not None)


def _hold(hold: Hold) -> dict[str, Any]:
    end = getattr(hold, "end", None)
    return {
        "hold": hold,
        "reason": hold.words()["reason"],
        "end": end,
        "end_reason": end.words()["reason"] if end else "",
    }


def _section(case: Case, user: User) -> Mapping[str, Any] | None:
    if not offices_with(Actor(ActorKind.USER, str(user.pk)), case):
        return None
    facts = keeping_facts(case, timezone.now())
    return {
        "is_held": facts.is_held,
        "is_closed": facts.is_closed,
        "due_on": due_on(facts.quiet_since, facts.years),
        "years": facts.years,
        "proposed": case.disposals.standing().exists(),
    }


case_sections.register(
    _("Keeping"), "incidents/keeping/_section.html", _section, 900, aside=True, anchor="keeping"
)

for _deed, _words in {
    "hold.placed": _("Put on hold"),
    "hold.lifted": _("Hold lifted"),
    "disposal.proposed": _("Disposal proposed"),
    "disposal.refused": _("Kept after a proposal to destroy it"),
    "disposal.done": _("Destroyed"),
}.items():
    deeds.register(_deed, _words, offices_only=True)
