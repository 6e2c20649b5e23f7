"""A vendor's room, as a contact of theirs sees it: the questions, files, messages, and the end of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core import limits
from core.decision import Refused
from platforms.actions import vendor_room as actions
from platforms.actions.vendor_room import Upload
from platforms.forms.vendor import AnswersForm, DeclineForm, FileForm, MessageForm
from platforms.reports.claims import claims_for, groups_of
from platforms.reports.room_pages import answers_shown, messages_shown, plan_shown
from platforms.terms.rooms import RoomStage
from platforms.views.vendor_door import Door, behind_link, draw, refuse_on

FILES_AN_HOUR = 60
MESSAGES_AN_HOUR = 20


@require_safe
@behind_link
def vendor_room(request: HttpRequest, door: Door) -> HttpResponse:
    """The first page: what is asked by when, how far it is, and where everything is."""
    criteria = door.criteria
    claims = claims_for(door.room.audit) if door.room.audit else {}
    groups = groups_of(criteria, claims)
    context = {
        "groups": groups,
        "answered": sum(group.answered for group in groups),
        "total": len(criteria),
        "next": next((group for group in groups if not group.is_done), None),
        "may_answer": door.may_answer,
        "may_take_part": door.may_take_part,
        "is_refused": door.room.stage == RoomStage.REFUSED,
        "is_handed_in": door.room.stage == RoomStage.HANDED_IN,
        "file_count": door.room.files.count(),
        "message_count": door.room.messages.count(),
        "plan": plan_shown(door.plan),
    }
    return draw(request, door, "room", context)


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def vendor_questions(request: HttpRequest, door: Door, number: int) -> HttpResponse:
    """One group of questions. What is said is kept, however little it is."""
    if door.room.audit is None:
        raise Http404
    claims = claims_for(door.room.audit)
    groups = groups_of(door.criteria, claims)
    if not 1 <= number <= len(groups):
        raise Http404
    group = groups[number - 1]
    data = request.POST if request.method == "POST" else None
    form = AnswersForm(data, criteria=group.criteria, claims=claims)
    if data is not None and form.is_valid():
        kept = actions.answer(door.contact, form.answers())
        messages.success(request, _("Saved.") if kept else _("Nothing was different."))
        last = number == len(groups)
        if request.POST.get("go") == "stay":
            return door.to("vendor_questions", number)
        return door.to("vendor_hand_in") if last else door.to("vendor_questions", number + 1)
    context = {
        "form": form,
        "group": group,
        "groups": groups,
        "is_last": number == len(groups),
        "may_answer": door.may_answer,
    }
    return draw(request, door, "questions", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def vendor_files(request: HttpRequest, door: Door) -> HttpResponse:
    """The files that were given, and another one."""
    posted = request.method == "POST"
    form = FileForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        criteria=door.criteria,
    )
    if posted and form.is_valid():
        given = form.cleaned_data
        upload = Upload(
            content=given["file"].read(),
            name=given["file"].name,
            title=given["title"],
            criterion=given.get("criterion"),
        )
        if _may_knock(door, "vendor-file", FILES_AN_HOUR, form):
            try:
                actions.upload(door.contact, upload)
            except Refused as refused:
                refuse_on(form, refused, "file")
            else:
                messages.success(request, _("We have the file."))
                return door.to("vendor_files")
    context = {
        "form": form,
        "files": door.room.files.select_related("contact", "criterion", "file").order_by("-pk"),
        "may_take_part": door.may_take_part,
    }
    return draw(request, door, "files", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def vendor_messages(request: HttpRequest, door: Door) -> HttpResponse:
    """What both sides wrote, and a new message."""
    form = MessageForm(request.POST if request.method == "POST" else None)
    if (
        form.is_bound
        and form.is_valid()
        and _may_knock(door, "vendor-message", MESSAGES_AN_HOUR, form)
    ):
        actions.write(door.contact, form.cleaned_data["text"])
        messages.success(request, _("Sent. We answer here, and you get an e-mail."))
        return door.to("vendor_messages")
    context = {"form": form, "lines": messages_shown(door.room, for_vendor=True)}
    return draw(request, door, "messages", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def vendor_hand_in(request: HttpRequest, door: Door) -> HttpResponse:
    """Everything that was said, once more to read; then it is handed in."""
    audit = door.room.audit
    if audit is None:
        raise Http404
    if request.method == "POST":
        actions.hand_in(door.contact)
        messages.success(request, _("Handed in. Thank you. A receipt is on its way by e-mail."))
        return door.to("vendor_room")
    claims = claims_for(audit)
    criteria = door.criteria
    context = {
        "groups": answers_shown(criteria, claims),
        "open_count": sum(one.pk not in claims for one in criteria),
        "said_any": bool(claims),
        "may_answer": door.may_answer,
    }
    return draw(request, door, "hand_in", context)


@require_POST
@behind_link
def vendor_take_up(request: HttpRequest, door: Door) -> HttpResponse:
    """The answers may change once more."""
    actions.take_up(door.contact)
    messages.success(request, _("You can change your answers again. Hand them in once more after."))
    return door.to("vendor_room")


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def vendor_decline(request: HttpRequest, door: Door) -> HttpResponse:
    """The vendor does not wish to take part."""
    form = DeclineForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        actions.refuse(door.contact, form.cleaned_data["reason"])
        messages.success(request, _("We have written down that you do not take part."))
        return door.to("vendor_room")
    context = {"form": form, "may_take_part": door.may_take_part}
    return draw(request, door, "decline", context, status=422 if form.is_bound else 200)


def _may_knock(door: Door, what: str, most: int, form: FileForm | MessageForm) -> bool:
    """A number of each an hour by one contact; the form says so where there were too many."""
    if limits.within(what, str(door.contact.pk), most=most):
        return True
    form.add_error(None, _("That is a lot for one hour. Wait a little, then send it again."))
    return False
