"""The exceptions as staff read them, and what administrators do with one as a whole."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consents.access import exceptions as access
from consents.actions import exception_kinds as actions
from consents.actions.exceptions import load_pack
from consents.builtin import packs
from consents.forms.exceptions import KindForm
from consents.models import ExceptionKind
from consents.reports import exceptions as reports
from consents.reports.exception_drafts import may_publish_kind
from core.decision import Refused
from core.http import SignedInRequest, actor_of
from core.paging import page


@require_safe
def exceptions(request: SignedInRequest) -> HttpResponse:
    """Every exception the reader may see."""
    query, show = request.GET.get("q", "").strip(), request.GET.get("show", "")
    found = access.visible_to(request.user)
    sees_all = found.filter(is_published=False).exists() or access.may_edit(actor_of(request))
    if show == "unpublished":
        found = found.filter(is_published=False)
    for word in query.split():
        found = found.filter(name__icontains=word)
    context = {
        "page": page(request, reports.listed(found, timezone.now())),
        "query": query,
        "unpublished": show == "unpublished",
        "sees_all": sees_all,
        "may_edit": access.may_edit(actor_of(request)),
    }
    return render(request, "consents/exceptions/index.html", context)


@require_safe
def exception(request: SignedInRequest, code: str) -> HttpResponse:
    """One exception: what it asks, since when, where it was read, and what it comes to in cases."""
    kind = kind_or_404(request, code)
    shown = reports.page_of(kind, timezone.now())
    may_edit = access.may_edit(actor_of(request))
    context = {
        "kind": kind,
        "shown": shown,
        "may_edit": may_edit,
        "draft": kind.drafts.filter(closed_at=None).select_related("edited_by").first()
        if may_edit
        else None,
        "may_publish": may_publish_kind(kind, shown.rule),
    }
    return render(request, "consents/exceptions/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def add_exception(request: SignedInRequest) -> HttpResponse:
    """A new exception of the district's own (T5)."""
    access.may_edit(actor_of(request)).require()
    form = KindForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        draft = actions.add(
            form.cleaned_data["code"], form.cleaned_data["name"], by=actor_of(request)
        )
        return redirect("exception_draft", draft.kind.code)
    status = 422 if form.is_bound else 200
    return render(request, "consents/exceptions/add.html", {"form": form}, status=status)


@require_POST
def publish_exception(request: SignedInRequest, code: str) -> HttpResponse:
    """From now on schools may ask for it."""
    actions.publish(kind_or_404(request, code), by=actor_of(request))
    messages.success(request, _("Published. Schools can ask for it now."))
    return redirect("exception", code)


@require_POST
def unpublish_exception(request: SignedInRequest, code: str) -> HttpResponse:
    """From now on nobody asks for it."""
    actions.unpublish(kind_or_404(request, code), by=actor_of(request))
    messages.success(request, _("Taken off. What was asked for stays as it is."))
    return redirect("exception", code)


@require_safe
def exception_packs(request: SignedInRequest) -> HttpResponse:
    """The packs that ship with the product, and which of their exceptions are here."""
    access.may_edit(actor_of(request)).require()
    here = set(ExceptionKind.objects.values_list("code", flat=True))
    rows = [
        (pack, [(one, one.code in here) for one in pack.exceptions], {one.code for one in pack.exceptions} <= here)
        for pack in packs().values()
    ]  # fmt: skip
    return render(request, "consents/exceptions/packs.html", {"rows": rows})


@require_POST
def load_exception_pack(request: SignedInRequest, pack: str) -> HttpResponse:
    """Bring a pack's exceptions in, unpublished."""
    try:
        kinds = load_pack(pack, by=actor_of(request))
    except Refused as refused:
        if access.NO_SUCH_PACK not in refused.decision.refusals:
            raise
        messages.error(request, str(refused))
        return redirect("exception_packs")
    words = ngettext("%(count)d exception is here.", "%(count)d exceptions are here.", len(kinds))
    messages.success(request, words % {"count": len(kinds)})
    return redirect("exceptions")


def kind_or_404(request: SignedInRequest, code: str) -> ExceptionKind:
    """An exception the reader may see; any other does not exist."""
    return get_object_or_404(access.visible_to(request.user), code=code)
