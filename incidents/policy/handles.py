"""A number, address or user name in the one form under which two reports about it meet (I1). Pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

import phonenumbers

from incidents.terms.patterns import HandleKind

REGION: Final = "US"
SHORTEST, LONGEST = 2, 200
EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
ADDRESS: Final = re.compile(
    r"(?:https?://)?(?P<host>(?:[\w-]+\.)+[a-z]{2,})/(?P<path>\S+)", re.IGNORECASE
)
# Addresses that lead to the same profile.
HOSTS: Final = {"twitter.com": "x.com", "fb.com": "facebook.com", "instagr.am": "instagram.com"}
PREFIXES: Final = ("www.", "m.", "mobile.", "web.")
# Parts of a path that come before the name itself.
BEFORE_NAME: Final = frozenset({"add", "u", "user", "users", "in", "c", "profile"})


@dataclass(frozen=True, slots=True)
class Handle:
    kind: HandleKind
    # What the mark is made of: kind-free, so that "@Mr_K" and "instagram.com/mr_k" can meet by name.
    normal: str


def read(typed: str) -> Handle | None:
    """The handle in one form, or None where the words are none."""
    words = _plain(typed)
    if not SHORTEST <= len(words) <= LONGEST:
        return None
    if EMAIL.fullmatch(words):
        return Handle(HandleKind.EMAIL, words)
    if found := ADDRESS.fullmatch(words):
        return _profile(found["host"], found["path"])
    if number := _phone(words):
        return Handle(HandleKind.PHONE, number)
    return _name(words)


def keys(handle: Handle) -> tuple[str, ...]:
    """What is marked: the handle itself, and for a profile also the bare user name in it."""
    own = f"{handle.kind}:{handle.normal}"
    if handle.kind != HandleKind.PROFILE:
        return (own,)
    name = handle.normal.rpartition("/")[2]
    return (own, f"{HandleKind.HANDLE}:{name}") if len(name) >= SHORTEST else (own,)


def name_key(school_id: int | None, typed: str) -> str:
    """A typed name at a school, for putting reports of one campaign together; "" where it says nobody."""
    words = [re.sub(r"[^\w]", "", one) for one in _plain(typed).split()]
    words = [one for one in words if one and one not in TITLES]
    return f"name:{school_id or 0}:{' '.join(sorted(words))}" if words else ""


TITLES: Final = frozenset({"mr", "mrs", "ms", "miss", "dr", "coach", "teacher", "prof", "sir"})


def _plain(typed: str) -> str:
    """One case, one width, no invisible signs, one space between words."""
    folded = unicodedata.normalize("NFKC", typed).casefold()
    seen = "".join(one for one in folded if unicodedata.category(one) not in {"Cf", "Cc", "Mn"})
    return " ".join(seen.split())


def _phone(words: str) -> str:
    if re.search(r"[^\d\s()+.\-/]", words) or sum(one.isdigit() for one in words) < 7:
        return ""
    try:
        number = phonenumbers.parse(words, REGION)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _profile(host: str, path: str) -> Handle | None:
    for prefix in PREFIXES:
        host = host.removeprefix(prefix)
    parts = [one for one in unquote(urlsplit(f"//x/{path}").path).split("/") if one]
    while len(parts) > 1 and parts[0] in BEFORE_NAME:
        parts = parts[1:]
    if not parts or not (name := parts[0].lstrip("@")):
        return None
    return Handle(HandleKind.PROFILE, f"{HOSTS.get(host, host)}/{name}")


def _name(words: str) -> Handle | None:
    """A user name has no space in it, but for one between "insta:" and the name."""
    name = re.sub(r"^[a-z]+\s*:\s*", "", words).lstrip("@")
    usable = re.fullmatch(r"[\w.\-]+", name) and len(name) >= SHORTEST and re.search(r"\w", name)
    return Handle(HandleKind.HANDLE, name) if usable else None
