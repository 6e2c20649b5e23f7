"""The words of the e-mails about an office and its people. None of them is about a report."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from incidents.models import OfficeAlarm, OfficeSeat
from incidents.reports import offices
from incidents.terms import OfficeCode
from notices.models import Notice
from schools.models import RoleAssignment


def office_down(notice: Notice) -> dict[str, Any] | None:
    """To administrators and whoever is left; no longer wanted once two people read again."""
    alarm = OfficeAlarm.objects.get(pk=notice.facts["alarm"])
    people = len(offices.people_of(alarm.office))
    if people > 1:
        return None
    return {"office": OfficeCode(alarm.office).label, "people": people, "link": _link("schools:district")}  # fmt: skip


def seat_waits(notice: Notice) -> dict[str, Any] | None:
    """To the people of an office: an administrator gave somebody its role; no longer wanted once that is settled."""
    assignment = RoleAssignment.objects.select_related("user").get(pk=notice.facts["assignment"])
    office = next((one for one in OfficeCode if assignment in offices.waiting(one)), None)
    if office is None:
        return None
    return {"office": office.label, "name": assignment.user.name, "link": _link("incidents:office", office.value)}  # fmt: skip


def seat_ended(notice: Notice) -> dict[str, Any]:
    seat = OfficeSeat.objects.select_related("assignment__user", "end__ended_by").get(
        pk=notice.facts["seat"]
    )
    return {
        "office": seat.office.label,
        "name": seat.assignment.user.name,
        "by": seat.end.ended_by.name if seat.end.ended_by else "",
        "link": _link("incidents:office", seat.office.value),
    }


def _link(door: str, *args: str) -> str:
    return f"{settings.SITE_URL.rstrip('/')}{reverse(door, args=args)}"
