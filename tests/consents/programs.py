"""Programs for tests: rows at any stage, and the way that leads from a draft to a released form."""

from datetime import timedelta
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from consents.actions import activities, approvals, asking, program_people, programs
from consents.actions.activities import Plan
from consents.actions.programs import Said
from consents.models import Program
from consents.reports.programs import told_students
from schools.models import Staff
from schools.terms import Role
from tests.consent_factories import NECESSARY, kind
from tests.consents.families import JOB
from tests.factories import (
    DistrictFactory,
    GuardianFactory,
    SchoolFactory,
    SchoolYearFactory,
    StudentFactory,
    actor,
    chief_of,
    district_user,
    principal_of,
    staff_at,
)

# What nobody outside the program's staff may ever read.
SECRET = "Juvenile re-entry, north side"
NEUTRAL = "Lakeside support program"
PDF = b"%PDF-1.7\n1 0 obj\n<< >>\nendobj\n%%EOF\n"


def approval_file():
    return SimpleUploadedFile("approval.pdf", PDF, content_type="application/pdf")


def said(**facts):
    defaults = {
        "name": SECRET,
        "public_name": NEUTRAL,
        "requirements": "Your child meets an adult of the program each week.",
        "approved_by": "Dana Whitlock",
        "approved_on": timezone.localdate() - timedelta(days=3),
        "document": approval_file(),
    }
    return Said(**{**defaults, **facts})


def drafted(**facts):
    """A high school, the outreach office with two people, a program's worker, and the program as a draft.

    Gives school, principal, chief, office, second, worker, student, guardian, terms, program.
    """
    DistrictFactory()
    SchoolYearFactory()
    school = SchoolFactory()
    scene = SimpleNamespace(
        school=school,
        principal=principal_of(school),
        chief=chief_of(school),
        coach=staff_at(school, Role.COACH),
        office=district_user(Role.OUTREACH),
        second=district_user(Role.OUTREACH),
        worker=staff_at(),
        student=StudentFactory(school=school),
    )
    scene.guardian = GuardianFactory(of=scene.student)
    by = actor(scene.office)
    scene.terms = programs.begin("prog-7", kind("re_engagement"), said(**facts), by=by)
    scene.program = Program.objects.get(code="prog-7")
    program_people.add_staff(scene.program, scene.worker.staff, by=by)
    program_people.add_students(scene.program, [scene.student], by=by)
    return scene


def in_checking(**facts):
    scene = drafted(**facts)
    programs.put_forward(scene.terms, by=actor(scene.office))
    scene.terms.refresh_from_db()
    return scene


def published(**facts):
    """The same, in force, with its families told."""
    scene = in_checking(**facts)
    programs.publish(scene.terms, by=actor(scene.second))
    scene.terms.refresh_from_db()
    program_people.tell_families(scene.program, by=JOB)
    return scene


def asked_for(scene, **facts):
    """Its activity at the school, sent to the outreach office."""
    today = timezone.localdate()
    plan = Plan(
        name="ignored",
        purpose="When and where to meet.",
        starts_on=today,
        ends_on=SchoolYearFactory().ends_on,
        program=scene.program,
    )
    version = activities.draft(
        scene.school,
        scene.program.kind,
        by=actor(scene.office),
        plan=plan,
        adults=list(Staff.objects.filter(user=scene.worker)),
        students=facts.get("students") or told_students(scene.program, scene.school),
    )
    scene.version = activities.ask(version, by=actor(scene.office))
    scene.activity = scene.version.activity
    scene.approval = scene.version.approvals.get()
    return scene


def released(**facts):
    """The same, released by the office; its families were asked."""
    scene = asked_for(published(**facts))
    approvals.approve(scene.approval, by=actor(scene.office), necessary=NECESSARY, authorised="T4")
    scene.approval.refresh_from_db()
    asking.ask_families(scene.approval, by=JOB)
    return scene
