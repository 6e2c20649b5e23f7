"""After a decision in the practice district: schools moving off a tool, and a flag on Procurement's desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from core.actor import Actor
from cps_comms.demo.story import actor
from platforms.access.proposals import Said
from platforms.actions import procurement, proposals, school_news, transitions
from platforms.actions.procurement import Wanted
from platforms.models import Platform, StatusEvent, TransitionPlan
from platforms.reports.approved import approved
from platforms.reports.standing import listed_events
from platforms.reports.usage import usage_counts
from platforms.terms import FLAGGED
from platforms.terms.after import FlagGround, FlagScope, ProposalKind, TransitionMove
from schools.roles import principals_of


def tell(people: Mapping[str, User]) -> None:
    """As the practice people would have done it: put forward by the auditor, confirmed by the reviewer."""
    its, reviewer = actor(people["its"]), actor(people["reviewer"])
    flagged = most_used([one for one in listed_events().values() if one.status in FLAGGED])
    targets = approved()[:2]
    if flagged is None or not targets:
        return
    said = Said(
        public_reason="The vendor will not switch off one-to-one threads.",
        until=timezone.localdate() + timedelta(days=60),
        targets=targets,
    )
    move = proposals.propose(flagged, ProposalKind.MOVE_OFF, said, by=its)
    proposals.confirm(move, by=reviewer)
    tell_steps(targets[0])
    flag_vendor(flagged, its, reviewer)
    school_news.tell_all(by=Actor.job(school_news.JOB))


def most_used(events: list[StatusEvent]) -> Platform | None:
    """The flagged platform that most schools named."""
    used = usage_counts([event.platform_id for event in events])
    ranked = sorted(events, key=lambda event: used[event.platform_id], reverse=True)
    return ranked[0].platform if ranked else None


def tell_steps(target: Platform) -> None:
    """One school has chosen its tool and kept its archive."""
    for plan in TransitionPlan.objects.select_related("school").order_by("pk"):
        if heads := principals_of(plan.school):
            by = actor(heads[0])
            transitions.tick(plan, TransitionMove.TARGET, target=target, by=by)
            transitions.tick(
                plan, TransitionMove.ARCHIVE, note="Kept on the school's drive.", by=by
            )
            return


def flag_vendor(platform: Platform, its: Actor, reviewer: Actor) -> None:
    """Signed after the vendor said no."""
    today = timezone.localdate()
    wanted = Wanted(
        subject=platform,
        scope=FlagScope.ALL,
        ground=FlagGround.UNWILLING,
        words="Asked to switch off one-to-one threads for the district. The vendor said no.",
        starts_on=today,
        notice_on=today - timedelta(days=20),
        notice_how="E-mail to the security contact",
        answer_by=today - timedelta(days=1),
        vendor_answer="We do not offer that.",
    )
    procurement.sign(procurement.put_forward(wanted, by=its), by=reviewer)
