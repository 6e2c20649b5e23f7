"""One person in two rows: suggestions, the two side by side, together, apart."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from core.decision import Refused
from core.http import SignedInRequest, actor_of, key_in
from core.paging import page_of
from schools import access, twice
from schools.actions import merges as actions
from schools.forms.signing import MergeForm, UnmergeForm
from schools.models import ContactMerge, Guardian, GuardianLink, Student
from schools.terms import PairWord

READ_OR_SEND = ["GET", "HEAD", "POST"]
LATER = timedelta(days=30)


@require_safe
def contacts_twice(request: SignedInRequest) -> HttpResponse:
    """Pairs that might be one person; or those put together, which can be taken apart again."""
    words = request.GET.get("q", "").strip()
    together = request.GET.get("show") == "together"
    context: dict[str, object] = {"query": words, "together": together, "apart": not together}
    if together:
        rows = _merges(request.user, words)
        context["page"] = page_of(rows, by=["-pk"], asked=request.GET)
    else:
        context["found"] = twice.suggestions(
            request.user, after=key_in(request.GET, "after") or 0, words=words
        )
    return render(request, "schools/contacts_twice.html", context)


@require_http_methods(READ_OR_SEND)
def compare_contacts(request: SignedInRequest, one: int, other: int) -> HttpResponse:
    """Both rows side by side; put together, said to be two, or left for later."""
    rows = _pair(request.user, one, other)
    may = access.may_merge(actor_of(request), *rows)
    form = MergeForm(request.POST or None, rows=rows, initial={"keep": rows[0].pk})
    if request.method == "POST":
        may.require()
        if form.is_valid() and _merge(request, rows, form):
            messages.success(request, _("Put together. It can be taken apart again at any time."))
            return redirect("schools:contacts_twice")
    context = {"sides": [_side(row, request.user) for row in rows], "form": form, "may": may}
    status = 422 if form.errors else 200
    return render(request, "schools/compare_contacts.html", context, status=status)


@require_POST
def set_contacts_aside(request: SignedInRequest, one: int, other: int) -> HttpResponse:
    """They are two, for good; or look again in a month."""
    rows = _pair(request.user, one, other)
    word = PairWord.LATER if request.POST.get("word") == PairWord.LATER else PairWord.TWO
    until = timezone.localdate() + LATER
    actions.set_aside(*rows, by=actor_of(request), word=word, until=until)
    said = _("They stay two, and are not suggested again.")
    messages.success(request, said if word == PairWord.TWO else _("Suggested again in 30 days."))
    return redirect("schools:contacts_twice")


@require_http_methods(READ_OR_SEND)
def unmerge_contacts(request: SignedInRequest, pk: int) -> HttpResponse:
    """They are two after all."""
    merge = get_object_or_404(_merges(request.user), pk=pk)
    may = access.may_merge(actor_of(request), merge.kept, merge.dropped)
    form = UnmergeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.unmerge(merge, by=actor_of(request), reason=form.cleaned_data["reason"])
        messages.success(request, _("Taken apart: every link stands as it stood."))
        return redirect("schools:contacts_twice")
    context = {"merge": merge, "form": form, "may": may}
    status = 422 if form.errors else 200
    return render(request, "schools/unmerge_contacts.html", context, status=status)


def _merge(request: SignedInRequest, rows: tuple[Guardian, Guardian], form: MergeForm) -> bool:
    kept, dropped = rows if form.cleaned_data["keep"] == rows[0].pk else rows[::-1]
    try:
        actions.merge(kept, dropped, by=actor_of(request), reason=form.cleaned_data["reason"])
    except Refused as refused:
        form.add_error(None, str(refused))
        return False
    return True


def _pair(user: User, one: int, other: int) -> tuple[Guardian, Guardian]:
    """Two rows that both stand for a student the reader may see; anything else does not exist."""
    visible = GuardianLink.objects.filter(student__in=Student.objects.visible_to(user))
    rows = Guardian.objects.filter(pk__in=visible.values("guardian"))
    first, second = (get_object_or_404(rows, pk=key) for key in (one, other))
    if first == second:
        raise Http404
    return first, second


def _side(row: Guardian, user: User) -> dict[str, object]:
    links = row.links.current().filter(student__in=Student.objects.visible_to(user))
    return {
        "row": row,
        "links": links.select_related("student__school").order_by("student"),
    }


def _merges(user: User, words: str = "") -> QuerySet[ContactMerge]:
    """What stands together now, of students the reader may see."""
    visible = GuardianLink.objects.filter(
        student__in=Student.objects.visible_to(user).matching(words)
    )
    return ContactMerge.objects.filter(
        unmerge__isnull=True, kept__in=visible.values("guardian")
    ).select_related("kept", "dropped", "by")
