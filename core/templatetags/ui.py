"""The components: every page is built from these tags, and the gallery shows each of them.

All arguments are keywords; an unknown one is a TemplateSyntaxError when the page is compiled,
an unknown tone, kind or icon one when it is drawn.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import template
from django.forms import BaseForm
from django.template import TemplateSyntaxError
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext_lazy as _

from core.templatetags import ui_errors
from core.templatetags.ui_words import ICONS, KINDS, TONE_ICONS

if TYPE_CHECKING:
    from django.template import Context
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise

register = template.Library()

BACK = _("Back")
QUESTION = _("Question")
HISTORY = _("History")


def _known(argument: str, value: str, allowed: Iterable[str]) -> str:
    if value not in allowed:
        raise TemplateSyntaxError(
            f"{argument}={value!r} is not one of {', '.join(sorted(allowed))}"
        )
    return value


def _icon(name: str) -> str:
    return _known("icon", name, ICONS) if name else ""


def _tone(tone: str) -> str:
    return _known("tone", str(tone), TONE_ICONS)


def _trimmed(content: str) -> SafeString:
    # What a block tag receives is already escaped by the tags that drew it; strip() alone forgets that.
    return mark_safe(content.strip())  # noqa: S308


def _draw(name: str, **facts: Any) -> SafeString:
    return render_to_string(f"components/{name}.html", facts)


# Words and marks


@register.inclusion_tag("components/icon.html")
def icon(*, name: str, label: Text = "", size: str = "m") -> dict[str, Any]:
    """A line icon; with `label` it speaks for itself, without it is decoration. Sizes s, m, l."""
    return {"name": _icon(name), "label": label, "size": _known("size", size, ("s", "m", "l"))}


@register.inclusion_tag("components/status_tag.html")
def status_tag(*, label: Text, tone: str = "neutral", icon: str = "") -> dict[str, Any]:
    """A state in a word: tone good, bad, wait, info or neutral, always with an icon beside the colour."""
    return {"label": label, "tone": _tone(tone), "icon": _icon(icon) or TONE_ICONS[tone]}


@register.inclusion_tag("components/person.html")
def person(*, name: Text, role: Text = "", contact: Text = "", url: str = "") -> dict[str, Any]:
    """Somebody on one line: name in its own writing direction, then what they are."""
    return {"name": name, "role": role, "contact": contact, "url": url}


@register.inclusion_tag("components/when.html")
def when(
    *, value: dt.datetime | dt.date | None, style: str = "", empty: Text = "—"
) -> dict[str, Any]:
    """A moment in the reader's language with its zone, or a day. Styles: datetime, date, time."""
    if not isinstance(value, dt.date):
        return {"empty": empty}
    moment = isinstance(value, dt.datetime)
    style = _known(
        "style", style or ("datetime" if moment else "date"), ("datetime", "date", "time")
    )
    if not isinstance(value, dt.datetime):
        return {"iso": value.isoformat(), "text": date_format(value, "DATE_FORMAT"), "zone": ""}
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    words = {"datetime": "DATETIME_FORMAT", "date": "DATE_FORMAT", "time": "TIME_FORMAT"}
    return {
        "iso": local.isoformat(timespec="minutes"),
        "text": date_format(local, words[style]),
        "zone": "" if style == "date" else (local.tzname() or ""),
    }


@register.inclusion_tag("components/copy_field.html")
def copy_field(*, label: Text, value: Text, anchor: str) -> dict[str, Any]:
    """A value to carry elsewhere; the copy button appears only where scripts run."""
    return {"label": label, "value": value, "anchor": anchor}


# Actions


@register.inclusion_tag("components/button.html")
def button(  # noqa: PLR0913
    *,
    label: Text,
    kind: str = "primary",
    icon: str = "",
    name: str = "",
    value: str = "",
    form: str = "",
    confirm: Text = "",
) -> dict[str, Any]:
    """A submit button: kind primary, secondary, quiet or danger; `confirm` asks once more."""
    return {
        "label": label,
        "kind": _known("kind", kind, KINDS),
        "icon": _icon(icon),
        "name": name,
        "value": value,
        "form": form,
        "confirm": confirm,
    }


@register.inclusion_tag("components/link_button.html")
def link_button(*, label: Text, url: str, kind: str = "primary", icon: str = "") -> dict[str, Any]:
    """A link that is the page's next step, drawn as a button."""
    return {"label": label, "url": url, "kind": _known("kind", kind, KINDS), "icon": _icon(icon)}


@register.inclusion_tag("components/post_button.html", takes_context=True)
def post_button(
    context: Context,
    *,
    label: Text,
    url: str,
    kind: str = "secondary",
    icon: str = "",
    confirm: Text = "",
) -> dict[str, Any]:
    """One POST with nothing to fill in: its own form, its CSRF token, its question."""
    return {
        "label": label,
        "url": url,
        "kind": _known("kind", kind, KINDS),
        "icon": _icon(icon),
        "confirm": confirm,
        "csrf_token": context.get("csrf_token"),
    }


# The page


@register.simple_block_tag
def page_header(  # noqa: PLR0913
    content: str,
    *,
    title: Text,
    lead: Text = "",
    caption: Text = "",
    crumbs: Sequence[tuple[Text, str]] = (),
    back_url: str = "",
    back_label: Text = BACK,
) -> SafeString:
    """The page's one h1, what it is for, the way back, and (inside) its actions and status."""
    return _draw(
        "page_header",
        actions=_trimmed(content),
        title=title,
        lead=lead,
        caption=caption,
        crumbs=crumbs,
        back_url=back_url,
        back_label=back_label,
    )


@register.simple_block_tag
def panel(
    content: str, *, heading: Text = "", level: int = 2, tone: str = "neutral", anchor: str = ""
) -> SafeString:
    """A titled part of the page."""
    return _draw(
        "panel", content=content, heading=heading, level=level, tone=_tone(tone), anchor=anchor
    )


@register.simple_block_tag
def notice(content: str, *, tone: str = "info", heading: Text = "") -> SafeString:
    """A thing to know before going on, in words, an icon and a colour."""
    return _draw(
        "notice", content=content, tone=_tone(tone), heading=heading, icon=TONE_ICONS[tone]
    )


@register.simple_block_tag
def details(content: str, *, summary: Text, opened: bool = False) -> SafeString:
    """More for those who want it."""
    return _draw("details", content=content, summary=summary, opened=opened)


@register.simple_block_tag
def empty_state(content: str, *, heading: Text, icon: str = "inbox") -> SafeString:
    """Nothing here yet: say what would be here and how it comes about (inside: text and action)."""
    return _draw("empty_state", content=content, heading=heading, icon=_icon(icon))


@register.simple_block_tag
def tabs(content: str, *, label: Text) -> SafeString:
    """Neighbouring pages; inside, one `tab` each."""
    return _draw("tabs", content=content, label=label)


@register.inclusion_tag("components/tab.html")
def tab(
    *, label: Text, url: str, current: bool = False, count: int | None = None
) -> dict[str, Any]:
    """One page of `tabs`."""
    return {"label": label, "url": url, "current": current, "count": count}


@register.inclusion_tag("components/stepper.html")
def stepper(*, step: int, of: int, label: Text = QUESTION) -> dict[str, Any]:
    """Where the reader is in a run of pages: "Question 2 of 5"."""
    return {"step": step, "of": of, "label": label}


@register.inclusion_tag("components/language_switch.html", takes_context=True)
def language_switch(context: Context, *, codes: Sequence[str] = ()) -> dict[str, Any]:
    """Every language in its own name; works without scripts. `codes` narrows the offer."""
    request = context.get("request")
    return {
        "csrf_token": context.get("csrf_token"),
        "next": request.get_full_path() if request is not None else "",
        "current": get_language(),
        "languages": [get_language_info(code) for code in codes or ui_errors.language_codes()],
    }


# Facts


@register.simple_block_tag
def verdict_banner(content: str, *, allowed: bool, heading: Text = "") -> SafeString:
    """The answer: yes or no, as large as the question; inside, what it rests on."""
    return _draw("verdict_banner", content=content, allowed=bool(allowed), heading=heading)


@register.inclusion_tag("components/reason_list.html")
def reason_list(*, reasons: Iterable[Any], label: Text = "") -> dict[str, Any]:
    """Every reason (`.text`) with the policy clause (`.clause`) it stands on."""
    return {"reasons": list(reasons), "label": label}


@register.simple_block_tag
def key_values(content: str, *, layout: str = "rows") -> SafeString:
    """Facts about one thing; inside, one `key_value` each. Layouts: rows, columns."""
    return _draw(
        "key_values", content=content, layout=_known("layout", layout, ("rows", "columns"))
    )


@register.simple_block_tag
def key_value(content: str, *, label: Text) -> SafeString:
    """One fact of `key_values`."""
    return _draw("key_value", content=content, label=label)


@register.inclusion_tag("components/stat.html")
def stat(
    *, label: Text, value: Text | int, url: str = "", tone: str = "neutral", hint: Text = ""
) -> dict[str, Any]:
    """One number and what it counts; the whole tile is the link."""
    return {"label": label, "value": value, "url": url, "tone": _tone(tone), "hint": hint}


@register.simple_block_tag
def timeline(content: str, *, label: Text = HISTORY) -> SafeString:
    """What happened, newest first; inside, one `timeline_entry` each."""
    return _draw("timeline", content=content, label=label)


@register.simple_block_tag
def timeline_entry(
    content: str,
    *,
    what: Text,
    at: dt.datetime | dt.date | None,
    who: Text = "",
    tone: str = "neutral",
) -> SafeString:
    """Who did what, when; inside, why."""
    return _draw(
        "timeline_entry", content=_trimmed(content), what=what, at=at, who=who, tone=_tone(tone)
    )


# Lists


@register.simple_block_tag
def table_shell(
    content: str, *, caption: Text, show_caption: bool = False, cards: bool = True
) -> SafeString:
    """A table; on a phone each row is a card, so every <td> carries `data-label`."""
    return _draw(
        "table_shell", content=content, caption=caption, show_caption=show_caption, cards=cards
    )


@register.inclusion_tag("components/pager.html")
def pager(*, next_url: str = "", previous_url: str = "", summary: Text = "") -> dict[str, Any]:
    """The way through a long list: the page after and the page before."""
    return {"next_url": next_url, "previous_url": previous_url, "summary": summary}


@register.inclusion_tag("components/search_bar.html")
def search_bar(
    *, label: Text, name: str = "q", value: Text = "", action: str = "", hint: Text = ""
) -> dict[str, Any]:
    """One box that searches, by GET."""
    return {"label": label, "name": name, "value": value, "action": action, "hint": hint}


@register.simple_block_tag
def filter_bar(content: str, *, label: Text, action: str = "", reset_url: str = "") -> SafeString:
    """Fields that narrow a list, by GET; inside, the fields."""
    return _draw("filter_bar", content=content, label=label, action=action, reset_url=reset_url)


@register.inclusion_tag("components/error_summary.html")
def error_summary(
    *, form: BaseForm | None = None, forms: Iterable[BaseForm] = ()
) -> dict[str, Any]:
    """Everything wrong with what was sent, each a link to its field; nothing when all is well."""
    every = [*([form] if form is not None else []), *forms]
    return {"problems": [problem for one in every for problem in ui_errors.problems(one)]}
