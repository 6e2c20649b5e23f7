"""The offices' own page about evidence: the public key it is sealed to, and how much is taken (I1)."""

from __future__ import annotations

from django.contrib import messages
from django.db import IntegrityError, transaction
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.http import SignedInRequest, actor_of
from documents.sealing import NotAKey
from incidents.access import evidence as access
from incidents.actions import office_keys as actions
from incidents.forms.evidence import KeyForm, LimitsForm
from incidents.models import OfficeKey, offices_of
from incidents.reports import evidence as reports
from incidents.reports.office_keys import keys_of
from incidents.terms import OfficeCode


@require_safe
def evidence_settings(request: SignedInRequest) -> HttpResponse:
    """For people of the two offices; for everybody else there is no such page."""
    return _page(request)


@require_POST
def evidence_key(request: SignedInRequest, office: str) -> HttpResponse:
    """Put a new public key forward."""
    code = _own(request, office)
    form = KeyForm(request.POST, prefix=office)
    if form.is_valid():
        try:
            with transaction.atomic():
                actions.set_key(code, form.cleaned_data["public"], by=actor_of(request))
        except NotAKey:
            form.add_error("public", _('That is no public age key. It begins with "age1"; never type the secret one.'))  # fmt: skip
        except IntegrityError:
            form.add_error("public", _("The office has had this key already. Make a new pair."))
    if form.errors:
        return _page(request, 422, key_form=form)
    messages.success(request, _("Put forward. It counts once somebody else of your office confirms it."))  # fmt: skip
    return redirect("incidents:evidence_settings")


@require_POST
def evidence_key_confirm(request: SignedInRequest, office: str) -> HttpResponse:
    """Confirm the key that waits, after comparing its mark."""
    code = _own(request, office)
    waiting = OfficeKey.objects.filter(office=code, confirmed_at=None)
    key = get_object_or_404(waiting, public=request.POST.get("public", ""))
    actions.confirm_key(key, by=actor_of(request))
    messages.success(request, _("Confirmed. From now on evidence is sealed to it."))
    return redirect("incidents:evidence_settings")


@require_POST
def evidence_limits(request: SignedInRequest) -> HttpResponse:
    """Change how much is taken."""
    if not offices_of(request.user):
        raise Http404
    form = LimitsForm(request.POST, prefix="limits")
    if not form.is_valid():
        return _page(request, 422, limits_form=form)
    actions.set_limits(form.limits(), by=actor_of(request))
    messages.success(request, _("Kept. It holds from now on."))
    return redirect("incidents:evidence_settings")


def _own(request: SignedInRequest, office: str) -> OfficeCode:
    if office not in offices_of(request.user):
        raise Http404
    return OfficeCode(office)


def _page(request: SignedInRequest, status: int = 200, **forms: Form) -> HttpResponse:
    mine = offices_of(request.user)
    if not mine:
        raise Http404
    held = reports.limits()
    initial = {
        "file_megabytes": held.file_megabytes,
        "number": held.files,
        "total_megabytes": held.total_megabytes,
    }
    given = forms.get("key_form")
    by = actor_of(request)
    rows = [
        {
            "keys": keys,
            "form": given if given and given.prefix == keys.office else KeyForm(prefix=keys.office),
            "may_confirm": keys.waiting
            and access.may_confirm_key(by, keys.office, keys.waiting.row.set_by_id),
        }
        for keys in (keys_of(OfficeCode(office)) for office in mine)
    ]
    context = {
        "rows": rows,
        "limits_form": forms.get("limits_form") or LimitsForm(prefix="limits", initial=initial),
        "has_room": reports.has_room(),
    }
    return render(request, "incidents/evidence/settings.html", context, status=status)
