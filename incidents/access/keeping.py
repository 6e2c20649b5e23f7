"""Who holds, destroys and takes out reports. Seeing the case comes first, as everywhere."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason
from incidents.access.cases import acting_user, may_lead, offices_with
from incidents.facts.keeping import keeping_facts
from incidents.models import Case, Disposal, Export, offices_of
from incidents.policy.keeping import against, against_deciding
from incidents.terms.keeping import ExportState, Obstacle

NO_OFFICE: Final = Reason("no_office", "I1", _("Only people of the two offices do this."))
NOT_ASKER: Final = Reason("not_asker", "I1", _("Only whoever asked for a bundle takes it."))
NOT_THERE: Final = Reason("not_there", "I1", _("The bundle is not there, or not any more."))


def may_hold(by: Actor, case: Case) -> Decision:
    """Place and lift holds: an office that has the case."""
    return may_lead(by, case)


def may_set_rule(by: Actor) -> Decision:
    return Decision.unless((bool(offices_of(acting_user(by))), NO_OFFICE))


def may_propose(by: Actor, case: Case, at: datetime) -> Decision:
    """Propose to destroy the case: its office, once its time is over and nothing holds it."""
    led = may_lead(by, case)
    proposed = [Obstacle.PROPOSED] if case.disposals.standing().exists() else []
    return led and _decision([*_against(case, at), *proposed])


def may_decide(by: Actor, disposal: Disposal) -> Decision:
    """Say yes or no: another person of the office that proposed it."""
    led = may_lead(by, disposal.case)
    return led and _decision(
        against_deciding(
            proposer=disposal.proposed_by_id,
            decider=acting_user(by).pk,
            same_office=disposal.office in offices_with(by, disposal.case),
            standing=not hasattr(disposal, "answer"),
        )
    )


def may_destroy(by: Actor, disposal: Disposal, at: datetime) -> Decision:
    """Say yes: all that a proposal needed still holds at this moment."""
    decided = may_decide(by, disposal)
    return decided and _decision(_against(disposal.case, at))


def may_export(by: Actor, case: Case) -> Decision:
    return may_lead(by, case)


def may_take(by: Actor, export: Export, at: datetime) -> Decision:
    """Take a bundle: whoever asked for it, while they lead the case and it is there."""
    led = may_lead(by, export.case)
    return led and Decision.unless(
        (export.by_id == by.user_id, NOT_ASKER),
        (export.state(at) == ExportState.READY, NOT_THERE),
    )


def _against(case: Case, at: datetime) -> tuple[Obstacle, ...]:
    return against(keeping_facts(case, at), timezone.localdate(at))


def _decision(obstacles: Iterable[Obstacle]) -> Decision:
    return Decision(tuple(Reason(str(one), "I1", one.label) for one in obstacles))
