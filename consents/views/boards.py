"""The board of one activity: looked at, narrowed, kept, taken along, and safe to travel with."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consents.access import activities as activity_access
from consents.access import boards as access
from consents.access.messages import may_remind
from consents.access.paper import may_print
from consents.access.recorded import recordable
from consents.actions import boards as actions
from consents.forms.boards import KeepFilterForm, TravelForm
from consents.models import Activity, ActivityVersion, SavedFilter
from consents.reports import activity_board as report
from consents.reports import travel
from consents.terms import BoardState, BulkAct
from consents.views.finding import activity_or_404
from core.decision import Decision
from core.http import SignedInRequest, actor_of, key_in
from core.paging import page_of_list
from core.sheets import csv_lines, xlsx_file
from schools.calendar import zone_of
from schools.models import Staff

PAGE = 50
FORMATS = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}  # fmt: skip


@require_safe
def activity_board(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every student with the one state they are in, whose next action it is, and what."""
    activity, version = board_or_404(request, pk)
    return _page(request, activity, version, KeepFilterForm(initial=_asked(request)))


@require_safe
def board_file(request: SignedInRequest, pk: int, file_format: str) -> HttpResponseBase:
    """The board as it is narrowed now, as CSV or XLSX; the trail keeps who took it."""
    if file_format not in FORMATS:
        raise Http404
    activity, version = board_or_404(request, pk)
    wanted = _wanted(request)
    found = report.activity_board(request.user, version, wanted, at=timezone.now())
    actions.take_along(
        activity, wanted, rows=len(found.rows), file_format=file_format, by=actor_of(request)
    )
    response: FileResponse | StreamingHttpResponse
    if file_format == "xlsx":
        response = FileResponse(xlsx_file(version.name, report.heads(), report.cells(found)))
    else:
        response = StreamingHttpResponse(csv_lines(report.heads(), report.cells(found)))
    name = slugify(version.name) or f"activity-{activity.pk}"
    response["Content-Type"] = FORMATS[file_format]
    response["Content-Disposition"] = f'attachment; filename="{name}.{file_format}"'
    return response


@require_safe
def activity_travel(request: SignedInRequest, pk: int) -> HttpResponse:
    """Safe to travel: on a day at an hour, who may be texted, who not and why, and whom to call instead."""
    activity, version = board_or_404(request, pk)
    form = TravelForm(
        request.GET, now=timezone.now(), zone=zone_of(activity.school, timezone.now())
    )
    at = form.moment()
    found = report.activity_board(
        request.user, version, report.Wanted(), at=at, adult=_adult(request, version)
    )
    numbers = access.may_see_numbers(request.user, activity, version)
    context = {
        "activity": activity,
        "version": version,
        "form": form,
        "at": at,
        "found": found,
        "trip": travel.trip(found, with_numbers=numbers),
        "numbers": numbers,
    }
    status = HTTPStatus.OK if form.is_valid() else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "consents/boards/travel.html", context, status=status)


@require_POST
def keep_filter(request: SignedInRequest, pk: int) -> HttpResponse:
    """Under a name; its address can be sent to a colleague."""
    activity, version = board_or_404(request, pk)
    form = KeepFilterForm(request.POST)
    if not form.is_valid():
        return _page(request, activity, version, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    typed = form.cleaned_data
    wanted = report.Wanted.read(typed["state"], typed["q"])
    saved = actions.keep_filter(activity, typed["name"], wanted, by=actor_of(request))
    messages.success(request, _("“%(name)s” is kept.") % {"name": saved.name})
    return redirect(address_of(saved))


@require_POST
def drop_filter(request: SignedInRequest, pk: int, filter_pk: int) -> HttpResponse:
    activity, _version = board_or_404(request, pk)
    own = SavedFilter.objects.filter(activity=activity, owner=request.user)
    saved = get_object_or_404(own.select_related("activity"), pk=filter_pk)
    actions.drop_filter(saved, by=actor_of(request))
    messages.success(request, _("The view is forgotten."))
    return redirect("activity_board", pk)


def board_or_404(request: SignedInRequest, pk: int) -> tuple[Activity, ActivityVersion]:
    """An activity that was asked for; a draft has no board."""
    activity = activity_or_404(request, pk)
    version = report.version_for_board(activity)
    if version is None:
        raise Http404
    return activity, version


def address_of(saved: SavedFilter) -> str:
    asked = {"state": saved.state, "q": saved.words}
    return f"{reverse('activity_board', args=[saved.activity_id])}?{urlencode(asked)}"


def _page(
    request: SignedInRequest,
    activity: Activity,
    version: ActivityVersion,
    form: KeepFilterForm,
    *,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    asked = request.POST if form.is_bound else request.GET
    wanted = report.Wanted.read(asked.get("state", ""), asked.get("q", ""))
    found = report.activity_board(request.user, version, wanted, at=timezone.now())
    kept = SavedFilter.objects.filter(activity=activity, owner=request.user).order_by("name")
    shown = page_of_list(found.rows, key=lambda row: row.student.pk, asked=request.GET, size=PAGE)
    context: dict[str, Any] = {
        "activity": activity,
        "version": version,
        "found": found,
        "board": found.judged,
        "wanted": wanted,
        "tabs": _tabs(found, wanted),
        "page": shown,
        "recordable": recordable(request.user, [row.student for row in shown.rows]),
        "kept": [(saved, address_of(saved)) for saved in kept],
        "form": form,
        "acts": _acts(request, activity),
        "may_print": bool(may_print(request.user, version)),
        "query": urlencode({"state": wanted.state or "", "q": wanted.words}),
    }
    return render(request, "consents/boards/board.html", context, status=status)


def _tabs(found: report.ActivityBoard, wanted: report.Wanted) -> list[dict[str, Any]]:
    """Everybody, and each state somebody is in."""
    every: list[tuple[BoardState | None, str, int]] = [(None, _("All"), found.total)]
    every += [
        (one.state, str(one.state.label), one.number)
        for one in found.counts
        if one.number or one.state == wanted.state
    ]
    return [
        {
            "label": label,
            "url": f"?{urlencode({'state': state or '', 'q': wanted.words})}",
            "count": number,
            "current": state == wanted.state,
        }
        for state, label, number in every
    ]


def _acts(request: SignedInRequest, activity: Activity) -> list[BulkAct]:
    """What the reader may do to many at once."""
    return [act for act in BulkAct if may_do(request, activity, act)]


def may_do(request: SignedInRequest, activity: Activity, act: BulkAct) -> Decision:
    """Who reminds, and who takes students off, may do so to many."""
    by = actor_of(request)
    if act == BulkAct.REMIND:
        return may_remind(by, activity)
    return activity_access.may_narrow(by, activity)


def _wanted(request: SignedInRequest) -> report.Wanted:
    return report.Wanted.read(request.GET.get("state", ""), request.GET.get("q", ""))


def _asked(request: SignedInRequest) -> dict[str, str]:
    wanted = _wanted(request)
    return {"state": wanted.state or "", "q": wanted.words}


def _adult(request: SignedInRequest, version: ActivityVersion) -> Staff | None:
    wanted = key_in(request.GET, "adult")
    rows = (row.staff for row in version.adult_rows.all())
    return next((staff for staff in rows if staff.pk == wanted), None)
