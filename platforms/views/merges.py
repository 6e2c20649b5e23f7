"""Two rows that are one tool: which, what it means, together, apart."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.decision import Refused
from core.http import SignedInRequest, actor_of, key_in
from core.paging import page
from platforms.access.catalogue import platforms_for
from platforms.actions import merges as actions
from platforms.forms.catalogue import WhyForm
from platforms.models import Platform, PlatformMerge
from platforms.reports.catalogue import Narrowing, catalogue_list, catalogue_rows
from platforms.reports.merging import meaning_of
from platforms.reports.standing import shown
from platforms.views.catalogue import platform_or_404
from platforms.views.its import for_its

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(READ_OR_SEND)
@for_its
def merge_platform(request: SignedInRequest, pk: int) -> HttpResponse:
    """First which tool it is the same as; then what merging means, and the reason."""
    source = platform_or_404(request, pk)
    into = key_in(request.GET, "into")
    if into is None:
        return _choose(request, source)
    target = platform_or_404(request, into)
    form = WhyForm(request.POST or None)
    may = actions.may_merge(source, target)
    if request.method == "POST" and form.is_valid():
        try:
            actions.merge(source, target, by=actor_of(request), reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("They are one tool now. It can be taken apart again."))
            return redirect("platforms:catalogue_platform", target.pk)
    context = {
        "source": source,
        "target": target,
        "form": form,
        "may": may,
        "sides": [_side(source), _side(target)],
    }
    status = 422 if form.errors else 200
    return render(request, "platforms/catalogue/merge.html", context, status=status)


@require_http_methods(READ_OR_SEND)
@for_its
def unmerge_platform(request: SignedInRequest, pk: int) -> HttpResponse:
    """They are two after all."""
    rows = PlatformMerge.objects.filter(undone_at=None).select_related("source", "target", "by")
    merge = get_object_or_404(rows, pk=pk)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.undo(merge, by=actor_of(request), reason=form.cleaned_data["reason"])
        messages.success(request, _("They are two again, each with its own standing."))
        return redirect("platforms:catalogue_platform", merge.source_id)
    again = shown(merge.standing_before(), timezone.localdate())
    may = actions.may_undo(merge, actor_of(request))
    context = {"merge": merge, "form": form, "again": again, "may": may}
    status = 422 if form.errors else 200
    return render(request, "platforms/catalogue/unmerge.html", context, status=status)


def _choose(request: SignedInRequest, source: Platform) -> HttpResponse:
    on = timezone.localdate()
    query = request.GET.get("q", "").strip()
    others = platforms_for(request.user).exclude(pk=source.pk)
    found = catalogue_list(others, Narrowing(words=query), on)
    at = page(request, found, ("name",))
    context = {"source": source, "page": at, "rows": catalogue_rows(at.rows, on), "query": query}
    return render(request, "platforms/catalogue/merge_which.html", context)


def _side(platform: Platform) -> dict[str, object]:
    now = timezone.now()
    return {
        "platform": platform,
        "shown": shown(platform.standing(now), timezone.localdate(now)),
        "meaning": meaning_of(platform, now),
    }
