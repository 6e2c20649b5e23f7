"""Reports that a machine may have sent."""

from django.urls import URLPattern, path

from incidents.urls.codes import CASE
from incidents.views import automation

patterns: list[URLPattern] = [
    path(f"cases/<{CASE}:code>/human/", automation.case_human, name="case_human"),
]
