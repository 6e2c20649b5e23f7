"""Speaking up. The addresses say nothing of what is done there."""

from django.urls import URLPattern, path

from incidents.views import speak_up, speak_up_steps

patterns: list[URLPattern] = [
    path("speak-up/", speak_up.speak_up, name="speak_up"),
    path("speak-up/leave/", speak_up.speak_up_leave, name="speak_up_leave"),
    path("speak-up/r/<str:handle>/", speak_up.speak_up_room, name="speak_up_room"),
    path(
        "speak-up/r/<str:handle>/leave/", speak_up.speak_up_leave_room, name="speak_up_leave_room"
    ),
    path("speak-up/r/<str:handle>/send/", speak_up_steps.speak_up_send, name="speak_up_send"),
    # Last: what else stands below a draft is no page of the report.
    path("speak-up/r/<str:handle>/<str:step>/", speak_up_steps.speak_up_step, name="speak_up_step"),
]
