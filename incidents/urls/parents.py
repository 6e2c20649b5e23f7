"""Telling the parents of a case's students."""

from django.urls import URLPattern, path

from incidents.urls.codes import CASE
from incidents.views import parents

AT = f"cases/<{CASE}:code>/parents"
patterns: list[URLPattern] = [
    path(f"{AT}/", parents.case_parents, name="case_parents"),
    path(f"{AT}/charge/", parents.parents_charge, name="parents_charge"),
    path(f"{AT}/<uuid:person>/check/", parents.parents_check, name="parents_check"),
    path(f"{AT}/<uuid:person>/decide/", parents.parents_decide, name="parents_decide"),
    path(f"{AT}/<uuid:person>/log/", parents.parents_log, name="parents_log"),
    path(f"{AT}/<uuid:person>/send/", parents.parents_send, name="parents_send"),
    path(f"{AT}/<uuid:person>/letter/", parents.parents_letter, name="parents_letter"),
]
