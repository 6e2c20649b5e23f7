"""An audit's way (P2): asked for, given to somebody, handed in, sent back, dropped. Deciding is `deciding`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor
from core.decision import Decision, Reason, Refused
from core.workflow import IllegalMove
from platforms.access import audits as access
from platforms.access.roles import acting_user, may_work
from platforms.actions import audit_letters
from platforms.actions.statuses import Standing, set_status
from platforms.models import Audit, AuditScope, AuditStep, CriteriaSet, Platform
from platforms.reports.assessing import blocks_hand_in
from platforms.terms import Cause, Status, Tag
from platforms.terms.audits import AuditMove, AuditStage
from platforms.workflow.audits import AUDIT
from trail.recording import record

NO_SET = Reason(
    "no_criteria", "P2", _("No criteria set is in force. Two people adopt one before any audit.")
)
OPEN_ALREADY = Reason("open_already", "P2", _("This platform has an open audit."))
MERGED = Reason(
    "merged", "P1", _("This entry was merged into another. Ask for the audit of that one.")
)
PAST_DUE = Reason("past_due", "P2", _("The day it is due is over: choose a later one."))


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What decides which criteria bind. The vendor never chooses it."""

    tags: Collection[str]
    student_data: bool
    note: str = ""


@transaction.atomic
def request(
    platform: Platform, *, by: Actor, reason: str = "", due_on: date | None = None
) -> Audit:
    """Ask for an audit under the set in force. Its predecessor is the platform's last; its results are its own.

    A platform that nobody reviewed yet is *in review* from now on; any other keeps its standing.
    """
    may_work(by).require()
    platform = Platform.objects.select_for_update().get(pk=platform.pk)
    today = timezone.localdate()
    criteria = CriteriaSet.objects.in_force(today)
    if criteria is None:
        raise Refused(Decision((NO_SET,)))
    Decision.unless(
        (platform.merged_into_id is None, MERGED),
        (not platform.audits.open().exists(), OPEN_ALREADY),
        (due_on is None or due_on >= today, PAST_DUE),
    ).require()
    user = acting_user(by)
    audit = Audit.objects.create(
        platform=platform,
        criteria_set=criteria,
        predecessor=platform.audits.order_by("-pk").first(),
        tags=platform.tags,
        reason=reason,
        due_on=due_on,
        requested_by=user,
    )
    record("audit.requested", audit, by=by, topic=platform, criteria=audit.criteria_set_id)
    _begin_review(platform, by=by)
    return audit


@transaction.atomic
def assign(audit: Audit, auditor: User, *, by: Actor, note: str = "") -> AuditStep:
    """Give it to somebody of ITS, or to somebody else; they are told."""
    may_work(by).require()
    access.may_be_assigned(auditor).require()
    audit = locked(audit)
    audit.auditor = auditor
    step = move(audit, AuditMove.ASSIGN, by=by, note=note, auditor=auditor)
    audit_letters.tell_auditor(step)
    return step


@transaction.atomic
def choose_scope(audit: Audit, scope: Scope, *, by: Actor) -> AuditScope:
    """Which tags bind and whether student data is held: a new row each time, put before the second person."""
    may_work(by).require()
    audit = locked(audit)
    require_assessing(audit)
    audit.tags = [tag.value for tag in Tag if tag.value in scope.tags]
    audit.student_data = scope.student_data
    audit.save(update_fields=["tags", "student_data"])
    row = AuditScope.objects.create(
        audit=audit,
        tags=audit.tags,
        student_data=scope.student_data,
        note=scope.note,
        by=acting_user(by),
    )
    record("audit.scoped", row, by=by, topic=audit, tags=audit.tags, student=scope.student_data)
    return row


@transaction.atomic
def hand_in(audit: Audit, *, by: Actor, note: str = "") -> AuditStep:
    """To the second person. Half an audit never goes: nothing unknown, nothing on evidence that cannot count."""
    may_work(by).require()
    audit = locked(audit)
    AUDIT.next(AuditStage(audit.stage), AuditMove.SUBMIT)
    blocks_hand_in(audit, timezone.localdate()).require()
    step = move(audit, AuditMove.SUBMIT, by=by, note=note)
    audit_letters.tell_reviewers(step)
    return step


@transaction.atomic
def send_back(audit: Audit, *, by: Actor, note: str) -> AuditStep:
    """The second person finds something to mend."""
    audit = locked(audit)
    access.may_look_second(by, audit).require()
    step = move(audit, AuditMove.RETURN, by=by, note=note)
    audit_letters.tell_auditor(step)
    return step


@transaction.atomic
def drop(audit: Audit, *, by: Actor, note: str) -> AuditStep:
    """End it without a decision. What was found stays to be read; the platform is not *in review* any more."""
    may_work(by).require()
    audit = locked(audit)
    step = move(audit, AuditMove.DROP, by=by, note=note)
    standing = audit.platform.standing(timezone.now())
    if standing is not None and standing.status == Status.IN_REVIEW:
        back = Standing(status=Status.NOT_REVIEWED, cause=Cause.REVIEW_DROPPED)
        set_status(audit.platform, back, by=by)
    return step


def locked(audit: Audit) -> Audit:
    """The audit as it is now, held until this transaction ends."""
    rows = Audit.objects.select_for_update(of=("self",)).select_related("platform", "criteria_set")
    return rows.get(pk=audit.pk)


def require_assessing(audit: Audit) -> None:
    """Findings are written while somebody assesses; `IllegalMove` before, and from the hand-in on."""
    if audit.stage != AuditStage.ASSESSING:
        raise IllegalMove(audit.stage, "assess")


def move(
    audit: Audit, what: AuditMove, *, by: Actor, note: str = "", auditor: User | None = None
) -> AuditStep:
    """Take the step the table allows, and write it down; `IllegalMove` otherwise."""
    audit.stage = AUDIT.next(AuditStage(audit.stage), what)
    audit.save(update_fields=["stage", "auditor"])
    step = AuditStep.objects.create(
        audit=audit, move=what, stage=audit.stage, note=note, by=acting_user(by), auditor=auditor
    )
    record(
        f"audit.{what.value}",
        audit,
        by=by,
        topic=audit.platform,
        step=step.pk,
        auditor=auditor.pk if auditor else None,
    )
    return step


def _begin_review(platform: Platform, *, by: Actor) -> None:
    standing = platform.standing(timezone.now())
    if standing is None or standing.status == Status.NOT_REVIEWED:
        set_status(platform, Standing(status=Status.IN_REVIEW, cause=Cause.REVIEW_BEGAN), by=by)
