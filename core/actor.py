"""Who acts: users, guardians on a link, students, vendors in their room, reporters and jobs alike."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActorKind(StrEnum):
    USER = "user"
    GUARDIAN = "guardian"
    STUDENT = "student"
    VENDOR = "vendor"
    REPORTER = "reporter"
    JOB = "job"
    API_KEY = "api_key"
    COMMAND = "command"
    ANYONE = "anyone"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody or something that acts. `id` is the primary key of its row, or a job's name."""

    kind: ActorKind
    id: str
    name: str = ""

    def __str__(self) -> str:
        return self.name or f"{self.kind} {self.id}"

    @property
    def user_id(self) -> int | None:
        """The signed-in user's primary key, or None for every other kind of actor."""
        return int(self.id) if self.kind == ActorKind.USER else None

    @classmethod
    def job(cls, name: str) -> Actor:
        return cls(ActorKind.JOB, name, name)

    @classmethod
    def command(cls, name: str) -> Actor:
        return cls(ActorKind.COMMAND, name, f"manage.py {name}")


ANYONE = Actor(ActorKind.ANYONE, "")
