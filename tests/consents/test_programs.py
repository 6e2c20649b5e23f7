"""Programs the CEO approved: four eyes, told first, released by the office, judged by their terms (T4, T5)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consents import verdicts
from consents.actions import activities, approvals, asking, program_people, programs
from consents.models import Ask, Program, ProgramStep, ProgramTold
from consents.terms import ProgramStage, Stage
from core.decision import Refused
from core.workflow import IllegalMove
from notices.models import Notice
from notices.wording import worded
from schools.terms import Authority, Role
from tests.consent_factories import NECESSARY, kind
from tests.consents.families import JOB, ask_of, sign
from tests.consents.programs import (
    NEUTRAL,
    SECRET,
    asked_for,
    drafted,
    in_checking,
    published,
    released,
    said,
)
from tests.factories import GuardianFactory, StudentFactory, actor, district_user, principal_of
from trail.models import Entry

pytestmark = pytest.mark.django_db


def codes(refused):
    return [reason.code for reason in refused.value.decision.refusals]


@pytest.mark.clause("T4")
def test_only_the_outreach_office_begins_a_program():
    with pytest.raises(Refused) as refused:
        programs.begin("prog-1", kind("re_engagement"), said(), by=actor(principal_of()))

    assert codes(refused) == ["not_outreach"]
    assert not Program.objects.exists()


def test_an_exception_without_a_program_gets_none():
    with pytest.raises(Refused) as refused:
        programs.begin("prog-1", kind(), said(), by=actor(district_user(Role.OUTREACH)))

    assert codes(refused) == ["not_a_program"]


def test_without_the_written_approval_nothing_is_put_forward():
    scene = drafted(document=None)

    with pytest.raises(Refused) as refused:
        programs.put_forward(scene.terms, by=actor(scene.office))

    assert codes(refused) == ["no_document"]


@pytest.mark.parametrize("who", ["office", "principal"])
def test_who_wrote_it_or_is_no_confirmer_does_not_publish(who):
    scene = in_checking()

    with pytest.raises(Refused) as refused:
        programs.publish(scene.terms, by=actor(getattr(scene, who)))

    expected = {"office": ["wrote_it"], "principal": ["not_a_confirmer"]}
    assert codes(refused) == expected[who]
    scene.terms.refresh_from_db()
    assert scene.terms.stage == ProgramStage.CHECKING


def test_an_administrator_may_be_the_second_person():
    scene = in_checking()

    programs.publish(scene.terms, by=actor(district_user(Role.ADMIN)))

    scene.terms.refresh_from_db()
    assert scene.terms.stage == ProgramStage.PUBLISHED
    assert [step.move for step in ProgramStep.objects.order_by("pk")] == ["put_forward", "publish"]


def test_what_was_put_forward_is_not_changed():
    scene = in_checking()

    with pytest.raises(IllegalMove):
        programs.write(scene.terms, said(name="Other"), by=actor(scene.office))


def test_a_change_stands_beside_what_is_in_force_until_it_is_published():
    scene = published()
    changed = programs.change(scene.program, by=actor(scene.office))
    programs.write(
        changed, said(public_name="Harbor program", document=None), by=actor(scene.office)
    )

    assert scene.program.published == scene.terms
    programs.put_forward(changed, by=actor(scene.office))
    programs.publish(changed, by=actor(scene.second))
    assert scene.program.published.public_name == "Harbor program"


@pytest.mark.clause("T5")
def test_publishing_tells_the_families_once_in_the_neutral_name():
    scene = published()
    again = program_people.tell_families(scene.program, by=JOB)

    notice = Notice.objects.get(kind="consents/program_offered")
    message = worded(notice)
    assert again == 0
    assert notice.address == scene.guardian.email
    assert NEUTRAL in message.subject
    assert "Your child meets an adult of the program each week." in message.body
    assert SECRET not in message.subject + message.body
    assert str(scene.student) not in message.subject + message.body
    assert ProgramTold.objects.get().guardian == scene.guardian


@pytest.mark.parametrize("authority", [Authority.NO, Authority.CHECK])
def test_who_may_not_sign_is_not_told(authority):
    scene = in_checking()
    GuardianFactory(of=scene.student, of__authority=authority)
    programs.publish(scene.terms, by=actor(scene.second))

    told = program_people.tell_families(scene.program, by=JOB)

    assert told == 1


def test_a_grade_outside_the_program_is_not_told():
    scene = in_checking(grades=["08"])
    programs.publish(scene.terms, by=actor(scene.second))

    assert program_people.tell_families(scene.program, by=JOB) == 0


@pytest.mark.clause("T5")
def test_a_family_that_was_not_told_is_not_asked():
    scene = published()
    late = StudentFactory(school=scene.school)
    GuardianFactory(of=late)
    asked_for(scene, students=[scene.student, late])
    approvals.approve(scene.approval, by=actor(scene.office), necessary=NECESSARY, authorised="T4")
    asking.ask_families(scene.approval, by=JOB)

    assert [ask.student for ask in Ask.objects.all()] == [scene.student]


@pytest.mark.clause("T4")
def test_a_released_form_with_a_yes_is_a_yes_and_no_principal_was_asked():
    scene = released()
    sign(ask_of(scene.guardian))

    judged = verdicts.verdict(scene.worker.staff, scene.student, scene.activity)

    assert judged.verdict.codes == ()
    assert [step.move for step in scene.approval.steps.order_by("pk")] == ["ask", "release"]
    assert [row.school for row in scene.version.approvals.all()] == [scene.school]
    assert not Notice.objects.filter(address=scene.principal.email).exists()
    assert Entry.objects.filter(verb="approval.released").exists()


def test_a_student_out_of_school_is_told_asked_and_texted():
    scene = in_checking()
    scene.student.enrolments.update(ends_on=timezone.localdate() - timedelta(days=20))
    scene.student.left_on = timezone.localdate() - timedelta(days=20)
    scene.student.save()
    programs.publish(scene.terms, by=actor(scene.second))
    program_people.tell_families(scene.program, by=JOB)
    asked_for(scene)
    approvals.approve(scene.approval, by=actor(scene.office), necessary=NECESSARY, authorised="T4")
    asking.ask_families(scene.approval, by=JOB)
    sign(ask_of(scene.guardian))

    assert verdicts.verdict(scene.worker.staff, scene.student, scene.activity).verdict.codes == ()


def test_before_the_release_it_is_a_no_in_the_offices_words():
    scene = asked_for(published())

    judged = verdicts.verdict(scene.worker.staff, scene.student, scene.activity)

    assert judged.verdict.codes == ("not_approved", "no_answer")
    assert "outreach office" in str(judged.verdict.reasons[0])


def test_an_ended_program_ends_every_yes_and_the_past_keeps_its_own():
    scene = released()
    sign(ask_of(scene.guardian))
    before = timezone.now()
    programs.end(scene.program, by=actor(scene.office), note="The grant is over.")
    staff = scene.worker.staff

    assert verdicts.verdict(staff, scene.student, scene.activity).verdict.codes == (
        "program_not_approved",
    )
    then = verdicts.verdict(staff, scene.student, scene.activity, at=before)
    assert then.verdict.codes == ()


def test_who_leaves_the_programs_staff_may_not_text():
    scene = released()
    sign(ask_of(scene.guardian))
    program_people.end_staff(scene.program.staff_rows.get(), by=actor(scene.office))

    judged = verdicts.verdict(scene.worker.staff, scene.student, scene.activity)

    assert judged.verdict.codes == ("adult_not_designated",)


def test_the_offices_release_taken_back_is_a_no():
    scene = released()
    sign(ask_of(scene.guardian))
    approvals.revoke(scene.approval, by=actor(scene.second), note="Wrong form.")

    judged = verdicts.verdict(scene.worker.staff, scene.student, scene.activity)

    assert judged.verdict.codes == ("approval_revoked",)
    assert "outreach office" in str(judged.verdict.reasons[0])


@pytest.mark.parametrize("who", ["principal", "chief", "worker"])
def test_nobody_but_the_office_releases(who):
    scene = asked_for(published())

    with pytest.raises(Refused):
        approvals.approve(
            scene.approval, by=actor(getattr(scene, who)), necessary=NECESSARY, authorised="T4"
        )

    scene.approval.refresh_from_db()
    assert scene.approval.stage == Stage.ASKED


def test_a_named_member_of_the_office_does_not_release():
    scene = published()
    program_people.add_staff(scene.program, scene.second.staff, by=actor(scene.office))
    asked_for(scene)
    version = scene.version
    version.adult_rows.create(staff=scene.second.staff)

    with pytest.raises(Refused) as refused:
        approvals.approve(
            scene.approval, by=actor(scene.second), necessary=NECESSARY, authorised="T4"
        )

    assert codes(refused) == ["named_in_it"]


def test_school_staff_do_not_ask_for_a_program():
    scene = published()
    plan = activities.Plan(
        name="x", purpose="y", starts_on=timezone.localdate(), ends_on=timezone.localdate(),
        program=scene.program,
    )  # fmt: skip

    with pytest.raises(Refused) as refused:
        activities.draft(scene.school, scene.program.kind, by=actor(scene.coach), plan=plan)

    assert codes(refused) == ["not_the_programs"]
