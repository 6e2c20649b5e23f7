"""A guardian who gets texts replies STOP; the next message comes by e-mail; the student's own STOP is a no."""

import re
from types import SimpleNamespace

import pytest
from django.utils import timezone

from consents.actions import asking
from consents.actions.exceptions import load_built_ins
from core.actor import Actor
from notices.models import Notice
from notices.terms import NoticeState
from schools.models import Guardian
from schools.terms import Role
from tests.consent_factories import make_activity, safety_meetup
from tests.consents.families import JOB, ask_of, sign
from tests.consents.hooks import texted
from tests.factories import staff_at
from tests.journeys import steps

CHILD = "+13125550142"


@pytest.fixture
def people(transactional_db):
    """A mother with a mobile number alone, asked and told by text, who has said yes."""
    load_built_ins(by=Actor.command("tests"))
    meetup = safety_meetup(guardians=1)
    Guardian.objects.update(email="", language="es")
    clerk = staff_at(meetup.school, Role.CLERK)
    steps.give_password(meetup.coach, clerk)
    asking.ask_families(meetup.approval, by=JOB)
    sign(ask_of(meetup.guardians[0]))
    # Two hours on, a text that is about no form was the last one: a code.
    Notice.objects.filter(kind="consents/receipt").update(
        state=NoticeState.SENT, left_at=timezone.now(), facts={}
    )
    return SimpleNamespace(
        coach=meetup.coach,
        clerk=clerk,
        student=meetup.student,
        mother=Guardian.objects.get(),
        meetup=meetup,
    )


def test_stop_from_the_guardian_and_from_the_student(browse, desk, phone, people, check_page):
    mother, mailbox = people.mother, browse()
    steps.sign_in(desk, people.coach)
    assert steps.may_i_text(desk, people.student, check=check_page)[0] == "Yes"

    # She texts STOP in her own language: our texts end, confirmed once; the permission stays.
    texted(mother.phone, "¡Alto!")
    mailbox.goto("/demo/outbox/?q=text_confirmed")
    check_page(mailbox)
    assert mailbox.get_by_text("START").count() == 1
    assert steps.may_i_text(desk, people.student, check=check_page)[0] == "Yes"

    # The office reads what was not clear, and finds that only paper or an e-mail address is left.
    texted(mother.phone, "¿Quién es?")
    steps.sign_in(phone, people.clerk)
    phone.goto("/replies/")
    check_page(phone)
    phone.get_by_role("link", name="¿Quién es?").click()
    phone.get_by_label("Nothing to do").check()
    phone.get_by_label("What you understood").fill("She asked who we are; told her on the phone.")
    check_page(phone)
    phone.get_by_role("button", name="Settle it").click()
    phone.get_by_text("No text waits").wait_for()
    check_page(phone)

    # With an e-mail address on file, the next form is told there.
    Guardian.objects.update(email="mother@example.org")
    Notice.objects.filter(state=NoticeState.WAITING).update(state=NoticeState.UNWANTED)
    other = make_activity(people.meetup.school, students=[people.student])
    asking.ask_families(other.latest.approvals.get(), by=JOB)
    assert re.search(r"/c/[^\s/]+/", steps.newest("consents/asked", "mother@example.org"))

    # The student's own phone says stop: nobody may text it, and the coach hears of it.
    texted(CHILD, "STOP")
    assert steps.may_i_text(desk, people.student, check=check_page) == ("No", ["T1"])
    steps.newest("consents/withdrawn_staff", people.coach.email)
