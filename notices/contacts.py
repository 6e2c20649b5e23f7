"""What is known of a guardian's contacts: which ones work, and which one to write to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from notices.models import DeliveryEvent, NumberStop
from notices.terms import Channel, Outcome
from schools.models import Guardian

# One bounce may be a full mailbox; two in a row, with nothing delivered between, and the contact is no use.
MOST_BOUNCES = 2
FINAL = (Outcome.DELIVERED, Outcome.BOUNCED, Outcome.COMPLAINED)


class Reach(NamedTuple):
    """Where a message finds somebody."""

    channel: Channel
    address: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How one contact has done since it was last shown to be right."""

    channel: Channel
    address: str
    bounces: int = 0
    complained: bool = False
    stopped: bool = False

    @property
    def is_usable(self) -> bool:
        return self.bounces < MOST_BOUNCES and not self.complained and not self.stopped

    @property
    def reach(self) -> Reach:
        return Reach(self.channel, self.address)


def standings(guardians: Iterable[Guardian]) -> dict[int, list[Standing]]:
    """Each guardian's contacts, e-mail first; two queries however many there are.

    A contact that was proved, or put right by staff, after it bounced counts as new.
    """
    guardians = list(guardians)
    addresses = {one for guardian in guardians for one in _contacts(guardian).values()}
    events: dict[str, list[DeliveryEvent]] = defaultdict(list)
    found = DeliveryEvent.objects.filter(address__in=addresses, outcome__in=FINAL)
    for event in found.order_by("at", "pk"):
        events[event.address].append(event)
    stopped = NumberStop.objects.stopped(guardian.phone for guardian in guardians)
    return {
        guardian.pk: [
            _standing(channel, address, events[address], stopped, guardian.contact_verified_at)
            for channel, address in _contacts(guardian).items()
        ]
        for guardian in guardians
    }


def reaches(guardians: Iterable[Guardian]) -> dict[int, Reach | None]:
    """Where to write to each: e-mail first, else a text; the other one where the first bounced or was stopped.

    None when the contact is disputed or unknown, or when none of them is of use.
    """
    guardians = list(guardians)
    known = standings(guardians)
    return {guardian.pk: _best(guardian, known[guardian.pk]) for guardian in guardians}


def _best(guardian: Guardian, known: list[Standing]) -> Reach | None:
    if not guardian.can_be_reached:
        return None
    usable = sorted((one for one in known if one.is_usable), key=lambda one: one.bounces)
    return usable[0].reach if usable else None


def _contacts(guardian: Guardian) -> dict[Channel, str]:
    both = {Channel.EMAIL: guardian.email, Channel.SMS: guardian.phone}
    return {channel: address for channel, address in both.items() if address}


def _standing(
    channel: Channel,
    address: str,
    events: list[DeliveryEvent],
    stopped: set[str],
    verified_at: datetime | None,
) -> Standing:
    bounces, complained = 0, False
    for event in events:
        if verified_at is not None and event.at <= verified_at:
            continue
        bounces = bounces + 1 if event.outcome == Outcome.BOUNCED else 0
        complained = complained or event.outcome == Outcome.COMPLAINED
    return Standing(channel, address, bounces, complained, address in stopped)
