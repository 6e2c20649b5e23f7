"""Students: the list, one student with contacts and history, and those with nobody to ask."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from core.http import SignedInRequest, actor_of, is_key
from core.paging import page_of
from schools import access, signing
from schools.models import Guardian, GuardianLink, School, Student
from schools.reports import history_of, students_with_nobody_to_ask
from schools.terms import GRADES

ORDER = ["family_name", "given_name"]


@require_GET
def students(request: SignedInRequest) -> HttpResponse:
    """The students the reader may see, by name or number, grade, school."""
    query = request.GET.get("q", "").strip()
    grade, school = request.GET.get("grade", ""), request.GET.get("school", "")
    found = Student.objects.visible_to(request.user).matching(query)
    if request.GET.get("left") != "yes":
        found = found.enrolled()
    if grade in GRADES:
        found = found.filter(grade=grade)
    if is_key(school):
        found = found.filter(school=int(school))
    context = {
        "page": page_of(found.select_related("school"), by=ORDER, asked=request.GET),
        "query": query,
        "grade": grade,
        "school": school,
        "left": request.GET.get("left") == "yes",
        "grades": GRADES,
        "reads_papers": access.reads_papers(request.user),
        "schools": School.objects.visible_to(request.user).open(),
        "narrowed": bool(query or grade or school),
    }
    return render(request, "schools/students.html", context)


@require_GET
def nobody_to_ask(request: SignedInRequest) -> HttpResponse:
    """Work list: students for whom no contact may sign, with what to do next (T1)."""
    query = request.GET.get("q", "").strip()
    found = students_with_nobody_to_ask(Student.objects.visible_to(request.user))
    count = found.count()
    rows = found.matching(query).select_related("school").prefetch_related(_links())
    context = {"page": page_of(rows, by=ORDER, asked=request.GET), "query": query, "count": count}
    return render(request, "schools/nobody_to_ask.html", context)


def _links() -> Prefetch[str, QuerySet[GuardianLink], str]:
    return Prefetch(
        "guardian_links",
        queryset=GuardianLink.objects.current().select_related("guardian"),
        to_attr="contacts",
    )


@require_GET
def student(request: SignedInRequest, pk: int) -> HttpResponse:
    """One student: periods, contacts with who may sign and why, and every change."""
    found = get_object_or_404(
        Student.objects.visible_to(request.user).select_related("school"), pk=pk
    )
    links: QuerySet[GuardianLink] = found.guardian_links.select_related("guardian").order_by("-pk")
    context = {
        "student": found,
        "corrects": access.may_correct(actor_of(request), found),
        **_signing(request, found),
        "links": [link for link in links if link.ended_at is None],
        "past_links": [link for link in links if link.ended_at is not None],
        "enrolments": found.enrolments.select_related("school").order_by("-starts_on", "-pk"),
        "history": history_of(found),
    }
    return render(request, "schools/student.html", context)


def _signing(request: SignedInRequest, student: Student) -> dict[str, object]:
    """The branch in plain words for the office; on what it rests for the records office alone."""
    sheet = signing.sheets([student.pk])[student.pk]
    return {
        "sheet": sheet,
        "is_adult": student.is_adult(timezone.localdate()),
        "branch_row": student.signing_branches.select_related("by", "signer")
        .order_by("-pk")
        .first(),
        "blocked": [str(row) for row in Guardian.objects.filter(pk__in=sheet.blocked)],
        "blocked_ids": sheet.blocked,
        "reads_papers": access.reads_papers(request.user),
        "may_set_signing": access.may_block(actor_of(request)),
    }
