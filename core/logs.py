"""Keep secrets out of what is written down: tokens in paths, queries, and what an error quotes."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import MutableMapping
from typing import Any

SECRET_PATHS = re.compile(
    r"(/(?:c|vendor|survey|enter|sign-in/password/reset/key|speak-up/(?:r|return))/)[^/\s\"']+"
)
MOST_CAUSES = 5
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


def where_it_broke(
    _logger: object, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    """A step of the formatter: an error as its class and the places it came by, without its words.

    A database quotes the row that it refused, and a name or an address would be in it.
    """
    kind, error, _ = line.pop("exc_info", None) or (None, None, None)
    if kind is not None and error is not None:
        places = traceback.extract_tb(error.__traceback__)
        line["error"] = kind.__name__
        line["trace"] = [f"{one.filename}:{one.lineno} {one.name}" for one in places]
        line["causes"] = _causes(error)
    return line


def _causes(error: BaseException) -> list[str]:
    """The classes of the errors that led to this one."""
    found: list[str] = []
    cause = error.__cause__ or error.__context__
    while cause is not None and len(found) < MOST_CAUSES:
        found.append(type(cause).__name__)
        cause = cause.__cause__ or cause.__context__
    return found
