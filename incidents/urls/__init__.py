"""Doors of this app, by subject. The names of addresses are the names of views."""

from django.urls import URLPattern, URLResolver

from incidents.urls import desk, evidence, exports, keeping, offices, people, returning, speak_up

app_name = "incidents"
urlpatterns: list[URLPattern | URLResolver] = [
    *desk.patterns,
    *people.patterns,
    *evidence.patterns,
    *returning.patterns,
    *offices.patterns,
    *exports.patterns,
    *keeping.patterns,
    *speak_up.patterns,
]
