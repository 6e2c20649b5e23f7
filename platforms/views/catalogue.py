"""The catalogue of ITS: the list of platforms, and one platform with all that is known of it."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.decision import Refused
from core.http import SignedInRequest, actor_of
from core.paging import page
from platforms.access.catalogue import platforms_for
from platforms.actions import catalogue as actions
from platforms.forms.catalogue import AliasForm, NarrowForm, PlatformForm, TagsForm
from platforms.models import Platform, PlatformAlias, Vendor
from platforms.policy.folding import folded
from platforms.reports import (
    platform_history,  # noqa: F401 -- tells its part of the history
    platform_parts,  # noqa: F401 -- adds its parts to the page
)
from platforms.reports.catalogue import Narrowing, catalogue_list, catalogue_rows
from platforms.reports.matching import find, owners_of
from platforms.reports.sections import sections_of
from platforms.reports.standing import shown
from platforms.terms import AliasKind
from platforms.views.its import for_its

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_safe
@for_its
def catalogue(request: SignedInRequest) -> HttpResponse:
    """The platforms, by any of their names, narrowed by status, tag and agreement."""
    form = NarrowForm(request.GET)
    form.full_clean()
    asked = {name: str(value) for name, value in form.cleaned_data.items()}
    narrowing = Narrowing(
        words=asked.get("q", "").strip(),
        status=asked.get("status", ""),
        tag=asked.get("tag", ""),
        agreement=asked.get("agreement", ""),
    )
    on = timezone.localdate()
    found = catalogue_list(platforms_for(request.user), narrowing, on)
    at = page(request, found, ("name",))
    context = {
        "page": at,
        "rows": catalogue_rows(at.rows, on),
        "form": form,
        "query": narrowing.words,
        "count": found.count(),
        "narrowed": any((narrowing.status, narrowing.tag, narrowing.agreement)),
        "meant": _meant(narrowing.words) if narrowing.words and not at.rows else (),
    }
    return render(request, "platforms/catalogue/catalogue.html", context)


@require_safe
@for_its
def catalogue_platform(request: SignedInRequest, pk: int) -> HttpResponse:
    """One platform: where it stands, and the parts of every subject."""
    return _page(request, platform_or_404(request, pk))


@require_http_methods(READ_OR_SEND)
@for_its
def new_platform(request: SignedInRequest) -> HttpResponse:
    """Enter a platform; one that is here already, or nearly, is named, and nothing typed is lost."""
    asked = {name: request.GET.get(name, "")[:200] for name in ("name", "vendor")}
    form = PlatformForm(request.POST or None, initial=asked)
    if request.method == "POST" and form.is_valid():
        platform = _add(request, form)
        messages.success(request, _("Entered. It is not reviewed yet; choose its tags next."))
        return redirect("platforms:catalogue_platform", platform.pk)
    return _form_page(request, form)


@require_http_methods(READ_OR_SEND)
@for_its
def edit_platform(request: SignedInRequest, pk: int) -> HttpResponse:
    """Put right what is written about a platform."""
    platform = platform_or_404(request, pk)
    form = PlatformForm(request.POST or None, platform=platform)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            actions.edit_platform(platform, form.said(_vendor(request, form)), by=actor_of(request))
        messages.success(request, _("Changed. What stood there before is in its history."))
        return redirect("platforms:catalogue_platform", pk)
    return _form_page(request, form, platform)


@require_POST
@for_its
def add_platform_alias(request: SignedInRequest, pk: int) -> HttpResponse:
    """Something else it is known by; one that stands for another platform is told with that platform."""
    platform = platform_or_404(request, pk)
    form = AliasForm(request.POST)
    if not form.is_valid():
        return _page(request, platform, alias_form=form, status=422)
    kind, typed = AliasKind(form.cleaned_data["kind"]), form.cleaned_data["typed"]
    try:
        actions.add_alias(platform, kind, typed, by=actor_of(request))
    except Refused as refused:
        form.add_error("typed", str(refused))
        owners = owners_of(kind, folded(kind, typed) or "?")
        twin = Platform.objects.filter(pk__in=owners).first()
        return _page(request, platform, alias_form=form, twin=twin, status=422)
    messages.success(request, _("From now on it is found by this too."))
    return redirect("platforms:catalogue_platform", pk)


@require_POST
@for_its
def end_platform_alias(request: SignedInRequest, pk: int, alias: int) -> HttpResponse:
    """It means this platform no more."""
    platform = platform_or_404(request, pk)
    row = get_object_or_404(PlatformAlias.objects.filter(platform=platform), pk=alias)
    actions.end_alias(row, by=actor_of(request))
    messages.success(request, _("It is no longer known by this. Another platform may be."))
    return redirect("platforms:catalogue_platform", pk)


@require_POST
@for_its
def choose_platform_tags(request: SignedInRequest, pk: int) -> HttpResponse:
    """Which tags it has from now on."""
    platform = platform_or_404(request, pk)
    form = TagsForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("There is no such tag. Nothing was changed."))
        return _page(request, platform, status=422)
    chosen = actions.choose_tags(platform, form.chosen(), by=actor_of(request))
    said = _("Chosen. New audits go by these tags.") if chosen else _("These tags hold already.")
    messages.success(request, said)
    return redirect("platforms:catalogue_platform", pk)


def platform_or_404(request: SignedInRequest, pk: int) -> Platform:
    """The platform, for those who keep the catalogue."""
    found = platforms_for(request.user).select_related("vendor", "merged_into")
    return get_object_or_404(found, pk=pk)


def _meant(words: str) -> tuple[Platform, ...]:
    """Those the words may mean where none has them in a name."""
    match = find(words)
    return (match.platform,) if match.platform else match.candidates


def _add(request: SignedInRequest, form: PlatformForm) -> Platform:
    with transaction.atomic():
        return actions.add_platform(form.said(_vendor(request, form)), by=actor_of(request))


def _vendor(request: SignedInRequest, form: PlatformForm) -> Vendor:
    """The vendor named, entered anew where the reader said so."""
    if form.known_vendor is not None:
        return form.known_vendor
    said = actions.VendorSaid(name=" ".join(form.cleaned_data["vendor"].split()))
    return actions.add_vendor(said, by=actor_of(request))


def _form_page(
    request: SignedInRequest, form: PlatformForm, platform: Platform | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "platform": platform,
        "vendors": Vendor.objects.values_list("name", flat=True)[:1000],
        "typed": form.data.get("name", "") if form.is_bound else "",
    }
    status = 422 if form.is_bound else 200
    return render(request, "platforms/catalogue/edit.html", context, status=status)


def _page(
    request: SignedInRequest,
    platform: Platform,
    *,
    alias_form: AliasForm | None = None,
    twin: Platform | None = None,
    status: int = 200,
) -> HttpResponse:
    drawn = sections_of(platform, request.user)
    context = {
        "platform": platform,
        "shown": shown(platform.standing(timezone.now()), timezone.localdate()),
        "merge": platform.merges_away.filter(undone_at=None).select_related("by").first(),
        "main": [one for one in drawn if not one.section.aside],
        "aside": [one for one in drawn if one.section.aside],
        "alias_form": alias_form,
        "twin": twin,
    }
    return render(request, "platforms/catalogue/platform.html", context, status=status)
