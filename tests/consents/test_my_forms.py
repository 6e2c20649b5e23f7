"""From 18 on the student answers: their own page, proved by district e-mail, and no other words than theirs."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consents import verdicts, wording
from consents.actions import asking, family, holds
from consents.models import Answer, Ask, FamilyRequest, OneTimeCode
from consents.reports.turning_18 import students_turning_18, turning
from consents.terms import SignerKind
from consents.terms.holds import HoldCause
from core.decision import Refused
from notices.models import Notice
from notices.wording import worded
from schools.actions import signing
from schools.actions.signing import Ruling
from schools.models import District, Guardian
from schools.terms import Branch, Role
from tests.consent_factories import safety_meetup
from tests.consents import families
from tests.consents.families import HIDDEN, JOB, ask_of, asked, digits, sign
from tests.factories import StudentFactory, actor, district_user, staff_at, this_year

pytestmark = [pytest.mark.django_db, pytest.mark.clause("T1")]
EMAIL = "senior@students.district.example"


def grown(meetup, *, on=None):
    """The meet-up's student turned 18 on the day (default: a year ago), with a district address."""
    day = on or timezone.localdate() - timedelta(days=365)
    meetup.student.birth_on = day.replace(year=day.year - 18)
    meetup.student.email = EMAIL
    meetup.student.save()
    return meetup


def asked_grown():
    meetup = grown(safety_meetup())
    asking.ask_families(meetup.approval, by=JOB)
    return meetup


def enter(email=EMAIL):
    """A browser in which somebody came with this address; the worker has sent what there is to send."""
    client = Client()
    page = client.post("/my-forms/", {"email": email})
    family.answer_request(FamilyRequest.objects.latest("pk").pk)
    return client, page


def own():
    return Guardian.objects.get(self_of__isnull=False)


def come_in():
    client, _page = enter()
    client.post("/my-forms/code/", {"code": digits(own())})
    return client


def sign_on_own_page(client, ask, choice="yes"):
    def go(name, data=None):
        address = families.at(name, own(), ask.pk)
        return client.get(address) if data is None else client.post(address, data)

    go("guardian_form")
    go("guardian_answer", {"choice": choice})
    if choice == "yes":
        go("guardian_phones", {"student_phone": "(312) 555-0144"})
    else:
        go("guardian_reason", {"reason": ""})
    page = go("guardian_sign")
    hidden = {key: page.context["form"][key].value() for key in HIDDEN}
    return go("guardian_sign", {**hidden, "typed_name": "Ana Flores", "agreed": "on"})


def allowed(meetup, **when):
    found = verdicts.verdict(meetup.coach.staff, meetup.student, meetup.activity, **when)
    return found.verdict.allowed, [reason.code for reason in found.verdict.reasons]


def test_the_address_is_the_promised_one():
    assert reverse("my_forms") == "/my-forms/"


def test_who_is_18_when_asked_is_asked_and_no_parent():
    meetup = asked_grown()

    asks = Ask.objects.values_list("student", "guardian__self_of", "guardian__email")
    assert list(asks) == [(meetup.student.pk, meetup.student.pk, EMAIL)]
    assert set(Notice.objects.values_list("address", flat=True)) == {EMAIL}


def test_known_or_not_and_of_age_or_not_the_reply_is_the_same():
    minor = asked().student
    minor.email = "junior@students.district.example"
    minor.save()
    asked_grown()

    replies = []
    for email in (EMAIL, minor.email, "nobody@students.district.example"):
        client, page = enter(email)
        body = client.get(page.url).content.decode()
        replies.append((page.status_code, page.url, len(body) // 100))

    assert replies == [replies[0]] * 3
    assert list(OneTimeCode.objects.values_list("address", flat=True)) == [EMAIL]


def test_a_student_signs_on_their_own_page_and_the_yes_counts():
    meetup = asked_grown()
    client = come_in()

    page = sign_on_own_page(client, Ask.objects.get())

    answer = Answer.objects.get()
    assert page.status_code == 302
    assert (answer.signer_kind, answer.guardian, answer.student) == (
        SignerKind.STUDENT,
        own(),
        meetup.student,
    )
    assert not hasattr(answer, "hold")
    assert allowed(meetup) == (True, [])


def test_a_student_says_no_and_it_is_a_no():
    meetup = asked_grown()

    sign_on_own_page(come_in(), Ask.objects.get(), choice="no")

    assert allowed(meetup) == (False, ["refused"])


def test_a_student_takes_it_back_at_once():
    meetup = asked_grown()
    client = come_in()
    sign_on_own_page(client, Ask.objects.get())

    client.post(families.at("guardian_withdraw", own(), Answer.objects.get().pk))

    assert allowed(meetup) == (False, ["withdrawn"])


def test_the_pages_speak_to_the_student_and_never_of_a_child():
    meetup = asked_grown()
    client, ask = come_in(), Ask.objects.get()

    pages = [
        client.get(families.at(name, own(), *args)).content.decode()
        for name, args in (
            ("guardian", []),
            ("guardian_form", [ask.pk]),
            ("guardian_answer", [ask.pk]),
        )
    ]

    assert [f"{meetup.school.name}" in page for page in pages] == [True] * 3
    assert ["your child" in page.lower() for page in pages] == [False] * 3
    assert "Only these adults may text you" in pages[1]


def test_no_birth_date_is_asked_of_who_has_the_district_mailbox():
    asked_grown()

    client = come_in()

    assert (
        client.get(families.at("guardian", own())).templates[0].name
        == "consents/guardian/home.html"
    )


def test_at_the_birthday_the_parents_yes_ends_and_the_student_is_asked():
    zone = ZoneInfo("America/Chicago")
    year = this_year() + 1
    birthday = date(year, 2, 10)
    with time_machine.travel(datetime(year, 2, 9, 12, tzinfo=zone), tick=False):
        earlier = timezone.now() - timedelta(hours=1)
        meetup = grown(safety_meetup(guardians=1, at=earlier), on=birthday)
        asking.ask_families(meetup.approval, by=JOB)
        sign(ask_of(meetup.guardians[0]))
        before = allowed(meetup)
    with time_machine.travel(datetime(year, 2, 9, 23, 59, 59, tzinfo=zone), tick=False):
        last_moment = allowed(meetup)
        early = asking.ask_the_rest(by=JOB)
    with time_machine.travel(datetime(year, 2, 10, 0, 0, tzinfo=zone), tick=False):
        midnight = allowed(meetup)
        made = asking.ask_the_rest(by=JOB)

    assert (before, last_moment, midnight) == ((True, []), (True, []), (False, ["no_answer"]))
    assert (early, made) == (0, 1)
    assert own().self_of == meetup.student


def test_the_parents_page_says_kindly_that_the_child_answers_now():
    meetup = asked(guardians=1)
    guardian = meetup.guardians[0]
    row = sign(ask_of(guardian))
    client = families.let_in(guardian)
    grown(meetup)

    page = client.get(families.at("guardian", guardian)).content.decode()

    assert "From 18 on, your child answers alone" in page
    assert client.get(families.at("guardian_receipt", guardian, row.pk)).status_code == 200


def test_a_parent_signs_nothing_for_who_is_18():
    meetup = asked(guardians=1)
    ask = ask_of(meetup.guardians[0])
    grown(meetup)

    with pytest.raises(Refused) as refused:
        sign(ask)

    assert [reason.code for reason in refused.value.decision.refusals] == ["student_is_adult"]


def test_an_emancipated_minor_has_a_page_of_their_own():
    meetup = safety_meetup()
    meetup.student.email = EMAIL
    meetup.student.save()
    signing.set_branch(
        meetup.student,
        Ruling(Branch.EMANCIPATED),
        by=actor(district_user(Role.RECORDS)),
        source="Order seen.",
    )
    asking.ask_families(meetup.approval, by=JOB)

    sign_on_own_page(come_in(), Ask.objects.get())

    assert allowed(meetup) == (True, [])


def test_a_student_whose_address_changed_has_a_dead_link_and_a_new_page():
    meetup = asked_grown()
    come_in()
    token = families.token_of(own())
    meetup.student.email = "new@students.district.example"
    meetup.student.save()

    assert Client().get(reverse("guardian", args=[token])).status_code == 404
    client, _page = enter("new@students.district.example")
    client.post("/my-forms/code/", {"code": digits(own())})
    assert own().email == "new@students.district.example"


def test_a_wrong_code_opens_nothing():
    asked_grown()
    client, _page = enter()

    page = client.post("/my-forms/code/", {"code": "000000" if digits(own()) != "000000" else "1"})

    assert page.status_code == 422


def test_the_message_names_no_child_and_no_parent():
    asked_grown()

    said = worded(Notice.objects.get(kind="consents/asked"))

    assert "child" not in said.body.lower()


def test_without_a_district_address_nobody_is_asked():
    meetup = grown(safety_meetup())
    meetup.student.email = ""
    meetup.student.save()

    assert asking.ask_families(meetup.approval, by=JOB) == 0


@pytest.mark.parametrize("language", ["en", "es", "pl", "zh-hans", "ar", "ur"])
@pytest.mark.parametrize("form", ["group", "bulk", "opt_out"])
def test_the_form_for_students_asks_with_the_same_facts_in_every_language(language, form):
    english, text = wording.for_students("en", form), wording.for_students(language, form)

    def places(one):
        return sorted(set(wording.PLACEHOLDER.findall(f"{one.title}{one.body}")))

    assert text.language == language
    assert places(text) == places(english)
    assert len(text.body) == len(wording.PARTS)


def test_boards_warn_thirty_days_before_and_the_list_says_what_it_touches(client):
    today = timezone.localdate()
    meetup = grown(safety_meetup(), on=today + timedelta(days=7))
    StudentFactory(school=meetup.school, birth_on=meetup.student.birth_on)  # on no list
    clerk = staff_at(meetup.school, Role.CLERK)
    client.force_login(clerk)

    found = list(students_turning_18(clerk))
    row = turning(found, clerk)[meetup.student.pk]
    page = client.get("/turning-18/")

    assert found == [meetup.student]
    assert (row.on, row.days, row.activities) == (today + timedelta(days=7), 7, (meetup.version,))
    assert page.context["count"] == 1


def test_a_birthday_is_not_told_to_who_sees_none_of_its_lists(client):
    meetup = grown(safety_meetup(), on=timezone.localdate() + timedelta(days=7))
    client.force_login(staff_at(meetup.school, Role.TEACHER))

    page = client.get("/turning-18/")

    assert (page.context["count"], page.context["rows"]) == (0, [])


@pytest.mark.parametrize(("days", "shown"), [(30, 1), (31, 0), (0, 1), (-29, 1), (-31, 0)])
def test_the_list_of_birthdays_has_a_beginning_and_an_end(days, shown):
    meetup = grown(safety_meetup(), on=timezone.localdate() + timedelta(days=days))

    found = students_turning_18(staff_at(meetup.school, Role.CLERK))

    assert found.count() == shown


@pytest.mark.parametrize("domain", ["district.example", "another.example"])
def test_a_personal_address_opens_no_page_of_a_students_own(client, domain):
    """A roster may hold a parent's address, who would sign in the student's place."""
    meetup = grown(safety_meetup())
    District.objects.update(email_domain=domain)
    ours = domain == "district.example"

    asking.ask_the_rest(by=JOB)
    row = family.ask_for_link(EMAIL, channel="email", language="en", own=True)
    family.answer_request(row.pk)

    assert (
        Ask.objects.filter(student=meetup.student, guardian__self_of__isnull=False).exists() == ours
    )
    assert OneTimeCode.objects.exists() == ours


def test_a_held_answer_of_who_answers_alone_is_told_to_no_parent():
    asked_grown()
    sign_on_own_page(come_in(), Ask.objects.get())

    holds.hold(Answer.objects.get(), [HoldCause.SHARED_DEVICE], by=JOB)

    assert not Notice.objects.filter(kind="consents/answer_held").exists()
