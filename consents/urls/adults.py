"""What is said about adults: pauses, family ties, contact outside the rules."""

from django.urls import URLPattern, path

from consents.views import family_ties, off_channel, pauses

patterns: list[URLPattern] = [
    path("pauses/", pauses.pauses, name="pauses"),
    path("pauses/<int:pk>/lift/", pauses.lift_pause, name="lift_pause"),
    path("adults/<int:pk>/", pauses.adult, name="adult"),
    path("adults/<int:pk>/pause/", pauses.pause_adult, name="pause_adult"),
    path("family-ties/", family_ties.family_ties, name="family_ties"),
    path("family-ties/declare/", family_ties.declare_tie, name="declare_tie"),
    path("family-ties/<int:pk>/settle/", family_ties.settle_tie, name="settle_tie"),
    path("family-ties/<int:pk>/end/", family_ties.end_tie, name="end_tie"),
    path("off-channel/", off_channel.off_channel_reports, name="off_channel_reports"),
    path("off-channel/report/", off_channel.report_off_channel, name="report_off_channel"),
    path("off-channel/<int:pk>/", off_channel.off_channel_report, name="off_channel_report"),
    path("off-channel/<int:pk>/answer/", off_channel.answer_off_channel, name="answer_off_channel"),
]
