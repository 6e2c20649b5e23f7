from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db import connections
from django.db.models.signals import (  # noqa: TID251 -- the house's only use of signals
    post_migrate,
    pre_migrate,
)

from trail import guards, triggers


def install_triggers(using: str, **_kwargs: Any) -> None:
    triggers.install(connections[using])
    guards.install(connections[using])


def remove_guards(using: str, **_kwargs: Any) -> None:
    guards.remove(connections[using])


class TrailConfig(AppConfig):
    name = "trail"

    def ready(self) -> None:
        pre_migrate.connect(remove_guards, dispatch_uid="trail.guards")
        post_migrate.connect(install_triggers, dispatch_uid="trail.triggers")
        checks.register(triggers.check, checks.Tags.database)
        checks.register(guards.check, checks.Tags.database)
