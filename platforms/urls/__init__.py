"""Doors of this app, by subject. The names of addresses are the names of views."""

from django.urls import URLPattern, URLResolver

from platforms.urls import audits, catalogue, desk, public, rooms, surveys

app_name = "platforms"
urlpatterns: list[URLPattern | URLResolver] = [
    *desk.patterns,
    *catalogue.patterns,
    *public.patterns,
    *audits.patterns,
    *rooms.patterns,
    *surveys.patterns,
]
