"""Asking to text students, changing what was asked for, and lists of students kept by name."""

from django.urls import URLPattern, path

from consents.views import activities, plans, students, teams

patterns: list[URLPattern] = [
    # Asking to text students, step by step.
    path("activities/", activities.activities, name="activities"),
    path("activities/ask/", plans.start_activity, name="start_activity"),
    path("activities/<int:pk>/ask/", plans.edit_plan, name="edit_plan"),
    path("activities/<int:pk>/ask/adults/", plans.edit_adults, name="edit_adults"),
    path("activities/<int:pk>/ask/adults/change/", plans.change_adults, name="change_adults"),
    path("activities/<int:pk>/ask/students/", students.edit_students, name="edit_students"),
    path("activities/<int:pk>/ask/students/add/", students.add_students, name="add_students"),
    path(
        "activities/<int:pk>/ask/students/remove/",
        students.remove_students,
        name="remove_students",
    ),
    path("activities/<int:pk>/ask/students/paste/", students.paste_students, name="paste_students"),
    path("activities/<int:pk>/ask/students/keep/", students.keep_team, name="keep_team"),
    path("activities/<int:pk>/ask/check/", plans.check_request, name="check_request"),
    path("activities/<int:pk>/ask/send/", plans.send_request, name="send_request"),
    path("activities/<int:pk>/ask/discard/", plans.discard_draft, name="discard_draft"),
    # One activity: wider, less, taken back.
    path("activities/<int:pk>/", activities.activity, name="activity"),
    path("activities/<int:pk>/widen/", plans.widen_activity, name="widen_activity"),
    path("activities/<int:pk>/retract/", plans.retract_request, name="retract_request"),
    path("activities/<int:pk>/end/", activities.end_early, name="end_early"),
    path(
        "activities/<int:pk>/adults/<int:staff>/take-off/",
        activities.take_off_adult,
        name="take_off_adult",
    ),
    path(
        "activities/<int:pk>/students/<int:student>/take-off/",
        activities.take_off_student,
        name="take_off_student",
    ),
    # Lists of students kept by name.
    path("teams/", teams.teams, name="teams"),
    path("teams/<int:pk>/", teams.team, name="team"),
    path("teams/<int:pk>/remove/", teams.remove_from_team, name="remove_from_team"),
]
