"""The offices that read reports, for their own people."""

from django.urls import URLPattern, path

from incidents.views import offices

patterns: list[URLPattern] = [
    path("offices/", offices.offices, name="offices"),
    path("offices/<slug:office>/", offices.office, name="office"),
    path("offices/<slug:office>/confirm/<int:pk>/", offices.confirm_seat, name="confirm_seat"),
    path("offices/<slug:office>/seats/<int:pk>/end/", offices.end_seat, name="end_seat"),
    path("offices/<slug:office>/duty/", offices.add_duty, name="add_duty"),
    path("offices/<slug:office>/duty/<int:pk>/end/", offices.end_duty, name="end_duty"),
]
