from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class PlatformsConfig(AppConfig):
    name = "platforms"

    def ready(self) -> None:
        # Each app's `platform_uses` module says what a platform may be approved for,
        # and its `platform_consequences` module what a flag would silence.
        autodiscover_modules("platform_uses", "platform_consequences")
