"""Teams: lists of students somebody keeps by name."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from consents.actions.teams import leave_team
from consents.forms.students import AddForm, students_of
from consents.reports.boards import team_list
from consents.views.finding import team_or_404
from core.http import SignedInRequest, actor_of
from core.paging import page
from schools.models import Student

ORDER = ["family_name", "given_name"]


@require_safe
def teams(request: SignedInRequest) -> HttpResponse:
    """The reader's own teams."""
    return render(request, "consents/teams/teams.html", {"teams": team_list(request.user)})


@require_safe
def team(request: SignedInRequest, pk: int) -> HttpResponse:
    """One team's students."""
    found = team_or_404(request, pk)
    members = found.members.filter(ended_at__isnull=True)
    students = Student.objects.filter(pk__in=members.values("student")).select_related("school")
    context = {"team": found, "page": page(request, students, ORDER, size=50)}
    return render(request, "consents/teams/team.html", context)


@require_POST
def remove_from_team(request: SignedInRequest, pk: int) -> HttpResponse:
    """Take the ticked students out."""
    found = team_or_404(request, pk)
    form = AddForm(request.POST)
    gone = students_of(form.cleaned_data["student"]) if form.is_valid() else []
    count = leave_team(found, gone, by=actor_of(request))
    messages.success(
        request,
        ngettext("%(count)d student removed.", "%(count)d students removed.", count)
        % {"count": count},
    )
    if not found.members.filter(ended_at__isnull=True).exists():
        messages.info(request, _("The team is empty and no longer listed."))
        return redirect("teams")
    return redirect("team", pk)
