"""Doors of this app, by subject. `verdicts` is last: its last door takes whatever else is under /api/."""

from django.urls import URLPattern, URLResolver

from consents.urls import (
    adults,
    approvals,
    asking,
    boards,
    call_backs,
    exceptions,
    folders,
    guardians,
    messages,
    my_forms,
    news,
    paper,
    programs,
    recorded,
    threads,
    truth,
    verdicts,
    wishes,
    yearly,
)

urlpatterns: list[URLPattern | URLResolver] = [
    *asking.patterns,
    *boards.patterns,
    *approvals.patterns,
    *guardians.patterns,
    *folders.patterns,
    *call_backs.patterns,
    *paper.patterns,
    *my_forms.patterns,
    *recorded.patterns,
    *messages.patterns,
    *threads.patterns,
    *yearly.patterns,
    *exceptions.patterns,
    *programs.patterns,
    *news.patterns,
    *adults.patterns,
    *truth.patterns,
    *wishes.patterns,
    *verdicts.patterns,
]
