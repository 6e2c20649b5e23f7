"""Holds, disposal by two people, and how long reports are kept."""

from django.urls import URLPattern, path

from incidents.urls.codes import CASE
from incidents.views import keeping

patterns: list[URLPattern] = [
    path("cases/disposal/", keeping.disposals, name="disposals"),
    path("cases/disposal/rule/", keeping.retention, name="retention"),
    path(f"cases/disposal/<{CASE}:code>/", keeping.certificate, name="certificate"),
    path(f"cases/<{CASE}:code>/hold/", keeping.case_hold, name="case_hold"),
    path(
        f"cases/<{CASE}:code>/hold/<uuid:name>/lift/",
        keeping.case_hold_lift,
        name="case_hold_lift",
    ),
    path(f"cases/<{CASE}:code>/disposal/", keeping.case_disposal, name="case_disposal"),
    path(
        f"cases/<{CASE}:code>/disposal/answer/",
        keeping.case_disposal_answer,
        name="case_disposal_answer",
    ),
]
