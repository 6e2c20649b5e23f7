"""The office's list of families to call: wishes, disputed contacts, what was agreed."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consents.access import call_backs as access
from consents.actions import call_backs as actions
from consents.forms.guardian import SettleForm
from consents.models import CallBack
from core.http import SignedInRequest
from core.paging import page
from schools.models import Student


@require_safe
def call_backs(request: SignedInRequest) -> HttpResponse:
    """Open ones, the longest waiting first; or those settled, the newest first."""
    settled = request.GET.get("show") == "settled"
    words = request.GET.get("q", "").strip()
    found = _matching(access.visible_to(request.user), words)
    found = found.filter(done_at__isnull=not settled).select_related("guardian", "school")
    found = found.prefetch_related("guardian__students")
    # Open ones: who waits longest comes first. Settled ones: the newest first.
    facts = {
        "page": page(request, found, newest_first=settled),
        "settled": settled,
        "is_open": not settled,
        "words": words,
        "waiting": None
        if settled
        else access.visible_to(request.user).filter(done_at=None).count(),
        "is_office": access.offices_of(request.user).exists(),
    }
    return render(request, "consents/call_backs/index.html", facts)


@require_safe
def call_back(request: SignedInRequest, pk: int) -> HttpResponse:
    """One wish: who, why, which number, and what is on file."""
    return _detail(request, _visible(request, pk), SettleForm())


@require_POST
def call_back_settle(request: SignedInRequest, pk: int) -> HttpResponse:
    """Record the outcome; with the contact checked, messages go again."""
    row = _visible(request, pk)
    form = SettleForm(request.POST)
    if not form.is_valid():
        return _detail(request, row, form, status=422)
    actions.settle(row, by=request.user, **form.cleaned_data)
    messages.success(request, _("Settled, and taken off the list."))
    return redirect("call_backs")


def _visible(request: SignedInRequest, pk: int) -> CallBack:
    rows = access.visible_to(request.user).select_related("guardian", "school", "done_by")
    return get_object_or_404(rows, pk=pk)


def _matching(found: QuerySet[CallBack], words: str) -> QuerySet[CallBack]:
    """Every word in the name or number given, or in a name on file."""
    for word in words.split():
        students = Student.objects.matching(word).values("guardian_links__guardian")
        found = found.filter(
            Q(name__icontains=word)
            | Q(phone__icontains=word)
            | Q(guardian__given_name__icontains=word)
            | Q(guardian__family_name__icontains=word)
            | Q(guardian__in=students)
        )
    return found


def _detail(
    request: SignedInRequest, row: CallBack, form: SettleForm, *, status: int = 200
) -> HttpResponse:
    links = []
    if row.guardian:
        links = list(row.guardian.links.current().select_related("student__school"))
    facts = {
        "row": row,
        "links": links,
        "form": form,
        "may_settle": access.may_settle(request.user, row),
    }
    return render(request, "consents/call_backs/detail.html", facts, status=status)
