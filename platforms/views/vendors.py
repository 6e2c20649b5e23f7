"""Vendors, inside ITS: the list, one vendor with its platforms, and what is written about it."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from core.http import SignedInRequest, actor_of
from core.paging import page
from platforms.access.catalogue import platforms_for
from platforms.actions import catalogue as actions
from platforms.forms.catalogue import VendorForm
from platforms.models import Vendor
from platforms.reports.catalogue import Narrowing, catalogue_list, catalogue_rows
from platforms.reports.operators import operator_vendors
from platforms.reports.vendor_history import changes_of
from platforms.views.its import for_its

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_safe
@for_its
def catalogue_vendors(request: SignedInRequest) -> HttpResponse:
    """The vendors by name, each with how many platforms; or those with an agreement and no address to post."""
    query = request.GET.get("q", "").strip()
    listed = Count("platforms", filter=Q(platforms__merged_into=None))
    found = Vendor.objects.annotate(platform_count=listed)
    for word in query.split():
        found = found.filter(name__icontains=word)
    unposted = request.GET.get("address") == "none"
    if unposted:
        found = found.filter(pk__in=operator_vendors().filter(Q(address="")))
    context = {"page": page(request, found, ("name",)), "query": query, "unposted": unposted}
    return render(request, "platforms/catalogue/vendors.html", context)


@require_safe
@for_its
def catalogue_vendor(request: SignedInRequest, pk: int) -> HttpResponse:
    """One vendor: how to reach it, its platforms, and what was changed."""
    vendor = get_object_or_404(Vendor, pk=pk)
    on = timezone.localdate()
    found = catalogue_list(platforms_for(request.user).filter(vendor=vendor), Narrowing(), on)
    at = page(request, found, ("name",))
    context = {
        "vendor": vendor,
        "page": at,
        "rows": catalogue_rows(at.rows, on),
        "events": changes_of(vendor),
    }
    return render(request, "platforms/catalogue/vendor.html", context)


@require_http_methods(READ_OR_SEND)
@for_its
def new_vendor(request: SignedInRequest) -> HttpResponse:
    """Enter a vendor; one that is here already is named, and nothing typed is lost."""
    form = VendorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        vendor = actions.add_vendor(form.said(), by=actor_of(request))
        messages.success(request, _("Entered."))
        return redirect("platforms:catalogue_vendor", vendor.pk)
    return _form_page(request, form)


@require_http_methods(READ_OR_SEND)
@for_its
def edit_vendor(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put right what is written about a vendor."""
    vendor = get_object_or_404(Vendor, pk=pk)
    form = VendorForm(request.POST or None, vendor=vendor)
    if request.method == "POST" and form.is_valid():
        actions.edit_vendor(vendor, form.said(), by=actor_of(request))
        messages.success(request, _("Changed. What stood there before is in its history."))
        return redirect("platforms:catalogue_vendor", pk)
    return _form_page(request, form, vendor)


def _form_page(
    request: SignedInRequest, form: VendorForm, vendor: Vendor | None = None
) -> HttpResponse:
    context = {"form": form, "vendor": vendor}
    status = 422 if form.is_bound else 200
    return render(request, "platforms/catalogue/edit_vendor.html", context, status=status)
