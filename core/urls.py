"""Doors every installation has: language, health, and the gallery while developing."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, path
from django.views.i18n import set_language

from core import health, views

urlpatterns: list[URLPattern] = [
    path("language/", login_not_required(set_language), name="set_language"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
]
if settings.DEBUG:
    urlpatterns.append(path("gallery/", views.gallery, name="gallery"))
