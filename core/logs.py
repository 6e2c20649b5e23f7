"""Keep secrets out of what is written down: tokens in paths, and queries."""

from __future__ import annotations

import logging
import re

SECRET_PATHS = re.compile(r"(/(?:c|enter|sign-in/password/reset/key)/)[^/\s\"']+")
QUERIES = re.compile(r"(/[^\s\"'?]*)\?[^\s\"']+")


def hide_secrets(text: str) -> str:
    """The text with path tokens and query strings replaced."""
    return QUERIES.sub(r"\1?…", SECRET_PATHS.sub(r"\1…", text))


class HideSecrets(logging.Filter):
    """Rewrites the message of every log line on its way out."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = hide_secrets(record.getMessage())
        record.args = ()
        return True
