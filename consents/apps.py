"""What the consent register tells the apps below it: its notices and its menu entries."""

from importlib import import_module

from django.apps import AppConfig

# Modules with a `register()`; they read models, so they are loaded once every app is.
REGISTERING = [
    "consents.reports.letters",
    "consents.views.menu",
    "consents.views.verdict",
    "consents.views.year_end",
    "consents.reports.year_letters",
    "consents.guardian_notices",
    "consents.views.call_backs",
]


class ConsentsConfig(AppConfig):
    name = "consents"

    def ready(self) -> None:
        for module in REGISTERING:
            import_module(module).register()
