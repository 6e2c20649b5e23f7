from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consents import links
from consents.access.visits import CALL_BACKS, REQUESTS
from consents.actions import family
from consents.models import CallBack, FamilyRequest, Invitation, OneTimeCode
from consents.terms import CallBackKind
from notices.models import Notice
from notices.terms import Channel
from notices.wording import worded
from schools.models import Guardian
from tests.consents.families import asked, at, digits, long_ago
from tests.factories import GuardianFactory, StudentFactory

pytestmark = pytest.mark.django_db

FAMILY, CODE, HELP = "/family/", "/family/code/", "/family/help/"
STRANGER = "nobody@example.org"


@pytest.fixture
def guardian():
    return asked(guardians=1).guardians[0]


def request_for(contact, channel=Channel.EMAIL):
    row = family.ask_for_link(contact, channel=channel, language="en")
    family.answer_request(row.pk)
    return row


def ask_on_page(client, contact):
    page = client.post(FAMILY, {"contact": contact})
    family.answer_request(FamilyRequest.objects.latest("pk").pk)
    return page


def test_the_addresses_are_the_promised_ones():
    assert [reverse("family"), reverse("guardian", args=["x"])] == [FAMILY, "/c/x/"]


def test_known_or_not_the_reply_is_the_same(client, guardian):
    known = client.post(FAMILY, {"contact": guardian.email})
    page = client.get(CODE)
    client.cookies.clear()
    unknown = client.post(FAMILY, {"contact": STRANGER})
    other = client.get(CODE)

    assert [known.status_code, known.url] == [unknown.status_code, unknown.url]
    assert words_of(page) == words_of(other)


def words_of(page):
    """The page without what changes with every request."""
    lines = page.content.decode().splitlines()
    return [line for line in lines if "csrf" not in line and "nonce" not in line]


def test_known_or_not_the_same_is_asked_of_the_database(client, guardian):
    counts = []
    for contact in (guardian.email, STRANGER):
        client.cookies.clear()
        with CaptureQueriesContext(connection) as queries:
            client.post(FAMILY, {"contact": contact})
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_a_wrong_code_is_the_same_known_or_not(client, guardian):
    replies = []
    for contact in (guardian.email, STRANGER):
        client.cookies.clear()
        ask_on_page(client, contact)
        with CaptureQueriesContext(connection) as queries:
            page = client.post(CODE, {"code": "12345"})
        replies.append((page.status_code, len(queries), words_of(page)))

    assert replies[0] == replies[1]


@pytest.mark.parametrize("written", ["phone", "email"])
def test_a_contact_in_any_writing_finds_its_guardian(client, guardian, written):
    Guardian.objects.filter(pk=guardian.pk).update(phone="+13125550142", email="Maria@Example.org")
    contact = {"phone": "(312) 555-0142", "email": " maria@example.ORG "}[written]

    ask_on_page(client, contact)
    entered = client.post(CODE, {"code": digits(guardian)})

    assert entered.url == at("guardian", guardian)
    page = client.get(entered.url)
    assert str(guardian.students.get()) in page.content.decode()


def test_the_message_holds_the_link_and_the_code_and_no_child(guardian):
    request_for(guardian.email)

    text = worded(Notice.objects.get(kind="consents/family")).body

    link = links.address_of(Invitation.objects.get())
    assert [link in text, digits(guardian) in text] == [True, True]
    assert str(guardian.students.get()) not in text


def test_a_code_by_this_way_also_opens_the_link_itself(client, guardian):
    request_for(guardian.email)

    entered = client.post(at("guardian_code", guardian), {"code": digits(guardian)})

    assert entered.url == at("guardian", guardian)


def test_two_who_share_a_mailbox_each_get_their_own():
    one, two = asked().guardians
    Guardian.objects.filter(pk__in=[one.pk, two.pk]).update(email="home@example.org")

    request_for("home@example.org")

    texts = [worded(notice).body for notice in Notice.objects.filter(kind="consents/family")]
    assert [f"Hello {g.given_name}," in text for g, text in zip((one, two), texts, strict=True)] == [True, True]  # fmt: skip
    assert len(set(texts)) == 2


def test_the_code_says_whose_page_opens(client):
    one, two = asked().guardians
    Guardian.objects.filter(pk__in=[one.pk, two.pk]).update(email="home@example.org")
    ask_on_page(client, "home@example.org")

    entered = client.post(CODE, {"code": digits(two)})

    assert entered.url == at("guardian", two)


def test_three_tries_then_the_request_is_over(client, guardian):
    ask_on_page(client, guardian.email)
    for _ in range(3):
        client.post(CODE, {"code": "12345"})

    page = client.post(CODE, {"code": digits(guardian)})

    assert page.status_code == 422
    assert "can no longer be used" in page.content.decode()


def test_a_request_ends_after_ten_minutes(client, guardian):
    ask_on_page(client, guardian.email)
    FamilyRequest.objects.update(expires_at=timezone.now())

    assert client.post(CODE, {"code": digits(guardian)}).status_code == 422


def test_a_birth_date_is_asked_here_too(client, guardian):
    long_ago(guardian)
    ask_on_page(client, guardian.email)

    entered = client.post(CODE, {"code": digits(guardian)})

    assert entered.url == at("guardian_birth", guardian)


def test_the_worker_may_come_twice(guardian):
    row = request_for(guardian.email)

    family.answer_request(row.pk)

    assert [OneTimeCode.objects.count(), Notice.objects.filter(kind="consents/family").count()] == [1, 1]  # fmt: skip


@pytest.mark.parametrize(
    "facts",
    [
        {"disputed_at": timezone.now()},
        {"ended_at": timezone.now()},
        {"of__authority": "check"},
        {"of__authority": "no"},
    ],
)
def test_who_may_not_sign_gets_nothing(facts):
    GuardianFactory(of=StudentFactory(), email="her@example.org", **facts)

    request_for("her@example.org")

    assert not Notice.objects.exists()


def test_a_second_request_within_a_minute_sends_nothing_more(guardian):
    request_for(guardian.email)
    request_for(guardian.email)

    assert Notice.objects.filter(kind="consents/family").count() == 1


def test_a_visitor_who_knocks_too_often_waits(client, guardian):
    statuses = [client.post(FAMILY, {"contact": STRANGER}).status_code for _ in range(REQUESTS + 1)]

    assert statuses == [302] * REQUESTS + [429]


def test_no_contact_is_kept_of_who_asks(client):
    client.post(FAMILY, {"contact": STRANGER})

    assert STRANGER not in str(FamilyRequest.objects.values().get())


@pytest.mark.parametrize("contact", ["", "12", "not an address@", "@"])
def test_what_is_no_contact_is_sent_back(client, contact):
    assert client.post(FAMILY, {"contact": contact}).status_code == 422


def test_the_code_page_needs_a_request(client):
    assert client.get(CODE).url == FAMILY


@pytest.mark.parametrize("why", ["number_changed", "no_code"])
def test_help_gives_the_schools_telephone_and_a_call_back(client, guardian, why):
    school = guardian.students.get().school

    first = client.get(HELP, {"why": why})
    second = client.get(HELP, {"why": why, "school": school.pk})
    third = client.post(
        f"{HELP}?school={school.pk}", {"kind": why, "phone": "3125550177", "name": "María"}
    )

    assert [first.status_code, second.status_code, third.status_code] == [200, 200, 200]
    assert school.phone in second.content.decode()
    assert CallBack.objects.values_list("school", "guardian", "kind", "name").get() == (
        school.pk,
        None,
        CallBackKind(why),
        "María",
    )


def test_a_visitor_may_not_fill_the_schools_list(client, guardian):
    address = f"{HELP}?school={guardian.students.get().school.pk}"
    wish = {"kind": "no_code", "phone": "3125550177"}

    statuses = [client.post(address, wish).status_code for _ in range(CALL_BACKS + 1)]

    assert statuses == [200] * CALL_BACKS + [429]
    assert CallBack.objects.count() == CALL_BACKS


def test_help_changes_no_contact(client, guardian):
    school = guardian.students.get().school
    before = Guardian.objects.values().get(pk=guardian.pk)

    client.post(f"{HELP}?school={school.pk}", {"kind": "number_changed", "phone": "3125550177"})

    assert Guardian.objects.values().get(pk=guardian.pk) == before


def test_a_link_by_this_way_lives_as_long_as_the_year(guardian):
    Invitation.objects.all().delete()

    invitation = family.link_for(guardian)

    assert invitation.expires_at - timezone.now() > timedelta(days=29)
