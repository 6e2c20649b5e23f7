"""A flag for Procurement: put forward, signed by a second person, read, and ended the same way (P5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.actor import Actor
from core.decision import Decision
from core.workflow import IllegalMove
from notices import posting
from platforms.access import after
from platforms.access import procurement as access
from platforms.access.roles import acting_user, may_buy, may_confirm, may_work
from platforms.actions.letters import staff_drafts
from platforms.models import FlagLift, FlagRead, Platform, PlatformRule, ProcurementFlag, Vendor
from platforms.terms.after import FlagGround, FlagScope, ProposalMove, ProposalStage
from platforms.workflow.after import PROPOSAL
from schools.models import RoleAssignment
from schools.terms import Role
from trail.recording import record


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a flag says: about a vendor with all its platforms, or about one platform."""

    subject: Vendor | Platform
    scope: FlagScope
    ground: FlagGround
    words: str
    starts_on: date
    notice_on: date
    notice_how: str
    answer_by: date
    ends_on: date | None = None
    vendor_answer: str = ""


@transaction.atomic
def put_forward(wanted: Wanted, *, by: Actor) -> ProcurementFlag:
    """Before a second person. The vendor was told first, and has its days to answer."""
    may_work(by).require()
    days = PlatformRule.objects.numbers().vendor_days
    Decision.unless(
        (wanted.words.strip(), access.NO_REASON),
        (wanted.notice_on <= timezone.localdate(), access.NOTICE_LATER),
        (wanted.answer_by >= wanted.notice_on + timedelta(days=days), access.TOO_LITTLE_TIME),
    ).require()
    about = wanted.subject
    flag = ProcurementFlag.objects.create(
        vendor=about if isinstance(about, Vendor) else None,
        platform=about if isinstance(about, Platform) else None,
        scope=wanted.scope,
        ground=wanted.ground,
        words=wanted.words,
        starts_on=wanted.starts_on,
        ends_on=wanted.ends_on,
        notice_on=wanted.notice_on,
        notice_how=wanted.notice_how,
        answer_by=wanted.answer_by,
        vendor_answer=wanted.vendor_answer,
        proposed_by=acting_user(by),
    )
    record(
        "procurement.proposed", flag, by=by, topic=about, scope=str(flag.scope),
        ground=str(flag.ground),
    )  # fmt: skip
    return flag


@transaction.atomic
def record_answer(flag: ProcurementFlag, words: str, *, by: Actor) -> ProcurementFlag:
    """What the vendor answered, while the flag waits for its second signature."""
    may_work(by).require()
    found = _open(flag)
    found.vendor_answer = words
    found.save(update_fields=["vendor_answer"])
    record("procurement.vendor_answered", found, by=by, topic=found.subject)
    return found


@transaction.atomic
def sign(flag: ProcurementFlag, *, by: Actor) -> ProcurementFlag:
    """The second signature: Procurement holds back from the first day on, and is told now."""
    found = _open(flag)
    may_confirm(by, found.proposed_by_id).require()
    access.may_be_signed(found).require()
    _close(found, PROPOSAL.next(ProposalStage(found.stage), ProposalMove.CONFIRM), by)
    record("procurement.signed", found, by=by, topic=found.subject)
    posting.post_all(
        staff_drafts("platforms/procurement_flag", buyers(), {"flag": found.pk}, f"{found.pk}")
    )
    return found


@transaction.atomic
def refuse(flag: ProcurementFlag, reason: str, *, by: Actor) -> ProcurementFlag:
    """The second person does not sign, and says why."""
    found = _open(flag)
    may_confirm(by, found.proposed_by_id).require()
    stage = PROPOSAL.next(ProposalStage(found.stage), ProposalMove.REFUSE)
    _close(found, stage, by, reason)
    record("procurement.refused", found, by=by, topic=found.subject)
    return found


@transaction.atomic
def withdraw(flag: ProcurementFlag, *, by: Actor) -> ProcurementFlag:
    """Who put it forward takes it back before it is signed."""
    found = _open(flag)
    may_work(by).require()
    Decision.unless((by.user_id == found.proposed_by_id, after.NOT_YOURS)).require()
    _close(found, PROPOSAL.next(ProposalStage(found.stage), ProposalMove.WITHDRAW), by)
    record("procurement.withdrawn", found, by=by, topic=found.subject)
    return found


@transaction.atomic
def propose_lift(flag: ProcurementFlag, reason: str, ends_on: date, *, by: Actor) -> FlagLift:
    """Put forward that a flag ends on a day, today or later. The flag stays readable for ever."""
    may_work(by).require()
    found = _locked(flag)
    if found.lifts.exclude(stage__in=CLOSED).exists():
        raise IllegalMove(ProposalStage.OPEN, "lift")
    today = timezone.localdate()
    lives = found.stage == ProposalStage.CONFIRMED and not _is_over(found, today)
    Decision.unless(
        (lives, access.NOT_IN_FORCE),
        (reason.strip(), access.NO_REASON),
        (ends_on >= today, access.ENDS_BEFORE),
    ).require()
    lift = FlagLift.objects.create(
        flag=found, reason=reason, ends_on=ends_on, proposed_by=acting_user(by)
    )
    record(
        "procurement.lift_proposed", found, by=by, topic=found.subject,
        ends_on=ends_on.isoformat(),
    )  # fmt: skip
    return lift


@transaction.atomic
def sign_lift(lift: FlagLift, *, by: Actor) -> FlagLift:
    """The second signature: nothing is held back from that day, or from today where it has passed."""
    flag = _locked(lift.flag)
    found = FlagLift.objects.select_for_update().get(pk=lift.pk)
    stage = PROPOSAL.next(ProposalStage(found.stage), ProposalMove.CONFIRM)
    may_confirm(by, found.proposed_by_id).require()
    found.ends_on = max(found.ends_on, timezone.localdate())
    _close(found, stage, by)
    record("procurement.lifted", flag, by=by, topic=flag.subject, ends_on=found.ends_on.isoformat())
    posting.post_all(
        staff_drafts("platforms/procurement_lift", buyers(), {"lift": found.pk}, f"{found.pk}")
    )
    return found


@transaction.atomic
def refuse_lift(lift: FlagLift, reason: str, *, by: Actor) -> FlagLift:
    """The flag stays."""
    flag = _locked(lift.flag)
    found = FlagLift.objects.select_for_update().get(pk=lift.pk)
    stage = PROPOSAL.next(ProposalStage(found.stage), ProposalMove.REFUSE)
    may_confirm(by, found.proposed_by_id).require()
    _close(found, stage, by, reason)
    record("procurement.lift_refused", flag, by=by, topic=flag.subject)
    return found


@transaction.atomic
def acknowledge(flag: ProcurementFlag, *, by: Actor) -> FlagRead:
    """Somebody of Procurement says that they read it: once each."""
    may_buy(by).require()
    if flag.stage != ProposalStage.CONFIRMED:
        raise IllegalMove(flag.stage, "acknowledge")
    read, made = FlagRead.objects.get_or_create(flag=flag, by=acting_user(by))
    if made:
        record("procurement.read", flag, by=by, topic=flag.subject)
    return read


def buyers() -> list[User]:
    """Everybody of Procurement today."""
    held = RoleAssignment.objects.current().filter(role=Role.PROCUREMENT)
    return list(User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("pk"))


CLOSED = (ProposalStage.REFUSED, ProposalStage.WITHDRAWN)


def _locked(flag: ProcurementFlag) -> ProcurementFlag:
    return ProcurementFlag.objects.select_for_update().get(pk=flag.pk)


def _open(flag: ProcurementFlag) -> ProcurementFlag:
    found = _locked(flag)
    if found.stage != ProposalStage.OPEN:
        raise IllegalMove(found.stage, "close")
    return found


def _is_over(flag: ProcurementFlag, today: date) -> bool:
    return flag.ends_on is not None and flag.ends_on < today


def _close(
    found: ProcurementFlag | FlagLift, stage: ProposalStage, by: Actor, reason: str = ""
) -> None:
    found.stage = stage
    found.closed_by, found.closed_at = acting_user(by), timezone.now()
    found.closed_reason = reason
    found.save()
