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
    taking,
)

app_name = "incidents"
urlpatterns: list[URLPattern | URLResolver] = [
    *automation.patterns,
    *counts.patterns,
    *desk.patterns,
    *people.patterns,
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
