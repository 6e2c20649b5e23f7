"""The school's list of adults whom families named: find who is meant, begin the request, or say no."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consents.access import wishes as access
from consents.actions import wishes as actions
from consents.forms.wishes import DeclineForm
from consents.models import GuardianWish
from consents.reports.wishes import staff_like, tone_of
from consents.terms import WishStage
from core.http import SignedInRequest, key_in
from core.paging import page
from schools.models import Staff


@require_safe
def wishes(request: SignedInRequest) -> HttpResponse:
    """Those that want an answer, the longest waiting first; or the answered, the newest first."""
    settled = request.GET.get("show") == "answered"
    query = request.GET.get("q", "").strip()
    seen = access.visible_to(request.user)
    waiting = access.wanting_an_answer(seen)
    found = seen.exclude(pk__in=waiting.values("pk")) if settled else waiting
    shown = page(request, _matching(found, query), newest_first=settled)
    context = {
        "page": shown,
        "rows": [(row, tone_of(row)) for row in shown.rows],
        "settled": settled,
        "is_open": not settled,
        "query": query,
        "waiting": None if settled else waiting.count(),
    }
    return render(request, "consents/wishes/index.html", context)


@require_safe
def wish(request: SignedInRequest, pk: int) -> HttpResponse:
    """One wish: which family, which child, whom they mean and why."""
    return _detail(request, _visible(request, pk), DeclineForm())


@require_POST
def match_wish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say which adult is meant."""
    row = _visible(request, pk)
    staff = get_object_or_404(
        Staff.objects.select_related("user"), pk=key_in(request.POST, "staff")
    )
    actions.match(row, staff, by=request.user)
    messages.success(request, _("%(name)s is told.") % {"name": staff})
    return redirect("wish", pk)


@require_POST
def begin_wish(request: SignedInRequest, pk: int) -> HttpResponse:
    """Open the request, filled in."""
    version = actions.begin(_visible(request, pk), by=request.user)
    messages.info(request, _("Look it over and send it to the principal; then the family signs."))
    return redirect("check_request", version.activity_id)


@require_POST
def decline_wish(request: SignedInRequest, pk: int) -> HttpResponse:
    """No, in words for the family."""
    row = _visible(request, pk)
    access.may_decline(request.user, row).require()
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _detail(request, row, form, status=422)
    actions.decline(row, by=request.user, words=form.cleaned_data["words"])
    messages.success(request, _("The family is told that there is an answer."))
    return redirect("wishes")


def _visible(request: SignedInRequest, pk: int) -> GuardianWish:
    seen = access.visible_to(request.user).select_related(
        "guardian", "student", "school", "kind", "staff__user", "matched_by", "declined_by"
    )
    return get_object_or_404(seen, pk=pk)


def _matching(found: QuerySet[GuardianWish], query: str) -> QuerySet[GuardianWish]:
    """Every word in the names of the child or guardian, or in what the guardian typed."""
    for word in query.split():
        found = found.filter(
            Q(adult_typed__icontains=word)
            | Q(student__given_name__icontains=word)
            | Q(student__family_name__icontains=word)
            | Q(guardian__given_name__icontains=word)
            | Q(guardian__family_name__icontains=word)
        )
    return found.select_related("guardian", "student", "school", "kind", "staff__user")


def _detail(
    request: SignedInRequest, row: GuardianWish, form: DeclineForm, *, status: int = 200
) -> HttpResponse:
    may_match = access.may_match(request.user, row)
    query = request.GET.get("q", row.adult_typed).strip()
    is_matching = bool(may_match) and row.stage in (WishStage.OPEN, WishStage.MATCHED)
    context = {
        "row": row,
        "tone": tone_of(row),
        "form": form,
        "is_matching": is_matching,
        "query": query,
        "found": [one for one in staff_like(row.school, query) if one.user_id != request.user.pk]
        if is_matching
        else [],
        "may_begin": row.stage == WishStage.MATCHED and access.may_begin(request.user, row),
        "may_decline": row.stage in (WishStage.OPEN, WishStage.MATCHED, WishStage.BEGUN)
        and access.may_decline(request.user, row),
    }
    return render(request, "consents/wishes/detail.html", context, status=status)
