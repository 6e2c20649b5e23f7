"""A guardian asks the school that an adult may text their child; only where such an exception is published."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from consents.access import visits
from consents.access import wishes as access
from consents.actions import wishes as actions
from consents.forms.wishes import WishForm
from consents.models import GuardianWish
from consents.views.guardian_door import Door, behind_proof, draw, posted
from core import limits
from core.decision import Refused
from core.http import client_address
from schools import signing


@require_http_methods(["GET", "HEAD", "POST"])
@behind_proof
def guardian_ask_school(request: HttpRequest, door: Door) -> HttpResponse:
    """Name an adult for a child, and say why."""
    kinds = access.offered(timezone.now())
    children = access.children_to_ask_for(door.guardian)
    if not kinds or not children:
        raise Http404
    form = WishForm(posted(request), children=children, kinds=kinds)
    if not form.is_bound or not form.is_valid():
        status = 422 if form.is_bound else 200
        return draw(request, door, "ask_school", {"form": form}, status=status)
    if not limits.within("wish", client_address(request), most=visits.CALL_BACKS):
        form.add_error(
            None, _("Too many tries from here. Try again in an hour, or call the school.")
        )
        return draw(request, door, "ask_school", {"form": form}, status=429)
    given = form.cleaned_data
    try:
        actions.wish(
            door.guardian,
            form.wanted_child,
            form.wanted_kind,
            adult=given["adult"],
            why=given["why"],
        )
    except Refused as refused:
        form.add_error(None, str(refused))
        return draw(request, door, "ask_school", {"form": form}, status=403)
    messages.success(request, _("The school has your request. You see here what becomes of it."))
    return door.to("guardian")


@require_POST
@behind_proof
def guardian_take_wish_back(request: HttpRequest, door: Door, pk: int) -> HttpResponse:
    """The guardian no longer wants it."""
    rows = signing.rows_of(door.guardian)
    wish = get_object_or_404(GuardianWish, pk=pk, guardian__in=rows)
    actions.take_back(wish, guardian=door.guardian)
    messages.success(request, _("Taken back. Nobody was asked."))
    return door.to("guardian")
