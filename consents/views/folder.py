"""The cumulative folder: every signed form of a student, by year, kept by the school (T8)."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consents.access.folders import may_open_files, may_open_form
from consents.access.holds import may_check_for
from consents.reports.folders import answer_behind, counts_of, folder_of
from core.http import SignedInRequest, actor_of
from core.paging import page
from documents import actions, keeping
from documents.models import Document
from schools.models import Student

logger = logging.getLogger(__name__)
# What a browser must not do with a kept file, should it open it after all.
SANDBOX = "default-src 'none'; sandbox"


@require_safe
def folders(request: SignedInRequest) -> HttpResponse:
    """Find a student's folder by name or number; without a search, those that hold something."""
    query = request.GET.get("q", "").strip()
    students = Student.objects.visible_to(request.user).select_related("school")
    kept = Document.objects.filter(student=OuterRef("pk"))
    found = students.matching(query) if query else students.filter(Exists(kept))
    shown = page(request, found, ["family_name", "given_name"])
    counts = counts_of(shown.rows)
    rows = [(student, counts.get(student.pk, 0)) for student in shown.rows]
    return render(request, "consents/folders.html", {"rows": rows, "page": shown, "query": query})


@require_safe
def folder(request: SignedInRequest, pk: int) -> HttpResponse:
    """A student's forms with their states; keepers also see who signed and who read, and download."""
    student = _student(request, pk)
    by, years = actor_of(request), folder_of(student, timezone.now())
    context = {
        "student": student,
        "years": years,
        "may_open": may_open_files(by, student),
        # Forms of programs are opened by fewer people than the folder (T4).
        "closed": [
            form.document.pk
            for year in years
            for form in year.forms
            if form.activity.program and not may_open_form(by, student, form.activity)
        ],
        "may_check": may_check_for(request.user, student),
    }
    return render(request, "consents/folder.html", context)


@require_safe
def folder_file(request: SignedInRequest, pk: int, document_pk: int) -> HttpResponse:
    """One signed form as PDF; who opened it is written down."""
    student = _student(request, pk)
    document = get_object_or_404(Document, pk=document_pk, student=student)
    by = actor_of(request)
    answer = answer_behind(document)
    if answer is None:
        may_open_files(by, student).require()
    else:
        may_open_form(by, student, answer.version.activity).require()
    try:
        content = actions.open_file(document, by=by)
    except keeping.NotMade:
        messages.info(request, _("This form is still being made. Try again in a minute."))
        return redirect("folder", pk)
    except keeping.Damaged:
        logger.exception("document %s is damaged", document.pk)
        messages.error(request, _("The kept file is damaged. Tell the records office."))
        return redirect("folder", pk)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="form-{document.pk}.pdf"'
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _student(request: SignedInRequest, pk: int) -> Student:
    students = Student.objects.visible_to(request.user).select_related("school")
    return get_object_or_404(students, pk=pk)
