"""Sheets to print: for an activity's families, the letters that go back, and a family's own copy."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from consents.access import answers as answer_access
from consents.access import paper as access
from consents.access.call_backs import offices_of
from consents.actions import packets as actions
from consents.actions.codes import actor_for
from consents.forms.paper import EVERYBODY, PrintForm
from consents.models import Packet
from consents.reports.versions import current_version
from consents.views.finding import activity_or_404
from consents.views.guardian_door import Door, behind_proof, draw, posted
from consents.views.guardian_form import find_ask
from core.actor import Actor
from core.decision import Refused
from core.http import SignedInRequest, actor_of
from core.paging import page
from documents import actions as documents
from documents import keeping


@require_safe
def packets(request: SignedInRequest) -> HttpResponse:
    """What the user's offices have printed, newest first."""
    query = request.GET.get("q", "").strip()
    found = access.packets_of(request.user).select_related("school", "version", "made_by")
    if query:
        found = found.filter(version__name__icontains=query)
    facts = {
        "page": page(request, found, newest_first=True),
        "query": query,
        "now": timezone.now(),
        "is_office": offices_of(request.user).exists(),
    }
    return render(request, "consents/paper/packets.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
def print_forms(request: SignedInRequest, pk: int) -> HttpResponse:
    """Print an activity's form for its families, each in their language."""
    found = activity_or_404(request, pk)
    version = current_version(found)
    if version is None:
        return redirect("check_request", pk)
    access.may_print(request.user, version).require()
    students = access.printable(request.user, version, timezone.now())
    form = PrintForm(posted(request))
    facts = {"activity": found, "version": version, "students": students, "form": form}
    if request.method == "POST" and form.is_valid():
        chosen = [one for one in students if str(one.pk) in request.POST.getlist("student")]
        try:
            packet = actions.print_forms(
                version,
                by=actor_of(request),
                students=chosen or None,
                silent_only=form.cleaned_data["whom"] != EVERYBODY,
                return_by=form.cleaned_data["return_by"],
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect("packet", packet.pk)
    status = 422 if form.errors else 200
    return render(request, "consents/paper/print.html", facts, status=status)


@require_safe
def packet(request: SignedInRequest, pk: int) -> HttpResponse:
    """How far the file is, then the file, until it expires."""
    rows = access.packets_of(request.user).select_related("school", "version", "made_by", "file")
    found = get_object_or_404(rows, pk=pk)
    facts = {"packet": found, **_progress(found)}
    partial = "HX-Request" in request.headers
    template = "consents/paper/_packet_state.html" if partial else "consents/paper/packet.html"
    return render(request, template, facts)


@require_safe
def packet_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """The file to print; who took it is written down."""
    found = get_object_or_404(access.packets_of(request.user).select_related("file"), pk=pk)
    response = _file(found, actor_of(request))
    if response is None:
        messages.info(request, _("The file is not there. See below what to do."))
        return redirect("packet", pk)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@behind_proof
def guardian_paper(request: HttpRequest, door: Door, ask_id: int) -> HttpResponse:
    """The form on paper, at no cost: asked for here, printed at home or by the school."""
    ask = find_ask(door, ask_id)
    if not answer_access.may_answer(ask, timezone.now()):
        return door.to("guardian_form", ask_id)
    mine = Packet.objects.filter(guardian=door.guardian, version=ask.version)
    newest = mine.filter(sheets__student=ask.student).order_by("pk").last()
    if request.method == "POST":
        actions.print_own(ask)
        return door.to("guardian_paper", ask_id)
    waiting = mine.filter(made_at__isnull=True).exists()
    facts = {
        "ask": ask,
        "packet": newest if newest and timezone.now() < newest.expires_at else None,
        "waiting": waiting,
    }
    return draw(request, door, "paper", facts)


@require_safe
@behind_proof
def guardian_paper_file(request: HttpRequest, door: Door, ask_id: int) -> HttpResponse:
    """The guardian's own sheet as PDF."""
    ask = find_ask(door, ask_id)
    mine = Packet.objects.filter(guardian=door.guardian, sheets__student=ask.student)
    newest = mine.filter(version=ask.version, made_at__isnull=False).order_by("pk").last()
    response = _file(newest, actor_for(door.guardian)) if newest else None
    return response or door.to("guardian_paper", ask_id)


def _progress(found: Packet) -> dict[str, object]:
    drawn = min(found.parts.count() * actions.PART, len(found.wanted))
    return {
        "total": len(found.wanted),
        "drawn": drawn,
        "making": found.made_at is None,
        "expired": not access.may_open_packet(found, timezone.now()),
    }


def _file(found: Packet, by: Actor) -> HttpResponse | None:
    if found.file is None or not access.may_open_packet(found, timezone.now()):
        return None
    try:
        content = documents.open_kept(found.file, by=by)
    except keeping.Damaged:
        return None
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="forms-{found.pk}.pdf"'
    response["Cache-Control"] = "no-store, private"
    return response
