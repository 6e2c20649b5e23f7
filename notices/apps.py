from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class NoticesConfig(AppConfig):
    name = "notices"

    def ready(self) -> None:
        # Each app's `notice_kinds` module registers the messages it sends, `menu` its entries.
        autodiscover_modules("notice_kinds", "menu")
