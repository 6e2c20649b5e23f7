"""The public list (P3), for people, for other sites and for programs: one snapshot, the same rows, no sign-in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from core import public_pages as public
from core.paging import ListPage, page_of_list
from platforms.forms.public_list import ListForm
from platforms.reports import public_page
from platforms.reports.list_answers import for_programs, json_of
from platforms.reports.list_filters import NAMES, Filters, narrowed, read_filters
from platforms.reports.list_formats import address, as_atom, as_csv, label_of
from platforms.reports.public_list import Row, Snapshot, current
from platforms.terms import FLAGGED, LAPSING, Status

PAGING: Final = ("after", "before")
HTML: Final = "text/html; charset=utf-8"
PAGE_SIZE: Final = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """A row with its words."""

    row: Row
    label: str
    tone: str
    uses: list[str]
    audiences: list[str]


def shown(found: Snapshot, row: Row) -> Shown:
    return Shown(
        row,
        label_of(row),
        public_page.tone(row),
        public_page.use_names(row.uses, dict(found.uses)),
        public_page.audience_names(row),
    )


@login_not_required
@require_safe
def public_list(request: HttpRequest) -> HttpResponse:
    """The list for people, a page at a time."""
    return _list(request, "platforms/public/list.html", "list")


@csp_replace({"frame-ancestors": ["*"]})
@xframe_options_exempt
@login_not_required
@require_safe
def public_list_embed(request: HttpRequest) -> HttpResponse:
    """The same in a frame on a school's own site; the only page of ours that may stand in one."""
    response = _list(request, "platforms/public/embed.html", "embed")
    response["X-Robots-Tag"] = "noindex"
    return response


def _list(request: HttpRequest, template: str, name: str) -> HttpResponse:
    found = current()
    kept_answer = public.at_hand(request, found.source, name)
    if kept_answer is not None:
        return kept_answer
    with public.in_language(request):
        filters = read_filters(request.GET, found.uses, also=request.GET)
        kept = {key: request.GET[key] for key in PAGING if request.GET.get(key)}
        named = public.language_of(request)
        response = public.answer(
            request,
            found.source,
            lambda: public.drawn(template, _facts(request, found, filters)),
            page=name,
            asked={**_told(request), **kept, "language": named},
            content_type=HTML,
        )
    if filters.problems and response.status_code == 200:
        response.status_code = 422
    public.keep_at_hand(request, found.source, name, response)
    return response


def _told(request: HttpRequest) -> dict[str, str]:
    """What the address says of the filters, right or wrong: both are shown."""
    return {name: request.GET[name] for name in NAMES if request.GET.get(name)}


def _facts(request: HttpRequest, found: Snapshot, filters: Filters) -> dict[str, Any]:
    rows = narrowed(found, filters)
    asked = request.GET.copy()
    for name in set(asked) - {*NAMES, *PAGING, public.LANGUAGE}:
        del asked[name]
    page: ListPage[Row] = page_of_list(rows, key=lambda row: row.pk, asked=asked, size=PAGE_SIZE)
    counts = found.counts
    return {
        "as_of": found.as_of,
        "total": len(rows),
        "listed": len(found.rows),
        "page": page,
        "rows": [shown(found, row) for row in page.rows],
        "filters": filters,
        "form": ListForm(_told(request) or None, uses=found.uses.values()),
        "approved": sum(counts[status] for status in LAPSING),
        "flagged": sum(counts[status] for status in FLAGGED),
        "in_review": counts[Status.IN_REVIEW],
        "query": _query(filters),
        "embed_code": _embed_code(filters),
        **public.languages(request),
    }


def _query(filters: Filters) -> str:
    asked = urlencode(filters.asked)
    return f"?{asked}" if asked else ""


def _embed_code(filters: Filters) -> str:
    """What a school puts on its own page."""
    source = address("public_list_embed") + _query(filters)
    title = _("Acceptable platforms")
    return (
        f'<iframe src="{source}" title="{title}" width="100%" height="600" loading="lazy"></iframe>'
    )


@login_not_required
@require_safe
def public_list_json(request: HttpRequest) -> HttpResponse:
    return for_programs(request, json_of, page="json", content_type="application/json")


@login_not_required
@require_safe
def public_list_csv(request: HttpRequest) -> HttpResponse:
    response = for_programs(
        request,
        lambda _found, rows, _filters: as_csv(rows),
        page="csv",
        content_type="text/csv; charset=utf-8",
    )
    if response.status_code == 200:
        response["Content-Disposition"] = 'attachment; filename="platforms.csv"'
    return response


@login_not_required
@require_safe
def public_list_atom(request: HttpRequest) -> HttpResponse:
    return for_programs(
        request,
        lambda found, rows, _filters: as_atom(found, rows),
        page="atom",
        content_type="application/atom+xml; charset=utf-8",
    )
