"""Words with blanks: only named ones are filled in, and nothing that is written ever runs (X2)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

BLANK: Final = re.compile(r"\{([^{}\n]*)\}")


def unknown_blanks(text: str, known: Mapping[str, str]) -> list[str]:
    """What stands in braces and is no blank we know, as it was typed."""
    return [name for name in BLANK.findall(text) if name not in known]


def filled(text: str, known: Mapping[str, str]) -> str:
    """The words with each known blank filled in once; what was filled in is not looked at again."""
    return BLANK.sub(lambda found: known.get(found[1], found[0]), text)
