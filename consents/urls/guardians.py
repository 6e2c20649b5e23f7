"""A guardian's link, and a guardian without one."""

from django.urls import URLPattern, path

from consents.views import family, guardian, guardian_form, guardian_receipt, others

patterns: list[URLPattern] = [
    # A guardian's link.
    path("c/<str:token>/", guardian.guardian, name="guardian"),
    path("c/<str:token>/fresh/", guardian.guardian_fresh, name="guardian_fresh"),
    path("c/<str:token>/send/", guardian.guardian_send, name="guardian_send"),
    path("c/<str:token>/code/", guardian.guardian_code, name="guardian_code"),
    path("c/<str:token>/birth-date/", guardian.guardian_birth, name="guardian_birth"),
    path("c/<str:token>/not-me/", guardian.guardian_not_me, name="guardian_not_me"),
    path("c/<str:token>/call-me/", guardian.guardian_call_back, name="guardian_call_back"),
    path("c/<str:token>/object/<int:told_id>/", others.guardian_object, name="guardian_object"),
    path("c/<str:token>/leave/", guardian.guardian_leave, name="guardian_leave"),
    path(
        "c/<str:token>/forms/<int:ask_id>/",
        guardian_form.guardian_form,
        name="guardian_form",
    ),
    path(
        "c/<str:token>/forms/<int:ask_id>/answer/",
        guardian_form.guardian_answer,
        name="guardian_answer",
    ),
    path(
        "c/<str:token>/forms/<int:ask_id>/phones/",
        guardian_form.guardian_phones,
        name="guardian_phones",
    ),
    path(
        "c/<str:token>/forms/<int:ask_id>/reason/",
        guardian_form.guardian_reason,
        name="guardian_reason",
    ),
    path(
        "c/<str:token>/forms/<int:ask_id>/sign/",
        guardian_form.guardian_sign,
        name="guardian_sign",
    ),
    path(
        "c/<str:token>/answers/<int:answer_id>/",
        guardian_receipt.guardian_receipt,
        name="guardian_receipt",
    ),
    path(
        "c/<str:token>/answers/<int:answer_id>/copy/",
        guardian_receipt.guardian_copy,
        name="guardian_copy",
    ),
    path(
        "c/<str:token>/answers/<int:answer_id>/withdraw/",
        guardian_receipt.guardian_withdraw,
        name="guardian_withdraw",
    ),
    path(
        "c/<str:token>/answers/<int:answer_id>/phones/",
        guardian_receipt.guardian_change_phones,
        name="guardian_change_phones",
    ),
    # A guardian without a link.
    path("family/", family.family, name="family"),
    path("family/code/", family.family_code, name="family_code"),
    path("family/help/", family.family_help, name="family_help"),
]
