import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consents.access import call_backs as access
from consents.actions import call_backs as actions
from consents.actions.call_backs import CallBackWish
from consents.actions.contacts import dispute
from consents.models import CallBack, Invitation
from consents.terms import CallBackKind
from core.decision import Refused
from notices.models import Notice
from notices.terms import NoticeState
from schools.models import Guardian
from schools.terms import Role
from tests.consents.families import asked
from tests.factories import GuardianFactory, StudentFactory, staff_at
from trail.models import Entry

pytestmark = pytest.mark.django_db
WISH = CallBackWish(CallBackKind.NO_CODE, "+13125550177", name="María", message="Call after 5")


@pytest.fixture
def meetup():
    return asked(guardians=1)


@pytest.fixture
def clerk(meetup):
    return staff_at(meetup.school, Role.CLERK)


@pytest.fixture
def wish(meetup):
    return actions.ask_for_call(meetup.school, WISH, guardian=meetup.guardians[0])


def settle(row, by, **facts):
    return actions.settle(row, by=by, **{"outcome": "Called", "contact_proved": False, **facts})


def test_the_office_settles_it_and_says_how(clerk, wish):
    settle(wish, clerk)

    wish.refresh_from_db()
    assert (wish.done_by, wish.outcome) == (clerk, "Called")
    assert Entry.objects.filter(verb="call_back.settled").get().actor_id == str(clerk.pk)


def test_a_contact_seen_to_be_theirs_is_verified(meetup, clerk, wish):
    Guardian.objects.update(contact_verified_at=None)

    settle(wish, clerk, contact_proved=True)

    assert Guardian.objects.get().contact_verified_at is not None


def test_a_contact_put_right_is_asked_again(meetup, clerk):
    dispute(Invitation.objects.get(), language="en")
    Notice.objects.update(state=NoticeState.UNWANTED)
    asked_before = Notice.objects.filter(kind="consents/asked").count()

    settle(CallBack.objects.get(), clerk, contact_proved=True)

    assert Guardian.objects.get().disputed_at is None
    assert Notice.objects.filter(kind="consents/asked").count() == asked_before + 1


def test_a_disputed_contact_stays_stopped_when_nobody_proved_it(meetup, clerk):
    dispute(Invitation.objects.get(), language="en")

    settle(CallBack.objects.get(), clerk)

    assert Guardian.objects.get().disputed_at is not None


@pytest.mark.parametrize("who", ["asker", "named"])
def test_whoever_has_a_stake_keeps_out(meetup, wish, who):
    user = meetup.coach
    if who == "named":
        meetup.activity.versions.update(asked_by=meetup.principal)
        meetup.activity.asked_by = meetup.principal
        meetup.activity.save()
    user.role_assignments.create(
        school=meetup.school, role=Role.CLERK, starts_on=timezone.localdate()
    )

    with pytest.raises(Refused) as refused:
        settle(wish, user)

    assert refused.value.decision.refusals == (access.INVOLVED,)
    assert not access.visible_to(user).exists()
    wish.refresh_from_db()
    assert wish.done_at is None


def test_an_unknown_caller_is_not_for_those_with_an_activity_there(meetup):
    actions.ask_for_call(meetup.school, WISH, guardian=None)
    meetup.coach.role_assignments.create(
        school=meetup.school, role=Role.CLERK, starts_on=timezone.localdate()
    )

    assert not access.visible_to(meetup.coach).exists()


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        (Role.CLERK, True),
        (Role.ADMINISTRATOR, True),
        (Role.PRINCIPAL, True),
        (Role.TEACHER, False),
        (Role.COACH, False),
    ],
)
def test_offices_see_it_and_nobody_else(meetup, wish, role, seen):
    assert access.visible_to(staff_at(meetup.school, role)).exists() is seen


def test_another_schools_clerk_is_refused(wish):
    with pytest.raises(Refused) as refused:
        settle(wish, staff_at(role=Role.CLERK))

    assert refused.value.decision.refusals == (access.NOT_THE_OFFICE,)


def test_it_is_settled_once(clerk, wish):
    settle(wish, clerk)

    with pytest.raises(Refused) as refused:
        settle(wish, clerk)

    assert refused.value.decision.refusals == (access.DONE,)


def test_the_list_shows_who_why_and_the_number(client, meetup, clerk, wish):
    client.force_login(clerk)

    page = client.get("/follow-up/").content.decode()

    said = [str(meetup.guardians[0]), str(meetup.student), "+1 312-555-0177", "The code never came"]
    assert [words in page for words in said] == [True] * 4


@pytest.mark.parametrize(("words", "found"), [("{student}", 1), ("0177", 1), ("zzz", 0)])
def test_the_list_is_searched(client, meetup, clerk, wish, words, found):
    client.force_login(clerk)

    page = client.get("/follow-up/", {"q": words.format(student=meetup.student.family_name)})

    assert len(page.context["page"].rows) == found


def test_the_list_has_pages(client, meetup, clerk):
    for _ in range(31):
        actions.ask_for_call(meetup.school, WISH, guardian=None)
    client.force_login(clerk)

    first = client.get("/follow-up/").context["page"]
    second = client.get("/follow-up/" + first.next_url).context["page"]

    assert [len(first.rows), len(second.rows)] == [30, 1]


def test_the_list_asks_as_much_of_the_database_for_thirty(
    client, meetup, clerk, wish, django_assert_num_queries
):
    client.force_login(clerk)
    with CaptureQueriesContext(connection) as few:
        client.get("/follow-up/")
    for _ in range(20):
        family = GuardianFactory(of=StudentFactory(school=meetup.school))
        actions.ask_for_call(meetup.school, WISH, guardian=family)

    with django_assert_num_queries(len(few)):
        client.get("/follow-up/")


def test_settling_on_the_page(client, clerk, wish):
    client.force_login(clerk)

    detail = client.get(f"/follow-up/{wish.pk}/")
    wrong = client.post(f"/follow-up/{wish.pk}/settle/", {"outcome": ""})
    done = client.post(f"/follow-up/{wish.pk}/settle/", {"outcome": "Called her"})

    assert [detail.status_code, wrong.status_code, done.url] == [200, 422, "/follow-up/"]
    settled = client.get("/follow-up/", {"show": "settled"}).context["page"].rows
    assert [row.outcome for row in settled] == ["Called her"]


def test_who_may_not_see_it_finds_nothing(client, meetup, wish):
    client.force_login(meetup.coach)

    assert client.get(f"/follow-up/{wish.pk}/").status_code == 404
