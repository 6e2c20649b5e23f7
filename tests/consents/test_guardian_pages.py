import gzip
import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consents.actions import asking, family
from consents.models import (
    CallBack,
    ContactDispute,
    Narrowing,
    OneTimeCode,
    PhoneChoice,
    Withdrawal,
)
from consents.terms import AnswerDecision, CallBackKind, Narrowed, Stage
from documents.making import make
from documents.models import Document, DocumentRead
from schools.models import Guardian, SchoolYear
from tests.consent_factories import make_activity, make_version
from tests.consents.families import (
    HIDDEN,
    JOB,
    ask_of,
    asked,
    at,
    digits,
    kept,
    let_in,
    long_ago,
    sign,
    sign_on_pages,
)
from tests.factories import SchoolYearFactory, staff_at

pytestmark = pytest.mark.django_db


@pytest.fixture
def meetup():
    return asked()


@pytest.fixture
def guardian(meetup):
    return meetup.guardians[0]


@pytest.fixture
def ask(guardian):
    return ask_of(guardian)


@pytest.fixture
def inside(guardian):
    return let_in(guardian)


def names_of(meetup):
    return [
        meetup.student.given_name,
        meetup.student.family_name,
        meetup.school.name,
        meetup.coach.name,
        "Robotics",
    ]


BEFORE_THE_CODE = ["guardian", "guardian_not_me", "guardian_call_back"]


@pytest.mark.parametrize("name", BEFORE_THE_CODE)
def test_before_the_code_no_child_school_or_adult_is_named(client, meetup, guardian, name):
    page = client.get(at(name, guardian))

    assert page.status_code == 200
    assert [word in page.content.decode() for word in names_of(meetup)] == [False] * 5


def test_the_code_page_names_nobody_either(client, meetup, guardian):
    client.post(at("guardian_send", guardian), {"to": "email"})

    page = client.get(at("guardian_code", guardian)).content.decode()

    assert [word in page for word in [*names_of(meetup), guardian.email]] == [False] * 6


@pytest.mark.parametrize("name", BEFORE_THE_CODE)
def test_pages_are_kept_and_found_nowhere(client, guardian, name):
    page = client.get(at(name, guardian))

    assert page["Cache-Control"] == "no-store, private"
    assert page["X-Robots-Tag"] == "noindex, nofollow"


def test_the_six_languages_come_first(client, guardian):
    page = client.get(at("guardian", guardian)).content.decode()

    places = [page.index(f'value="{code}"') for code in ("en", "es", "pl", "zh-hans", "ar", "ur")]
    assert places == sorted(places)
    assert places[-1] < page.index("<h1>")


def test_the_page_speaks_the_guardians_language_until_another_is_chosen(client, guardian):
    Guardian.objects.filter(pk=guardian.pk).update(language="ar")

    first = client.get(at("guardian", guardian)).content.decode()
    client.post(reverse("set_language"), {"language": "pl", "next": at("guardian", guardian)})
    second = client.get(at("guardian", guardian)).content.decode()

    assert ['lang="ar" dir="rtl"' in first, 'lang="pl" dir="ltr"' in second] == [True, True]


def test_contacts_are_masked(client, guardian):
    Guardian.objects.filter(pk=guardian.pk).update(email="maria@example.org", phone="+13125550142")

    choices = client.get(at("guardian", guardian)).context["form"].fields["to"].choices

    assert [(to, shown.strip("\u2066\u2069")) for to, shown in choices] == [
        ("email", "m•••@e•••.org"),
        ("sms", "••• ••• 0142"),
    ]


def test_a_code_sent_and_typed_opens_the_page(client, meetup, guardian):
    sent = client.post(at("guardian_send", guardian), {"to": "sms"})
    entered = client.post(at("guardian_code", guardian), {"code": digits(guardian)})
    home = client.get(at("guardian", guardian)).content.decode()

    assert [sent.url, entered.url] == [at("guardian_code", guardian), at("guardian", guardian)]
    assert [str(meetup.student) in home, "Robotics club" in home] == [True, True]


def test_the_session_key_changes_at_the_proof(client, guardian):
    session = client.session
    session["seen"] = True
    session.save()
    before = session.session_key

    let_in(guardian, client)

    assert client.session.session_key != before


def test_a_wrong_code_opens_nothing(client, guardian):
    client.post(at("guardian_send", guardian), {"to": "email"})
    typed = "000000" if digits(guardian) != "000000" else "111111"

    page = client.post(at("guardian_code", guardian), {"code": typed})

    assert page.status_code == 422
    assert "This code is not right" in page.content.decode()
    assert client.get(at("guardian", guardian)).templates[0].name == "consents/guardian/gate.html"


def test_a_second_code_within_a_minute_is_refused_kindly(client, guardian):
    client.post(at("guardian_send", guardian), {"to": "email"})

    page = client.post(at("guardian_send", guardian), {"to": "email"})

    assert page.status_code == 429
    assert "less than a minute ago" in page.content.decode()
    assert OneTimeCode.objects.count() == 1


def test_a_contact_not_verified_this_year_asks_for_a_birth_date(client, meetup, guardian):
    long_ago(guardian)
    client.post(at("guardian_send", guardian), {"to": "email"})

    entered = client.post(at("guardian_code", guardian), {"code": digits(guardian)})
    early = client.get(at("guardian_form", guardian, ask_of(guardian).pk))
    wrong = client.post(at("guardian_birth", guardian), {"birth_on": "2001-01-01"})
    right = client.post(
        at("guardian_birth", guardian), {"birth_on": meetup.student.birth_on.isoformat()}
    )

    assert entered.url == at("guardian_birth", guardian)
    assert early.url == at("guardian", guardian)
    assert [wrong.status_code, right.url] == [422, at("guardian", guardian)]
    assert str(meetup.student) in client.get(at("guardian", guardian)).content.decode()


def test_without_a_birth_date_on_file_the_school_must_help(client, meetup, guardian):
    long_ago(guardian)
    meetup.student.birth_on = None
    meetup.student.save()
    client.post(at("guardian_send", guardian), {"to": "email"})
    client.post(at("guardian_code", guardian), {"code": digits(guardian)})

    page = client.get(at("guardian_birth", guardian))

    assert page.templates[0].name == "consents/guardian/birth_stuck.html"


def test_the_proof_ends_after_half_an_hour_idle(guardian, ask):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        inside = let_in(guardian)
        clock.shift(timedelta(minutes=29))
        first = inside.get(at("guardian_form", guardian, ask.pk)).status_code
        clock.shift(timedelta(minutes=29))
        second = inside.get(at("guardian_form", guardian, ask.pk)).status_code
        clock.shift(timedelta(minutes=31))
        third = inside.get(at("guardian_form", guardian, ask.pk)).status_code

    assert [first, second, third] == [200, 200, 302]


def test_a_proof_is_bound_to_its_guardian(meetup, inside):
    other = meetup.guardians[1]

    page = inside.get(at("guardian", other))

    assert page.templates[0].name == "consents/guardian/gate.html"


def test_leaving_ends_the_proof(inside, guardian):
    inside.post(at("guardian_leave", guardian))

    page = inside.get(at("guardian", guardian))

    assert page.templates[0].name == "consents/guardian/gate.html"


@pytest.mark.parametrize("token", ["1.aaaaaaaaaaaaaaaaaaaaaaaa", "nonsense"])
def test_a_link_that_does_not_fit_is_a_kind_404(client, meetup, token):
    page = client.get(reverse("guardian", args=[token]))

    assert page.status_code == 404
    assert reverse("family") in page.content.decode()


def test_this_is_not_me_stops_everything_in_two_taps(client, guardian):
    first = client.get(at("guardian_not_me", guardian))
    assert not ContactDispute.objects.exists()
    second = client.post(at("guardian_not_me", guardian))

    guardian.refresh_from_db()
    assert [first.status_code, second.status_code] == [200, 200]
    assert ContactDispute.objects.values_list("guardian", "address").get() == (
        guardian.pk,
        guardian.email,
    )
    assert guardian.can_be_reached is False
    assert CallBack.objects.values_list("kind", "guardian").get() == (
        CallBackKind.NOT_ME,
        guardian.pk,
    )
    assert client.post(at("guardian_send", guardian), {"to": "email"}).status_code == 422


def test_this_is_not_me_twice_is_one_entry(client, guardian):
    client.post(at("guardian_not_me", guardian))
    client.post(at("guardian_not_me", guardian))

    assert [ContactDispute.objects.count(), CallBack.objects.count()] == [1, 1]


def test_a_wish_to_be_called_reaches_the_school(client, meetup, guardian):
    page = client.post(
        at("guardian_call_back", guardian), {"kind": "no_code", "phone": "312 555 0177"}
    )

    assert page.status_code == 200
    assert CallBack.objects.values_list("school", "guardian", "phone").get() == (
        meetup.school.pk,
        guardian.pk,
        "+13125550177",
    )


def test_the_form_says_who_why_and_until_when(meetup, inside, guardian, ask):
    page = inside.get(at("guardian_form", guardian, ask.pk)).content.decode()

    said = [meetup.coach.name, meetup.coach.email, meetup.version.purpose, "Saying no changes"]
    assert [words in page for words in said] == [True] * 4


def test_a_yes_through_the_pages_is_kept_whole(inside, guardian, ask):
    last = sign_on_pages(inside, ask)

    (answer,) = kept(ask)
    assert last.url == at("guardian_receipt", guardian, answer.pk)
    assert (answer.decision, answer.language, answer.agreed_to_sign_electronically) == (
        AnswerDecision.GRANTED,
        "en",
        True,
    )
    assert answer.proof["channel"] == "email"
    assert answer.proof["birth_date_asked"] is False
    assert PhoneChoice.objects.values_list("student_phone", "own_phone", "duplicates").get() == (
        "+13125550142",
        "+13125550143",
        True,
    )
    receipt = inside.get(last.url).content.decode()
    assert ["You said yes" in receipt, "+1 312-555-0142" in receipt] == [True, True]


def test_a_form_answered_before_says_so(inside, guardian, ask):
    answer = sign(ask)

    page = inside.get(at("guardian_form", guardian, ask.pk)).content.decode()

    assert "takes the place of this one" in page
    assert at("guardian_receipt", guardian, answer.pk) in page


def test_a_no_needs_no_reason(inside, guardian, ask):
    sign_on_pages(inside, ask, choice="no")

    assert [(one.decision, one.reason) for one in kept(ask)] == [("refused", "")]
    assert not PhoneChoice.objects.exists()


def test_a_name_loses_control_characters_and_turned_directions_only(inside, ask):
    sign_on_pages(inside, ask, name="مریم\u200cزینب \u202eقمر\u0007")

    assert kept(ask)[0].typed_name == "مریم\u200cزینب قمر"


def test_the_signed_language_is_the_page_s(inside, guardian, ask):
    inside.cookies["django_language"] = "ur"

    sign_on_pages(inside, ask)

    answer = kept(ask)[0]
    assert [answer.language, answer.shown.language, answer.shown_english.language] == [
        "ur",
        "ur",
        "en",
    ]


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"who": "child", "own_phone": "312 555 0143"}, ["student_phone"]),
        ({"who": "child", "student_phone": "12", "own_phone": "3125550143"}, ["student_phone"]),
        (
            {"who": "child", "student_phone": "3125550143", "own_phone": "3125550143"},
            ["student_phone"],
        ),
        ({"who": "only_me"}, ["own_phone"]),
        ({}, ["who", "student_phone", "own_phone"]),
    ],
)
def test_phones_are_checked_and_nothing_typed_is_lost(inside, guardian, ask, given, wrong):
    inside.post(at("guardian_answer", guardian, ask.pk), {"choice": "yes"})

    page = inside.post(at("guardian_phones", guardian, ask.pk), given)

    form = page.context["form"]
    assert (page.status_code, sorted(form.errors)) == (422, sorted(wrong))
    assert {key: form[key].value() for key in given} == given


def test_going_back_keeps_what_was_chosen(inside, guardian, ask):
    inside.post(at("guardian_answer", guardian, ask.pk), {"choice": "no"})
    inside.post(at("guardian_reason", guardian, ask.pk), {"reason": "Kein Telefon"})

    again = inside.get(at("guardian_answer", guardian, ask.pk)).context["form"]
    reason = inside.get(at("guardian_reason", guardian, ask.pk)).context["form"]

    assert [again["choice"].value(), reason["reason"].value()] == ["no", "Kein Telefon"]


def test_the_draft_is_not_readable_in_the_browser(inside, guardian, ask):
    inside.post(at("guardian_answer", guardian, ask.pk), {"choice": "no"})
    inside.post(at("guardian_reason", guardian, ask.pk), {"reason": "Kein Telefon"})

    cookie = inside.cookies[f"draft-{ask.pk}"]
    assert "Telefon" not in cookie.value
    assert (cookie["httponly"], cookie["path"], cookie["max-age"]) == (
        True,
        at("guardian_form", guardian, ask.pk),
        3600,
    )


def test_signing_needs_the_tick(inside, guardian, ask):
    inside.post(at("guardian_answer", guardian, ask.pk), {"choice": "no"})
    inside.post(at("guardian_reason", guardian, ask.pk), {"reason": ""})

    page = inside.post(at("guardian_sign", guardian, ask.pk), {"typed_name": "Ana"})

    assert page.status_code == 422
    assert page.context["form"]["typed_name"].value() == "Ana"
    assert kept(ask) == []


def test_signing_starts_with_an_answer(inside, guardian, ask):
    page = inside.get(at("guardian_sign", guardian, ask.pk))

    assert page.url == at("guardian_answer", guardian, ask.pk)


def ready(client, guardian, ask, choice="no"):
    """The sign page's own fields, after a no without a reason."""
    client.post(at("guardian_answer", guardian, ask.pk), {"choice": choice})
    client.post(at("guardian_reason", guardian, ask.pk), {"reason": ""})
    page = client.get(at("guardian_sign", guardian, ask.pk))
    hidden = {key: page.context["form"][key].value() for key in HIDDEN}
    return {**hidden, "typed_name": "Ana", "agreed": "on"}


def test_sent_twice_is_one_answer(inside, guardian, ask):
    fields = ready(inside, guardian, ask)

    first = inside.post(at("guardian_sign", guardian, ask.pk), fields)
    second = inside.post(at("guardian_sign", guardian, ask.pk), fields)

    assert len(kept(ask)) == 1
    assert first.url == second.url


def test_another_window_that_chose_otherwise_is_not_signed(inside, guardian, ask):
    fields = ready(inside, guardian, ask)
    inside.post(at("guardian_answer", guardian, ask.pk), {"choice": "yes"})
    phones = {"who": "child", "student_phone": "3125550142", "own_phone": "3125550143"}
    inside.post(at("guardian_phones", guardian, ask.pk), phones)

    page = inside.post(at("guardian_sign", guardian, ask.pk), fields)

    assert page.status_code == 409
    assert "changed in another window" in page.content.decode()
    assert kept(ask) == []


def test_a_form_that_changed_meanwhile_is_read_again(meetup, inside, guardian, ask):
    fields = ready(inside, guardian, ask)
    Narrowing.objects.create(
        activity=meetup.activity,
        up_to_version=1,
        what=Narrowed.END,
        ends_on=timezone.localdate(),
        by=meetup.principal,
    )

    page = inside.post(at("guardian_sign", guardian, ask.pk), fields)

    assert page.url == at("guardian_form", guardian, ask.pk)
    assert kept(ask) == []


FORM_PAGES = ["guardian_form", "guardian_answer", "guardian_phones", "guardian_reason", "guardian_sign"]  # fmt: skip


@pytest.mark.parametrize("name", FORM_PAGES)
def test_a_form_that_cannot_count_is_not_open(meetup, inside, guardian, ask, name):
    opens = timezone.localdate() + timedelta(days=3)
    SchoolYear.objects.filter(pk=meetup.year.pk).update(starts_on=opens)

    page = inside.get(at(name, guardian, ask.pk))

    assert page.status_code == 409
    assert page.context["opens_on"] == opens


def test_a_revoked_approval_takes_no_signature(meetup, inside, guardian, ask):
    fields = ready(inside, guardian, ask)
    meetup.approval.stage = Stage.REVOKED
    meetup.approval.save()

    page = inside.post(at("guardian_sign", guardian, ask.pk), fields)

    assert page.status_code == 409
    assert kept(ask) == []


def test_who_lost_authority_is_told_nothing_of_the_child(meetup, inside, guardian, ask):
    guardian.links.update(ended_at=timezone.now())

    form = inside.get(at("guardian_form", guardian, ask.pk))
    home = inside.get(at("guardian", guardian))

    said = form.content.decode() + home.content.decode()
    assert form.status_code == 409
    assert [word in said for word in (str(meetup.student), "Robotics")] == [False, False]


@pytest.mark.parametrize("name", FORM_PAGES)
def test_another_guardians_form_does_not_exist(meetup, inside, guardian, name):
    theirs = ask_of(meetup.guardians[1])

    assert inside.get(at(name, guardian, theirs.pk)).status_code == 404


ANSWER_PAGES = ["guardian_receipt", "guardian_copy", "guardian_withdraw", "guardian_change_phones"]


@pytest.mark.parametrize("name", ANSWER_PAGES)
def test_another_guardians_answer_does_not_exist(meetup, inside, guardian, name):
    theirs = sign(ask_of(meetup.guardians[1]))

    assert inside.get(at(name, guardian, theirs.pk)).status_code == 404


@pytest.mark.parametrize("name", [*ANSWER_PAGES, *FORM_PAGES])
def test_nothing_opens_without_proof(client, guardian, ask, name):
    pk = sign(ask).pk if name in ANSWER_PAGES else ask.pk

    assert client.get(at(name, guardian, pk)).url == at("guardian", guardian)


def test_the_other_guardian_shows_as_a_word_alone(meetup, inside, guardian, ask):
    other = meetup.guardians[1]
    before = words_on_home(inside, guardian)
    sign(ask_of(other), AnswerDecision.REFUSED, reason="A private reason")
    after = words_on_home(inside, guardian)
    page = inside.get(at("guardian", guardian)).content.decode()

    assert [before, after] == [("waiting",), ("no",)]
    assert [w in page for w in ("private", str(other))] == [False, False]


def words_on_home(client, guardian):
    (child,) = client.get(at("guardian", guardian)).context["children"]
    (row,) = [*child.waiting, *child.answered]
    return row.others


def test_withdrawing_takes_two_taps(meetup, inside, guardian, ask):
    answer = sign(ask)

    first = inside.get(at("guardian_withdraw", guardian, answer.pk))
    assert not Withdrawal.objects.exists()
    second = inside.post(at("guardian_withdraw", guardian, answer.pk), follow=True)

    assert first.status_code == 200
    assert Withdrawal.objects.count() == 1
    assert "You took your permission back" in second.content.decode()


def test_phones_can_be_changed_afterwards(inside, guardian, ask):
    answer = sign(ask)

    inside.post(
        at("guardian_change_phones", guardian, answer.pk),
        {"who": "only_me", "own_phone": "+44 20 7946 0018"},
    )

    latest = PhoneChoice.objects.latest("pk")
    assert (latest.texts_student, latest.student_phone, latest.own_phone) == (
        False,
        "",
        "+442079460018",
    )


def test_the_copy_waits_until_it_is_made(inside, guardian, ask):
    answer = sign(ask)

    page = inside.get(at("guardian_receipt", guardian, answer.pk)).content.decode()

    assert "is being made" in page
    assert inside.get(at("guardian_copy", guardian, answer.pk)).url == at(
        "guardian_receipt", guardian, answer.pk
    )


def test_the_copy_is_a_pdf_and_its_reading_is_written_down(inside, guardian, ask):
    answer = sign(ask, language="ar", typed_name="ليلى")
    document = Document.objects.get()
    make(document.pk)

    page = inside.get(at("guardian_copy", guardian, answer.pk))

    assert (page["Content-Type"], page.content[:5]) == ("application/pdf", b"%PDF-")
    assert DocumentRead.objects.values_list("actor_kind", "actor_id").get() == (
        "guardian",
        str(guardian.pk),
    )
    receipt = inside.get(at("guardian_receipt", guardian, answer.pk)).content.decode()
    assert at("guardian_copy", guardian, answer.pk) in receipt


def test_a_damaged_copy_is_said_kindly(inside, guardian, ask):
    answer = sign(ask)
    document = Document.objects.get()
    make(document.pk)
    Document.objects.update(sha256="0" * 64)

    page = inside.get(at("guardian_copy", guardian, answer.pk), follow=True)

    assert "Ask the school for a copy" in page.content.decode()
    assert not DocumentRead.objects.exists()


def test_a_wider_form_offers_to_keep_the_earlier_yes(meetup, inside, guardian, ask):
    sign(ask)
    newer = ask_of(guardian, widened(meetup))

    form = inside.get(at("guardian_form", guardian, newer.pk)).content.decode()
    sign_on_pages(inside, newer, choice="keep")

    assert "different from what you allowed before" in form
    assert [(one.decision, one.keeps_earlier) for one in kept(newer)] == [("refused", True)]


def widened(meetup):
    version = make_version(
        meetup.activity,
        adults=[meetup.coach, staff_at(meetup.school)],
        students=[meetup.student],
        decided_by=meetup.principal,
    )
    asking.ask_families(version.approvals.get(), by=JOB)
    return version


@pytest.mark.parametrize(
    ("newer", "waiting", "answered", "over"),
    [
        (None, ["waiting"], ["granted"], []),
        ("keep", [], ["kept", "granted"], []),
        ("yes", [], ["granted"], ["granted"]),
        ("no", [], ["refused"], ["granted"]),
    ],
)
def test_an_earlier_yes_is_shown_as_long_as_it_counts(
    meetup, inside, guardian, ask, newer, waiting, answered, over
):
    sign(ask)
    wider = ask_of(guardian, widened(meetup))
    if newer:
        sign_on_pages(inside, wider, choice=newer)

    (child,) = inside.get(at("guardian", guardian)).context["children"]

    shown = [[row.state for row in rows] for rows in (child.waiting, child.answered, child.over)]
    assert shown == [waiting, answered, over]


def test_a_kept_yes_taken_back_is_shown_as_taken_back(meetup, inside, guardian, ask):
    first = sign(ask)
    sign_on_pages(inside, ask_of(guardian, widened(meetup)), choice="keep")
    inside.post(at("guardian_withdraw", guardian, first.pk))

    (child,) = inside.get(at("guardian", guardian)).context["children"]
    receipt = inside.get(at("guardian_receipt", guardian, first.pk)).content.decode()

    assert [row.state for row in child.answered] == ["withdrawn"]
    assert "It has ended" in receipt


def test_a_first_form_has_nothing_to_keep(inside, guardian, ask):
    page = inside.post(at("guardian_answer", guardian, ask.pk), {"choice": "keep"})

    assert page.status_code == 422


def test_forms_of_past_years_stay_to_be_read(meetup, guardian, ask):
    answer = sign(ask)
    day = meetup.year.ends_on + timedelta(days=5)
    SchoolYearFactory(starts=day.year)
    with time_machine.travel(day.isoformat() + "T12:00:00Z"):
        family.link_for(guardian)
        inside = let_in(long_ago(guardian))
        inside.post(
            at("guardian_birth", guardian), {"birth_on": meetup.student.birth_on.isoformat()}
        )
        (child,) = inside.get(at("guardian", guardian)).context["children"]
        receipt = inside.get(at("guardian_receipt", guardian, answer.pk)).content.decode()

    assert [(row.answer, row.state) for row in child.over] == [(answer, "granted")]
    assert [child.waiting, child.answered] == [[], []]
    assert ["This form is over" in receipt, "Take my permission back" in receipt] == [True, False]


def another_form(meetup, guardian, *, signed):
    activity = make_activity(meetup.school, students=[meetup.student])
    asking.ask_families(activity.latest.approvals.get(), by=JOB)
    if signed:
        sign(ask_of(guardian, activity.latest))


def test_home_asks_as_much_of_the_database_for_many_forms(
    meetup, guardian, inside, django_assert_num_queries
):
    another_form(meetup, guardian, signed=True)
    with CaptureQueriesContext(connection) as few:
        inside.get(at("guardian", guardian))
    for signed in (True, False, True, False, True, False):
        another_form(meetup, guardian, signed=signed)

    with django_assert_num_queries(len(few)):
        inside.get(at("guardian", guardian))


def test_the_first_page_is_light(client, guardian):
    page = client.get(at("guardian", guardian))
    names = set(re.findall(r'(?:href|src)="/static/([^"#]+)', page.content.decode()))
    files = [(settings.BASE_DIR / "static" / name).read_bytes() for name in names]

    assert sum(len(gzip.compress(part)) for part in [page.content, *files]) < 60_000


def test_a_form_key_that_no_page_gave_is_no_answer(inside, guardian, ask):
    inside.get(at("guardian_form", guardian, ask.pk))

    response = inside.post(at("guardian_sign", guardian, ask.pk), {"form_key": "\0"})

    assert response.url == at("guardian_answer", guardian, ask.pk)
