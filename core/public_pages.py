"""Pages for everybody: kept by what they show, in the language asked for, without cookies; 304 while nothing changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any, Final

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, urlencode
from django.utils.translation import get_language, get_language_info

from core.context import SITE_NAME

# How long a page may be shown without asking us; we ourselves never show an old one.
CACHE_CONTROL: Final = "public, max-age=30"
KEPT_SECONDS: Final = 600
# Longer addresses are drawn each time: they are nobody's bookmarks.
LONGEST_KEPT: Final = 300
LANGUAGE: Final = "language"


@dataclass(frozen=True, slots=True)
class Source:
    """What a page is drawn from: a digest that differs when it does, and its moment."""

    digest: str
    as_of: datetime


def answer(
    request: HttpRequest,
    source: Source,
    draw: Callable[[], str],
    *,
    page: str,
    asked: Mapping[str, str],
    content_type: str,
) -> HttpResponse:
    """What `draw` gives, drawn once for each digest, language and question."""
    address = urlencode(sorted(asked.items()))
    words = [edition(), source.digest, page, get_language() or "", address]
    name = hashlib.sha256("\n".join(words).encode()).hexdigest()
    etag = f'"{name[:32]}"'
    response = get_conditional_response(request, etag=etag)
    if response is None:
        key = f"core.public_page:{name}"
        body = cache.get(key) if len(address) <= LONGEST_KEPT else None
        if body is None:
            body = draw().encode()
            if len(address) <= LONGEST_KEPT:
                cache.set(key, body, KEPT_SECONDS)
        response = HttpResponse(body, content_type=content_type)
    response["ETag"] = etag
    response["Last-Modified"] = http_date(source.as_of.timestamp())
    response["Cache-Control"] = CACHE_CONTROL
    response["Content-Language"] = get_language() or settings.LANGUAGE_CODE
    response["Vary"] = "Accept-Language, Cookie"
    return response


# The answers given last, by what they show and to what address: bytes of everybody, so they may stay in memory.
MOST_AT_HAND: Final = 64
_at_hand: dict[tuple[str, ...], tuple[bytes, dict[str, str]]] = {}


def at_hand(request: HttpRequest, source: Source, page: str) -> HttpResponse | None:
    """The answer given to this address before, while its source is the same; None where it has to be made."""
    if "HTTP_IF_NONE_MATCH" in request.META:
        return None
    kept = _at_hand.get(_place(request, source, page))
    return kept and HttpResponse(kept[0], headers=kept[1])


def keep_at_hand(request: HttpRequest, source: Source, page: str, response: HttpResponse) -> None:
    """Give the same answer again without working it out; only what is right and short is kept."""
    place = _place(request, source, page)
    if response.status_code != 200 or len(place[-1]) > LONGEST_KEPT:
        return
    if len(_at_hand) >= MOST_AT_HAND:
        _at_hand.clear()
    _at_hand[place] = (response.content, dict(response.items()))


def _place(request: HttpRequest, source: Source, page: str) -> tuple[str, ...]:
    return source.digest, page, get_language() or "", str(request.META.get("QUERY_STRING", ""))


def drawn(template: str, facts: Mapping[str, Any]) -> str:
    """A page for everybody: drawn without the request, so nothing in it is anybody's own."""
    return render_to_string(
        template, {"site_name": SITE_NAME, "demo": bool(settings.DEMO), **facts}
    )


def language_of(request: HttpRequest) -> str:
    """The language an address names; "" leaves it to the browser."""
    named = request.GET.get(LANGUAGE, "")
    return named if named in dict(settings.LANGUAGES) else ""


def in_language(request: HttpRequest) -> Any:
    """The language to draw in: the address's own, else the browser's."""
    named = language_of(request)
    return translation.override(named) if named else nullcontext()


def languages(request: HttpRequest) -> dict[str, Any]:
    """The same page in every language, as addresses: a button would need a cookie."""
    asked = {name: request.GET[name] for name in request.GET if name != LANGUAGE}
    named = language_of(request)
    return {
        "languages": [
            {
                **get_language_info(code),
                "url": f"?{urlencode({**asked, LANGUAGE: code})}",
                "current": code == get_language(),
            }
            for code, _name in settings.LANGUAGES
        ],
        "named_language": named,
        "carry": f"?{urlencode({LANGUAGE: named})}" if named else "",
    }


@lru_cache(maxsize=1)
def edition() -> str:
    """What differs when the program's own words or looks do: templates, style sheet, translations."""
    folders = (settings.BASE_DIR / "templates", *settings.LOCALE_PATHS)
    files = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    marks = [f"{path}:{path.stat().st_size}:{path.stat().st_mtime_ns}" for path in files]
    words = "\n".join([*marks, static("css/site.css"), settings.SITE_URL])
    return hashlib.sha256(words.encode()).hexdigest()
