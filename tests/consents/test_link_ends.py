"""Links that are over, and what else families do wrong: it costs nothing and is said kindly."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consents import links
from consents.actions import answers, family
from consents.models import Answer, Ask, Invitation
from consents.terms import AnswerDecision
from core.decision import Refused
from notices.models import Notice
from notices.wording import worded
from schools.models import Guardian
from tests.consents.families import ask_of, asked, at, kept, let_in, sign, sign_on_pages, token_of
from tests.consents.messages import leave
from tests.factories import GuardianLinkFactory, StudentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def guardian():
    return asked(guardians=1).guardians[0]


@pytest.fixture
def over(guardian):
    """The address of a link of ours that has ended."""
    Invitation.objects.update(expires_at=timezone.now())
    return reverse("guardian", args=[token_of(guardian)])


def fresh(client, guardian):
    return client.post(reverse("guardian_fresh", args=[token_of(guardian)]))


def fresh_links():
    return list(Notice.objects.filter(kind="consents/fresh_link"))


def test_a_link_that_is_over_says_so_and_offers_a_fresh_one(client, over):
    page = client.get(over)

    assert page.status_code == 404
    assert "This link is over" in page.content.decode()


def test_a_forged_link_looks_like_one_nobody_ever_made(client, guardian):
    token = token_of(guardian)
    forged = f"{token.partition('.')[0]}.{'A' * 24}"
    unknown = f"99999.{'A' * 24}"

    pages = [client.get(reverse("guardian", args=[one])) for one in (forged, unknown)]

    bodies = {page.content.decode().partition("<main")[2].partition("</main>")[0] for page in pages}
    assert [page.status_code for page in pages] == [404, 404]
    assert len(bodies) == 1
    assert "This link does not work any more" in bodies.pop()


@pytest.mark.usefixtures("over")
def test_the_fresh_link_goes_to_the_contact_on_file(client, guardian):
    Guardian.objects.update(email="moved@example.org")

    page = fresh(client, guardian)
    leave()

    (notice,) = fresh_links()
    assert page.status_code == 200
    assert notice.address == "moved@example.org"
    token = worded(notice).body.split("/c/")[1].split("/")[0]
    assert links.invitation_of(token).guardian == guardian


def test_one_fresh_link_an_hour(client, guardian):
    soon = timezone.now().replace(minute=10) + timedelta(days=1)
    with time_machine.travel(soon, tick=False) as clock:
        Invitation.objects.update(expires_at=timezone.now())
        for _ in range(3):
            fresh(client, guardian)
            leave()
        first = len(fresh_links())
        clock.shift(timedelta(hours=1))
        Invitation.objects.update(expires_at=timezone.now())
        fresh(client, guardian)
        leave()

    assert [first, len(fresh_links())] == [1, 2]


@pytest.mark.usefixtures("over")
@pytest.mark.parametrize(
    "facts",
    [{"disputed_at": timezone.now()}, {"ended_at": timezone.now()}, {"email": "", "phone": ""}],
    ids=["disputed", "left", "no contact"],
)
def test_the_reply_is_the_same_where_nothing_is_sent(client, guardian, facts):
    Guardian.objects.update(**facts)

    page = fresh(client, guardian)
    leave()

    assert (page.status_code, fresh_links()) == (200, [])


@pytest.mark.usefixtures("over")
def test_who_may_sign_for_nobody_any_more_gets_no_link(guardian):
    guardian.links.update(ended_at=timezone.now())

    assert family.send_fresh_link(Invitation.objects.get().pk, "2026100512") is False
    assert fresh_links() == []


def test_a_living_link_needs_no_fresh_one(client, guardian):
    page = fresh(client, guardian)

    assert page.url == reverse("guardian", args=[token_of(guardian)])


def test_siblings_in_two_tabs_both_work():
    meetup = asked(guardians=1)
    guardian = meetup.guardians[0]
    sister = StudentFactory(school=meetup.school)
    GuardianLinkFactory(guardian=guardian, student=sister)
    other = Ask.objects.create(version=meetup.version, student=sister, guardian=guardian)
    meetup.version.student_rows.create(student=sister)
    client, ask = let_in(guardian), ask_of_student(guardian, meetup.student)
    # Both forms are opened, each in a tab of its own, before either is signed.
    for one in (ask, other):
        client.get(at("guardian_form", guardian, one.pk))
        client.post(at("guardian_answer", guardian, one.pk), {"choice": "yes"})

    pages = [sign_on_pages(client, one) for one in (ask, other)]

    assert [page.status_code for page in pages] == [302, 302]
    assert [len(kept(one)) for one in (ask, other)] == [1, 1]


def test_two_browsers_with_one_link_both_work(guardian):
    one, two = let_in(guardian), let_in_later(guardian)

    assert [client.get(at("guardian", guardian)).status_code for client in (one, two)] == [200, 200]


def test_a_no_after_a_signature_leaves_the_signature_as_it_was(guardian):
    first = sign(ask_of(guardian))
    before = Answer.objects.filter(pk=first.pk).values().get()

    sign(ask_of(guardian), AnswerDecision.REFUSED, key="a second time")

    assert Answer.objects.filter(pk=first.pk).values().get() == before
    assert Answer.objects.count() == 2


def test_after_the_due_day_an_answer_still_counts_and_after_the_year_it_is_refused(guardian):
    ask = answers.ask_in_full(ask_of(guardian).pk)
    year = ask.version.activity.year
    with time_machine.travel(timezone.now() + timedelta(days=20)):
        late = sign(ask)
    with (
        time_machine.travel(f"{year.ends_on + timedelta(days=1)}T12:00:00Z"),
        pytest.raises(Refused),
    ):
        sign(ask, AnswerDecision.REFUSED, key="too late")

    assert Answer.objects.get() == late


def ask_of_student(guardian, student):
    return Ask.objects.get(guardian=guardian, student=student)


def let_in_later(guardian):
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        return let_in(guardian, Client())
