"""The office's list of families to call."""

from django.urls import URLPattern, path

from consents.views import call_backs

patterns: list[URLPattern] = [
    path("families-to-call/", call_backs.call_backs, name="call_backs"),
    path("families-to-call/<int:pk>/", call_backs.call_back, name="call_back"),
    path("families-to-call/<int:pk>/settle/", call_backs.call_back_settle, name="call_back_settle"),
]
