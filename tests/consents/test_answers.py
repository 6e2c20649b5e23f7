from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from consents import showing
from consents.access import answers as access
from consents.actions import asking
from consents.actions.answers import FormChanged, Phones
from consents.models import Answer, Narrowing, PhoneChoice, ShownForm
from consents.terms import AnswerDecision, Narrowed, Stage
from core.decision import Refused
from core.models import OutboxMessage
from documents.models import Document
from notices.models import Notice
from schools.models import SchoolYear, Student
from schools.terms import Authority
from tests.consent_factories import make_version
from tests.consents.families import CHILD_PHONE, JOB, OWN_PHONE, ask_of, asked, sign
from tests.factories import staff_at
from trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def meetup():
    return asked()


@pytest.fixture
def ask(meetup):
    return ask_of(meetup.guardians[0])


def nothing_kept():
    return (
        Answer.objects.exists(),
        PhoneChoice.objects.exists(),
        ShownForm.objects.exists(),
        Document.objects.exists(),
        Notice.objects.filter(kind="consents/receipt").exists(),
        Entry.objects.filter(verb="answer.given").exists(),
    ) == (False,) * 6


def refused_with(ask, **facts):
    with pytest.raises(Refused) as refused:
        sign(ask, **facts)
    assert nothing_kept()
    return refused.value.decision.refusals


def test_receipt_and_form_wait_in_the_outbox(ask):
    sign(ask)

    left = OutboxMessage.objects.filter(task__in=["notices.deliver", "documents.make"])
    receipt = Notice.objects.get(kind="consents/receipt")
    assert receipt.address == ask.guardian.email
    assert left.filter(args=[receipt.pk]).exists()
    assert left.filter(task="documents.make", args=[Document.objects.get().pk]).exists()


def test_a_receipt_that_cannot_be_written_takes_no_signature(ask, monkeypatch):
    def broken(*_args, **_facts):
        raise RuntimeError

    monkeypatch.setattr("notices.posting.post", broken)

    with pytest.raises(RuntimeError):
        sign(ask)

    assert nothing_kept()


def test_the_same_form_sent_twice_is_one_answer(ask):
    first, second = sign(ask), sign(ask, AnswerDecision.REFUSED)

    assert first == second
    assert Answer.objects.count() == 1


def test_a_changed_mind_is_a_new_row(ask):
    sign(ask, AnswerDecision.REFUSED, reason="No phone")
    sign(ask, key="another rendering")

    assert list(Answer.objects.order_by("pk").values_list("decision", "reason")) == [
        ("refused", "No phone"),
        ("granted", ""),
    ]


def test_a_refusal_names_no_phones(ask):
    sign(ask, AnswerDecision.REFUSED)

    assert not PhoneChoice.objects.exists()
    assert Document.objects.get().snapshot["choices"]["student_phone"] == ""


def test_only_me_keeps_no_number_of_the_child(ask):
    sign(ask, phones=Phones(texts_student=False, student_phone=CHILD_PHONE, own_phone=OWN_PHONE))

    assert PhoneChoice.objects.values_list("texts_student", "student_phone").get() == (False, "")


@pytest.mark.parametrize("name", ["山田太郎", "محمد الأحمد", "Łucja Żółć", "Ольга", "नीता"])
def test_a_name_in_any_script_signs(ask, name):
    assert sign(ask, typed_name=name).typed_name == name


def test_words_that_changed_since_are_not_signed(ask):
    with pytest.raises(FormChanged):
        sign(ask, shown_sha256="0" * 64)

    assert nothing_kept()


@pytest.mark.clause("T7")
def test_signing_waits_for_the_years_first_consent_day(meetup, ask):
    SchoolYear.objects.filter(pk=meetup.year.pk).update(
        starts_on=timezone.localdate() + timedelta(days=1)
    )

    assert refused_with(ask) == (access.NOT_YET_OPEN,)


@pytest.mark.clause("T7")
def test_nothing_is_signed_after_the_years_last_consent_day(meetup, ask):
    after = meetup.year.ends_on + timedelta(days=2)
    with time_machine.travel(after.isoformat() + "T12:00:00Z"):
        assert refused_with(ask) == (access.YEAR_OVER,)


@pytest.mark.parametrize("stage", [Stage.REVOKED, Stage.DENIED])
def test_nothing_is_signed_without_a_standing_approval(meetup, ask, stage):
    meetup.approval.stage = stage
    meetup.approval.save()

    assert refused_with(ask) == (access.NOT_APPROVED,)


@pytest.mark.parametrize(
    ("what", "reason"),
    [
        (Narrowed.STUDENT, access.TAKEN_OFF),
        (Narrowed.ADULT, access.NO_ADULT),
        (Narrowed.END, access.ACTIVITY_OVER),
    ],
)
def test_nothing_is_signed_that_was_narrowed_away(meetup, ask, what, reason):
    taken = {
        Narrowed.STUDENT: {"student": meetup.student},
        Narrowed.ADULT: {"staff": meetup.coach.staff},
        Narrowed.END: {"ends_on": timezone.localdate() - timedelta(days=1)},
    }[what]
    Narrowing.objects.create(
        activity=meetup.activity, up_to_version=1, what=what, by=meetup.principal, **taken
    )

    assert refused_with(ask) == (reason,)


@pytest.mark.parametrize("authority", [Authority.CHECK, Authority.NO])
def test_who_may_no_longer_sign_does_not(ask, authority):
    ask.guardian.links.update(authority=authority)

    assert refused_with(ask) == (access.NO_AUTHORITY,)


def test_an_ended_link_does_not_sign(ask):
    ask.guardian.links.update(ended_at=timezone.now())

    assert refused_with(ask) == (access.NO_AUTHORITY,)


def test_a_student_of_age_answers_for_themselves(meetup, ask):
    today = timezone.localdate()
    Student.objects.filter(pk=meetup.student.pk).update(
        birth_on=today.replace(year=today.year - 18)
    )

    assert refused_with(ask) == (access.STUDENT_IS_ADULT,)


def widened(meetup):
    helper = staff_at(meetup.school)
    version = make_version(
        meetup.activity,
        adults=[meetup.coach, helper],
        students=[meetup.student],
        decided_by=meetup.principal,
    )
    asking.ask_families(version.approvals.get(), by=JOB)
    return version, helper


def test_an_older_form_is_not_signed_once_a_newer_asks(meetup, ask):
    widened(meetup)

    assert refused_with(ask) == (access.NEWER_FORM,)


def test_a_wider_form_shows_what_is_different(meetup, ask):
    sign(ask)
    version, helper = widened(meetup)

    changes = showing.changes_between(meetup.version, version)

    coach = f"{meetup.coach.name} ({meetup.coach.email})"
    assert [(change.label, change.before, change.after) for change in changes] == [
        ("Adults", coach, f"{coach}, {helper.name} ({helper.email})")
    ]


def test_no_to_the_change_keeps_the_earlier_yes(meetup, ask):
    first = sign(ask)
    version, _helper = widened(meetup)

    sign(ask_of(ask.guardian, version), AnswerDecision.REFUSED, keeps_earlier=True)

    assert access.live_grants(ask) == [first]
    assert not Notice.objects.filter(kind="consents/withdrawn_staff").exists()


def test_a_plain_no_ends_the_earlier_yes(meetup, ask):
    sign(ask)
    version, _helper = widened(meetup)

    sign(ask_of(ask.guardian, version), AnswerDecision.REFUSED)

    told = Notice.objects.get(kind="consents/withdrawn_staff")
    assert access.live_grants(ask) == []
    assert told.address == meetup.coach.email


def test_a_parent_who_is_named_on_the_form_may_sign_and_it_is_noted(meetup, ask):
    ask.guardian.email = meetup.coach.email.upper()
    ask.guardian.save()

    sign(ask)

    assert Entry.objects.get(verb="answer.given").facts["also_named"] is True
