"""The records office: who signs for a student, who is kept away, and on what that rests."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.decision import Decision, Refused
from core.http import SignedInRequest, actor_of
from core.paging import page_of
from schools import access, signing
from schools.actions import signing as actions
from schools.actions.signing import Ruling
from schools.forms.signing import BlockForm, BranchForm, SourceForm
from schools.models import ContactBlock, GuardianLink, Student
from schools.terms import Branch, Signs

READ_OR_SEND = ["GET", "HEAD", "POST"]


@require_http_methods(READ_OR_SEND)
def set_branch(request: SignedInRequest, pk: int) -> HttpResponse:
    """By which branch somebody signs for the student, from now on."""
    found = Student.objects.visible_to(request.user).select_related("school")
    student = get_object_or_404(found, pk=pk)
    access.may_block(actor_of(request)).require()
    sheet = signing.sheets([student.pk])[student.pk]
    form = BranchForm(request.POST or None, student=student, initial={"branch": sheet.branch})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        ruling = Ruling(Branch(given["branch"]), Signs(given["signs"]), given["signer"])
        actions.set_branch(student, ruling, by=actor_of(request), source=given["source"])
        messages.success(request, _("Recorded. It holds from now on, and later imports leave it."))
        return redirect("schools:student", student.pk)
    context = {
        "student": student,
        "form": form,
        "branches": student.signing_branches.select_related("by", "signer").order_by("-pk"),
    }
    return render(request, "schools/set_branch.html", context, status=422 if form.errors else 200)


@require_http_methods(READ_OR_SEND)
def block_contact(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep a contact away from one or more of their students, at once."""
    links = GuardianLink.objects.current().select_related("guardian", "student")
    link = get_object_or_404(links, pk=pk, student__in=Student.objects.visible_to(request.user))
    access.may_block(actor_of(request)).require()
    theirs = Student.objects.filter(
        guardian_links__guardian=link.guardian, guardian_links__ended_at=None
    ).order_by("family_name", "given_name", "pk")
    form = BlockForm(request.POST or None, students=theirs, initial={"students": [link.student_id]})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.block(
            link.guardian,
            given["students"],
            by=actor_of(request),
            source=given["source"],
            proof_due_on=given["proof_due_on"],
        )
        messages.success(
            request, _("Kept away from now on. Nobody was told, and no page says why.")
        )
        return redirect("schools:student", link.student_id)
    context = {"link": link, "student": link.student, "form": form}
    return render(request, "schools/block.html", context, status=422 if form.errors else 200)


@require_safe
def blocks(request: SignedInRequest) -> HttpResponse:
    """Work list: blocks that rest on somebody's word, the earliest due first; or all that stand."""
    _records(request)
    everything = request.GET.get("show") == "all"
    words = request.GET.get("q", "").strip()
    due = ContactBlock.objects.without_proof()
    found = ContactBlock.objects.standing() if everything else due
    found = found.filter(student__in=Student.objects.matching(words)) if words else found
    context = {
        "page": page_of(
            found.select_related("student__school", "guardian", "by"),
            by=["pk"] if everything else ["proof_due_on", "pk"],
            asked=request.GET,
        ),
        "everything": everything,
        "only_due": not everything,
        "count": due.count(),
        "query": words,
        "today": timezone.localdate(),
    }
    return render(request, "schools/blocks.html", context)


@require_safe
def block(request: SignedInRequest, pk: int) -> HttpResponse:
    """One block: on what it rests, and what can be done with it."""
    return _block_page(request, _block(request, pk))


@require_POST
def prove_block(request: SignedInRequest, pk: int) -> HttpResponse:
    """The paper is there."""
    row, form = _block(request, pk), SourceForm(request.POST)
    if not form.is_valid():
        return _block_page(request, row, prove=form, status=422)
    actions.prove_block(row, by=actor_of(request), source=form.cleaned_data["source"])
    messages.success(request, _("Recorded: the paper is there."))
    return redirect("schools:blocks")


@require_POST
def lift_block(request: SignedInRequest, pk: int) -> HttpResponse:
    """The contact is kept away no longer."""
    row, form = _block(request, pk), SourceForm(request.POST, auto_id="lift_%s")
    if not form.is_valid():
        return _block_page(request, row, lift=form, status=422)
    actions.lift_block(row, by=actor_of(request), source=form.cleaned_data["source"])
    messages.success(request, _("The contact is kept away no longer."))
    return redirect("schools:student", row.student_id)


def _records(request: SignedInRequest) -> None:
    if not access.reads_papers(request.user):
        raise Refused(Decision((access.NOT_THE_RECORDS,)))


def _block(request: SignedInRequest, pk: int) -> ContactBlock:
    _records(request)
    rows = ContactBlock.objects.select_related("student__school", "guardian", "by")
    return get_object_or_404(rows, pk=pk)


def _block_page(
    request: SignedInRequest,
    row: ContactBlock,
    *,
    prove: SourceForm | None = None,
    lift: SourceForm | None = None,
    status: int = 200,
) -> HttpResponse:
    history = ContactBlock.objects.filter(student=row.student, guardian=row.guardian)
    rows = list(history.select_related("by").order_by("-pk"))
    context = {
        "row": row,
        "rows": rows,
        "stands": rows[0].is_blocked,
        "newest": rows[0],
        "form": prove or SourceForm(),
        "lift_form": lift or SourceForm(auto_id="lift_%s"),
        "may_prove": access.may_block(actor_of(request)),
        "may": access.may_set_signing(actor_of(request), row.student),
    }
    return render(request, "schools/block_page.html", context, status=status)
