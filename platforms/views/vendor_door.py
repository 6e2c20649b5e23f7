"""What every page behind a vendor's link does first: read the token, see that it lives, count the knocks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core import limits
from core.decision import Decision, Refused
from core.http import client_address
from platforms import links
from platforms.access import rooms as access
from platforms.actions.vendor_room import LARGEST_FILE, visit
from platforms.models import Criterion, Room, RoomContact
from platforms.models.plans import OPEN, RemediationPlan
from platforms.reports.claims import asked_criteria
from platforms.terms.rooms import PlanStage
from schools.models import District

PREFIX: Final = "/vendor/"
# An hour, from one address or by one contact.
UNKNOWN_LINKS: Final = 60
FORMS_SENT: Final = 240
# The form around a file.
ROOM_FOR_A_FORM: Final = 256 * 1024
# What a visitor typed that is worth showing again: not the token of the form, not a button.
NOT_TYPED: Final = ("csrfmiddlewaretoken", "value-", "go", "sure", "is_done", "criterion")
PageView = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Door:
    """A link that fits and lives."""

    token: str
    contact: RoomContact

    @property
    def room(self) -> Room:
        return self.contact.room

    @property
    def may_answer(self) -> Decision:
        return access.may_answer(self.contact, timezone.now())

    @property
    def may_take_part(self) -> Decision:
        return access.may_take_part(self.contact, timezone.now())

    @property
    def criteria(self) -> list[Criterion]:
        """The questions of the room; none where it is for a plan alone."""
        return asked_criteria(self.room.audit) if self.room.audit else []

    @property
    def plan(self) -> RemediationPlan | None:
        """The plan the vendor works on, or has fulfilled."""
        shown = [*OPEN, PlanStage.FULFILLED]
        plans = self.room.platform.remediation_plans.filter(stage__in=shown)
        return plans.order_by("-pk").first()

    def to(self, name: str, *args: int) -> HttpResponse:
        """Go to another page behind this link."""
        return redirect(f"platforms:{name}", self.token, *args)

    def url(self, name: str, *args: int) -> str:
        return reverse(f"platforms:{name}", args=[self.token, *args])


def behind_link(view: PageView) -> PageView:
    """A page for whoever holds a living link; what was typed into a form that came too late is shown again."""

    @login_not_required
    @wraps(view)
    def opened(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponse:
        contact = links.contact_of(token)
        if contact is None:
            return _quiet(_unknown(request))
        if not access.may_enter(contact, timezone.now()):
            return _quiet(_over(request, contact))
        if request.method == "POST" and not limits.within(
            "vendor", str(contact.pk), most=FORMS_SENT
        ):
            facts: dict[str, Any] = {
                "typed": typed(request),
                "reasons": [_("Too many forms in one hour.")],
            }
            return _quiet(render(request, "platforms/vendor/refused.html", facts, status=429))
        visit(contact)
        door = Door(token, contact)
        try:
            return _quiet(view(request, door, *args, **kwargs))
        except Refused as refused:
            facts = {"reasons": refused.decision.refusals, "typed": typed(request)}
            return _quiet(draw(request, door, "refused", facts, status=403))

    return opened


def draw(
    request: HttpRequest, door: Door, page: str, facts: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A page of the room."""
    context = {
        "door": door,
        "token": door.token,
        "room": door.room,
        "platform": door.room.platform,
        "district_name": _district()[0],
        **facts,
    }
    return render(request, f"platforms/vendor/{page}.html", context, status=status)


def refuse_on(form: Form, refused: Refused, field: str | None = None) -> None:
    """Say on the form itself why it was not taken."""
    for reason in refused.decision.refusals:
        form.add_error(field, str(reason))


def typed(request: HttpRequest) -> list[str]:
    """The words of a form that was not taken, to copy."""
    words = [
        str(value).strip() for name, value in request.POST.items() if not name.startswith(NOT_TYPED)
    ]
    return [word for word in words if word]


def _unknown(request: HttpRequest) -> HttpResponse:
    """Never a link of ours: the page says nothing else."""
    if not limits.within("vendor-unknown", client_address(request), most=UNKNOWN_LINKS):
        return render(request, "platforms/vendor/unknown.html", {"too_many": True}, status=429)
    return render(request, "platforms/vendor/unknown.html", status=404)


def _over(request: HttpRequest, contact: RoomContact) -> HttpResponse:
    """A link that was ours and is over: since when, and whom to ask. Nothing of the room."""
    room = contact.room
    ended_on = timezone.localdate(contact.ended_at) if contact.ended_at else room.ends_on
    name, phone = _district()
    facts = {
        # A room that was closed early ended by today at the latest.
        "ended_on": min(ended_on, timezone.localdate()),
        "district_name": name,
        "district_phone": phone,
        "typed": typed(request),
    }
    return render(request, "platforms/vendor/over.html", facts, status=410)


def _district() -> tuple[str, str]:
    found = District.objects.order_by("pk").values_list("name", "phone").first()
    return found or ("", "")


def _quiet(response: HttpResponse) -> HttpResponse:
    """Kept nowhere, found by nobody."""
    response["Cache-Control"] = "no-store, private"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _most_from(request: HttpRequest) -> int:
    """A file of the largest size, from whoever holds a living link."""
    contact = links.contact_of(request.path.removeprefix(PREFIX).partition("/")[0])
    lives = contact is not None and access.may_enter(contact, timezone.now())
    return LARGEST_FILE + ROOM_FOR_A_FORM if lives else 0


limits.let_send(PREFIX, _most_from)
