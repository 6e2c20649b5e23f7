"""Is this signed form genuine, and still in force? For anybody who holds the file; no sign-in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from consents.forms.verify import VerifyForm
from consents.reports.folders import Standing, answer_behind, standing_of
from core.http import client_address
from core.limits import within
from documents.verifying import Finding, Verification
from documents.verifying import verify as verified

MOST, SECONDS = 20, 600


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Compare an uploaded file with what was made here; names nobody the file does not name itself."""
    if request.method != "POST":
        return _page(request, VerifyForm())
    if not within("verify", client_address(request), most=MOST, seconds=SECONDS):
        return _page(request, VerifyForm(), status=429)
    form = VerifyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    return _page(request, VerifyForm(), verified(form.cleaned_data["file"].read()))


def _page(
    request: HttpRequest,
    form: VerifyForm,
    verification: Verification | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "verification": verification,
        "standing": _standing(verification),
        "snapshot": _snapshot(verification),
        "too_often": status == 429,
    }
    return render(request, "consents/verify.html", context, status=status)


def _standing(verification: Verification | None) -> Standing | None:
    """Where the genuine form stands now; nothing is said about an altered one."""
    if verification is None or verification.finding != Finding.GENUINE:
        return None
    answer = answer_behind(verification.document) if verification.document else None
    return standing_of(answer, timezone.now()) if answer else None


def _snapshot(verification: Verification | None) -> dict[str, object]:
    """What the file itself says, as it was signed."""
    if verification is None or verification.finding != Finding.GENUINE:
        return {}
    return verification.document.snapshot if verification.document else {}
