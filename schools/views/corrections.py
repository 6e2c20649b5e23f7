"""Putting a student's record and contacts right."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from core.http import SignedInRequest, actor_of
from schools import access
from schools.actions import corrections
from schools.forms import AuthorityForm, GuardianForm, NewContactForm, StudentForm
from schools.models import Guardian, GuardianLink, Student
from schools.terms import Authority


def _student(request: SignedInRequest, pk: int) -> Student:
    student = get_object_or_404(
        Student.objects.visible_to(request.user).select_related("school"), pk=pk
    )
    access.may_correct(actor_of(request), student).require()
    return student


def _link(request: SignedInRequest, pk: int) -> GuardianLink:
    link = get_object_or_404(
        GuardianLink.objects.current().select_related("guardian", "student"),
        pk=pk,
        student__in=Student.objects.visible_to(request.user),
    )
    access.may_correct(actor_of(request), link.student).require()
    return link


def correct_student(request: SignedInRequest, pk: int) -> HttpResponse:
    student = _student(request, pk)
    form = StudentForm(request.POST or None, instance=Student.objects.get(pk=pk))
    if request.method == "POST" and form.is_valid():
        corrections.correct_student(student, form.cleaned_data, by=actor_of(request))
        messages.success(request, _("Corrected. Later imports leave what you changed."))
        return redirect("schools:student", student.pk)
    context = {"student": student, "form": form}
    return render(
        request, "schools/correct_student.html", context, status=422 if form.errors else 200
    )


def correct_contact(request: SignedInRequest, pk: int) -> HttpResponse:
    """Name, e-mail, telephone, language of a contact."""
    link = _link(request, pk)
    form = GuardianForm(request.POST or None, instance=Guardian.objects.get(pk=link.guardian_id))
    if request.method == "POST" and form.is_valid():
        corrections.correct_guardian(
            link.guardian, form.cleaned_data, student=link.student, by=actor_of(request)
        )
        messages.success(request, _("Corrected. Later imports leave what you changed."))
        return redirect("schools:student", link.student_id)
    context = {"link": link, "student": link.student, "form": form}
    return render(
        request, "schools/correct_contact.html", context, status=422 if form.errors else 200
    )


def set_authority(request: SignedInRequest, pk: int) -> HttpResponse:
    """Say whether a contact may sign, and on what ground."""
    link = _link(request, pk)
    form = AuthorityForm(request.POST or None, initial={"authority": link.authority})
    if request.method == "POST" and form.is_valid():
        corrections.set_authority(
            link,
            Authority(form.cleaned_data["authority"]),
            by=actor_of(request),
            reason=form.cleaned_data["reason"],
        )
        messages.success(request, _("Recorded. Later imports leave it."))
        return redirect("schools:student", link.student_id)
    context = {"link": link, "student": link.student, "form": form}
    return render(
        request, "schools/set_authority.html", context, status=422 if form.errors else 200
    )


def add_contact(request: SignedInRequest, pk: int) -> HttpResponse:
    """A contact the files do not know."""
    student = _student(request, pk)
    form = NewContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        corrections.add_guardian(
            student,
            given,
            relationship=given["relationship"],
            authority=Authority(given["authority"]),
            reason=given["reason"],
            by=actor_of(request),
        )
        messages.success(request, _("The contact is entered."))
        return redirect("schools:student", student.pk)
    context = {"student": student, "form": form}
    return render(request, "schools/add_contact.html", context, status=422 if form.errors else 200)
