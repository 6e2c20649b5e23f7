"""Audits, their evidence, and what is decided without one (P2)."""

from django.urls import URLPattern, path

from platforms.views import assessing, audits, evidence, quick, second

patterns: list[URLPattern] = [
    path("its/audits/", audits.audits, name="audits"),
    path("its/audits/new/", audits.new_audit, name="new_audit"),
    path("its/audits/quick/", quick.quick_decisions, name="quick_decisions"),
    path("its/audits/quick/new/", quick.new_quick_decision, name="new_quick_decision"),
    path("its/audits/quick/<int:pk>/", quick.quick_decision, name="quick_decision"),
    path("its/audits/quick/<int:pk>/confirm/", quick.confirm_quick, name="confirm_quick"),
    path("its/audits/quick/<int:pk>/refuse/", quick.refuse_quick, name="refuse_quick"),
    path("its/audits/evidence/", evidence.expiring_evidence, name="expiring_evidence"),
    path("its/audits/evidence/<int:pk>/", evidence.platform_evidence, name="platform_evidence"),
    path("its/audits/evidence/files/<int:pk>/", evidence.evidence_file, name="evidence_file"),
    path("its/audits/<int:pk>/", audits.audit, name="audit"),
    path("its/audits/<int:pk>/groups/<str:group>/", assessing.audit_group, name="audit_group"),
    path("its/audits/<int:pk>/assign/", audits.assign_audit, name="assign_audit"),
    path("its/audits/<int:pk>/scope/", audits.scope_audit, name="scope_audit"),
    path("its/audits/<int:pk>/hand-in/", audits.hand_in_audit, name="hand_in_audit"),
    path("its/audits/<int:pk>/drop/", audits.drop_audit, name="drop_audit"),
    path("its/audits/<int:pk>/review/", second.review_audit, name="review_audit"),
    path("its/audits/<int:pk>/review/scope/", second.review_scope, name="review_scope"),
    path("its/audits/<int:pk>/review/<int:result>/", second.review_na, name="review_na"),
    path("its/audits/<int:pk>/return/", second.return_audit, name="return_audit"),
    path("its/audits/<int:pk>/decide/", second.decide_audit, name="decide_audit"),
    path("its/audits/<int:pk>/decision.pdf", second.decision_paper, name="decision_paper"),
    path("its/audits/<int:pk>/decision.json", second.decision_receipt, name="decision_receipt"),
]
