"""Reports by staff, by telephone and on paper, and the step that follows."""

from django.urls import URLPattern, path

from incidents.urls.codes import CASE
from incidents.views import mandated, own_files, paper_form, taking

patterns: list[URLPattern] = [
    path("cases/new/", taking.staff_report, name="staff_report"),
    path("cases/new/phone/", taking.phone_report, name="phone_report"),
    path("cases/new/paper/", taking.paper_report, name="paper_report"),
    path("cases/mine/", taking.own_reports, name="own_reports"),
    path("cases/mine/<uuid:name>/", taking.own_report, name="own_report"),
    path("cases/mine/<uuid:name>/files/", own_files.own_files, name="own_files"),
    path("cases/mine/<uuid:name>/call/", mandated.own_deed, name="own_deed"),
    path(f"cases/<{CASE}:code>/call/", mandated.case_deed, name="case_deed"),
    path(f"cases/<{CASE}:code>/call/signs/", mandated.mark_abuse, name="mark_abuse"),
    path("speak-up/form/", paper_form.paper_form, name="paper_form"),
]
