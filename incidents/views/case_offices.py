"""A case goes to another office, outside, or to one more person of the school (I1, I2)."""

from __future__ import annotations

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from core.http import SignedInRequest, actor_of, key_in
from incidents.access.cases import may_lead
from incidents.actions import handing as actions
from incidents.forms.people import ReferralForm, ShareForm, WhyForm
from incidents.models import Case
from incidents.reports import case_offices as report
from incidents.reports import people as people_report
from incidents.terms import OfficeCode
from incidents.terms.people import Outside
from incidents.views.cases import case_or_404

DEEDS = ("case.shared", "case.handed_over", "case.brought_in", "case.sent_out")


@require_safe
def case_offices(request: SignedInRequest, code: str) -> HttpResponse:
    """Which offices have it, and whom else it was taken to."""
    return _page(request, _led(request, code))


def _led(request: SignedInRequest, code: str) -> Case:
    found = case_or_404(request, code)
    may_lead(actor_of(request), found).require()
    return found


def _page(request: SignedInRequest, found: Case, status: int = 200, **forms: Form) -> HttpResponse:
    mine, without, others = report.mine_and_others(found, request.user)
    query = request.GET.get("q", "").strip()
    context = {
        "case": found,
        "held": report.held_by(found),
        "referrals": report.referrals_of(found),
        "brought": report.brought_into(found),
        "query": query,
        "found": report.could_come(query),
        "reasons": people_report.reasons_of(found, *DEEDS),
        "share_form": ShareForm(offices=without, prefix="share") if without else None,
        "hand_form": ShareForm(offices=others, prefix="hand") if mine and others else None,
        "refer_form": ReferralForm(prefix="refer", initial={"made_at": timezone.localtime()}),
        "bring_form": WhyForm(prefix="bring"),
        **forms,
    }
    return render(request, "incidents/routing/offices.html", context, status=status)


@require_POST
def case_share(request: SignedInRequest, code: str) -> HttpResponse:
    """A second office reads it too."""
    found = _led(request, code)
    _mine, without, _others = report.mine_and_others(found, request.user)
    form = ShareForm(request.POST, offices=without, prefix="share")
    if not form.is_valid():
        return _page(request, found, 422, share_form=form)
    given = form.cleaned_data
    actions.share(found, OfficeCode(given["office"]), why=given["why"], by=actor_of(request))
    messages.success(request, _("Shared. Who reported it was told in plain words."))
    return redirect("incidents:case_offices", code)


@require_POST
def case_hand_over(request: SignedInRequest, code: str) -> HttpResponse:
    """The other office has it from now on."""
    found = _led(request, code)
    mine, _without, others = report.mine_and_others(found, request.user)
    form = ShareForm(request.POST, offices=others, prefix="hand")
    if not form.is_valid():
        return _page(request, found, 422, hand_form=form)
    given = form.cleaned_data
    to = OfficeCode(given["office"])
    actions.hand_over(found, mine[0], to, why=given["why"], by=actor_of(request))
    messages.success(request, _("Handed over. Your office no longer sees that report."))
    if Case.objects.visible_to(request.user).filter(pk=found.pk).exists():
        return redirect("incidents:case_offices", code)
    return redirect("incidents:cases")


@require_POST
def case_refer(request: SignedInRequest, code: str) -> HttpResponse:
    """It was taken to somebody outside the district."""
    found, form = _led(request, code), ReferralForm(request.POST, prefix="refer")
    if not form.is_valid():
        return _page(request, found, 422, refer_form=form)
    given = form.cleaned_data
    actions.refer(
        found, Outside(given["to"]), made_at=given["made_at"], number=given["number"], who=given["who"],
        handed=given["handed"], tells_reporter=given["tells_reporter"], by=actor_of(request),
    )  # fmt: skip
    messages.success(request, _("Written down."))
    return redirect("incidents:case_offices", code)


@require_POST
def case_bring_in(request: SignedInRequest, code: str) -> HttpResponse:
    """One more person of the school reads it."""
    found, form = _led(request, code), WhyForm(request.POST, prefix="bring")
    user = User.objects.filter(pk=key_in(request.POST, "person") or 0).first()
    if user is None:
        form.add_error(None, _("Choose who is to read it."))
    if not form.is_valid() or user is None:
        return _page(request, found, 422, bring_form=form)
    actions.bring_in(found, user, why=form.cleaned_data["why"], by=actor_of(request))
    messages.success(request, _("They read the report now."))
    return redirect("incidents:case_offices", code)


@require_POST
def case_send_out(request: SignedInRequest, code: str) -> HttpResponse:
    """Somebody who was brought in reads it no longer."""
    found, form = _led(request, code), WhyForm(request.POST, prefix="bring")
    if not form.is_valid():
        return _page(request, found, 422, bring_form=form)
    key = key_in(request.POST, "person")
    if key is None:
        raise Http404
    row = get_object_or_404(found.recipients.filter(ended_at=None), user=key)
    actions.send_out(row, why=form.cleaned_data["why"], by=actor_of(request))
    messages.success(request, _("They no longer see that report."))
    return redirect("incidents:case_offices", code)
