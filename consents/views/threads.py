"""An activity's group texts: who is on each thread, taking the numbers along, and what was handed out."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from consents import standing
from consents.access import threads as access
from consents.actions import threads as actions
from consents.actions.threads import Wish
from consents.forms.threads import HandOutWish
from consents.models import Activity, ActivityVersion, HandOut
from consents.reports import thread_sheets as report
from consents.reports.carrying import contact_cards
from consents.reports.versions import current_version
from consents.terms import Channel
from consents.terms.threads import HandOutForm
from consents.views.finding import activity_or_404
from core.http import SignedInRequest, actor_of, key_in
from core.paging import page
from schools.models import Staff, Student

ORDER = ["family_name", "given_name"]
SIZE = 40
COVERED, UNCOVERED, HISTORY = "covered", "uncovered", "history"


@require_safe
def threads(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who is on a thread with whom, who is not covered and why; the numbers only for the adult named."""
    found = activity_or_404(request, pk)
    version = current_version(found)
    if version is None:
        return redirect("check_request", pk)
    return _page(request, found, version, HandOutWish())


@require_POST
def hand_out(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep what is handed out, then show it."""
    found = activity_or_404(request, pk)
    version = current_version(found)
    if version is None:
        return redirect("check_request", pk)
    form = HandOutWish(request.POST)
    if not form.is_valid():
        access.may_take_threads(request.user, version).require()
        return _page(request, found, version, form, status=422)
    wish = Wish(
        students=form.cleaned_data["students"],
        form=HandOutForm(form.cleaned_data["form"]),
        shared=form.cleaned_data["shared"],
    )
    return redirect("handed_out", actions.hand_out(found, wish, by=actor_of(request)).pk)


@require_safe
def handed_out(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the reader took: to tap, to scan or to print; a thread that is wrong by now says stop."""
    row = _own(request, pk)
    context: dict[str, Any] = {
        "hand_out": row,
        "activity": row.activity,
        "version": row.version,
        "sheets": report.sheets_of(row),
        "most": actions.most_on_thread(),
    }
    if row.form == HandOutForm.PRINT:
        context |= _not_covered(row, calls=access.may_call(request.user, row.staff))
    return render(request, "consents/threads/handed_out.html", context)


@require_safe
def contact_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """The contact cards of the threads that are right still."""
    row = _own(request, pk)
    sheets = [one for one in report.sheets_of(row) if one.is_right]
    if not sheets:
        return redirect("handed_out", pk)
    content = contact_cards(card for sheet in sheets for card in sheet.cards())
    response = HttpResponse(content, content_type="text/vcard; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="threads-{row.pk}.vcf"'
    return response


def _own(request: SignedInRequest, pk: int) -> HandOut:
    """A hand-out is its adult's alone, and only while the activity names them."""
    rows = HandOut.objects.filter(staff__user=request.user)
    row = get_object_or_404(
        rows.select_related("activity__school", "activity__kind", "version", "staff__user"), pk=pk
    )
    version = current_version(row.activity)
    if version is None or access.own_place(request.user, version) is None:
        raise Http404
    return row


def _page(
    request: SignedInRequest,
    found: Activity,
    version: ActivityVersion,
    form: HandOutWish,
    *,
    status: int = 200,
) -> HttpResponse:
    own = access.own_place(request.user, version)
    context = {
        "activity": found,
        "version": version,
        "is_text": version.channel == Channel.GROUP_TEXT,
        "form": form,
        "may_take": own is not None and version.channel == Channel.GROUP_TEXT,
        "most": actions.most_on_thread(),
        **_shown(request, found, version, own),
    }
    return render(request, "consents/threads/threads.html", context, status=status)


def _shown(
    request: SignedInRequest, found: Activity, version: ActivityVersion, own: Staff | None
) -> dict[str, Any]:
    """The tab that was asked for, with how many are in each."""
    adults = standing.adults_of(version)
    adult = own or _asked_for(request, adults)
    students = report.listed(found, version)
    if own is None and request.user.pk != found.asked_by_id:
        students = students.filter(pk__in=Student.objects.visible_to(request.user).values("pk"))
    keys = list(students.values_list("pk", flat=True))
    now = report.threads_now(found, adult, keys, timezone.now()) if adult else {}
    yes = [key for key in keys if key in now and now[key].covered]
    no = [key for key in keys if key in now and not now[key].covered]
    show = request.GET.get("show", COVERED if yes or not no else UNCOVERED)
    query = request.GET.get("q", "").strip()
    facts: dict[str, Any] = {
        "adult": adult,
        "adults": adults,
        "own": own,
        **_tabs(own, adult),
        "tab_covered": show not in {UNCOVERED, HISTORY},
        "tab_uncovered": show == UNCOVERED,
        "tab_history": show == HISTORY,
        "query": query,
        "yes": len(yes),
        "no": len(no),
        "shareable": sum(1 for key in yes if now[key].shared),
    }
    if show == HISTORY:
        return facts | {"page": page(request, report.history(found), newest_first=True)}
    chosen = Student.objects.filter(pk__in=no if show == UNCOVERED else yes)
    shown = page(request, chosen.select_related("school").matching(query), ORDER, size=SIZE)
    facts["page"] = shown
    if show == UNCOVERED:
        facts["calls"] = access.may_call(request.user, own)
        facts["rows"] = report.uncovered(found, shown.rows, now, with_calls=facts["calls"])
    else:
        facts["rows"] = report.covered(shown.rows, now)
    return facts


def _tabs(own: Staff | None, adult: Staff | None) -> dict[str, str]:
    """The addresses of the tabs; who looks at another adult's threads goes on looking at theirs."""
    whose = f"&adult={adult.pk}" if own is None and adult else ""
    return {f"url_{name}": f"?show={name}{whose}" for name in (COVERED, UNCOVERED, HISTORY)}


def _asked_for(request: SignedInRequest, adults: list[Staff]) -> Staff | None:
    wanted = key_in(request.GET, "adult")
    return next((one for one in adults if one.pk == wanted), next(iter(adults), None))


def _not_covered(row: HandOut, *, calls: bool) -> dict[str, Any]:
    """Beside printed threads: who is not covered, and whom to call."""
    students = list(report.listed(row.activity, row.version).order_by(*ORDER, "pk"))
    now = report.threads_now(row.activity, row.staff, [one.pk for one in students], timezone.now())
    uncovered = report.uncovered(row.activity, students, now, with_calls=calls)
    return {"uncovered": uncovered, "calls": calls}
