"""Evidence: a platform's store with its door for new files, what ends soon, and one file (P2)."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.http import SignedInRequest, actor_of
from core.paging import page, page_of
from documents import keeping
from platforms.access.catalogue import platforms_for
from platforms.actions import evidence as actions
from platforms.forms.evidence import EvidenceForm
from platforms.models import Evidence
from platforms.reports.evidence import download_name, expiring, shown, store_of
from platforms.views.its import for_its

SANDBOX: Final = "default-src 'none'; sandbox"


@require_http_methods(["GET", "HEAD", "POST"])
@for_its
def platform_evidence(request: SignedInRequest, pk: int) -> HttpResponse:
    """All that is kept of a platform, whichever audit it came in for, and a file to add."""
    platform = get_object_or_404(platforms_for(request.user), pk=pk)
    today, query = timezone.localdate(), request.GET.get("q", "").strip()
    sent = request.method == "POST"
    form = EvidenceForm(
        request.POST if sent else None,
        request.FILES if sent else None,
        initial={"dated_on": today},
    )
    if sent and form.is_valid():
        _receive(request, pk, form)
        return redirect("platforms:platform_evidence", pk)
    rows = store_of(platform)
    for word in query.split():
        rows = rows.filter(title__icontains=word)
    listed = page(request, rows, newest_first=True)
    context = {
        "platform": platform,
        "audit": platform.audits.open().first(),
        "form": form,
        "page": listed,
        "rows": shown(listed.rows, today),
        "query": query,
    }
    status = 422 if sent else 200
    return render(request, "platforms/audits/evidence.html", context, status=status)


@require_safe
@for_its
def expiring_evidence(request: SignedInRequest) -> HttpResponse:
    """Evidence that ends soon or has ended, and that findings rest on."""
    today = timezone.localdate()
    listed = page_of(expiring(today), by=["valid_until", "pk"], asked=request.GET)
    context = {"page": listed, "rows": shown(listed.rows, today)}
    return render(request, "platforms/audits/expiring.html", context)


@require_safe
@for_its
def evidence_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """The file, to be saved, never shown in the browser; who opened it is written down."""
    evidence = get_object_or_404(Evidence.objects.select_related("file", "platform"), pk=pk)
    try:
        content = actions.open_evidence(evidence, by=actor_of(request))
    except keeping.Damaged:
        messages.error(request, _("The kept file is damaged. Tell the records office."))
        return redirect("platforms:platform_evidence", evidence.platform_id)
    return as_download(content, evidence.file.media_type, download_name(evidence))


def as_download(content: bytes, media_type: str, name: str) -> HttpResponse:
    """Bytes from outside, to be saved: the browser runs and guesses nothing."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _receive(request: SignedInRequest, platform: int, form: EvidenceForm) -> None:
    """Keep the file, and say so where the same one is there already."""
    found = get_object_or_404(platforms_for(request.user), pk=platform)
    kept = actions.receive(found, form.piece(), by=actor_of(request))
    same = store_of(found).filter(file__sha256=kept.file.sha256).exclude(pk=kept.pk).first()
    if same:
        messages.warning(
            request,
            _("Kept. The same file is there already, as “%(title)s”.") % {"title": same.title},
        )
    else:
        messages.success(request, _("Kept. Findings can rest on it now."))
