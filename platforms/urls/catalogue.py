"""The catalogue of ITS (P1)."""

from django.urls import URLPattern, path

from platforms.views import catalogue

patterns: list[URLPattern] = [
    path("its/catalogue/<int:pk>/", catalogue.catalogue_platform, name="catalogue_platform"),
]
