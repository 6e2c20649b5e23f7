"""What happens once a school year: the year's forms, the approved channels, coverage, and the next year."""

from django.urls import URLPattern, path

from consents.views import year_start

patterns: list[URLPattern] = [
    path("year-start/", year_start.year_start, name="year_start"),
    path("year-start/prepare/", year_start.prepare_year, name="prepare_year"),
    path("year-start/remind/", year_start.remind_principals, name="remind_principals"),
    path("year-start/<int:pk>/newcomers/", year_start.add_newcomers, name="add_newcomers"),
    path("approvals/<int:pk>/senders/", year_start.name_senders, name="name_senders"),
]
