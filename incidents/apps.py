from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "incidents"

    def ready(self) -> None:
        from core import health  # noqa: PLC0415 -- models are there only now
        from incidents.reports import offices  # noqa: PLC0415

        health.register(offices.states)
