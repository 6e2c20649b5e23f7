"""Who may sign: the records office keeps a contact away, and a student of 18 answers on their own page."""

import re
from datetime import timedelta

from django.utils import timezone

from consents.actions import asking, family
from consents.models import FamilyRequest
from schools.terms import Role
from tests.consent_factories import safety_meetup
from tests.consents.families import JOB, ask_of, asked, sign
from tests.factories import district_user
from tests.journeys import steps

SENIOR = "senior@students.district.example"


def test_records_keeps_a_contact_away_and_the_yes_is_a_no_at_once(desk, browse, check_page):
    scene = asked(guardians=1)
    father, student = scene.guardians[0], scene.student
    sign(ask_of(father))
    records = district_user(Role.RECORDS, name="Rashid Anwar")
    steps.give_password(scene.coach, records)
    steps.sign_in(desk, scene.coach)
    assert steps.may_i_text(desk, student, check=check_page)[0] == "Yes"

    office = browse()
    steps.sign_in(office, records)
    office.goto(f"/students/{student.pk}/")
    check_page(office)
    office.get_by_role("link", name="Keep away").click()
    check_page(office)
    office.get_by_label("The paper is due on").fill(
        (timezone.localdate() + timedelta(days=10)).isoformat()
    )
    office.get_by_label("What did you see").fill("Told by telephone; the order comes by mail.")
    office.get_by_role("button", name="Keep away now").click()
    office.get_by_text("Must not be contacted").first.wait_for()
    check_page(office)

    assert steps.may_i_text(desk, student, check=check_page) == ("No", ["T1"])

    # The paper is on the list until it is there; then the list is empty.
    office.goto("/blocks/")
    check_page(office)
    office.get_by_role("link", name=str(student)).click()
    check_page(office)
    office.get_by_label("What did you see").first.fill("Order seen; in the safe, folder 12.")
    office.get_by_role("button", name="Record it").click()
    office.get_by_text("No paper is due").wait_for()
    check_page(office)


def test_a_student_of_18_answers_on_their_own_page(phone, desk, check_page):
    scene = safety_meetup()
    day = timezone.localdate() - timedelta(days=30)
    scene.student.birth_on = day.replace(year=day.year - 18, day=min(day.day, 28))
    scene.student.email = SENIOR
    scene.student.save()
    asking.ask_families(scene.approval, by=JOB)
    steps.give_password(scene.coach)

    phone.goto("/my-forms/")
    check_page(phone)
    phone.get_by_label("Your district e-mail address").fill(SENIOR)
    phone.get_by_role("button", name="Send me a code").click()
    phone.get_by_role("heading", name="Type the code").wait_for()
    check_page(phone)
    family.answer_request(FamilyRequest.objects.latest("pk").pk)
    code = re.search(r"\b\d{6}\b", steps.newest("consents/family", SENIOR))[0]
    phone.get_by_label("The six digits").fill(code)
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_role("heading", name="Your school forms").wait_for()
    check_page(phone)
    phone.get_by_role("link", name="Read and answer").click()
    check_page(phone)
    phone.get_by_role("link", name="Go on to my answer").click()
    phone.get_by_label("Yes, I allow it").check()
    check_page(phone)
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_label("Your mobile number").fill("312 555 0144")
    check_page(phone)
    phone.get_by_role("button", name="Go on").click()
    phone.get_by_label("Type your full name").fill("Ana Flores")
    phone.get_by_label("I want to sign this form electronically").check()
    check_page(phone)
    phone.get_by_role("button", name="Sign and send").click()
    phone.get_by_role("heading", name="What you signed").wait_for()
    check_page(phone)

    steps.sign_in(desk, scene.coach)
    assert steps.may_i_text(desk, scene.student, check=check_page)[0] == "Yes"

    # Taken back, in two taps.
    steps.withdraw(phone, check=check_page)
    assert steps.may_i_text(desk, scene.student, check=check_page) == ("No", ["T1"])
