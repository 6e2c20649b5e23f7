"""A list as a file: CSV line by line, or XLSX where the query says so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase

from core.sheets import Cell, csv_lines, xlsx_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def sheet(
    request: HttpRequest,
    name: str,
    title: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Cell]],
) -> HttpResponseBase:
    """The table as an attachment with this name; `?format=xlsx` for a workbook."""
    if request.GET.get("format") == "xlsx":
        file = xlsx_file(title, heads, rows)
        return FileResponse(file, as_attachment=True, filename=f"{name}.xlsx", content_type=XLSX)
    response = StreamingHttpResponse(csv_lines(heads, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
