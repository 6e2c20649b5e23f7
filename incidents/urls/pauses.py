"""Pausing an adult because of a case."""

from django.urls import URLPattern, path

from incidents.urls.codes import CASE
from incidents.views import pauses

AT = f"cases/<{CASE}:code>/pause"
patterns: list[URLPattern] = [
    path(f"{AT}/", pauses.case_pause, name="case_pause"),
    path(f"{AT}/<uuid:person>/", pauses.pause_person, name="pause_person"),
    path(f"{AT}/<uuid:person>/lift/", pauses.lift_person, name="lift_person"),
]
