"""The front door, and a signed-in person's first page. Reads, never writes."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consents.access.activities import schools_to_ask_for
from consents.models import VersionAdult
from consents.reports.boards import activity_list, stage_words
from core import navigation
from core.http import SignedInRequest, actor_of
from schools.models import District, School, Student
from schools.reports import schools_without_principal, students_with_nobody_to_ask
from schools.roles import holds
from schools.terms import Role

LATEST = 5


@login_not_required
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """What this is, and the three errands people come with."""
    return render(request, "guidance/front.html", {"district": District.objects.first()})


@dataclass(frozen=True, slots=True)
class Waiting:
    """Some things that wait for the reader, and where."""

    label: str
    count: int
    url: str


@require_safe
def home(request: SignedInRequest) -> HttpResponse:
    """What waits for the person who signed in, and the activities they are in."""
    named = VersionAdult.objects.filter(
        staff__user=request.user, version__asked_at__isnull=False
    ).values("version__activity")
    mine = activity_list(request.user).filter(Q(asked_by=request.user) | Q(pk__in=named))
    held = request.user.role_assignments.current().select_related("school", "network")
    context = {
        "waiting": [*_waiting_in_menu(request), *_work_lists(request)],
        "activities": [
            (one, *stage_words(one, timezone.localdate())) for one in mine.order_by("-pk")[:LATEST]
        ],
        "may_start": bool(schools_to_ask_for(actor_of(request))),
        "roles": [(Role(one.role).label, one.school or one.network) for one in held],
    }
    return render(request, "guidance/home.html", context)


def _waiting_in_menu(request: SignedInRequest) -> list[Waiting]:
    """What the menu counts, in words that say what is counted."""
    items = navigation.menu(request)
    return [Waiting(str(item.counted), item.count, item.url) for item in items if item.count]


def _work_lists(request: SignedInRequest) -> list[Waiting]:
    """What is wrong in the register and this reader can put right; counted here alone, not on every page."""
    found = []
    if holds(request.user.pk, (Role.ADMIN,)):
        schools = schools_without_principal(School.objects.visible_to(request.user)).count()
        address = reverse("schools:without_principal")
        found.append(Waiting(_("Schools without a named principal"), schools, address))
    if holds(request.user.pk, (Role.CLERK,)):
        students = students_with_nobody_to_ask(Student.objects.visible_to(request.user)).count()
        address = reverse("schools:nobody_to_ask")
        found.append(Waiting(_("Students with nobody to ask"), students, address))
    return [one for one in found if one.count]
