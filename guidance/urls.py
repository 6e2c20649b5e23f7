"""The front door, and a signed-in person's first page."""

from django.urls import URLPattern, path

from guidance import views

urlpatterns: list[URLPattern] = [
    path("", views.front, name="front"),
    path("staff/", views.home, name="home"),
]
