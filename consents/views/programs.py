"""Programs of the CEO's: the list, one program, and the steps of its terms."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consents.access import programs as access
from consents.actions import programs as actions
from consents.forms.programs import NewProgramForm, ReasonForm, TermsForm, kinds_for_programs
from consents.models import ExceptionKind, Program, ProgramTerms
from consents.reports.programs import OPEN, TONES, listed, program_list, program_steps
from consents.terms import ProgramMove, ProgramStage
from consents.workflow import PROGRAM
from core.http import SignedInRequest, actor_of
from core.paging import page
from documents import keeping

SANDBOX = "default-src 'none'; sandbox"


@require_safe
def programs(request: SignedInRequest) -> HttpResponse:
    """The programs the reader may see, by any of their names."""
    query = request.GET.get("q", "").strip()
    over = request.GET.get("show") == "over"
    found = program_list(request.user)
    waiting = found.filter(Q(waits=True)).count()
    found = (
        found.filter(Q(stage_now=ProgramStage.ENDED))
        if over
        else found.exclude(Q(stage_now=ProgramStage.ENDED))
    )
    for word in query.split():
        found = found.filter(
            Q(shown_name__icontains=word) | Q(public_name__icontains=word) | Q(code=word)
        )
    shown = page(request, found, newest_first=True)
    by = actor_of(request)
    context = {
        "page": shown,
        "rows": [_row(one) for one in shown.rows],
        "query": query,
        "over": over,
        "waiting": waiting,
        "may_write": access.may_write(by),
        "sees_any": access.may_write(by) or program_list(request.user).exists(),
    }
    return render(request, "consents/programs/programs.html", context)


@require_safe
def program(request: SignedInRequest, pk: int) -> HttpResponse:
    """One program: what it asks, who works in it, who was told, and what comes next."""
    return _page(request, program_or_404(request, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def new_program(request: SignedInRequest) -> HttpResponse:
    """Begin a program as a draft."""
    by = actor_of(request)
    access.may_write(by).require()
    kinds = kinds_for_programs(ExceptionKind.objects.filter(is_published=True))
    form = NewProgramForm(request.POST or None, request.FILES or None, kinds=kinds)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        terms = actions.begin(given["code"], given["kind"], form.said(), by=by)
        messages.success(request, _("Kept as a draft. Name its staff, then put it forward."))
        return redirect("program", terms.program_id)
    context = {"form": form, "terms": None}
    return render(
        request, "consents/programs/edit.html", context, status=422 if form.is_bound else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
def edit_program(request: SignedInRequest, pk: int) -> HttpResponse:
    """Change the draft; a program in force gets new terms beside its own, once they are written."""
    found, by = program_or_404(request, pk), actor_of(request)
    access.may_write(by).require()
    open_terms = found.terms.filter(stage__in=OPEN).first()
    terms = open_terms or found.newest
    form = TermsForm(request.POST or None, request.FILES or None, terms=terms)
    if request.method == "POST" and form.is_valid():
        actions.write(actions.change(found, by=by), form.said(), by=by)
        messages.success(
            request, _("Kept as a draft. What is in force stays until it is published.")
        )
        return redirect("program", pk)
    context = {"form": form, "terms": terms, "program": found}
    return render(
        request, "consents/programs/edit.html", context, status=422 if form.is_bound else 200
    )


@require_POST
def put_program_forward(request: SignedInRequest, pk: int) -> HttpResponse:
    """To the second person."""
    found, by = program_or_404(request, pk), actor_of(request)
    access.may_write(by).require()
    terms = _open_terms(found)
    ready = actions.may_be_put_forward(terms)
    if not ready:
        return _page(request, found, status=422)
    actions.put_forward(terms, by=by)
    messages.success(request, _("Put forward. Nobody is told until a second person publishes it."))
    return redirect("program", pk)


@require_POST
def send_program_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """Back to the office, with a reason."""
    found, by = program_or_404(request, pk), actor_of(request)
    terms = _open_terms(found)
    form = ReasonForm(request.POST, prefix="back")
    if not form.is_valid():
        return _page(request, found, status=422, back_form=form)
    actions.send_back(terms, by=by, note=form.cleaned_data["note"])
    messages.success(request, _("Sent back to the office."))
    return redirect("program", pk)


@require_POST
def publish_program(request: SignedInRequest, pk: int) -> HttpResponse:
    """In force from now on."""
    found = program_or_404(request, pk)
    actions.publish(_open_terms(found), by=actor_of(request))
    messages.success(request, _("Published. The families that qualify are being told now."))
    return redirect("program", pk)


@require_POST
def discard_program(request: SignedInRequest, pk: int) -> HttpResponse:
    """Throw the draft away."""
    found = program_or_404(request, pk)
    actions.discard(_open_terms(found), by=actor_of(request))
    messages.success(request, _("The draft is thrown away."))
    return redirect("programs")


@require_POST
def end_program(request: SignedInRequest, pk: int) -> HttpResponse:
    """No longer in force."""
    found, by = program_or_404(request, pk), actor_of(request)
    access.may_write(by).require()
    form = ReasonForm(request.POST, prefix="end")
    if not form.is_valid():
        return _page(request, found, status=422, end_form=form)
    actions.end(found, by=by, note=form.cleaned_data["note"])
    messages.success(request, _("Ended. Nobody may text for it from now on."))
    return redirect("program", pk)


@require_safe
def program_document(request: SignedInRequest, pk: int, number: int) -> HttpResponse:
    """The CEO's written approval; who opened it is written down."""
    found = program_or_404(request, pk)
    terms = get_object_or_404(found.terms.exclude(document_sha256=""), number=number)
    try:
        content = actions.open_document(terms, by=actor_of(request))
    except keeping.Damaged:
        messages.error(request, _("The kept file is damaged. Tell the records office."))
        return redirect("program", pk)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="approval-{found.code}-{number}.pdf"'
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response


def program_or_404(request: SignedInRequest, pk: int) -> Program:
    return get_object_or_404(program_list(request.user), pk=pk)


def _open_terms(found: Program) -> ProgramTerms:
    """The terms that are being written or checked; 404 where none are."""
    terms = found.terms.filter(stage__in=OPEN).first()
    if terms is None:
        raise Http404
    return terms


def _row(one: Any) -> dict[str, Any]:
    stage = ProgramStage(one.stage_now)
    return {"program": one, "label": stage.label, "tone": TONES[stage], "waits": one.waits}


def _page(
    request: SignedInRequest, found: Program, *, status: int = 200, **forms: Form
) -> HttpResponse:
    by = actor_of(request)
    waiting = found.terms.filter(stage__in=OPEN).first()
    terms = found.published or waiting or found.newest
    stage = ProgramStage(terms.stage)
    members = access.may_see_members(request.user, found)
    students = listed(found)
    context = {
        "program": found,
        "terms": terms,
        "waiting": waiting,
        "stage": {"label": stage.label, "tone": TONES[stage]},
        "in_force": access.in_force(found),
        "may_write": access.may_write(by),
        "may_confirm": access.may_confirm(by, waiting) if waiting else None,
        "is_draft": waiting is not None and waiting.stage == ProgramStage.DRAFT,
        "ready": actions.may_be_put_forward(waiting) if waiting else None,
        "may_end": PROGRAM.allows(stage, ProgramMove.END),
        "members": members,
        "staff": found.staff_rows.filter(ended_at__isnull=True)
        .select_related("staff__user")
        .order_by("staff__user__name", "pk"),
        "student_count": students.count(),
        "told_count": students.filter(Q(is_told=True)).count(),
        "activities": found.activities.filter(versions__asked_at__isnull=False)
        .select_related("school", "year")
        .distinct()
        .order_by("-pk")[:20]
        if members
        else [],
        "steps": program_steps(found),
        "back_form": ReasonForm(prefix="back"),
        "end_form": ReasonForm(prefix="end"),
        **forms,
    }
    return render(request, "consents/programs/program.html", context, status=status)
