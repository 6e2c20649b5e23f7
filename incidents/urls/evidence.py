"""Evidence: for who reports, for who works on the report, and the offices' keys."""

from django.urls import URLPattern, path

from incidents.urls.codes import CASE
from incidents.urls.returning import OWN
from incidents.views import evidence, evidence_draft, evidence_return, evidence_settings

OF_CASE = f"cases/<{CASE}:code>/evidence/"
ONE = f"{OF_CASE}<uuid:name>/"

patterns: list[URLPattern] = [
    path("speak-up/r/<slug:handle>/files/", evidence_draft.draft_files, name="draft_files"),
    path(
        "speak-up/r/<slug:handle>/files/<uuid:name>/remove/",
        evidence_draft.draft_file_remove,
        name="draft_file_remove",
    ),
    path(f"{OWN}files/", evidence_return.my_files, name="my_files"),
    path(OF_CASE, evidence.case_evidence, name="case_evidence"),
    path(f"{OF_CASE}custody/", evidence.case_custody, name="case_custody"),
    path(ONE, evidence.evidence_file, name="evidence_file"),
    path(f"{ONE}<int:number>/", evidence.evidence_part, name="evidence_part"),
    path(f"{ONE}quarantine/", evidence.evidence_quarantine, name="evidence_quarantine"),
    path(f"{ONE}original/", evidence.evidence_original, name="evidence_original"),
    path("offices/evidence/", evidence_settings.evidence_settings, name="evidence_settings"),
    path("offices/evidence/limits/", evidence_settings.evidence_limits, name="evidence_limits"),
    path(
        "offices/evidence/<slug:office>/key/", evidence_settings.evidence_key, name="evidence_key"
    ),
    path(
        "offices/evidence/<slug:office>/key/confirm/",
        evidence_settings.evidence_key_confirm,
        name="evidence_key_confirm",
    ),
]
