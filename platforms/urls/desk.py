"""The ITS desk."""

from django.urls import URLPattern, path

from platforms.views import desk

patterns: list[URLPattern] = [
    path("its/", desk.its_desk, name="its_desk"),
]
