"""Doors of this app, by subject. The names of addresses are the names of views."""

from django.urls import URLPattern, URLResolver

from platforms.urls import (
    after,
    audits,
    catalogue,
    consults,
    criteria,
    desk,
    procurement,
    public,
    rooms,
    surveys,
)

app_name = "platforms"
urlpatterns: list[URLPattern | URLResolver] = [
    *public.listed,
    *after.patterns,
    *procurement.patterns,
    *desk.patterns,
    *catalogue.patterns,
    *criteria.patterns,
    *audits.patterns,
    *rooms.patterns,
    *surveys.patterns,
    *consults.patterns,
    *public.by_slug,
]
