"""What a vendor gave us, inside ITS (P2): files opened and taken as evidence, workbooks read and taken as claims."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from core.decision import Refused
from core.http import SignedInRequest, actor_of
from documents import keeping
from platforms.access.rooms import claims_count_for
from platforms.actions import room_files, sheets
from platforms.forms.rooms import ReadSheetForm, TakeFileForm
from platforms.models import Audit, Evidence, Sheet
from platforms.reports.sheets import preview, why_not
from platforms.sheets import NotASheet
from platforms.views.its import for_its
from platforms.views.rooms import room_or_404

SANDBOX = "default-src 'none'; sandbox"


@require_http_methods(["GET", "HEAD", "POST"])
@for_its
def room_file(request: SignedInRequest, pk: int, file: int) -> HttpResponse:
    """A file of the vendor's: what it shows, then evidence of the platform."""
    room = room_or_404(request, pk)
    row = get_object_or_404(room.files.select_related("file", "contact", "criterion"), pk=file)
    data = request.POST if request.method == "POST" else None
    form = TakeFileForm(data, initial={"title": row.title})
    if form.is_bound and form.is_valid():
        try:
            room_files.take_file(row, form.taken(), by=actor_of(request))
        except Refused as refused:
            for reason in refused.decision.refusals:
                form.add_error(None, str(reason))
        else:
            messages.success(request, _("It is evidence of the platform now."))
            return redirect("platforms:room", pk)
    taken = Evidence.objects.filter(file=row.file).first()
    context = {"room": room, "row": row, "form": form, "taken": taken}
    return render(
        request, "platforms/rooms/file.html", context, status=422 if form.is_bound else 200
    )


@require_safe
@for_its
def open_room_file(request: SignedInRequest, pk: int, file: int) -> HttpResponse:
    """The bytes, as a download that no browser runs; who opened it is written down."""
    room = room_or_404(request, pk)
    row = get_object_or_404(room.files.select_related("file"), pk=file)
    try:
        content = room_files.open_file(row, by=actor_of(request))
    except keeping.Damaged:
        messages.error(request, _("The kept file is damaged. Tell the records office."))
        return redirect("platforms:room", pk)
    response = HttpResponse(content, content_type=row.file.media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.name)}"
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_its
def read_sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """Bring a vendor's workbook to an audit; a wrong file is told, and nothing of it is kept."""
    audit = get_object_or_404(Audit.objects.select_related("platform", "criteria_set"), pk=pk)
    posted = request.method == "POST"
    form = ReadSheetForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            sheet = sheets.read_sheet(audit, file.read(), file.name, by=actor_of(request))
            return redirect("platforms:sheet", sheet.pk)
        except NotASheet as error:
            form.add_error("file", why_not(error.code))
        except Refused as refused:
            for reason in refused.decision.refusals:
                form.add_error("file", str(reason))
    context = {
        "audit": audit,
        "form": form,
        "may_read": claims_count_for(audit),
        "sheets": audit.sheets.select_related("contact", "by").order_by("-pk"),
    }
    return render(
        request, "platforms/rooms/read_sheet.html", context, status=422 if form.is_bound else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_its
def sheet(request: SignedInRequest, pk: int) -> HttpResponse:
    """What was read in a workbook; then its answers become claims, never results."""
    rows = Sheet.objects.select_related("audit__platform", "audit__criteria_set", "contact", "by")
    found = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        count = len(sheets.take(found, by=actor_of(request)))
        said = ngettext("%d claim is written down.", "%d claims are written down.", count)
        messages.success(request, said % count)
        return redirect("platforms:sheet", pk)
    context = {
        "sheet": found,
        "audit": found.audit,
        "preview": preview(found),
        "may_take": found.taken_at is None and claims_count_for(found.audit),
    }
    return render(request, "platforms/rooms/sheet.html", context)
