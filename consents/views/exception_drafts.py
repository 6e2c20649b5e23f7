"""The next version of an exception: its conditions, examples and words, and publishing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consents import wording
from consents.access import exceptions as access
from consents.actions import exception_drafts as actions
from consents.actions.exception_drafts import DraftChanged
from consents.forms.exceptions import (
    ConditionsForm,
    ExampleForm,
    PublishForm,
    RevisionForm,
    WordsForm,
)
from consents.models import ExceptionDraft
from consents.reports import exception_drafts as reports
from consents.reports.exception_words import differences
from consents.reports.exceptions import languages_of, sections_for
from consents.views.exceptions import kind_or_404
from core.decision import Refused
from core.http import SignedInRequest, actor_of
from core.workflow import IllegalMove

READ_OR_SEND = ["GET", "HEAD", "POST"]
LANGUAGES = dict(settings.LANGUAGES)


@require_POST
def start_exception_draft(request: SignedInRequest, code: str) -> HttpResponse:
    """Begin the next version, or go on with the one begun."""
    actions.start(kind_or_404(request, code), by=actor_of(request))
    return redirect("exception_draft", code)


@require_http_methods(READ_OR_SEND)
def exception_draft(request: SignedInRequest, code: str) -> HttpResponse:
    """The conditions, beside what they change and how every example comes out."""
    draft = _draft_or_404(request, code)
    if request.method != "POST":
        return _draft_page(request, draft, ConditionsForm(draft=draft))
    form = ConditionsForm(request.POST, draft=draft)
    if not form.is_valid():
        return _draft_page(request, draft, form, status=422)

    def save() -> object:
        revision = form.cleaned_data["revision"]
        return actions.save(draft, by=actor_of(request), revision=revision, content=form.content())

    return _saved(request, code, save)


@require_POST
def discard_exception_draft(request: SignedInRequest, code: str) -> HttpResponse:
    """Throw the draft away."""
    actions.discard(_draft_or_404(request, code), by=actor_of(request))
    messages.success(request, _("The draft is thrown away."))
    return redirect("exception", code)


@require_http_methods(READ_OR_SEND)
def exception_example(
    request: SignedInRequest, code: str, position: int | None = None
) -> HttpResponse:
    """One example, or a new one."""
    draft = _draft_or_404(request, code)
    if position is not None and position >= len(draft.examples):
        raise Http404
    posted = request.POST if request.method == "POST" else None
    form = ExampleForm(posted, draft=draft, position=position)
    context = {"draft": draft, "kind": draft.kind, "form": form, "position": position}
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "consents/exceptions/example.html", context, status=status)

    def save() -> object:
        revision = form.cleaned_data["revision"]
        return actions.put_example(
            draft, form.example(), by=actor_of(request), revision=revision, position=position
        )

    return _saved(request, code, save)


@require_POST
def remove_exception_example(request: SignedInRequest, code: str, position: int) -> HttpResponse:
    """Take one example out."""
    draft = _draft_or_404(request, code)
    form = RevisionForm(request.POST)
    if position >= len(draft.examples) or not form.is_valid():
        raise Http404

    def save() -> object:
        revision = form.cleaned_data["revision"]
        return actions.remove_example(
            draft, by=actor_of(request), revision=revision, position=position
        )

    return _saved(request, code, save)


@require_http_methods(READ_OR_SEND)
def exception_words(request: SignedInRequest, code: str, language: str) -> HttpResponse:
    """The form's words in one language."""
    draft = _draft_or_404(request, code)
    if language not in LANGUAGES:
        raise Http404
    words = sections_for(draft.kind, language, draft)
    posted = request.POST if request.method == "POST" else None
    form = WordsForm(posted, words=words, revision=draft.revision)
    if form.is_bound and form.is_valid():

        def save() -> object:
            revision = form.cleaned_data["revision"]
            return actions.put_words(
                draft, language, form.words(), by=actor_of(request), revision=revision
            )

        return _saved(request, code, save)
    context = {
        "draft": draft,
        "kind": draft.kind,
        "form": form,
        "language": LANGUAGES[language],
        "facts": sorted(wording.FACTS),
    }
    status = 422 if form.is_bound else 200
    return render(request, "consents/exceptions/words.html", context, status=status)


@require_http_methods(READ_OR_SEND)
def check_exception_draft(request: SignedInRequest, code: str) -> HttpResponse:
    """Everything that would change, each changed example with a tick; then publish."""
    draft = _draft_or_404(request, code)
    if request.method != "POST":
        return _check_page(request, draft, PublishForm(initial={"revision": draft.revision}))
    form = PublishForm(request.POST)
    if not form.is_valid():
        return _check_page(request, draft, form, status=422)
    seen = request.POST.getlist("seen")
    try:
        actions.publish(draft, by=actor_of(request), seen=seen, **form.cleaned_data)
    except DraftChanged:
        return _changed(request, draft)
    except Refused as refused:
        access.may_edit(actor_of(request)).require()
        return _check_page(request, draft, form, refused=refused, status=403)
    messages.success(request, _("Published. The other administrators are told."))
    return redirect("exception", code)


def _draft_or_404(request: SignedInRequest, code: str) -> ExceptionDraft:
    """The open draft, for those who write it; 409 where there is none."""
    kind = kind_or_404(request, code)
    access.may_edit(actor_of(request)).require()
    draft = kind.drafts.filter(closed_at=None).select_related("kind", "base", "edited_by").first()
    if draft is None:
        raise IllegalMove("no draft", "edit")
    return draft


def _saved(request: SignedInRequest, code: str, save: Callable[[], object]) -> HttpResponse:
    """Save and go to the draft; or nothing, and a page that says somebody else was faster."""
    back = reverse("exception_draft", args=[code])
    try:
        save()
    except DraftChanged:
        return render(request, "consents/exceptions/changed.html", {"back": back}, status=409)
    messages.success(request, _("Saved in the draft. Nothing counts until it is published."))
    return redirect(back)


def _draft_page(
    request: SignedInRequest, draft: ExceptionDraft, form: BaseForm, *, status: int = 200
) -> HttpResponse:
    context = {**_context(draft), "form": form}
    return render(request, "consents/exceptions/draft.html", context, status=status)


def _check_page(
    request: SignedInRequest,
    draft: ExceptionDraft,
    form: BaseForm,
    *,
    refused: Refused | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        **_context(draft),
        "form": form,
        "refused": refused.decision.refusals if refused else (),
        "seen": request.POST.getlist("seen") if status != 409 else [],
    }
    return render(request, "consents/exceptions/check.html", context, status=status)


def _changed(request: SignedInRequest, draft: ExceptionDraft) -> HttpResponse:
    """Somebody edited the draft since this page was drawn: look again, with no tick set."""
    draft = ExceptionDraft.objects.select_related("kind", "base", "edited_by").get(pk=draft.pk)
    form = PublishForm(initial={"revision": draft.revision})
    messages.warning(
        request,
        _("%(name)s changed the draft while you were looking. Nothing was published: look again.")
        % {"name": draft.edited_by.name},
    )
    return _check_page(request, draft, form, status=409)


def _context(draft: ExceptionDraft) -> dict[str, Any]:
    replayed = reports.replay(draft)
    _number, languages = languages_of(draft.kind, draft.edited_at)
    return {
        "draft": draft,
        "kind": draft.kind,
        "changes": differences(draft.base, draft) if draft.base else [],
        "replayed": replayed,
        "changed": [one for one in replayed if one.changed],
        "ready": reports.may_publish_version(draft),
        "languages": [(one, one.code in draft.words) for one in languages],
        "words_changed": [LANGUAGES.get(code, code) for code in draft.words],
    }
