"""What became different for an adult's students."""

from django.urls import URLPattern, path

from consents.views import news

patterns: list[URLPattern] = [
    path("changes/", news.changes, name="changes"),
]
