from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db import connections
from django.db.models.signals import post_migrate  # noqa: TID251 -- the one signal of the house

from trail import triggers


def install_triggers(using: str, **_kwargs: Any) -> None:
    triggers.install(connections[using])


class TrailConfig(AppConfig):
    name = "trail"

    def ready(self) -> None:
        post_migrate.connect(install_triggers, dispatch_uid="trail.triggers")
        checks.register(triggers.check, checks.Tags.database)
