"""Vendors' rooms inside ITS (P2): the list, a new room, one room with everything in it, and its steps."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.decision import Refused
from core.http import SignedInRequest, actor_of
from core.paging import page
from platforms.access.rooms import claims_count_for
from platforms.actions import rooms as actions
from platforms.forms.rooms import ContactForm, ExtendForm, OpenRoomForm, RoomMoveForm
from platforms.forms.vendor import MessageForm
from platforms.models import Platform, Room
from platforms.reports import rooms as reports
from platforms.reports.claims import asked_criteria, claims_for
from platforms.reports.room_pages import answers_shown, messages_shown, plan_shown
from platforms.terms.rooms import RoomMove, RoomStage
from platforms.views.its import for_its
from platforms.workflow.rooms import ROOM

# The newest lines of a log; the whole of it is on a page of its own.
LOG_SHOWN = 12


@require_safe
@for_its
def rooms(request: SignedInRequest) -> HttpResponse:
    """Every room, by what it waits for."""
    today = timezone.localdate()
    show, query = request.GET.get("show", "waiting"), request.GET.get("q", "").strip()
    show = show if show in reports.ROOM_VIEWS else "waiting"
    shown = page(request, reports.room_list(show, query, today), newest_first=True)
    counts = reports.room_counts(today)
    context = {
        "page": shown,
        "rows": [
            {"room": room, "stage": words, "tone": tone}
            for room in shown.rows
            for words, tone in [reports.stage_of(room, today)]
        ],
        "query": query,
        "show": show,
        "tabs": [(code, words, counts[code]) for code, words in reports.ROOM_VIEWS.items()],
    }
    return render(request, "platforms/rooms/rooms.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_its
def open_room(request: SignedInRequest, pk: int) -> HttpResponse:
    """A new room for a platform's open audit, its plan, or both."""
    platform = get_object_or_404(Platform.objects.select_related("vendor"), pk=pk)
    standing = platform.rooms.exclude(stage=RoomStage.CLOSED).first()
    data = request.POST if request.method == "POST" else None
    form = OpenRoomForm(data, platform=platform)
    if form.is_bound and form.is_valid():
        try:
            room = actions.open_room(platform, form.wish(), by=actor_of(request))
        except Refused as refused:
            for reason in refused.decision.refusals:
                form.add_error(None, str(reason))
        else:
            messages.success(request, _("Opened. Each contact gets a link of their own by e-mail."))
            return redirect("platforms:room", room.pk)
    context = {
        "form": form,
        "platform": platform,
        "standing": standing,
        "audit": platform.audits.open().first(),
        "plan": platform.remediation_plans.open().first(),
    }
    return render(
        request, "platforms/rooms/open.html", context, status=422 if form.is_bound else 200
    )


@require_safe
@for_its
def room(request: SignedInRequest, pk: int) -> HttpResponse:
    """One room: claims, files, messages, contacts and its log."""
    return _page(request, room_or_404(request, pk))


@require_safe
@for_its
def room_log(request: SignedInRequest, pk: int) -> HttpResponse:
    """Every visit and act, page by page."""
    found = room_or_404(request, pk)
    entries = found.entries.select_related("contact", "by")
    context = {"room": found, "page": page(request, entries, newest_first=True)}
    return render(request, "platforms/rooms/log.html", context)


@require_POST
@for_its
def write_in_room(request: SignedInRequest, pk: int) -> HttpResponse:
    """A message to every contact."""
    found, form = room_or_404(request, pk), MessageForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, message_form=form)
    actions.write(found, form.cleaned_data["text"], by=actor_of(request))
    messages.success(request, _("Sent. The e-mail says only that there is a message."))
    return redirect("platforms:room", pk)


@require_POST
@for_its
def extend_room(request: SignedInRequest, pk: int) -> HttpResponse:
    """More time, with the reason."""
    found, form = room_or_404(request, pk), ExtendForm(request.POST, prefix="extend")
    if not form.is_valid():
        return _page(request, found, status=422, extend_form=form)
    actions.extend(found, **form.cleaned_data, by=actor_of(request))
    messages.success(request, _("The dates are moved."))
    return redirect("platforms:room", pk)


@require_POST
@for_its
def move_room(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for more, or close the room."""
    found, form = room_or_404(request, pk), RoomMoveForm(request.POST, prefix="move")
    if not form.is_valid():
        return _page(request, found, status=422, move_form=form)
    note, by = form.cleaned_data["note"], actor_of(request)
    if form.cleaned_data["move"] == RoomMove.CLOSE:
        actions.close(found, by=by, reason=note)
        messages.success(request, _("Closed. No link of it opens anything now."))
    else:
        actions.take_up(found, by=by, note=note)
        messages.success(request, _("Open again, and your words are sent to the contacts."))
    return redirect("platforms:room", pk)


@require_POST
@for_its
def add_room_contact(request: SignedInRequest, pk: int) -> HttpResponse:
    """Another person at the vendor."""
    found, form = room_or_404(request, pk), ContactForm(request.POST, prefix="contact")
    if form.is_valid():
        try:
            actions.add_contact(found, form.person(), by=actor_of(request))
        except Refused as refused:
            for reason in refused.decision.refusals:
                form.add_error("email", str(reason))
        else:
            messages.success(request, _("Added. The link is on its way by e-mail."))
            return redirect("platforms:room", pk)
    return _page(request, found, status=422, contact_form=form)


@require_POST
@for_its
def move_room_contact(request: SignedInRequest, pk: int, contact: int) -> HttpResponse:
    """Send a contact's link again, make a new one, or end it."""
    found = room_or_404(request, pk)
    row, by = get_object_or_404(found.contacts, pk=contact), actor_of(request)
    what = request.POST.get("move")
    if what == "renew":
        actions.renew_link(row, by=by)
        messages.success(request, _("A new link is on its way; the old one opens nothing now."))
    elif what == "end":
        actions.end_contact(row, by=by)
        messages.success(request, _("This link opens nothing now."))
    else:
        actions.send_again(row, by=by)
        messages.success(request, _("The same link is on its way once more."))
    return redirect("platforms:room", pk)


def room_or_404(request: SignedInRequest, pk: int) -> Room:
    rows = Room.objects.visible_to(request.user)
    found = rows.select_related("platform__vendor", "audit__criteria_set", "opened_by")
    return get_object_or_404(found, pk=pk)


def _page(
    request: SignedInRequest, found: Room, *, status: int = 200, **forms: Form
) -> HttpResponse:
    today = timezone.localdate()
    audit = found.audit
    claims = claims_for(audit) if audit else {}
    criteria = asked_criteria(audit) if audit else []
    stage, tone = reports.stage_of(found, today)
    plan = found.platform.remediation_plans.order_by("-pk").first()
    entries = found.entries.select_related("contact", "by").order_by("-pk")
    context: dict[str, Any] = {
        "room": found,
        "platform": found.platform,
        "stage": stage,
        "tone": tone,
        "is_over": found.is_over(),
        "may_take_up": ROOM.allows(RoomStage(found.stage), RoomMove.TAKE_UP),
        "is_closed": found.stage == RoomStage.CLOSED,
        "groups": answers_shown(criteria, claims),
        "answered": sum(one.pk in claims for one in criteria),
        "total": len(criteria),
        "lines": messages_shown(found, for_vendor=False),
        "files": reports.files_of(found),
        "sheets": audit.sheets.select_related("contact", "by").order_by("-pk") if audit else [],
        "may_read_sheet": audit is not None and claims_count_for(audit),
        "contacts": found.contacts.select_related("added_by", "ended_by").order_by("pk"),
        "entries": list(entries[:LOG_SHOWN]),
        "plan": plan_shown(plan, for_vendor=False),
        "message_form": MessageForm(),
        "contact_form": ContactForm(prefix="contact"),
        "extend_form": ExtendForm(
            prefix="extend", initial={"due_on": found.due_on, "ends_on": found.ends_on}
        ),
        "move_form": RoomMoveForm(prefix="move"),
        **forms,
    }
    return render(request, "platforms/rooms/room.html", context, status=status)
