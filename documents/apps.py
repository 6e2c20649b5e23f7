from django.apps import AppConfig
from django.core import checks

from documents import fonts


class DocumentsConfig(AppConfig):
    name = "documents"

    def ready(self) -> None:
        checks.register(fonts.check)
