"""pm: unknown and changed contacts. Whose word it is, before it counts."""

import pytest
from django.test import Client
from django.urls import reverse

from consents import links, verdicts
from consents.actions import asking, family, holds
from consents.models import Answer, Ask, FamilyRequest, Hold, OneTimeCode
from consents.terms import AnswerDecision
from consents.terms.holds import HoldCause
from notices.models import Notice
from notices.wording import worded
from schools.actions import corrections, merges, signing
from schools.terms import Authority, Role
from tests.consents.families import JOB, ask_of, asked, at, let_in, sign, sign_on_pages, token_of
from tests.factories import actor, district_user, staff_at

pytestmark = [pytest.mark.django_db, pytest.mark.clause("T1")]


def records():
    return actor(district_user(Role.RECORDS))


def allowed(meetup, **when):
    found = verdicts.verdict(meetup.coach.staff, meetup.student, meetup.activity, **when)
    return found.verdict.allowed, [reason.code for reason in found.verdict.reasons]


def block(meetup, guardian):
    return signing.block(guardian, [meetup.student], by=records(), source="Order seen.")[0]


def test_pm_c01_a_new_contact_signs_is_held_and_counts_once_the_office_has_called():
    meetup = asked(guardians=1)
    clerk = staff_at(meetup.school, Role.CLERK)
    guardian = meetup.guardians[0]
    corrections.correct_guardian(
        guardian, {"email": "new@example.org"}, student=meetup.student, by=actor(clerk)
    )
    guardian.refresh_from_db()
    family.link_for(guardian)
    guardian.contact_verified_at = guardian.created_at
    guardian.save()
    sign_on_pages(let_in(guardian), ask_of(guardian))
    row = Hold.objects.get()
    held = allowed(meetup)
    office = Client()
    words = {"words": "Called the number on the card."}

    office.force_login(clerk)
    by_who_entered_it = office.post(reverse("answer_release", args=[row.pk]), words)
    office.force_login(staff_at(meetup.school, Role.CLERK))
    office.post(reverse("answer_release", args=[row.pk]), words)

    assert row.causes == [HoldCause.CHANGED_SINCE]
    assert by_who_entered_it.status_code == 403
    assert (held, allowed(meetup)) == ((False, ["no_answer"]), (True, []))


def test_pm_c02_the_receipt_says_plainly_that_it_is_checked_first():
    meetup = asked(guardians=1)
    guardian = meetup.guardians[0]
    client = let_in(guardian)
    row = sign(ask_of(guardian))
    holds.hold(row, [HoldCause.SHARED_DEVICE], by=JOB)

    page = client.get(at("guardian_receipt", guardian, row.pk)).content.decode()

    assert "The school checks this first" in page


def test_pm_c03_the_other_parent_reads_no_name_no_place_and_no_reason():
    meetup = asked()
    mother, father = meetup.guardians
    row = sign(ask_of(mother))
    holds.hold(row, [HoldCause.STAFF_CONTACT], by=JOB)

    said = worded(Notice.objects.get(kind="consents/answer_held", address=father.email))

    words = f"{said.subject} {said.body}"
    secrets = [
        str(mother),
        meetup.student.given_name,
        mother.email,
        "employee",
        meetup.version.name,
    ]
    assert [one in words for one in secrets] == [False] * len(secrets)


def test_pm_c04_a_blocked_contact_is_out_everywhere_at_once():
    meetup = asked()
    mother, father = meetup.guardians
    client = let_in(father)
    sign(ask_of(father))
    token = token_of(father)
    before = allowed(meetup)

    block(meetup, father)

    assert (before, allowed(meetup)) == ((True, []), (False, ["no_answer"]))
    assert client.get(reverse("guardian", args=[token])).status_code == 404
    assert Client().get(reverse("guardian", args=[token])).status_code == 404
    waiting = Notice.objects.filter(address=father.email).exclude(kind="consents/code")
    assert [worded(notice) for notice in waiting] == [None] * waiting.count()
    row = family.ask_for_link(father.email, channel="email", language="en")
    assert FamilyRequest.objects.get(pk=row.pk).guardians == []
    assert mother.links.with_authority().exists()


def test_pm_c05_a_block_ends_a_code_that_was_just_sent():
    meetup = asked()
    father = meetup.guardians[1]
    row = family.ask_for_link(father.email, channel="email", language="en")
    family.answer_request(row.pk)
    code = OneTimeCode.objects.get(guardian=father)

    block(meetup, father)

    assert family.try_code(row, links.digits_of(code.nonce)).code is None


def test_pm_c06_a_blocked_parents_no_stops_counting_too():
    meetup = asked()
    mother, father = meetup.guardians
    sign(ask_of(father), AnswerDecision.REFUSED)
    sign(ask_of(mother))
    before = allowed(meetup)

    block(meetup, father)

    assert (before, allowed(meetup)) == ((False, ["conflict"]), (True, []))


def test_pm_c07_no_page_of_the_school_says_why():
    meetup = asked()
    father = meetup.guardians[1]
    signing.block(father, [meetup.student], by=records(), source="Order 77 of the court.")
    office, bureau = Client(), Client()
    office.force_login(staff_at(meetup.school, Role.CLERK))
    bureau.force_login(district_user(Role.RECORDS))
    teacher = Client()
    teacher.force_login(staff_at(meetup.school))
    address = f"/students/{meetup.student.pk}/"

    pages = [one.get(address).content.decode() for one in (office, bureau, teacher)]

    assert ["Must not be contacted" in page for page in pages] == [True, True, False]
    assert ["Order 77" in page for page in pages] == [False] * 3


def test_pm_c08_a_ward_is_signed_for_by_the_named_person_alone():
    meetup = asked()
    mother, agency = meetup.guardians
    sign(ask_of(mother))
    signing.set_branch(
        meetup.student,
        signing.Ruling("ward", signer=agency),
        by=records(),
        source="Letter of the agency seen.",
    )
    before = allowed(meetup)

    sign(ask_of(agency))

    assert (before, allowed(meetup)) == ((False, ["no_answer"]), (True, []))


def test_pm_c09_nobody_may_sign_means_no_answer_whatever_was_signed():
    meetup = asked()
    for guardian in meetup.guardians:
        sign(ask_of(guardian))

    signing.set_branch(
        meetup.student, signing.Ruling("nobody"), by=records(), source="Custody is open."
    )

    assert allowed(meetup) == (False, ["no_answer"])


def test_pm_c10_what_was_known_then_stays_after_a_merge_and_after_it_is_undone():
    meetup = asked()
    older, newer = meetup.guardians
    sign(ask_of(older), AnswerDecision.REFUSED)
    first = sign(ask_of(newer))
    signed = first.received_at
    row = merges.merge(older, newer, by=records(), reason="One person.")
    merged = row.recorded_at

    merges.unmerge(row, by=records(), reason="A sister.")

    assert allowed(meetup, at=merged, known_at=signed) == (False, ["conflict"])
    assert allowed(meetup, at=merged, known_at=merged) == (True, [])
    assert allowed(meetup) == (False, ["conflict"])
    assert allowed(meetup, at=merged) == (False, ["conflict"])


def test_pm_c11_merged_she_is_asked_once_and_takes_everything_back_on_one_page():
    meetup = asked()
    kept, dropped = meetup.guardians
    sign(ask_of(dropped))
    merges.merge(kept, dropped, by=records(), reason="One person.")
    asks = Ask.objects.count()
    asking.ask_families(meetup.approval, by=JOB)
    client = let_in(kept)
    home = client.get(at("guardian", kept)).content.decode()
    client.post(at("guardian_withdraw", kept, Answer.objects.get().pk))

    assert Ask.objects.count() == asks
    assert home.count("See or change your answer") == 1
    assert allowed(meetup) == (False, ["withdrawn"])


def test_pm_c12_one_device_for_unrelated_families_is_held_on_the_pages_and_a_marked_tablet_is_not():
    meetup = asked(guardians=1)
    other = asked(guardians=1)
    clerk = staff_at(other.school, Role.CLERK)
    browser = let_in(meetup.guardians[0])
    sign_on_pages(browser, ask_of(meetup.guardians[0]))
    let_in(other.guardians[0], browser)
    sign_on_pages(browser, ask_of(other.guardians[0]))
    first = [row.causes for row in Hold.objects.all()]
    third = asked(guardians=1)
    browser.force_login(clerk)
    browser.post(reverse("mark_tablet"), {"school": other.school.pk, "name": "Tablet", "hours": 2})
    let_in(third.guardians[0], browser)

    sign_on_pages(browser, ask_of(third.guardians[0]))

    assert first == [[HoldCause.SHARED_DEVICE]]
    assert Hold.objects.count() == 1


def test_pm_c13_authority_given_after_the_fact_brings_no_old_answer_back():
    meetup = asked(guardians=1)
    guardian = meetup.guardians[0]
    row = sign(ask_of(guardian))
    clerk = actor(staff_at(meetup.school, Role.CLERK))
    holds.invalidate(row, by=clerk, reason="An aunt signed.")
    link = guardian.links.current().get()

    corrections.set_authority(link, Authority.YES, by=clerk, reason="Order seen.")

    assert allowed(meetup) == (False, ["no_answer"])
