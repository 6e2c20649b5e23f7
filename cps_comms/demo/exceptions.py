"""A class on social media whose families were told, a draft of an exception, and a parent who names an adult."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from accounts.models import User
from consents.actions import exception_drafts, exception_kinds, wishes
from consents.actions.exception_drafts import Content
from consents.actions.exceptions import load_pack
from consents.models import Ask, ExceptionKind
from consents.terms import AnswerRule
from core.actor import Actor
from cps_comms.demo import story
from cps_comms.demo.story import Request

ART = Request(
    "classroom_social_media",
    "Art class, project page",
    "Students show their projects to each other and comment on them.",
    "12",
    6,
    "Lakeshore Alerts",
)
FAMILY_PACK, FAMILY_STARTS = "ky_160_145", "outside_platform"


def tell(people: Mapping[str, User]) -> None:
    """As the practice people would have done it."""
    by = {who: story.actor(user) for who, user in people.items()}
    art = story.ask(ART, by=by["teacher"], adults=[people["teacher"]])
    story.approve(art, by=by["principal"])
    think_about_alerts(by["admin"])
    load_pack(FAMILY_PACK, by=by["admin"])
    kind = ExceptionKind.objects.get(code=FAMILY_STARTS)
    exception_kinds.publish(kind, by=by["admin"])
    first = Ask.objects.filter(version=art).select_related("guardian", "student__school")
    ask = first.order_by("pk")[0]
    wishes.wish(
        ask.guardian,
        ask.student,
        kind,
        adult=people["coach"].name,
        why="She drives our son home after practice and needs to reach him.",
    )


def think_about_alerts(by: Actor) -> None:
    """A draft in which one parent's yes would be enough: one example comes out differently."""
    alerts = ExceptionKind.objects.get(code="bulk_alerts")
    draft = exception_drafts.start(alerts, by=by)
    exception_drafts.save(
        draft,
        by=by,
        revision=draft.revision,
        content=Content(
            rule=replace(draft.conditions, answer_rule=AnswerRule.ANY_ONE),
            terms=draft.terms,
            changes="The source asks for one parent's permission; we asked for more than it does.",
            source=draft.source,
            verified_on=draft.verified_on,
        ),
    )
