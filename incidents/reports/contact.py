"""How the reporter wants to be reached: the newest word counts, and no word is nobody."""

from __future__ import annotations

from dataclasses import dataclass

from incidents.models import Account, Case
from incidents.terms.returning import Ping
from notices.terms import Channel

CHANNELS = {Ping.EMAIL: Channel.EMAIL, Ping.TEXT: Channel.SMS}


@dataclass(frozen=True, slots=True)
class Contact:
    """What the reporter gave; `ping`: how they hear that there is news."""

    name: str = ""
    phone: str = ""
    email: str = ""
    how: str = ""
    ping: Ping = Ping.NOTHING

    @property
    def channel(self) -> Channel | None:
        """How a ping goes; None where none was asked for, or there is nowhere to send it."""
        return CHANNELS.get(self.ping) if self.address else None

    @property
    def address(self) -> str:
        return {Ping.EMAIL: self.email, Ping.TEXT: self.phone}.get(self.ping, "")

    @property
    def is_empty(self) -> bool:
        return not (self.name or self.phone or self.email)


def contact_of(case: Case) -> Contact:
    """The newest contact, `Contact()` where none was given or it was taken back."""
    row = case.accounts.filter(kind=Account.Kind.CONTACT).order_by("-pk").first()
    words = row.words() if row else {}
    known = {name: str(words.get(name, "")) for name in ("name", "phone", "email", "how")}
    ping = words.get("ping", "")
    return Contact(**known, ping=Ping(ping) if ping in Ping.values else Ping.NOTHING)
