"""An activity's recipients over a platform: who gets its texts now, lists for the bulk system, past lists."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consents.access.exports import exports_of, may_take_recipients
from consents.actions import exports as actions
from consents.models import Activity, ActivityVersion, ExportResult
from consents.reports import recipients as report
from consents.reports.export_files import public_key
from consents.reports.export_profiles import profiles
from consents.reports.thread_sheets import listed
from consents.reports.threads import Case, Found, find
from consents.reports.versions import current_version
from consents.views.finding import activity_or_404
from core.http import SignedInRequest, actor_of
from core.paging import page
from documents.keeping import Damaged
from schools.models import Student

logger = logging.getLogger(__name__)
ORDER = ["family_name", "given_name"]
SIZE = 40
STUDENTS, LISTS = "students", "lists"


@require_safe
def recipients(request: SignedInRequest, pk: int) -> HttpResponse:
    """Who gets the texts now, by name; numbers leave only in a list for the platform."""
    found = activity_or_404(request, pk)
    version = current_version(found)
    if version is None:
        return redirect("check_request", pk)
    at = timezone.now()
    lists = request.GET.get("show") == LISTS
    context = {
        "activity": found,
        "version": version,
        "decision": report.may_export(found, version, at),
        "may_take": bool(may_take_recipients(request.user, found, version)),
        "profiles": list(profiles().values()),
        "tab_lists": lists,
        "tab_students": not lists,
        "query": request.GET.get("q", "").strip(),
        **(_lists(request, found) if lists else _students(request, found, version)),
    }
    return render(request, "consents/threads/recipients.html", context)


@require_POST
def start_export(request: SignedInRequest, pk: int) -> HttpResponse:
    """Ask for a list; it is made in the background."""
    found = activity_or_404(request, pk)
    profile = request.POST.get("profile", "")
    if profile not in profiles():
        raise Http404
    actions.start(found, profile, by=actor_of(request))
    messages.success(request, _("The list is being made. It is here in a moment."))
    return redirect(f"{_address(found)}?show={LISTS}")


@require_safe
def export_file(request: SignedInRequest, pk: int) -> HttpResponse:
    """The zip of a list; who downloaded it is written down."""
    seen = Activity.objects.visible_to(request.user)
    results = ExportResult.objects.filter(run__activity__in=seen, refusals=[])
    result = get_object_or_404(results.select_related("run__activity__school", "run__by"), run=pk)
    try:
        content = actions.open_file(result, by=actor_of(request))
    except Damaged:
        logger.exception("export %s is damaged", pk)
        messages.error(request, _("The kept file is damaged. Make a new list."))
        return redirect(f"{_address(result.run.activity)}?show={LISTS}")
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="recipients-{pk}.zip"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _address(activity: Activity) -> str:
    return f"{activity.get_absolute_url()}recipients/"


def _lists(request: SignedInRequest, found: Activity) -> dict[str, object]:
    shown = page(request, exports_of(found), newest_first=True)
    formats = profiles()
    names = [
        formats[one.profile].name if one.profile in formats else one.profile for one in shown.rows
    ]
    runs = list(zip(shown.rows, names, strict=True))
    return {"page": shown, "runs": runs, "public_key": public_key()}


def _students(
    request: SignedInRequest, found: Activity, version: ActivityVersion
) -> dict[str, object]:
    students = Student.objects.filter(pk__in=listed(found, version).values("pk"))
    if request.user.pk != found.asked_by_id:
        named = version.adult_rows.filter(staff__user=request.user).exists()
        visible = Student.objects.visible_to(request.user).values("pk")
        students = students if named else students.filter(pk__in=visible)
    total = students.count()
    matching = students.matching(request.GET.get("q", "").strip()).select_related("school")
    shown = page(request, matching, ORDER, size=SIZE)
    return {"page": shown, "total": total, "rows": _judged(found, version, shown.rows)}


def _judged(
    found: Activity, version: ActivityVersion, students: list[Student]
) -> list[tuple[Student, Found | None, list[object]]]:
    at = timezone.now()
    adult = report.sender(found, version, at)
    if adult is None:
        return [(student, None, []) for student in students]
    cases = {student.pk: Case(adult.pk, found.pk, student.pk) for student in students}
    now = find(list(cases.values()), at)
    rows = [(student, now[cases[student.pk]]) for student in students]
    return [
        (student, one, [leg.guardian for leg in one.legs if leg.guardian] if one.covered else [])
        for student, one in rows
    ]
