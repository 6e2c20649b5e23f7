"""Doors of this app, by subject. The names of addresses are the names of views."""

from django.urls import URLPattern, URLResolver

from incidents.urls import (
    automation,
    counts,
    desk,
    evidence,
    exports,
    keeping,
    links,
    offices,
    outcomes,
    parents,
    patterns,
    pauses,
    people,
    returning,
    speak_up,
    students,
    taking,
)
from incidents.views.hiding import hidden

app_name = "incidents"
_of_subjects: list[URLPattern] = [
    *automation.patterns,
    *counts.patterns,
    *desk.patterns,
    *people.patterns,
    *students.patterns,
    *evidence.patterns,
    *returning.patterns,
    *offices.patterns,
    *exports.patterns,
    *keeping.patterns,
    *speak_up.patterns,
    *taking.patterns,
    *links.patterns,
    *outcomes.patterns,
    *parents.patterns,
    *patterns.patterns,
    *pauses.patterns,
]
for _one in _of_subjects:
    if "code" in _one.pattern.converters:
        _one.callback = hidden(_one.callback)
urlpatterns: list[URLPattern | URLResolver] = [*_of_subjects]
