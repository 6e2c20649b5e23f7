"""The history of an activity, read from the trail, with the names of staff put back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.models import Activity, Approval, ApprovalStep
from consents.terms import Move
from core.actor import ActorKind
from trail.models import Entry

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

WORDS: dict[str, _StrPromise] = {
    "activity.drafted": _("Draft begun"),
    "version.drafted": _("Wider request begun"),
    "version.redrafted": _("Draft changed"),
    "version.adults_named": _("Adults put in the draft"),
    "version.adults_unnamed": _("Adults taken out of the draft"),
    "version.students_named": _("Students put in the draft"),
    "version.students_unnamed": _("Students taken out of the draft"),
    "approval.asked": _("Sent for a decision"),
    "approval.questioned": _("Sent back with a question"),
    "approval.replied": _("Question answered"),
    "approval.approved": _("Approved"),
    "approval.released": _("Released to the families by the outreach office"),
    "approval.denied": _("Denied"),
    "approval.revoked": _("Approval taken back"),
    "approval.retracted": _("Taken back by the person who asked"),
    "activity.narrowed": _("Made less"),
    "families.asked": _("Families asked"),
    "answer.given": _("A family answered"),
    "families.reminded": _("Families reminded"),
    "senders.named": _("The principal said who sends"),
    "newcomers.added": _("Students who enrolled since were added"),
    "packet.asked": _("Forms on paper were asked for"),
    "packet.made": _("Forms on paper are ready to print"),
    "board.exported": _("The board was taken along as a file"),
    "answer.recorded": _("The office wrote down a family's answer"),
    "answer.objected": _("A family said that an answer is not theirs"),
    "answer.invalidated": _("An answer was found not to count"),
    "answer.withdrawn": _("A permission was taken back"),
    "phones.changed": _("A family changed the phones"),
    "verdict.asked": _("“May I text?” was asked"),
    "thread.handed_out": _("Group texts handed out"),
    "thread.stopped": _("An adult was told to stop a group text"),
    "thread.stop_acknowledged": _("A stop was confirmed"),
    "export.asked": _("A list of recipients was asked for"),
    "export.made": _("A list of recipients was made"),
    "export.refused": _("A list of recipients was refused"),
    "export.opened": _("A list of recipients was downloaded"),
    "recipients.read": _("Another system read the recipients"),
    "activity.ended": _("Ended with the school year"),
}
TONES = {
    "approval.approved": "good",
    "approval.released": "good",
    "approval.denied": "bad",
    "approval.revoked": "bad",
    "approval.questioned": "info",
    "activity.narrowed": "wait",
}
STEP_WORDS = {
    Move.ASK: _("Sent for a decision"),
    Move.QUESTION: _("Sent back with a question"),
    Move.REPLY: _("Question answered"),
    Move.APPROVE: _("Approved"),
    Move.RELEASE: _("Released to the families by the outreach office"),
    Move.DENY: _("Denied"),
    Move.REVOKE: _("Approval taken back"),
    Move.RETRACT: _("Taken back by the person who asked"),
}
STEP_TONES = {
    Move.APPROVE: "good",
    Move.RELEASE: "good",
    Move.DENY: "bad",
    Move.REVOKE: "bad",
    Move.QUESTION: "info",
    Move.ASK: "wait",
    Move.REPLY: "wait",
    Move.RETRACT: "neutral",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened."""

    what: str | _StrPromise
    who: str
    at: datetime
    tone: str
    count: int | None = None


def history_of(activity: Activity, limit: int = 50) -> list[Line]:
    """The newest entries about the activity and what lies under it. Families are not named here.

    What has no words here is nobody's news: somebody's own views, calls of the office, what the clock worked out.
    """
    told = Entry.objects.about(activity).filter(verb__in=WORDS)
    entries = list(told.order_by("-pk")[:limit])
    names = _names(entries)
    return [
        Line(
            WORDS[entry.verb],
            names.get(entry.actor_id, "") if entry.actor_kind == ActorKind.USER else _who(entry),
            entry.at,
            TONES.get(entry.verb, "neutral"),
            entry.facts.get("count"),
        )
        for entry in entries
    ]


def steps_of(approval: Approval) -> list[tuple[ApprovalStep, str | _StrPromise, str]]:
    """Every step of this school's approvals of the activity, newest first: the step, its words, its tone."""
    steps = (
        ApprovalStep.objects.filter(
            approval__school=approval.school, approval__version__activity=approval.version.activity
        )
        .select_related("by", "on_behalf_of", "approval__version")
        .order_by("-at", "-pk")
    )
    return [(step, STEP_WORDS[Move(step.move)], STEP_TONES[Move(step.move)]) for step in steps]


def _names(entries: Iterable[Entry]) -> dict[str, str]:
    ids = {int(one.actor_id) for one in entries if one.actor_kind == ActorKind.USER}
    return {str(user.pk): user.name for user in User.objects.filter(pk__in=ids)}


def _who(entry: Entry) -> str:
    return str(
        {
            ActorKind.GUARDIAN: _("A parent or guardian"),
            ActorKind.STUDENT: _("A student"),
        }.get(ActorKind(entry.actor_kind), _("The system"))
    )
