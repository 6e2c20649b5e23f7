"""Notices for tests."""

from itertools import count

from core.actor import Actor, ActorKind
from notices.posting import post
from notices.terms import Channel

GUARDIAN = Actor(ActorKind.GUARDIAN, "7", "Amina Hassan")
_numbers = count(1)


def posted(kind="tests/hello", **facts):
    wanted = {
        "channel": Channel.EMAIL,
        "address": "amina@example.org",
        "recipient": GUARDIAN,
        "language": "en",
        "facts": {},
        "key": f"key-{next(_numbers)}",
    }
    return post(kind, **(wanted | facts))
