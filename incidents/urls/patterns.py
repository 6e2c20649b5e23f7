"""Numbers and user names, and the reports that share them."""

from django.urls import URLPattern, path

from incidents.urls.codes import CASE
from incidents.views import patterns as views

AT = f"cases/<{CASE}:code>"
patterns: list[URLPattern] = [
    path("cases/patterns/", views.patterns, name="patterns"),
    path(f"{AT}/handles/", views.case_handles, name="case_handles"),
    path(f"{AT}/handles/<uuid:entry>/end/", views.end_handle, name="end_handle"),
    path(f"{AT}/related/", views.case_related, name="case_related"),
    path(f"{AT}/related/<uuid:entry>/review/", views.review_related, name="review_related"),
    path(f"{AT}/related/<uuid:entry>/end/", views.end_related, name="end_related"),
]
