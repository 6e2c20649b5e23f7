"""A program of the CEO's in the practice district, a volunteer to check, a pause, a report, and a family tie."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from consents.actions import family_ties, off_channel, pauses, program_people, programs
from consents.actions.off_channel import Account
from consents.actions.programs import Said
from consents.models import ExceptionKind, Program
from consents.terms import ContactKind, Relationship
from core.actor import Actor
from cps_comms.demo.district import practice_school
from cps_comms.demo.people import PASSWORD
from cps_comms.demo.story import actor
from schools.actions import volunteers
from schools.actions.volunteers import Wish
from schools.calendar import year_at
from schools.models import District, RoleAssignment, Staff, Student
from schools.terms import AdultCategory, Role

STUDENTS = 6
APPROVAL = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def tell(people: Mapping[str, User]) -> None:
    """As the practice people would have done it."""
    by = {who: actor(user) for who, user in people.items()}
    worker = make_worker()
    tell_program(by, worker)
    tell_adults(by, worker)
    tell_volunteer(by)


def make_worker() -> Staff:
    """Somebody of the outreach office who works in the program."""
    user = User.objects.create_user("mentor@demo.test", "Marisol Vega", PASSWORD)
    RoleAssignment.objects.create(
        user=user, role=Role.OUTREACH, starts_on=timezone.localdate() - timedelta(days=90)
    )
    return Staff.objects.create(user=user, number="P-mentor")


def tell_program(by: Mapping[str, Actor], worker: Staff) -> None:
    """Written by the office, confirmed by the administrator, its families told; a second one waits."""
    kind = ExceptionKind.objects.get(code="re_engagement")
    today = timezone.localdate()
    said = Said(
        name="Return from detention, west side",
        public_name="Lakeside support program",
        requirements="Your child meets an adult of the program each week. You may come along.",
        approved_by="Dana Whitlock, Chief Executive Officer",
        approved_on=today - timedelta(days=14),
        document=SimpleUploadedFile("approval.pdf", APPROVAL, content_type="application/pdf"),
    )
    terms = programs.begin("prog-7", kind, said, by=by["outreach"])
    program = Program.objects.get(pk=terms.program_id)
    program_people.add_staff(program, worker, by=by["outreach"])
    students = Student.objects.filter(school=practice_school(), grade="09").order_by("pk")
    program_people.add_students(program, students[:STUDENTS], by=by["outreach"])
    programs.put_forward(terms, by=by["outreach"])
    programs.publish(terms, by=by["admin"])
    program_people.tell_families(program, by=Actor.job("consents.tell_program"))
    waiting = programs.begin(
        "prog-8",
        kind,
        Said(
            name="Chronic absence, second chance",
            public_name="Harbor morning program",
            requirements="A call or text before school on two mornings each week.",
            approved_by=said.approved_by,
            approved_on=today - timedelta(days=2),
            document=SimpleUploadedFile("approval.pdf", APPROVAL, content_type="application/pdf"),
        ),
        by=by["outreach"],
    )
    program_people.add_staff(waiting.program, worker, by=by["outreach"])
    programs.put_forward(waiting, by=by["outreach"])


def tell_adults(by: Mapping[str, Actor], worker: Staff) -> None:
    """One pause of somebody who texts for no activity of the practice school; one report; one tie."""
    pauses.pause(worker, by=by["admin"], reason="On leave until the new term.")
    here = Student.objects.filter(school=practice_school(), grade="10").order_by("pk")
    off_channel.report(
        [here[0]],
        Account(
            kind=ContactKind.STUDENT_STARTED,
            happened_at=timezone.now() - timedelta(hours=20),
            channel="Text message to my own phone",
            account="The student wrote that the bus had left. I called the office at once.",
        ),
        by=by["coach"],
    )
    family_ties.declare(here[1], Relationship.AUNT_OR_UNCLE, by=by["teacher"])


def tell_volunteer(by: Mapping[str, Actor]) -> None:
    """Somebody a clerk can check."""
    school = practice_school()
    year, today = year_at(school, timezone.now()), timezone.localdate()
    district = District.objects.get()
    volunteers.add(
        school,
        Wish(
            name="Vera Lang",
            email=f"vera.lang@{district.domains[0]}",
            category=AdultCategory.VOLUNTEER,
            ends_on=max(today, year.class_ends_on) if year else today,
            why="Reading afternoons in the library",
        ),
        by=by["principal"],
    )
