"""Bundles of a case."""

from django.urls import URLPattern, path

from incidents.urls.codes import CASE
from incidents.views import exports

patterns: list[URLPattern] = [
    path(f"cases/<{CASE}:code>/export/", exports.case_export, name="case_export"),
    path(
        f"cases/<{CASE}:code>/export/<uuid:name>/take/",
        exports.case_export_take,
        name="case_export_take",
    ),
    path(
        f"cases/<{CASE}:code>/export/<uuid:name>/delete/",
        exports.case_export_discard,
        name="case_export_discard",
    ),
]
