"""The case desk: the queue, and a case's own page."""

from django.urls import URLPattern, path

from incidents.urls.codes import CASE
from incidents.views import cases, desk

patterns: list[URLPattern] = [
    path("cases/", desk.cases, name="cases"),
    path(f"cases/<{CASE}:code>/", cases.case, name="case"),
]
