"""Data agreements and breaches, inside ITS: entered, ended early, put right, opened."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.decision import Refused
from core.http import SignedInRequest, actor_of, key_in
from documents import keeping
from platforms.actions import agreements as actions
from platforms.forms.catalogue import AgreementForm, BreachForm, EndForm
from platforms.models import Agreement, Breach, Platform
from platforms.views.catalogue import platform_or_404
from platforms.views.its import for_its

READ_OR_SEND = ["GET", "HEAD", "POST"]
SANDBOX = "default-src 'none'; sandbox"


@require_http_methods(READ_OR_SEND)
@for_its
def new_agreement(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter a signed agreement, from the start or following another one."""
    platform = platform_or_404(request, pk)
    form = AgreementForm(request.POST or None, request.FILES or None, initial=_before(request, platform))  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            actions.enter(platform, form.said(), by=actor_of(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Entered, and posted on the public page."))
            return redirect(f"{platform_url(platform)}#agreements")
    return _form_page(request, "agreement", form, platform=platform)


@require_http_methods(READ_OR_SEND)
@for_its
def end_agreement(request: SignedInRequest, pk: int) -> HttpResponse:
    """End it early, with a reason."""
    agreement = get_object_or_404(Agreement.objects.select_related("platform"), pk=pk)
    platform = platform_or_404(request, agreement.platform_id)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            actions.end(agreement, by=actor_of(request), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Ended. That it held before stays on the public page."))
            return redirect(f"{platform_url(platform)}#agreements")
    facts = {"platform": platform, "agreement": agreement}
    return _form_page(request, "end_agreement", form, **facts)


@require_safe
@for_its
def agreement_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """The signed paper; who opened it is written down."""
    agreement = get_object_or_404(Agreement.objects.exclude(file=None), pk=pk)
    try:
        content = actions.open_agreement(agreement, by=actor_of(request))
    except keeping.Damaged:
        messages.error(request, _("The kept file is damaged. Tell the system administrator."))
        return redirect("platforms:catalogue_platform", agreement.platform_id)
    return pdf_response(content, f"agreement-{agreement.pk}.pdf")


@require_http_methods(READ_OR_SEND)
@for_its
def new_breach(request: SignedInRequest, pk: int) -> HttpResponse:
    """Enter a breach; it is posted at once."""
    platform = platform_or_404(request, pk)
    form = BreachForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.enter_breach(platform, form.said(), by=actor_of(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Entered, and posted on the public page."))
            return redirect(f"{platform_url(platform)}#breaches")
    return _form_page(request, "breach", form, platform=platform)


@require_http_methods(READ_OR_SEND)
@for_its
def correct_breach(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say it again, rightly."""
    breach = get_object_or_404(Breach.objects.standing().select_related("platform"), pk=pk)
    platform = platform_or_404(request, breach.platform_id)
    form = BreachForm(request.POST or None, breach=breach)
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct_breach(breach, form.said(), by=actor_of(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Put right. The entry before is kept."))
            return redirect(f"{platform_url(platform)}#breaches")
    return _form_page(request, "breach", form, platform=platform, breach=breach)


def pdf_response(content: bytes, name: str) -> HttpResponse:
    """A PDF to download; nothing in it runs in our name."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response


def platform_url(platform: Platform) -> str:
    return redirect("platforms:catalogue_platform", platform.pk).url


def _before(request: SignedInRequest, platform: Platform) -> dict[str, Any]:
    """What a following agreement begins with, where the address names the one before."""
    key = key_in(request.GET, "after")
    if key is None:
        return {}
    agreement = platform.agreements.filter(pk=key).first()
    if agreement is None:
        raise Http404
    return AgreementForm.beginning_with(agreement)


def _form_page(request: SignedInRequest, name: str, form: Form, **facts: Any) -> HttpResponse:
    status = 422 if form.errors else 200
    context = {"form": form, **facts}
    return render(request, f"platforms/catalogue/{name}.html", context, status=status)
