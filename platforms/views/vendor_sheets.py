"""A filled-in workbook in a vendor's room: read, looked at, taken as answers."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from core import limits
from core.decision import Refused
from platforms.actions import sheets as actions
from platforms.forms.vendor import SheetForm
from platforms.models import Sheet
from platforms.reports.sheets import preview, why_not
from platforms.sheets import NotASheet
from platforms.views.vendor_door import Door, behind_link, draw, refuse_on

SHEETS_AN_HOUR = 20


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def vendor_sheet(request: HttpRequest, door: Door) -> HttpResponse:
    """Bring a workbook in; a wrong file is told, and nothing of it is kept."""
    posted = request.method == "POST"
    form = SheetForm(request.POST if posted else None, request.FILES if posted else None)
    if posted and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            if limits.within("vendor-sheet", str(door.contact.pk), most=SHEETS_AN_HOUR):
                sheet = actions.read_sheet_in_room(door.contact, file.read(), file.name)
                return door.to("vendor_sheet_read", sheet.pk)
            form.add_error(None, _("That is a lot for one hour. Wait a little, then try again."))
        except NotASheet as error:
            form.add_error("file", why_not(error.code))
        except Refused as refused:
            refuse_on(form, refused, "file")
    context = {
        "form": form,
        "may_answer": door.may_answer,
        "sheets": Sheet.objects.filter(audit=door.room.audit, contact__room=door.room).order_by(
            "-pk"
        ),
    }
    return draw(request, door, "sheet", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@behind_link
def vendor_sheet_read(request: HttpRequest, door: Door, pk: int) -> HttpResponse:
    """What we read in it; then its answers become the vendor's."""
    own = Sheet.objects.filter(audit=door.room.audit, contact__room=door.room)
    sheet = get_object_or_404(own.select_related("audit__platform", "audit__criteria_set"), pk=pk)
    if request.method == "POST":
        count = len(actions.take_in_room(sheet, door.contact))
        said = ngettext("%d answer is taken over.", "%d answers are taken over.", count)
        messages.success(request, said % count)
        return door.to("vendor_hand_in")
    context = {"sheet": sheet, "preview": preview(sheet), "may_answer": door.may_answer}
    return draw(request, door, "sheet_read", context)
