"""The principal's queue."""

from django.urls import URLPattern, path

from consents.views import approvals

patterns: list[URLPattern] = [
    path("approvals/", approvals.approvals, name="approvals"),
    path("approvals/<int:pk>/", approvals.approval, name="approval"),
    path("approvals/<int:pk>/approve/", approvals.approve, name="approve"),
    path("approvals/<int:pk>/deny/", approvals.deny, name="deny"),
    path("approvals/<int:pk>/question/", approvals.question, name="question"),
    path("approvals/<int:pk>/reply/", approvals.reply, name="reply"),
    path("approvals/<int:pk>/revoke/", approvals.revoke, name="revoke"),
]
