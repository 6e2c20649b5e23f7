"""Exceptions to the rule against texting: read by staff, written by administrators."""

from django.urls import URLPattern, path

from consents.views import exception_drafts as drafts
from consents.views import exceptions

patterns: list[URLPattern] = [
    path("exceptions/", exceptions.exceptions, name="exceptions"),
    path("exceptions/add/", exceptions.add_exception, name="add_exception"),
    path("exceptions/packs/", exceptions.exception_packs, name="exception_packs"),
    path(
        "exceptions/packs/<slug:pack>/load/",
        exceptions.load_exception_pack,
        name="load_exception_pack",
    ),
    path("exceptions/<slug:code>/", exceptions.exception, name="exception"),
    path("exceptions/<slug:code>/publish/", exceptions.publish_exception, name="publish_exception"),
    path(
        "exceptions/<slug:code>/take-off/",
        exceptions.unpublish_exception,
        name="unpublish_exception",
    ),
    # The next version.
    path("exceptions/<slug:code>/draft/", drafts.exception_draft, name="exception_draft"),
    path(
        "exceptions/<slug:code>/draft/start/",
        drafts.start_exception_draft,
        name="start_exception_draft",
    ),
    path(
        "exceptions/<slug:code>/draft/discard/",
        drafts.discard_exception_draft,
        name="discard_exception_draft",
    ),
    path(
        "exceptions/<slug:code>/draft/examples/add/",
        drafts.exception_example,
        name="add_exception_example",
    ),
    path(
        "exceptions/<slug:code>/draft/examples/<int:position>/",
        drafts.exception_example,
        name="exception_example",
    ),
    path(
        "exceptions/<slug:code>/draft/examples/<int:position>/remove/",
        drafts.remove_exception_example,
        name="remove_exception_example",
    ),
    path(
        "exceptions/<slug:code>/draft/words/<str:language>/",
        drafts.exception_words,
        name="exception_words",
    ),
    path(
        "exceptions/<slug:code>/draft/check/",
        drafts.check_exception_draft,
        name="check_exception_draft",
    ),
]
