"""Answers by word of mouth: who may write one down, what is kept, and how the guardian objects."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consents import showing
from consents.access import recorded as access
from consents.actions import holds, objections, recorded
from consents.actions.answers import FormChanged, Phones
from consents.models import Answer, Ask, CallBack, Objection, Recording, Withdrawal
from consents.terms import AnswerDecision, CallBackKind, Route
from core.decision import Refused
from documents.models import Document
from notices.models import Notice
from schools.actions.history import note_change
from schools.terms import AdultCategory, Role
from tests.consent_factories import make_activity, safety_meetup
from tests.consents.families import ask_of, asked, at, let_in, sign
from tests.factories import GuardianFactory, StudentFactory, actor, staff_at
from trail.models import Entry

pytestmark = pytest.mark.django_db

YES, NO = AnswerDecision.GRANTED, AnswerDecision.REFUSED
WEEK = timedelta(days=7)


@pytest.fixture
def meetup():
    """Approved a fortnight ago, so that yesterday's call can be written down."""
    made = safety_meetup(at=timezone.now() - 2 * WEEK)
    made.clerk = staff_at(made.school, Role.CLERK)
    made.witness = staff_at(made.school, Role.ADMINISTRATOR)
    return made


def said(meetup, guardian=None, *, by=None, language="en", **facts):
    guardian = guardian or meetup.guardians[0]
    ask = Ask(version=meetup.version, student=meetup.student, guardian=guardian)
    told = {
        "route": Route.PHONE,
        "decision": YES,
        "second": meetup.witness,
        "signed_at": timezone.now(),
        "form_key": f"call-{guardian.pk}",
        "language": language,
        "shown_sha256": showing.words_for(ask, language).sha256,
        "phones": Phones(student_phone="+13125550142", own_phone="+13125550143"),
    }
    return recorded.record_answer(
        meetup.version,
        meetup.student,
        guardian,
        recorded.Told(**{**told, **facts}),
        by=actor(by or meetup.clerk),
    )


def codes(refused):
    return [reason.code for reason in refused.value.decision.refusals]


def test_an_answer_by_telephone_is_kept_with_all_who_stand_by_it(meetup):
    guardian = meetup.guardians[0]
    yesterday = timezone.now() - timedelta(days=1)

    answer = said(meetup, language="es", signed_at=yesterday)

    assert (answer.route, answer.decision, answer.guardian) == (Route.PHONE, YES, guardian)
    assert (answer.signed_at, answer.received_at) == (yesterday, yesterday)
    assert answer.recorded_at > yesterday
    assert (answer.recorded_by, answer.recording.second) == (meetup.clerk, meetup.witness)
    assert (answer.language, answer.shown.language, answer.shown_english.language) == (
        "es",
        "es",
        "en",
    )
    assert answer.typed_name == str(guardian)
    assert answer.phone_choices.get().own_phone == "+13125550143"
    entry = Entry.objects.get(verb="answer.recorded")
    assert (entry.actor_id, entry.facts["second"]) == (str(meetup.clerk.pk), meetup.witness.pk)


def test_guardian_and_witness_are_told(meetup):
    answer = said(meetup)

    notices = {
        (one.kind, one.address) for one in Notice.objects.filter(facts={"answer": answer.pk})
    }

    assert notices == {
        ("consents/recorded", meetup.guardians[0].email),
        ("consents/witness", meetup.witness.email),
    }


def test_the_form_in_the_folder_names_recorder_and_witness(meetup):
    answer = said(meetup)

    document = Document.objects.get(source=f"consents.answer:{answer.pk}")

    proof = document.snapshot["evidence"]["proof"]
    assert (document.kind, document.snapshot["route"]) == ("spoken_form", "phone")
    assert (proof["recorded_by"], proof["witness"]) == (meetup.clerk.name, meetup.witness.name)


def test_the_same_call_sent_twice_is_one_answer(meetup):
    assert said(meetup) == said(meetup)
    assert Answer.objects.count() == 1


def test_a_guardian_who_could_not_be_asked_by_message_answers_too(meetup):
    silent = GuardianFactory(of=meetup.student, email="", phone="")

    answer = said(meetup, silent, route=Route.IN_PERSON)

    assert answer.ask.guardian == silent
    assert not Notice.objects.filter(kind="consents/recorded").exists()


def test_a_no_after_a_yes_tells_the_adults(meetup):
    said(meetup)

    said(meetup, decision=NO, form_key="second call")

    told = Notice.objects.filter(kind="consents/withdrawn_staff").values_list("address", flat=True)
    assert list(told) == [meetup.coach.email]


@pytest.mark.clause("T2a")
def test_rd_20_who_asked_or_is_named_records_no_answer(meetup):
    meetup.coach.role_assignments.create(
        school=meetup.school, role=Role.CLERK, starts_on=timezone.localdate()
    )

    with pytest.raises(Refused) as refused:
        said(meetup, by=meetup.coach)

    assert codes(refused) == ["involved"]
    assert Answer.objects.count() == 0


def test_rd_21_nor_is_the_second_person(meetup):
    with pytest.raises(Refused) as refused:
        said(meetup, second=meetup.coach)

    assert codes(refused) == ["second_involved"]
    assert Answer.objects.count() == 0


def test_rd_22_the_second_person_is_another_one(meetup):
    with pytest.raises(Refused) as refused:
        said(meetup, second=meetup.clerk)

    assert codes(refused) == ["same_person"]


def test_rd_23_nobody_records_for_their_own_family(meetup):
    guardian = meetup.guardians[0]
    guardian.email = meetup.clerk.email.upper()
    guardian.save()

    with pytest.raises(Refused) as refused:
        said(meetup)

    assert codes(refused) == ["own_family"]


def test_rd_24_only_the_office_of_the_students_school(meetup):
    teacher, elsewhere = staff_at(meetup.school), staff_at(role=Role.CLERK)

    for user in (teacher, elsewhere):
        with pytest.raises(Refused) as refused:
            said(meetup, by=user)
        assert codes(refused) == ["not_the_office"]


def test_rd_25_who_has_a_stake_in_a_sister_keeps_out_too(meetup):
    sister = StudentFactory(school=meetup.school)
    sister.guardian_links.create(guardian=meetup.guardians[0], source="person")
    make_activity(meetup.school, asked_by=meetup.coach, adults=[meetup.clerk], students=[sister])

    with pytest.raises(Refused) as refused:
        said(meetup)

    assert codes(refused) == ["involved"]


@pytest.mark.parametrize(
    ("when", "reasons"),
    [
        (timedelta(hours=1), ["in_the_future"]),
        (-3 * WEEK, ["before_the_form"]),
        (timedelta(days=-400), ["another_school_year"]),
    ],
)
def test_a_date_that_cannot_be_is_refused(meetup, when, reasons):
    with pytest.raises(Refused) as refused:
        said(meetup, signed_at=timezone.now() + when, decision=NO)

    assert codes(refused) == reasons
    assert Answer.objects.count() == Ask.objects.count() == 0


def test_who_may_not_sign_is_refused(meetup):
    contact = GuardianFactory(of=meetup.student, of__authority="no")

    with pytest.raises(Refused) as refused:
        said(meetup, contact)

    assert codes(refused) == ["no_authority"]


def test_words_that_are_not_the_forms_are_refused(meetup):
    with pytest.raises(FormChanged):
        said(meetup, shown_sha256="0" * 64)


def test_the_page_records_a_call(client, meetup):
    guardian = meetup.guardians[0]
    client.force_login(meetup.clerk)
    address = reverse("record_answer", args=[meetup.student.pk, meetup.version.pk, guardian.pk])

    page = client.get(f"{address}?language=es")
    form = page.context["form"]
    sent = {
        **{name: form[name].value() for name in ("form_key", "shown", "route")},
        "said_on": timezone.localdate().isoformat(),
        "said_at": "00:00",
        "witness": meetup.witness.email,
        "read_out": "on",
        "decision": "granted",
        "who": "only_me",
        "own_phone": "312 555 0143",
    }
    response = client.post(f"{address}?language=es", sent)

    answer = Answer.objects.get()
    assert response.status_code == 302
    assert (answer.language, answer.recorded_by) == ("es", meetup.clerk)
    assert answer.phone_choices.get().texts_student is False


def test_the_page_says_what_is_missing(client, meetup):
    client.force_login(meetup.clerk)
    guardian = meetup.guardians[0]
    address = reverse("record_answer", args=[meetup.student.pk, meetup.version.pk, guardian.pk])

    response = client.post(address, {"witness": "nobody@example.org"})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {
        "route", "said_on", "said_at", "witness", "read_out", "decision", "form_key", "shown",
    }  # fmt: skip
    assert Answer.objects.count() == 0


def test_who_only_helps_at_a_school_is_no_witness(client, meetup):
    volunteer = staff_at(meetup.school)
    volunteer.staff.category = AdultCategory.VOLUNTEER
    volunteer.staff.save()
    client.force_login(meetup.clerk)
    guardian = meetup.guardians[0]
    address = reverse("record_answer", args=[meetup.student.pk, meetup.version.pk, guardian.pk])

    response = client.post(address, {"witness": volunteer.email})

    assert response.context["form"].errors["witness"] == [
        "Nobody of the district's staff has this address."
    ]


def test_the_page_shows_every_reason(client, meetup):
    client.force_login(meetup.coach)
    guardian = meetup.guardians[0]
    address = reverse("record_answer", args=[meetup.student.pk, meetup.version.pk, guardian.pk])

    response = client.get(address)

    assert response.status_code == 403
    assert [one.code for one in response.context["decision"].refusals] == [
        "not_the_office",
        "involved",
    ]


def test_the_guardian_objects_and_the_yes_ends(client, meetup):
    answer = said(meetup)
    guardian = meetup.guardians[0]
    let_in(guardian, client)

    shown = client.get(at("guardian_not_mine", guardian, answer.pk))
    done = client.post(at("guardian_not_mine", guardian, answer.pk))

    assert (shown.status_code, done.status_code) == (200, 302)
    assert Objection.objects.get().answer == answer
    assert Withdrawal.objects.get().answer == answer
    call = CallBack.objects.get()
    assert (call.kind, call.guardian, call.school) == (
        CallBackKind.NOT_MY_ANSWER, guardian, meetup.school,
    )  # fmt: skip


def test_an_objection_is_kept_once(meetup):
    answer = said(meetup, decision=NO)

    objections.object_to(answer, language="en")
    objections.object_to(answer, language="en")

    assert (Objection.objects.count(), CallBack.objects.count(), Withdrawal.objects.count()) == (
        1,
        1,
        0,
    )


def test_an_answer_given_online_has_nothing_to_object_to(client):
    meetup = asked()
    guardian = meetup.guardians[0]
    answer = sign(ask_of(guardian))
    let_in(guardian, client)

    response = client.post(at("guardian_not_mine", guardian, answer.pk))

    assert response.status_code == 302
    assert Objection.objects.count() == Recording.objects.count() == 0


def test_forms_to_record_are_the_newest_of_each_activity(meetup):
    other = make_activity(meetup.school, students=[meetup.student], at=timezone.now())

    assert access.forms_to_record(meetup.student, timezone.localdate()) == [
        meetup.version,
        other.latest,
    ]


def test_a_no_that_wants_a_talk_goes_on_the_follow_up_list_as_online(meetup):
    guardian = meetup.guardians[0]

    answer = said(meetup, decision=NO, reason_code="questions")

    call = CallBack.objects.get()
    assert (answer.reason_code, call.kind, call.answer, call.guardian, call.phone) == (
        "questions", CallBackKind.REFUSAL, answer, guardian, guardian.phone,
    )  # fmt: skip


def test_the_page_takes_the_wish_to_be_called(client, meetup):
    guardian = meetup.guardians[0]
    client.force_login(meetup.clerk)
    address = reverse("record_answer", args=[meetup.student.pk, meetup.version.pk, guardian.pk])
    form = client.get(address).context["form"]

    client.post(
        address,
        {
            **{name: form[name].value() for name in ("form_key", "shown", "route")},
            "said_on": timezone.localdate().isoformat(),
            "said_at": "00:00",
            "witness": meetup.witness.email,
            "read_out": "on",
            "decision": "refused",
            "reason": "Who would write to her?",
            "call_me": "on",
        },
    )

    assert Answer.objects.get().reason == "Who would write to her?"
    assert CallBack.objects.get().kind == CallBackKind.CALL_ME


def test_a_plain_no_is_left_in_peace(meetup):
    said(meetup, decision=NO)

    assert CallBack.objects.count() == 0


def with_new_number(meetup, by):
    """The office enters another number for the guardian after the form was sent."""
    guardian, number = meetup.guardians[0], "+13125550188"
    note_change(guardian, "phone", guardian.phone, number, by=actor(by))
    guardian.phone = number
    guardian.save()
    guardian.refresh_from_db()
    return guardian


@pytest.mark.clause("T2a")
def test_rd_26_a_call_to_a_number_entered_after_the_form_was_sent_is_checked_by_another(meetup):
    """Separation of duties: who changed the number, recorded or heard the call does not vouch for it."""
    changer = staff_at(meetup.school, Role.CLERK)
    other = staff_at(meetup.school, Role.CLERK)

    answer = said(meetup, with_new_number(meetup, changer))

    assert answer.hold.causes == ["changed_since"]
    for user in (changer, meetup.clerk, meetup.witness):
        with pytest.raises(Refused) as refused:
            holds.release(answer.hold, by=actor(user), words="I called her.")
        assert codes(refused) == ["own_work"]
    assert (
        holds.release(answer.hold, by=actor(other), words="I called the old number too.").by
        == other
    )


def test_rd_27_so_is_the_call_of_somebody_without_a_number_on_file(meetup):
    silent = GuardianFactory(of=meetup.student, email="", phone="")

    assert said(meetup, silent).hold.causes == ["not_on_file"]


def test_rd_28_at_the_desk_two_people_see_who_answers_and_nothing_is_held(meetup):
    answer = said(meetup, with_new_number(meetup, meetup.clerk), route=Route.IN_PERSON)

    assert not hasattr(answer, "hold")
