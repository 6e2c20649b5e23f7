"""Answers by word of mouth, and a guardian's objection to one."""

from django.urls import URLPattern, path

from consents.views import guardian_objection, recorded

patterns: list[URLPattern] = [
    path("students/<int:pk>/answer/", recorded.record_choose, name="record_choose"),
    path(
        "students/<int:pk>/answer/<int:version_pk>/<int:guardian_pk>/",
        recorded.record_answer,
        name="record_answer",
    ),
    path(
        "c/<str:token>/answers/<int:answer_id>/not-mine/",
        guardian_objection.guardian_not_mine,
        name="guardian_not_mine",
    ),
]
