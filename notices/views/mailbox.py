"""The practice district's mailbox: every e-mail and text that would have left, as its reader would see it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language_info
from django.views.decorators.http import require_safe

from core.paging import page
from notices.models import Notice
from notices.terms import Channel
from notices.wording import Message, worded

PAGE = 20
LINK = re.compile(r"(https?://[^\s<>\"']+[^\s<>\"'.,;:!?)\]])")
# A text in these letters travels in pieces of 160 (153 when there are several); any other letter
# makes them 70 (67).
GSM = re.compile(
    r"[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà^{}\\\[~\]|€]*"
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice with its words; `message` is None when it is no longer wanted or cannot be worded."""

    notice: Notice
    message: Message | None
    fault: str = ""

    @property
    def is_text(self) -> bool:
        return self.notice.channel == Channel.SMS

    @property
    def direction(self) -> str:
        return "rtl" if get_language_info(self.notice.language)["bidi"] else "ltr"

    @property
    def body(self) -> SafeString:
        """The words, with addresses that can be followed."""
        return (
            linked(self.message.body.partition("\n-- \n")[0].rstrip())
            if self.message
            else SafeString()
        )

    @property
    def footer(self) -> SafeString:
        return linked(self.message.body.partition("\n-- \n")[2]) if self.message else SafeString()

    @property
    def pieces(self) -> int:
        return pieces_of(self.message.body) if self.message else 0


@require_safe
@login_not_required
def demo_outbox(request: HttpRequest) -> HttpResponse:
    """Newest first, searched by address and kind; worded now, for no token or code is stored."""
    if not settings.DEMO:
        raise Http404
    query = request.GET.get("q", "").strip()
    channel = request.GET.get("channel", "")
    notices = Notice.objects.matching(query)
    if channel in Channel.values:
        notices = notices.filter(channel=channel)
    found = page(request, notices, size=PAGE, newest_first=True)
    context = {
        "letters": [opened(notice) for notice in found.rows],
        "page": found,
        "query": query,
        "channel": channel,
        "channels": Channel.choices,
    }
    return render(request, "notices/mailbox.html", context)


def opened(notice: Notice) -> Letter:
    """The notice worded as at delivery; a fault in its words is shown, for here its author looks."""
    try:
        return Letter(notice, worded(notice))
    except Exception as error:  # noqa: BLE001 -- one broken message must not hide the others
        return Letter(notice, None, type(error).__name__)


def linked(text: str) -> SafeString:
    """Escaped text in which web addresses are links."""
    pieces = LINK.split(text)
    return format_html_join(
        "",
        "{}",
        (
            (
                format_html('<a href="{}">{}</a>', piece, piece)
                if index % 2
                else conditional_escape(piece),
            )
            for index, piece in enumerate(pieces)
        ),
    )


def pieces_of(text: str) -> int:
    """How many messages a carrier makes of the text."""
    plain = GSM.fullmatch(text) is not None
    length = len(text) if plain else len(text.encode("utf-16-be")) // 2
    one, several = (160, 153) if plain else (70, 67)
    return 1 if length <= one else -(-length // several)
