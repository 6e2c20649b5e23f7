"""Load a criteria set, and say from when it is used: one person puts it forward, another confirms it (P2)."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from core.actor import Actor
from core.decision import Decision, Refused
from platforms.access import criteria as access
from platforms.access.roles import acting_user
from platforms.builtin import SetText, canonical, sha256_of
from platforms.models import Adoption, AdoptionProposal, CriteriaSet, Criterion
from platforms.terms.criteria import AdoptionMove
from platforms.workflow.criteria import ADOPTION
from trail.recording import record


@transaction.atomic
def load(said: SetText, *, by: Actor) -> tuple[CriteriaSet, bool]:
    """The set's rows, and whether they are new: the same set twice is there already.

    `Refused` for another content under a version that is there: what was loaded never changes.
    """
    access.may_load(by).require()
    content = canonical(said)
    sha256 = sha256_of(content)
    there = CriteriaSet.objects.filter(code=said.code, version=said.version).first()
    if there is not None:
        if there.sha256 != sha256:
            raise Refused(Decision((access.NEEDS_NEXT_VERSION,)))
        return there, False
    made = CriteriaSet.objects.create(
        code=said.code,
        version=said.version,
        title=said.title,
        content=content,
        sha256=sha256,
        loaded_by=str(by),
    )
    Criterion.objects.bulk_create(_rows(made, said))
    record("criteria.loaded", made, by=by, version=made.version, sha256=sha256)
    return made, True


def _rows(made: CriteriaSet, said: SetText) -> list[Criterion]:
    return [
        Criterion(
            criteria_set=made,
            code=one.id,
            place=place,
            group=group.id,
            group_title=group.title,
            text=one.text,
            weight=one.weight,
            knockout=one.knockout,
            knockout_from=one.knockout_from,
            documents_suffice=one.documents_suffice,
            tags=list(one.tags),
            evidence_expected=one.evidence,
            cites={source: list(ids) for source, ids in one.cites.items()},
        )
        for place, (group, one) in enumerate(said.criteria(), start=1)
    ]


@transaction.atomic
def propose(
    criteria_set: CriteriaSet, from_on: date, reason: str, *, by: Actor
) -> AdoptionProposal:
    """Put a set forward, to be used by new audits from a day on. Nothing changes yet."""
    user = acting_user(by)
    access.may_propose(by, from_on, timezone.localdate()).require()
    # One proposal of a set waits at a time; the set's row is the lock.
    CriteriaSet.objects.select_for_update().get(pk=criteria_set.pk)
    if criteria_set.proposals.waiting().exists():
        raise Refused(Decision((access.WAITS_ALREADY,)))
    proposal = AdoptionProposal.objects.create(
        criteria_set=criteria_set, from_on=from_on, reason=reason, proposed_by=user
    )
    record("criteria.put_forward", proposal, by=by, topic=criteria_set, from_on=from_on.isoformat())
    return proposal


@transaction.atomic
def confirm(proposal: AdoptionProposal, *, by: Actor) -> Adoption:
    """New audits use the set from its day on; those that have begun keep theirs."""
    user = acting_user(by)
    waiting = _locked(proposal)
    access.may_adopt(by, waiting, timezone.localdate()).require()
    _answer(waiting, AdoptionMove.CONFIRM, "", by=by)
    adoption = Adoption.objects.create(
        criteria_set=waiting.criteria_set,
        proposal=waiting,
        from_on=waiting.from_on,
        proposed_by=waiting.proposed_by,
        confirmed_by=user,
    )
    from_on = adoption.from_on.isoformat()
    record("criteria.adopted", adoption, by=by, topic=waiting.criteria_set, from_on=from_on)
    return adoption


@transaction.atomic
def refuse(proposal: AdoptionProposal, note: str, *, by: Actor) -> None:
    """A second person says no, with a reason."""
    acting_user(by)
    waiting = _locked(proposal)
    access.may_refuse(by, waiting).require()
    _answer(waiting, AdoptionMove.REFUSE, note, by=by)


@transaction.atomic
def withdraw(proposal: AdoptionProposal, *, by: Actor) -> None:
    """Who put it forward takes it back."""
    acting_user(by)
    waiting = _locked(proposal)
    access.may_withdraw(by, waiting).require()
    _answer(waiting, AdoptionMove.WITHDRAW, "", by=by)


def _locked(proposal: AdoptionProposal) -> AdoptionProposal:
    rows = AdoptionProposal.objects.select_for_update(of=("self",))
    return rows.select_related("criteria_set", "proposed_by").get(pk=proposal.pk)


def _answer(proposal: AdoptionProposal, move: AdoptionMove, note: str, *, by: Actor) -> None:
    """The proposal is answered once; `IllegalMove` for a second answer."""
    proposal.stage = ADOPTION.next(proposal.state, move)
    proposal.answered_by_id = by.user_id
    proposal.answered_at = timezone.now()
    proposal.answer_note = note
    proposal.save()
    record("criteria.answered", proposal, by=by, topic=proposal.criteria_set, move=str(move))
