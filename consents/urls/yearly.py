"""What happens once a school year: the year's forms, the approved channels, coverage, and the next year."""

from django.urls import URLPattern, path

from consents.views import channels, coverage, next_year, year_start

patterns: list[URLPattern] = [
    path("year-start/", year_start.year_start, name="year_start"),
    path("year-start/prepare/", year_start.prepare_year, name="prepare_year"),
    path("year-start/remind/", year_start.remind_principals, name="remind_principals"),
    path("year-start/<int:pk>/newcomers/", year_start.add_newcomers, name="add_newcomers"),
    path("approvals/<int:pk>/senders/", year_start.name_senders, name="name_senders"),
    path("channels/", channels.channels, name="channels"),
    path("channels/<int:pk>/", channels.school_channels, name="school_channels"),
    path("channels/<int:pk>/tell/", channels.tell_channels, name="tell_channels"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/<int:pk>/", coverage.school_coverage, name="school_coverage"),
    path("next-year/", next_year.next_year, name="next_year"),
    path("next-year/continue/", next_year.continue_activities, name="continue_activities"),
    path("next-year/drafts/", next_year.next_year_drafts, name="next_year_drafts"),
]
