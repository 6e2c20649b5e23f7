"""Somebody tries many words (R1): written down and told once an hour. Nobody is locked out for it."""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.utils import timezone

from core.actor import Actor, ActorKind
from core.jobs import once
from incidents.models import OfficeSeat
from incidents.policy.returning import ALARM_AT
from notices.posting import Draft, post_all
from notices.terms import Channel
from schools.models import District
from trail.recording import record

BY: Final = Actor.job("incidents.words_tried")
TRIED: Final = "incidents/words_tried"


def note_wrong_tries(tries: int) -> bool:
    """Raise the alarm when there were so many in the hour; returns whether this call raised it."""
    if tries < ALARM_AT:
        return False
    hour = timezone.now().strftime("%Y-%m-%dT%H")
    return once("incidents.words_tried", hour, lambda: _raise(hour, tries))


def _raise(hour: str, tries: int) -> dict[str, int]:
    district = District.objects.order_by("pk").first()
    if district is not None:
        record("way_back.many_tries", district, by=BY, tries=tries)
    seats = OfficeSeat.objects.standing().select_related("assignment__user")
    people = {seat.assignment.user for seat in seats}
    post_all(
        Draft(
            kind=TRIED,
            channel=Channel.EMAIL,
            address=user.email,
            recipient=Actor(ActorKind.USER, str(user.pk)),
            language=settings.LANGUAGE_CODE,
            facts={"tries": tries},
            key=f"{TRIED}:{hour}:{user.pk}",
        )
        for user in sorted(people, key=lambda one: one.pk)
    )
    return {"tries": tries, "told": len(people)}
