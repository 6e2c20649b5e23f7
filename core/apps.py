from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    name = "core"

    def ready(self) -> None:
        # Each app's `menu` module adds its pages to the staff menu.
        autodiscover_modules("menu")
