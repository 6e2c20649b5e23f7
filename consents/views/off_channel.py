"""Contact outside the rules: report it, read the reports, answer one."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consents.access import off_channel as access
from consents.access.verdicts import students_in_reach
from consents.actions import off_channel as actions
from consents.forms.adults import AnswerReportForm, OffChannelForm, chosen
from consents.models import OffChannel
from core.decision import Refused
from core.http import SignedInRequest, actor_of
from core.paging import page
from schools.calendar import zone_of
from schools.models import Student

MOST = 20


@require_safe
def off_channel_reports(request: SignedInRequest) -> HttpResponse:
    """The reports the reader may see; those that wait for an answer come first by default."""
    in_charge = access.schools_in_charge(request.user).exists()
    show = request.GET.get("show", "waiting" if in_charge else "all")
    query = request.GET.get("q", "").strip()
    found = access.visible_to(request.user)
    if show == "waiting":
        found = access.to_answer(request.user)
    for word in query.split():
        found = found.filter(Q(staff__user__name__icontains=word) | Q(school__name__icontains=word))
    found = found.select_related("staff__user", "school", "seen__by").distinct()
    shown = page(request, found, newest_first=show != "waiting")
    context = {
        "page": shown,
        "show": show,
        "query": query,
        "in_charge": in_charge,
        "waiting": access.to_answer(request.user).count(),
    }
    return render(request, "consents/off_channel/reports.html", context)


@require_safe
def off_channel_report(request: SignedInRequest, pk: int) -> HttpResponse:
    """One report, who was told, and what followed."""
    return _page(request, _report(request, pk), AnswerReportForm())


@require_POST
def answer_off_channel(request: SignedInRequest, pk: int) -> HttpResponse:
    """The school's answer."""
    found, by = _report(request, pk), actor_of(request)
    access.may_answer(by, found).require()
    form = AnswerReportForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    actions.answer(found, by=by, note=form.cleaned_data["note"])
    messages.success(request, _("Kept, and taken off your list."))
    return redirect("off_channel_report", pk)


@require_http_methods(["GET", "HEAD", "POST"])
def report_off_channel(request: SignedInRequest) -> HttpResponse:
    """First with whom, then what happened."""
    reach = students_in_reach(request.user).select_related("school")
    picked = list(reach.filter(pk__in=chosen(request.GET.getlist("student"))).order_by("pk"))
    if not picked:
        return _find(request)
    zone = zone_of(picked[0].school, timezone.now())
    form = OffChannelForm(request.POST or None, zone=zone)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.report(picked, form.told(), by=actor_of(request))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("Reported. The guardians were told, and the principal has it.")
            )
            return redirect("off_channel_report", made.pk)
    context = {"form": form, "students": picked}
    status = 422 if form.is_bound else 200
    return render(request, "consents/off_channel/report.html", context, status=status)


def _find(request: SignedInRequest) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:100]
    found: list[Student] = []
    if query:
        students = students_in_reach(request.user).matching(query).select_related("school")
        found = list(students.order_by("family_name", "given_name", "pk")[: MOST + 1])
    context = {"query": query, "found": found[:MOST], "more": len(found) > MOST}
    return render(request, "consents/off_channel/find.html", context)


def _report(request: SignedInRequest, pk: int) -> OffChannel:
    seen = access.visible_to(request.user).select_related("staff__user", "school", "seen__by")
    return get_object_or_404(seen.distinct(), pk=pk)


def _page(
    request: SignedInRequest, found: OffChannel, form: AnswerReportForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "report": found,
        "rows": found.student_rows.select_related("student").order_by("pk"),
        "may_answer": access.may_answer(actor_of(request), found),
        "form": form,
    }
    return render(request, "consents/off_channel/detail.html", context, status=status)
