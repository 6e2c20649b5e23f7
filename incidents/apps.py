from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "incidents"

    def ready(self) -> None:
        from core import health, vault  # noqa: PLC0415 -- models are there only now
        from incidents.actions import damage  # noqa: PLC0415
        from incidents.reports import offices  # noqa: PLC0415

        health.register(offices.states)
        vault.when_damaged(damage.note)
