"""Notices to staff: one e-mail each to the district address, with ids alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from accounts.models import User
from core.actor import Actor, ActorKind
from notices.posting import Draft
from notices.terms import Channel


def staff_drafts(
    kind: str, users: Iterable[User], facts: Mapping[str, int | str], about: str
) -> list[Draft]:
    """The same notice for each; `about` makes it one a person however often it is asked for."""
    return [
        Draft(
            kind=kind,
            channel=Channel.EMAIL,
            address=user.email,
            recipient=Actor(ActorKind.USER, str(user.pk), user.name),
            language="en",
            facts=facts,
            key=f"{kind}:{about}:{user.pk}",
        )
        for user in dict.fromkeys(users)
    ]
