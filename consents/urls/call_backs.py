"""The office's follow-up list: families to call."""

from django.urls import URLPattern, path

from consents.views import call_backs

patterns: list[URLPattern] = [
    path("follow-up/", call_backs.call_backs, name="call_backs"),
    path("follow-up/<int:pk>/", call_backs.call_back, name="call_back"),
    path("follow-up/<int:pk>/take/", call_backs.call_back_take, name="call_back_take"),
    path("follow-up/<int:pk>/let-go/", call_backs.call_back_let_go, name="call_back_let_go"),
    path("follow-up/<int:pk>/tried/", call_backs.call_back_tried, name="call_back_tried"),
    path("follow-up/<int:pk>/settle/", call_backs.call_back_settle, name="call_back_settle"),
]
