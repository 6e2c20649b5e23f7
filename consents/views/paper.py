"""Paper at the office: what waits at each desk, the stacks that came in, the letters that go back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consents.access import paper as access
from consents.access.call_backs import offices_of
from consents.access.recorded import NOT_THE_OFFICE
from consents.actions import packets, stacks
from consents.forms.paper import PlaceForm, StackForm
from consents.models import Stack
from consents.reports import paper as report
from consents.terms.paper import ScanStage
from core.decision import Decision
from core.http import SignedInRequest, actor_of, key_in
from core.paging import page
from documents import scanning

DESKS = (ScanStage.REVIEW, ScanStage.SECOND, ScanStage.BY_HAND, ScanStage.DONE)


@require_safe
def paper(request: SignedInRequest) -> HttpResponse:
    """The pages at one desk, the longest waiting first; search by student or file."""
    desk = request.GET.get("desk", "")
    stage = ScanStage(desk) if desk in ScanStage.values else ScanStage.REVIEW
    query = request.GET.get("q", "").strip()
    found = report.matching(access.scans_of(request.user).filter(stage=stage), query)
    done = stage == ScanStage.DONE
    shown = page(request, report.scans_in_full(found), newest_first=done)
    known = report.counts(request.user)
    facts = {
        "page": shown,
        "lines": report.lines(shown.rows),
        "stage": stage,
        "desks": [(one, known.get(one, 0)) for one in DESKS],
        "letters": known["letters"],
        "query": query,
        "is_office": offices_of(request.user).exists(),
    }
    return render(request, "consents/paper/paper.html", facts)


@require_safe
def paper_stacks(request: SignedInRequest) -> HttpResponse:
    """The stacks of the user's schools, newest first."""
    query = request.GET.get("q", "").strip()
    found = access.stacks_of(request.user).select_related("school", "uploaded_by")
    if query:
        found = found.filter(file_name__icontains=query)
    facts = {
        "page": page(request, found, newest_first=True),
        "query": query,
        "problems": report.PROBLEMS,
        "is_office": offices_of(request.user).exists(),
    }
    return render(request, "consents/paper/stacks.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
def paper_upload(request: SignedInRequest) -> HttpResponse:
    """Hand in a scanned stack."""
    schools = offices_of(request.user).order_by("name", "pk")
    Decision.unless((schools.exists(), NOT_THE_OFFICE)).require()
    if request.method != "POST":
        form = StackForm(schools=schools, initial={"received_on": timezone.localdate()})
        return render(request, "consents/paper/upload.html", {"form": form})
    form = StackForm(request.POST, request.FILES, schools=schools)
    if not form.is_valid():
        return render(request, "consents/paper/upload.html", {"form": form}, status=422)
    given = form.cleaned_data
    content = given["file"].read()
    stack = stacks.upload(
        given["school"],
        stacks.Incoming(content, scanning.media_type_of(content) or "", given["file"].name or ""),
        received_on=given["received_on"],
        place=given["place"],
        by=actor_of(request),
    )
    return redirect("paper_stack", stack.pk)


@require_safe
def paper_stack(request: SignedInRequest, pk: int) -> HttpResponse:
    """One stack: how far it is read, where each page went, where the paper lies."""
    return _stack_page(request, _stack(request, pk), PlaceForm())


@require_POST
def paper_place(request: SignedInRequest, pk: int) -> HttpResponse:
    """The paper lies somewhere else now."""
    stack = _stack(request, pk)
    form = PlaceForm(request.POST)
    if not form.is_valid():
        return _stack_page(request, stack, form, status=422)
    stacks.move_paper(stack, form.cleaned_data["place"], by=actor_of(request))
    messages.success(request, _("Noted. Where it lay before stays known."))
    return redirect("paper_stack", pk)


@require_safe
def paper_letters(request: SignedInRequest) -> HttpResponse:
    """What two people agreed to send back, until it is printed."""
    shown = page(request, access.letters_waiting(request.user))
    schools = offices_of(request.user).order_by("name", "pk")
    facts = {"page": shown, "schools": schools, "is_office": schools.exists()}
    return render(request, "consents/paper/letters.html", facts)


@require_POST
def paper_print_letters(request: SignedInRequest) -> HttpResponse:
    """All letters of a school in one file."""
    offices = offices_of(request.user)
    Decision.unless((offices.exists(), NOT_THE_OFFICE)).require()
    school = get_object_or_404(offices, pk=key_in(request.POST, "school") or 0)
    packet = packets.print_letters(school, by=actor_of(request))
    return redirect("packet", packet.pk)


def _stack(request: SignedInRequest, pk: int) -> Stack:
    rows = access.stacks_of(request.user).select_related("school", "uploaded_by", "original")
    return get_object_or_404(rows, pk=pk)


def _stack_page(
    request: SignedInRequest, stack: Stack, form: PlaceForm, *, status: int = 200
) -> HttpResponse:
    seen = access.scans_of(request.user).filter(stack=stack)
    shown = page(request, report.scans_in_full(seen), ["number"])
    read = stack.scans.count()
    facts = {
        "stack": stack,
        "page": shown,
        "lines": report.lines(shown.rows),
        "reading": stack.read_at is None,
        "read": read,
        "problem": report.PROBLEMS.get(stack.problem, ""),
        "tally": report.tally(stack),
        "places": stack.places.select_related("by").order_by("-pk"),
        "form": form,
        "hidden": read - seen.count(),
    }
    partial = "HX-Request" in request.headers
    template = "consents/paper/_stack_state.html" if partial else "consents/paper/stack.html"
    return render(request, template, facts, status=status)
