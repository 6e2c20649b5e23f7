"""Answers that are checked before they count, and answers found not to count (T1, T2a)."""

import secrets
from datetime import timedelta

import pytest
from django.utils import timezone

from consents import models, verdicts
from consents.access import holds as access
from consents.actions import holds
from consents.actions.answers import Evidence
from consents.terms import AnswerDecision
from consents.terms.holds import HoldCause
from core.decision import Refused
from notices.models import Notice
from schools.actions import corrections, signing
from schools.actions.history import note_change
from schools.terms import Authority, Role
from tests.consent_factories import safety_meetup
from tests.consents import families
from tests.consents.families import JOB, ask_of, asked
from tests.consents.signing import answer, moment
from tests.factories import (
    GuardianFactory,
    GuardianLinkFactory,
    StudentFactory,
    UserFactory,
    actor,
    district_user,
    staff_at,
)

pytestmark = [pytest.mark.django_db, pytest.mark.clause("T1")]
NO = AnswerDecision.REFUSED
WORDS = "Called her on the number of the enrolment card; she signed it herself."


def proved(guardian):
    """The evidence of a guardian who typed a code sent to their e-mail address."""
    code = models.OneTimeCode.objects.create(
        guardian=guardian,
        channel="email",
        address=guardian.email,
        nonce=secrets.token_hex(16),
        expires_at=timezone.now(),
    )
    return Evidence("192.0.2.7", "Test browser", device="", proof={"code_id": code.pk})


def sign(guardian, decision=AnswerDecision.GRANTED, **evidence):
    """Sign from the guardian's own e-mail address, but for what `evidence` says."""
    given = proved(guardian)
    facts = {
        "address": given.address,
        "browser": given.browser,
        "proof": given.proof,
        **evidence,
    }
    return families.sign(ask_of(guardian), decision, evidence=Evidence(**facts))


def causes_of(row):
    hold = models.Hold.objects.filter(answer=row).first()
    return hold.causes if hold else []


def allowed(meetup, **when):
    found = verdicts.verdict(meetup.coach.staff, meetup.student, meetup.activity, **when)
    return found.verdict.allowed, [reason.code for reason in found.verdict.reasons]


def office(meetup):
    return staff_at(meetup.school, Role.CLERK)


def codes_of(refused):
    return [reason.code for reason in refused.value.decision.refusals]


def told(kind):
    return sorted(Notice.objects.filter(kind=kind).values_list("address", flat=True))


def another_family(meetup):
    """A second student on the same list, with a guardian of their own, asked."""
    student = StudentFactory(school=meetup.school)
    guardian = GuardianFactory(of=student)
    models.VersionStudent.objects.create(version=meetup.version, student=student)
    families.asking.ask_families(meetup.approval, by=JOB)
    return guardian


def test_an_ordinary_answer_counts_at_once():
    meetup = asked()

    row = sign(meetup.guardians[0])

    assert causes_of(row) == []
    assert allowed(meetup) == (True, [])


def test_a_contact_that_is_not_on_file_holds_the_answer():
    meetup = asked()
    guardian = meetup.guardians[0]
    evidence = proved(guardian)
    guardian.email = "other@example.org"
    guardian.save()

    row = sign(guardian, proof=evidence.proof)

    assert causes_of(row) == [HoldCause.NOT_ON_FILE]


def test_a_contact_entered_after_the_form_was_sent_holds_the_answer():
    meetup = asked()
    guardian = meetup.guardians[0]
    corrections.correct_guardian(
        guardian,
        {"email": "new@example.org"},
        student=meetup.student,
        by=actor(office(meetup)),
    )
    guardian.refresh_from_db()

    row = sign(guardian)

    assert causes_of(row) == [HoldCause.CHANGED_SINCE]
    assert allowed(meetup) == (False, ["no_answer"])


def test_another_contact_changed_holds_nothing():
    meetup = asked()
    guardian = meetup.guardians[0]
    note_change(guardian, "phone", guardian.phone, "+13125550100", by=JOB)

    row = sign(guardian)

    assert causes_of(row) == []


def test_an_employees_address_holds_the_answer():
    meetup = safety_meetup()
    guardian = meetup.guardians[0]
    guardian.email = meetup.coach.email
    guardian.save()
    families.asking.ask_families(meetup.approval, by=JOB)

    row = sign(guardian)

    assert causes_of(row) == [HoldCause.STAFF_CONTACT]


def test_a_students_address_holds_the_answer():
    meetup = safety_meetup()
    guardian = meetup.guardians[0]
    StudentFactory(email=guardian.email)
    families.asking.ask_families(meetup.approval, by=JOB)

    row = sign(guardian)

    assert causes_of(row) == [HoldCause.STUDENT_CONTACT]


def test_one_contact_for_two_unrelated_families_holds_the_second():
    meetup = asked(guardians=1)
    other = another_family(meetup)
    other.email = meetup.guardians[0].email
    other.save()
    first = sign(meetup.guardians[0])

    second = sign(other)

    assert (causes_of(first), causes_of(second)) == ([], [HoldCause.SHARED_CONTACT])


def test_a_couple_may_share_a_mailbox_and_a_telephone():
    meetup = asked()
    mother, father = meetup.guardians
    father.email = mother.email
    father.save()
    first = sign(mother, device="one phone")

    second = sign(father, device="one phone")

    assert (causes_of(first), causes_of(second)) == ([], [])


def test_one_device_for_two_unrelated_families_holds_the_second():
    meetup = asked(guardians=1)
    other = another_family(meetup)
    first = sign(meetup.guardians[0], device="the coach's phone")

    second = sign(other, device="the coach's phone")

    assert (causes_of(first), causes_of(second)) == ([], [HoldCause.SHARED_DEVICE])


def test_a_marked_tablet_is_no_shared_device():
    meetup = asked(guardians=1)
    other = another_family(meetup)
    tablet = models.SchoolTablet.objects.create(
        school=meetup.school,
        name="Office tablet 2",
        marked_by=office(meetup),
        expires_at=timezone.now() + timedelta(hours=4),
    )
    sign(meetup.guardians[0], device="tablet", tablet=tablet)

    row = sign(other, device="tablet", tablet=tablet)

    assert causes_of(row) == []


def test_a_tablet_marked_by_whoever_gains_from_it_excuses_nothing():
    meetup = asked(guardians=1)
    other = another_family(meetup)
    tablet = models.SchoolTablet.objects.create(
        school=meetup.school,
        name="My own phone",
        marked_by=meetup.coach,
        expires_at=timezone.now() + timedelta(hours=4),
    )
    sign(meetup.guardians[0], device="phone", tablet=tablet)

    row = sign(other, device="phone", tablet=tablet)

    assert causes_of(row) == [HoldCause.SHARED_DEVICE]


def test_many_unrelated_families_from_one_place_hold_the_next():
    meetup = asked(guardians=1)
    others = [another_family(meetup) for _ in range(3)]
    rows = [sign(guardian) for guardian in (meetup.guardians[0], *others)]

    assert [causes_of(row) for row in rows] == [[], [], [], [HoldCause.SHARED_DEVICE]]


def test_the_other_guardians_hear_that_an_answer_is_checked_and_the_signer_alone_what_it_was():
    meetup = asked()
    mother, father = meetup.guardians
    check = GuardianFactory(of=meetup.student, of__authority=Authority.CHECK)
    row = sign(mother)

    holds.hold(row, [HoldCause.UNKNOWN_SIGNER], by=JOB)

    assert told("consents/answer_held") == [father.email]
    assert check.email not in told("consents/answer_held")


def test_a_held_grant_does_not_count_and_a_held_refusal_does():
    meetup = asked()
    mother, father = meetup.guardians
    holds.hold(sign(mother), [HoldCause.CHANGED_SINCE], by=JOB)
    without = allowed(meetup)

    holds.hold(sign(father, NO), [HoldCause.CHANGED_SINCE], by=JOB)

    assert without == (False, ["no_answer"])
    assert allowed(meetup) == (False, ["refused"])


def test_released_it_counts_from_then_on_and_the_past_stays():
    meetup = asked()
    row = holds.hold(sign(meetup.guardians[0]), [HoldCause.CHANGED_SINCE], by=JOB)
    held = timezone.now()

    holds.release(row, by=actor(office(meetup)), words=WORDS)

    assert allowed(meetup) == (True, [])
    assert allowed(meetup, at=held) == (False, ["no_answer"])
    assert allowed(meetup, at=held, known_at=held) == (False, ["no_answer"])


@pytest.mark.parametrize("who", ["coach", "teacher", "elsewhere"])
def test_only_the_office_without_a_stake_releases(who):
    meetup = asked()
    row = holds.hold(sign(meetup.guardians[0]), [HoldCause.CHANGED_SINCE], by=JOB)
    user = {
        "coach": meetup.coach,
        "teacher": staff_at(meetup.school),
        "elsewhere": staff_at(role=Role.CLERK),
    }[who]

    with pytest.raises(Refused):
        holds.release(row, by=actor(user), words=WORDS)

    assert models.HoldRelease.objects.count() == 0
    assert list(access.visible_to(user)) == []


def test_a_clerk_who_is_named_on_the_form_sees_and_releases_nothing():
    meetup = asked()
    clerk = office(meetup)
    models.VersionAdult.objects.create(version=meetup.version, staff=clerk.staff)
    row = holds.hold(sign(meetup.guardians[0]), [HoldCause.CHANGED_SINCE], by=JOB)

    with pytest.raises(Refused) as refused:
        holds.release(row, by=actor(clerk), words=WORDS)

    assert codes_of(refused) == ["involved"]
    assert list(access.visible_to(clerk)) == []


def test_a_release_needs_words_and_happens_once():
    meetup = asked()
    row = holds.hold(sign(meetup.guardians[0]), [HoldCause.CHANGED_SINCE], by=JOB)
    by = actor(district_user(Role.RECORDS))

    with pytest.raises(Refused) as wordless:
        holds.release(row, by=by, words=" ")
    holds.release(row, by=by, words=WORDS)
    with pytest.raises(Refused) as again:
        holds.release(row, by=by, words=WORDS)

    assert (codes_of(wordless), codes_of(again)) == (["no_words"], ["already_settled"])


def test_an_answer_found_not_to_count_ends_at_its_signing_and_tells_people():
    meetup = asked()
    mother = meetup.guardians[0]
    row = sign(mother)
    signed = timezone.now()

    holds.invalidate(row, by=actor(office(meetup)), reason="Signed by an aunt in her name.")

    assert allowed(meetup) == (False, ["no_answer"])
    assert allowed(meetup, at=signed) == (False, ["no_answer"])
    assert allowed(meetup, at=signed, known_at=signed) == (True, [])
    assert told("consents/invalidated_staff") == [meetup.coach.email]
    assert told("consents/invalidated_guardian") == [mother.email]


def test_a_new_answer_takes_the_place_of_one_that_did_not_count():
    meetup = asked()
    mother = meetup.guardians[0]
    holds.invalidate(sign(mother), by=actor(office(meetup)), reason="Wrong person.")

    families.sign(ask_of(mother), key="again")

    assert allowed(meetup) == (True, [])


@pytest.mark.parametrize(
    ("when", "code"), [(timedelta(days=-1), "before_signing"), (timedelta(days=1), "in_future")]
)
def test_the_moment_lies_between_signing_and_now(when, code):
    meetup = asked()
    row = sign(meetup.guardians[0])

    with pytest.raises(Refused) as refused:
        holds.invalidate(
            row, by=actor(office(meetup)), reason="Wrong person.", at=timezone.now() + when
        )

    assert codes_of(refused) == [code]
    assert models.Invalidation.objects.count() == 0


def test_a_contact_kept_away_is_told_nothing_of_it():
    meetup = asked()
    father = meetup.guardians[1]
    row = sign(father)
    records = actor(district_user(Role.RECORDS))
    signing.block(father, [meetup.student], by=records, source="Order seen.")

    holds.invalidate(row, by=records, reason="Order of protection.")

    assert told("consents/invalidated_guardian") == []


def test_an_address_of_a_closed_account_is_an_employees_too():
    meetup = safety_meetup()
    guardian = meetup.guardians[0]
    UserFactory(email=guardian.email, is_active=False)
    families.asking.ask_families(meetup.approval, by=JOB)

    assert causes_of(sign(guardian)) == [HoldCause.STAFF_CONTACT]


def test_an_answer_on_paper_may_be_held_by_whoever_enters_it():
    meetup = asked()
    row = answer(meetup.version, meetup.student, meetup.guardians[0], at=moment("2026-11-20 12:00"))

    holds.hold(row, [HoldCause.UNKNOWN_SIGNER, HoldCause.NOT_ON_FILE], by=JOB)
    holds.hold(row, [HoldCause.SHARED_DEVICE], by=JOB)

    assert causes_of(row) == [HoldCause.NOT_ON_FILE, HoldCause.UNKNOWN_SIGNER]


def test_siblings_on_one_device_are_one_family():
    meetup = asked(guardians=1)
    mother = meetup.guardians[0]
    sibling = StudentFactory(school=meetup.school)
    aunt = GuardianFactory(of=sibling)
    GuardianLinkFactory(guardian=mother, student=sibling)
    models.VersionStudent.objects.create(version=meetup.version, student=sibling)
    families.asking.ask_families(meetup.approval, by=JOB)
    mothers = models.Ask.objects.get(guardian=mother, student=meetup.student)
    families.sign(mothers, evidence=Evidence(device="kitchen tablet"))

    row = sign(aunt, device="kitchen tablet")

    assert causes_of(row) == []
