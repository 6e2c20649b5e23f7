"""Withdrawal: by page, by text in six languages, from the student's own phone; told once, never revived."""

import pytest
from django.urls import reverse
from django.utils import timezone

from consents.models import Answer, Ask, PhoneChoice, TextReply, Withdrawal
from consents.terms import AnswerDecision, Route
from consents.verdicts import verdict
from notices import posting
from notices.models import InboundText, Notice, NumberStop
from notices.terms import Channel
from notices.wording import worded
from schools.models import Guardian
from tests.consent_factories import make_activity
from tests.consents.families import CHILD_PHONE, JOB, OWN_PHONE, ask_of, asked, at, let_in, sign
from tests.consents.hooks import texted
from tests.consents.messages import leave
from tests.factories import GuardianLinkFactory, StudentFactory

pytestmark = pytest.mark.django_db

STOP_WORDS = [
    "STOP", "REVOKE", " Stop! ", "QUIT", "END", "OPT OUT", "opt-out", "OptOut", "CANCEL", "Unsubscribe.",
    "\uff33\uff34\uff2f\uff30", "ALTO", "Parar", "¡Cancelar!", "KONIEC", "Przestań", "przestan", "rezygnuję", "停止", "退订", "取消。",
    "توقف", "أوقِف", "إلغاء الاشتراك", "بند کریں", "روک دیں\u06d4", "منسوخ",
]  # fmt: skip
WITHDRAW_WORDS = [
    "Revoke consent", "I take my permission back", "Retiro mi permiso", "Cofam zgodę", "撤回同意", "أسحب موافقتي",
    "اجازت واپس",
]  # fmt: skip
UNCLEAR_WORDS = ["who is this", "stop texting my son at practice", "?", "", "STOP or else", "👍"]


@pytest.fixture
def meetup():
    """A guardian who gets texts only, has said yes, and was told so by text."""
    found = asked(guardians=1)
    Guardian.objects.update(email="", language="en")
    sign(ask_of(found.guardians[0]))
    leave()
    return found


def phone_of(meetup):
    return Guardian.objects.get(pk=meetup.guardians[0].pk).phone


def may(meetup):
    found = verdict(meetup.coach.staff, meetup.student, meetup.activity)
    return found.verdict.allowed, [reason.code for reason in found.verdict.reasons]


def last_text_is_about_nothing(meetup):
    """Let another text leave to the guardian after the receipt: one with a code."""
    notice = Notice.objects.filter(channel=Channel.SMS).order_by("-left_at").first()
    Notice.objects.filter(pk=notice.pk).update(facts={})


def confirmations():
    return list(Notice.objects.filter(kind="consents/text_confirmed").order_by("pk"))


def to_coach(meetup):
    return Notice.objects.filter(
        kind="consents/withdrawn_staff", address=meetup.coach.email
    ).count()


@pytest.mark.parametrize("word", STOP_WORDS)
def test_wi_01_a_word_of_any_language_ends_our_texts_and_nothing_else(meetup, word):
    last_text_is_about_nothing(meetup)

    texted(phone_of(meetup), word)

    assert NumberStop.objects.stopped([phone_of(meetup)]) == {phone_of(meetup)}
    assert may(meetup) == (True, [])
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize("word", WITHDRAW_WORDS)
def test_wi_02_who_says_so_takes_every_permission_back(meetup, word):
    last_text_is_about_nothing(meetup)

    texted(phone_of(meetup), word)

    assert may(meetup) == (False, ["withdrawn"])
    assert Withdrawal.objects.get().route == Route.TEXT
    assert to_coach(meetup) == 1


@pytest.mark.parametrize("word", UNCLEAR_WORDS)
def test_wi_03_what_is_unclear_changes_nothing_and_waits_for_a_person(meetup, word):
    texted(phone_of(meetup), word)

    assert may(meetup) == (True, [])
    assert not NumberStop.objects.exists()
    assert TextReply.objects.get().school == meetup.school
    assert confirmations() == []


def test_wi_04_stop_to_a_text_about_one_form_takes_that_one_back(meetup):
    other = make_activity(meetup.school, students=[meetup.student])
    ask = Ask.objects.create(
        version=other.latest, student=meetup.student, guardian=meetup.guardians[0]
    )
    first = Answer.objects.get()
    sign(ask)
    leave()

    texted(phone_of(meetup), "STOP")

    assert [row.answer.version.activity for row in Withdrawal.objects.all()] == [other]
    assert not hasattr(Answer.objects.get(pk=first.pk), "withdrawal")


def test_wi_05_one_confirmation_names_what_stopped(meetup):
    last_text_is_about_nothing(meetup)

    for _ in range(3):
        texted(phone_of(meetup), "STOP")

    (notice,) = confirmations()
    assert worded(notice).body == (
        f"{meetup.school.name}: No more texts from us to this number. Your permissions stay as they are."
        " To end them too, reply REVOKE. To get texts again, reply START."
    )


def test_wi_06_the_confirmation_leaves_though_the_number_is_stopped(meetup):
    texted(phone_of(meetup), "STOP")

    leave()

    assert [notice.state for notice in confirmations()] == ["sent"]


def test_wi_07_nothing_else_can_be_posted_to_the_number(meetup):
    guardian = meetup.guardians[0]
    texted(phone_of(meetup), "STOP")

    notice = posting.post(
        "consents/receipt",
        channel=Channel.SMS,
        address=phone_of(meetup),
        recipient=JOB,
        language="en",
        facts={"answer": Answer.objects.get().pk},
        key="another",
    )
    leave()

    notice.refresh_from_db()
    assert (notice.state, notice.last_error) == ("unwanted", "number stopped")
    assert posting.reach(Guardian.objects.get(pk=guardian.pk)) is None


def test_wi_08_a_text_that_waited_when_stop_came_never_leaves(meetup):
    waiting = posting.post(
        "consents/receipt",
        channel=Channel.SMS,
        address=phone_of(meetup),
        recipient=JOB,
        language="en",
        facts={"answer": Answer.objects.get().pk},
        key="waiting",
    )

    texted(phone_of(meetup), "STOP")
    leave()

    waiting.refresh_from_db()
    assert waiting.state == "unwanted"


def test_wi_09_we_go_on_by_email(meetup):
    Guardian.objects.update(email="now@example.org")

    texted(phone_of(meetup), "STOP")

    found = posting.reach(Guardian.objects.get(pk=meetup.guardians[0].pk))
    assert found == (Channel.EMAIL, "now@example.org")


def test_wi_10_revoke_after_the_confirmation_takes_the_permission_back(meetup):
    last_text_is_about_nothing(meetup)
    texted(phone_of(meetup), "STOP")
    leave()

    texted(phone_of(meetup), "REVOKE")

    assert may(meetup) == (False, ["withdrawn"])
    assert to_coach(meetup) == 1
    assert "Your permission for 1 form has ended too." in worded(confirmations()[1]).body


def test_wi_11_start_lets_texts_go_and_revives_nothing(meetup):
    texted(phone_of(meetup), "STOP")
    stopped = may(meetup)

    texted(phone_of(meetup), "START")

    assert not NumberStop.objects.stopped([phone_of(meetup)])
    assert [stopped, may(meetup)] == [(False, ["withdrawn"])] * 2
    assert worded(confirmations()[1]).body == (
        f"{meetup.school.name}: You can get our texts again."
        " A permission that was taken back stays taken back."
    )


def test_wi_12_the_same_text_handed_over_twice_is_one(meetup):
    for _ in range(2):
        texted(phone_of(meetup), "STOP", carrier_id="the-same")

    assert [InboundText.objects.count(), NumberStop.objects.count(), len(confirmations())] == [
        1,
        1,
        1,
    ]


def test_wi_13_a_number_shared_by_two_guardians_stops_for_both(meetup):
    sister = StudentFactory(school=meetup.school)
    link = GuardianLinkFactory(student=sister)
    Guardian.objects.filter(pk=link.guardian_id).update(phone=phone_of(meetup), email="")

    texted(phone_of(meetup), "Revoke consent")

    reply = TextReply.objects.get()
    assert sorted(one.guardian_id for one in reply.senders.all()) == sorted(
        [meetup.guardians[0].pk, link.guardian_id]
    )
    assert [posting.reach(one) for one in Guardian.objects.filter(phone=phone_of(meetup))] == [
        None
    ] * 2


def test_wi_14_the_students_own_phone_is_the_students_no(meetup):
    before = may(meetup)

    texted(CHILD_PHONE, "STOP")

    assert [before, may(meetup)] == [(True, []), (False, ["withdrawn"])]
    row = Withdrawal.objects.get()
    assert (row.actor_kind, row.actor_id, row.route) == ("student", str(meetup.student.pk), "text")
    assert to_coach(meetup) == 1


def test_wi_15_the_guardian_hears_that_the_phone_said_stop(meetup):
    texted(CHILD_PHONE, "STOP")

    told = Notice.objects.get(kind="consents/student_stopped")

    assert told.address == phone_of(meetup)
    assert meetup.student.given_name not in worded(told).body


def test_wi_16_a_permission_signed_while_the_phone_is_stopped_does_not_count_until_start(meetup):
    texted(CHILD_PHONE, "STOP")
    sign(ask_of(meetup.guardians[0]), key="again")
    while_stopped = may(meetup)

    texted(CHILD_PHONE, "START")

    assert [while_stopped, may(meetup)] == [(False, ["withdrawn"]), (True, [])]


def test_wi_17_what_was_known_then_stays_as_it_was(meetup):
    then = timezone.now()
    texted(CHILD_PHONE, "STOP")

    known_then = verdict(
        meetup.coach.staff, meetup.student, meetup.activity, at=then, known_at=then
    )

    assert known_then.verdict.allowed
    assert not may(meetup)[0]


def test_wi_18_another_phone_named_since_is_not_meant(meetup):
    answer = Answer.objects.get()
    PhoneChoice.objects.create(
        answer=answer, student_phone="+13125550177", own_phone=OWN_PHONE, duplicates=True
    )

    texted(CHILD_PHONE, "STOP")

    assert may(meetup) == (True, [])


def test_wi_19_the_page_withdraws_at_once_and_the_latest_word_wins(meetup):
    Guardian.objects.update(email="page@example.org")
    guardian = Guardian.objects.get(pk=meetup.guardians[0].pk)
    client = let_in(guardian)
    answer = Answer.objects.get()

    client.post(at("guardian_withdraw", guardian, answer.pk))
    withdrawn = may(meetup)
    sign(ask_of(guardian), key="again")
    again = may(meetup)
    sign(ask_of(guardian), AnswerDecision.REFUSED, key="and again")

    assert [withdrawn, again, may(meetup)] == [
        (False, ["withdrawn"]),
        (True, []),
        (False, ["refused"]),
    ]
    assert to_coach(meetup) == 2


@pytest.mark.parametrize(
    ("outcome", "stopped", "allowed"),
    [
        ("call", False, True),
        ("stop", True, True),
        ("withdraw", True, False),
        ("nothing", False, True),
    ],
)
def test_wi_20_a_person_settles_what_was_unclear(meetup, client, outcome, stopped, allowed):
    last_text_is_about_nothing(meetup)
    texted(phone_of(meetup), "please leave my boy alone")
    reply = TextReply.objects.get()
    client.force_login(meetup.principal)

    client.post(
        reverse("reply_settle", args=[reply.pk]), {"outcome": outcome, "words": "They are cross."}
    )

    assert bool(NumberStop.objects.stopped([phone_of(meetup)])) is stopped
    assert may(meetup)[0] is allowed
    assert meetup.school.call_backs.count() == int(outcome == "call")
    assert client.get(reverse("replies")).context["page"].rows == []


def test_wi_21_a_text_is_settled_once(meetup, client):
    texted(phone_of(meetup), "hm")
    reply = TextReply.objects.get()
    client.force_login(meetup.principal)
    address = reverse("reply_settle", args=[reply.pk])

    codes = [client.post(address, {"outcome": "nothing", "words": "ok"}).status_code for _ in "12"]

    assert codes == [302, 403]


def test_wi_22_a_number_nobody_has_is_kept_for_the_records_office(meetup):
    texted("+13125559999", "hello?")

    assert TextReply.objects.get().school is None
    assert not TextReply.objects.get().senders.exists()
