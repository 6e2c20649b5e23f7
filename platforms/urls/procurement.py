"""Flags for Procurement, and its own desk."""

from django.urls import URLPattern, path

from platforms.views import procurement as views

patterns: list[URLPattern] = [
    path("procurement/", views.procurement, name="procurement"),
    path("procurement/flags/<int:pk>/", views.procurement_flag, name="procurement_flag"),
    path(
        "procurement/flags/<int:pk>/read/",
        views.read_procurement_flag,
        name="read_procurement_flag",
    ),
    path("its/after/procurement/", views.procurement_flags, name="procurement_flags"),
    path(
        "its/after/procurement/new/<int:pk>/",
        views.new_procurement_flag,
        name="new_procurement_flag",
    ),
    path(
        "its/after/procurement/<int:pk>/answer/",
        views.answer_procurement_flag,
        name="answer_procurement_flag",
    ),
    path(
        "its/after/procurement/<int:pk>/sign/",
        views.sign_procurement_flag,
        name="sign_procurement_flag",
    ),
    path(
        "its/after/procurement/<int:pk>/refuse/",
        views.refuse_procurement_flag,
        name="refuse_procurement_flag",
    ),
    path(
        "its/after/procurement/<int:pk>/withdraw/",
        views.withdraw_procurement_flag,
        name="withdraw_procurement_flag",
    ),
    path(
        "its/after/procurement/<int:pk>/end/",
        views.lift_procurement_flag,
        name="lift_procurement_flag",
    ),
    path(
        "its/after/procurement/ends/<int:pk>/sign/",
        views.sign_flag_lift,
        name="sign_flag_lift",
    ),
    path(
        "its/after/procurement/ends/<int:pk>/refuse/",
        views.refuse_flag_lift,
        name="refuse_flag_lift",
    ),
]
