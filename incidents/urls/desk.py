"""The case desk: the queue, a case's own page, and what is done there."""

from django.urls import URLPattern, path

from incidents.urls.codes import CASE
from incidents.views import cases, closing, desk, working

patterns: list[URLPattern] = [
    path("cases/", desk.cases, name="cases"),
    path("cases/promises/", desk.promises, name="promises"),
    path(f"cases/<{CASE}:code>/", cases.case, name="case"),
    path(f"cases/<{CASE}:code>/sheet/", cases.case_sheet, name="case_sheet"),
    path(f"cases/<{CASE}:code>/open/", working.open_story, name="open_story"),
    path(f"cases/<{CASE}:code>/reporter/", working.reveal_reporter, name="reveal_reporter"),
    path(f"cases/<{CASE}:code>/acknowledge/", working.acknowledge, name="acknowledge"),
    path(f"cases/<{CASE}:code>/take/", working.take, name="take"),
    path(f"cases/<{CASE}:code>/hand/", working.hand, name="hand"),
    path(f"cases/<{CASE}:code>/act/", working.act, name="act"),
    path(f"cases/<{CASE}:code>/note/", working.note, name="note"),
    path(f"cases/<{CASE}:code>/say/", working.say, name="say"),
    path(f"cases/<{CASE}:code>/close/", closing.close, name="close"),
    path(f"cases/<{CASE}:code>/reopen/", closing.reopen, name="reopen"),
]
