"""Criteria sets: read, compared, adopted, tried."""

from __future__ import annotations

from django.urls import URLPattern, path

from platforms.views import criteria, what_if

patterns: list[URLPattern] = [
    path("its/criteria/", criteria.criteria_sets, name="criteria_sets"),
    path("its/criteria/<int:pk>/", criteria.criteria_set, name="criteria_set"),
    path("its/criteria/<int:pk>/file/", criteria.criteria_file, name="criteria_file"),
    path(
        "its/criteria/<int:pk>/since/<int:before>/",
        criteria.compare_criteria,
        name="compare_criteria",
    ),
    path("its/criteria/<int:pk>/propose/", criteria.propose_criteria, name="propose_criteria"),
    path(
        "its/criteria/proposals/<int:pk>/confirm/",
        criteria.confirm_criteria,
        name="confirm_criteria",
    ),
    path(
        "its/criteria/proposals/<int:pk>/refuse/", criteria.refuse_criteria, name="refuse_criteria"
    ),
    path(
        "its/criteria/proposals/<int:pk>/withdraw/",
        criteria.withdraw_criteria,
        name="withdraw_criteria",
    ),
    path("its/criteria/<int:pk>/what-if/", what_if.criteria_what_if, name="criteria_what_if"),
    path(
        "its/criteria/<int:pk>/what-if/file/",
        what_if.criteria_what_if_file,
        name="criteria_what_if_file",
    ),
]
