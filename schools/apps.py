from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class SchoolsConfig(AppConfig):
    name = "schools"

    def ready(self) -> None:
        # Each app's `family_stakes` module says who gains from what a family answers.
        autodiscover_modules("family_stakes")
