"""One form for all the ways a name, a web domain, an app id or a short code is written (P1).

What people type is folded before it is kept to be found by, and before it is looked for.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final
from urllib.parse import urlsplit

from platforms.terms import AliasKind

LONGEST: Final = 200
# Words that say what kind of company it is, not which.
COMPANY: Final = frozenset(
    "inc incorporated llc llp ltd limited corp corporation co company gmbh ag plc pbc sa bv pty".split()
)
# Words people put around the name of a tool.
AROUND: Final = frozenset("the a an app apps application mobile website web com".split())
APOSTROPHES: Final = "'\N{RIGHT SINGLE QUOTATION MARK}"
STORE_ID: Final = re.compile(r"(?:[?&]id=|/id)([A-Za-z0-9._]+)")
DOMAIN: Final = re.compile(r"[^\s./:@]+(?:\.[^\s./:@]+)+")
FEWEST_LABELS: Final = 2


def fold(name: str) -> str:
    """A name without case, accents, spaces, marks and the kind of company: "Class Dojo, Inc." → "classdojo"."""
    words = words_of(name)
    while len(words) > 1 and words[-1] in COMPANY:
        words.pop()
    return "".join(words)[:LONGEST]


def bare(name: str) -> str:
    """A folded name also without the words people put around it: "the Remind app" → "remind"."""
    words = [word for word in words_of(name) if word not in AROUND]
    return fold(" ".join(words))


def words_of(name: str) -> list[str]:
    """The words of a name in small letters without accents; marks divide words, apostrophes do not."""
    plain = unicodedata.normalize("NFKD", name.casefold()).replace("&", " and ")
    kept = (
        "" if unicodedata.combining(one) or one in APOSTROPHES else one if one.isalnum() else " "
        for one in plain
    )
    return "".join(kept).split()


def parts_of(typed: str) -> list[str]:
    """The names in what was typed as one: "Remind (Remind101)", "Remind / ClassDojo"."""
    parts = [part.strip() for part in re.split(r"[()/,;|]| or | and | aka ", typed)]
    return [part for part in parts if part]


def fold_domain(typed: str) -> str:
    """The host of an address or domain, without "www." and a port; "" where there is none."""
    typed = unicodedata.normalize("NFKC", typed).strip().lower()
    if "@" in typed or any(one.isspace() for one in typed):
        return ""
    try:
        host = urlsplit(typed if "//" in typed else f"//{typed}").hostname or ""
        host = host.rstrip(".").encode("idna").decode()
    except ValueError:
        return ""
    host = host.removeprefix("www.")
    return host[:LONGEST] if DOMAIN.fullmatch(host) else ""


def domains_above(domain: str) -> list[str]:
    """The domain and those above it: "app.remind.com" → itself, "remind.com"."""
    labels = domain.split(".")
    return [".".join(labels[at:]) for at in range(len(labels) - FEWEST_LABELS + 1)]


def fold_app_id(typed: str) -> str:
    """An app store's id, also out of the store's address."""
    found = STORE_ID.search(typed)
    written = found[1] if found else typed
    return "".join(written.lower().split())[:LONGEST]


def fold_code(typed: str) -> str:
    """The digits of a short code or number; "" where anything else but marks stands there."""
    digits = re.sub(r"[\s+().-]", "", typed)
    return digits[:LONGEST] if digits.isascii() and digits.isdecimal() else ""


def folded(kind: AliasKind, typed: str) -> str:
    """What is kept of an alias to be found by; "" where it cannot be one of its kind."""
    by_kind = {
        AliasKind.NAME: fold,
        AliasKind.DOMAIN: fold_domain,
        AliasKind.APP_ID: fold_app_id,
        AliasKind.SHORT_CODE: fold_code,
    }
    return by_kind[kind](typed)
