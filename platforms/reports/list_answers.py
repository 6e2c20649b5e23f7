"""The public list answered to programs, in any format, the API's included."""

from __future__ import annotations

import json
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from core import public_pages as public
from core.problems import problem_of
from platforms.reports.list_filters import Filters, narrowed, read_filters
from platforms.reports.list_formats import as_json
from platforms.reports.public_list import Row, Snapshot, current

Draw = Callable[[Snapshot, list[Row], Filters], str]


def for_programs(request: HttpRequest, draw: Draw, *, page: str, content_type: str) -> HttpResponse:
    """The rows in a format for programs; a filter nobody knows is a problem (RFC 9457)."""
    with public.in_language(request):
        found = current()
        filters = read_filters(request.GET, found.uses, also=(public.LANGUAGE,))
        if filters.problems:
            errors = [{"field": field, "message": words} for field, words in filters.problems]
            return problem_of(422, "The request is not as described.", errors).response()
        response = public.answer(
            request,
            found.source,
            lambda: draw(found, narrowed(found, filters), filters),
            page=page,
            asked=filters.asked,
            content_type=content_type,
        )
    # Nobody's own: pages of other sites may read it.
    response["Access-Control-Allow-Origin"] = "*"
    return response


def json_of(found: Snapshot, rows: list[Row], filters: Filters) -> str:
    return json.dumps(as_json(found, rows, filters), ensure_ascii=False)
