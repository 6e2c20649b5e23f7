"""manage.py compilemo: translations into the form that Django reads, without the gettext tools."""

from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Compile every .po file whose .mo file is missing or older."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in map(Path, settings.LOCALE_PATHS):
            for source in sorted(folder.glob("*/LC_MESSAGES/*.po")):
                if is_stale(source):
                    polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
                    self.stdout.write(f"Compiled {source.relative_to(folder)}")


def is_stale(source: Path) -> bool:
    """Whether the .mo file beside `source` is missing or older than it."""
    compiled = source.with_suffix(".mo")
    return not compiled.exists() or compiled.stat().st_mtime_ns < source.stat().st_mtime_ns
