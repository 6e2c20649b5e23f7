"""Doors of this app."""

from django.urls import URLPattern, URLResolver, include, path, re_path

from consents.api import verdicts as api
from consents.views import (
    activities,
    approvals,
    call_backs,
    family,
    folder,
    guardian,
    guardian_form,
    guardian_receipt,
    plans,
    students,
    teams,
    verdict,
    verify,
    year_end,
)

urlpatterns: list[URLPattern | URLResolver] = [
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
    # The principal's queue.
    path("approvals/", approvals.approvals, name="approvals"),
    path("approvals/<int:pk>/", approvals.approval, name="approval"),
    path("approvals/<int:pk>/approve/", approvals.approve, name="approve"),
    path("approvals/<int:pk>/deny/", approvals.deny, name="deny"),
    path("approvals/<int:pk>/question/", approvals.question, name="question"),
    path("approvals/<int:pk>/reply/", approvals.reply, name="reply"),
    path("approvals/<int:pk>/revoke/", approvals.revoke, name="revoke"),
    # Lists of students kept by name.
    path("teams/", teams.teams, name="teams"),
    path("teams/<int:pk>/", teams.team, name="team"),
    path("teams/<int:pk>/remove/", teams.remove_from_team, name="remove_from_team"),
    # A guardian's link.
    path("c/<str:token>/", guardian.guardian, name="guardian"),
    path("c/<str:token>/send/", guardian.guardian_send, name="guardian_send"),
    path("c/<str:token>/code/", guardian.guardian_code, name="guardian_code"),
    path("c/<str:token>/birth-date/", guardian.guardian_birth, name="guardian_birth"),
    path("c/<str:token>/not-me/", guardian.guardian_not_me, name="guardian_not_me"),
    path("c/<str:token>/call-me/", guardian.guardian_call_back, name="guardian_call_back"),
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
    # The cumulative folder, and whether a form from it is genuine.
    path("folders/", folder.folders, name="folders"),
    path("students/<int:pk>/folder/", folder.folder, name="folder"),
    path("students/<int:pk>/folder/<int:document_pk>/", folder.folder_file, name="folder_file"),
    path("verify/", verify.verify, name="verify"),
    # The office's list of families to call.
    path("families-to-call/", call_backs.call_backs, name="call_backs"),
    path("families-to-call/<int:pk>/", call_backs.call_back, name="call_back"),
    path("families-to-call/<int:pk>/settle/", call_backs.call_back_settle, name="call_back_settle"),
    # The question everything else is for.
    path("may-i-text/", verdict.may_i_text, name="may_i_text"),
    path("year-end/", year_end.year_end, name="year_end"),
    # For other systems.
    path("api/v1/", include((api.patterns, "api"), namespace="api")),
    re_path(r"^api/", api.nothing_here, name="api_nothing_here"),
]
