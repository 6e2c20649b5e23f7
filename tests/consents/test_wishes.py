"""An exception that families start: a parent names an adult, the school finds them, the principal decides (T5)."""

import pytest
from django.urls import reverse

from consents.actions import activities, approvals, asking, wishes
from consents.actions.activities import Plan
from consents.models import ExceptionKind, GuardianWish
from consents.reports.readiness import may_send
from consents.terms import WishStage
from consents.verdicts import verdict
from core.actor import Actor, ActorKind
from core.decision import Refused
from core.workflow import IllegalMove
from notices.models import Notice
from notices.wording import worded
from schools.models import Staff
from schools.terms import Role
from tests.consent_factories import NECESSARY
from tests.consents.families import JOB, asked, at, let_in, sign
from tests.consents.wishes import outside_platform, wished
from tests.factories import StudentFactory, actor, staff_at
from trail.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.clause("T5")]


@pytest.fixture
def scene():
    """A family that has a link; the school has a coach, a principal and a clerk."""
    found = asked(guardians=1)
    found.clerk = staff_at(found.school, Role.CLERK)
    return found


@pytest.fixture
def guardian(scene):
    return scene.guardians[0]


def named(scene):
    """The wish, and the coach found to be meant."""
    return wishes.match(wished(scene), scene.coach.staff, by=scene.principal)


def codes(caught):
    return [reason.code for reason in caught.value.decision.refusals]


def test_home_offers_it_only_where_such_an_exception_is_published(guardian):
    client = let_in(guardian)

    before = client.get(at("guardian", guardian)).content.decode()
    closed = client.get(at("guardian_ask_school", guardian)).status_code
    outside_platform()
    after = client.get(at("guardian", guardian)).content.decode()

    assert ("Ask the school" in before, closed, "Ask the school" in after) == (False, 404, True)


def test_a_guardian_names_an_adult_and_sees_what_becomes_of_it(scene, guardian):
    kind = outside_platform()
    client = let_in(guardian)

    sent = client.post(
        at("guardian_ask_school", guardian),
        {
            "child": scene.student.pk,
            "kind": kind.code,
            "adult": "  Ms.\u202e Reyes ",
            "why": "She drives him home.",
        },
    )

    (row,) = GuardianWish.objects.all()
    assert sent.url == at("guardian", guardian)
    assert (row.adult_typed, row.stage, row.school) == ("Ms. Reyes", "open", scene.school)
    page = client.get(at("guardian", guardian)).content.decode()
    assert "Ms. Reyes" in page
    assert "Waiting for the school" in page


def test_no_page_shows_a_family_who_works_at_the_school(scene, guardian):
    outside_platform()

    page = let_in(guardian).get(at("guardian_ask_school", guardian)).content.decode()

    assert [name in page for name in (scene.principal.name, scene.clerk.name)] == [False, False]


def test_asked_twice_it_is_one_wish(scene):
    first, again = wished(scene), wished(scene, adult=scene.coach.name.upper())

    assert (first, GuardianWish.objects.count()) == (again, 1)


def test_nobody_asks_for_a_child_they_may_not_sign_for(scene, guardian):
    kind, other = outside_platform(), StudentFactory(school=scene.school)

    with pytest.raises(Refused) as caught:
        wishes.wish(guardian, other, kind, adult="Ms. Reyes", why="Why")

    assert (codes(caught), GuardianWish.objects.count()) == (["not_your_child"], 0)


def test_an_exception_that_schools_start_is_not_on_offer(scene, guardian):
    kind = ExceptionKind.objects.get(code="safety_meetup")

    with pytest.raises(Refused) as caught:
        wishes.wish(guardian, scene.student, kind, adult="Ms. Reyes", why="Why")

    assert codes(caught) == ["not_offered"]


def test_the_tenth_is_the_last_that_waits_at_once(scene, guardian):
    kind = outside_platform()
    for number in range(10):
        wishes.wish(guardian, scene.student, kind, adult=f"Adult {number}", why="Why")

    with pytest.raises(Refused) as caught:
        wishes.wish(guardian, scene.student, kind, adult="One more", why="Why")

    assert codes(caught) == ["too_many_wishes"]


def test_the_office_says_who_is_meant_and_the_adult_hears_of_it(client, scene):
    row = wished(scene)
    client.force_login(scene.clerk)

    found = client.get(reverse("wish", args=[row.pk])).context["found"]
    client.post(reverse("match_wish", args=[row.pk]), {"staff": found[0].pk})

    row.refresh_from_db()
    assert (found, row.staff, row.matched_by) == (
        [scene.coach.staff],
        scene.coach.staff,
        scene.clerk,
    )
    (notice,) = Notice.objects.filter(kind="consents/wish_matched")
    body = worded(notice).body
    assert (notice.address, str(scene.student) in body) == (scene.coach.email, False)


@pytest.mark.clause("T2a")
def test_nobody_says_that_they_are_meant_themself(scene):
    row = wished(scene)

    with pytest.raises(Refused) as caught:
        wishes.match(row, scene.clerk.staff, by=scene.clerk)

    assert codes(caught) == ["not_oneself"]


def test_an_adult_of_another_school_or_kind_is_not_meant(scene):
    row = wished(scene)
    elsewhere, vendor = staff_at(role=Role.COACH), staff_at(scene.school)
    Staff.objects.filter(user=vendor).update(category="vendor")

    with pytest.raises(Refused) as away:
        wishes.match(row, elsewhere.staff, by=scene.principal)
    with pytest.raises(Refused) as sold:
        wishes.match(row, Staff.objects.get(user=vendor), by=scene.principal)

    assert (codes(away), codes(sold)) == (["not_at_school"], ["adult_category"])


def test_the_adult_sees_it_only_once_they_are_meant(client, scene):
    row = wished(scene)
    client.force_login(scene.coach)

    before = client.get(reverse("wish", args=[row.pk])).status_code
    wishes.match(row, scene.coach.staff, by=scene.principal)
    after = client.get(reverse("wish", args=[row.pk])).status_code

    assert (before, after) == (404, 200)


def test_the_request_is_filled_in_and_names_nobody_in_its_name(client, scene):
    row = named(scene)
    client.force_login(scene.coach)

    done = client.post(reverse("begin_wish", args=[row.pk]))

    row.refresh_from_db()
    version = row.activity.versions.get()
    assert done.url == reverse("check_request", args=[row.activity_id])
    assert (row.stage, version.name, version.purpose) == (
        WishStage.BEGUN,
        "A named adult outside the platform",
        "She drives him home after practice.",
    )
    assert list(version.students.all()) == [scene.student]
    assert list(version.adults.all()) == [scene.coach.staff]


def test_from_the_wish_to_a_verdict(scene, guardian):
    row = named(scene)
    version = wishes.begin(row, by=scene.coach)
    activities.ask(version, by=actor(scene.coach))
    approval = version.approvals.get()

    approvals.approve(
        approval, by=actor(scene.principal), necessary=NECESSARY, authorised="KRS 160.145"
    )
    asking.ask_families(approval, by=JOB)
    sign(version.asks.get(guardian=guardian), key="wished")

    found = verdict(scene.coach.staff, scene.student, version.activity)
    assert (found.verdict.allowed, found.facts.rule.clause) == (True, "KRS 160.145")


def test_the_request_names_that_child_and_that_adult_and_nobody_else(scene):
    row = named(scene)
    version = wishes.begin(row, by=scene.coach)
    other = StudentFactory(school=scene.school)
    activities.name_students(version, [other], by=actor(scene.coach))

    found = may_send(version, version.created_at)

    assert "not_as_wished" in [reason.code for reason in found.refusals]


def test_no_school_asks_by_itself_for_what_families_start(client, scene):
    kind = outside_platform()
    plan = Plan(name="N", purpose="P", starts_on=scene.year.starts_on, ends_on=scene.year.ends_on)

    with pytest.raises(Refused) as caught:
        activities.draft(scene.school, kind, by=actor(scene.coach), plan=plan)

    assert codes(caught) == ["family_starts"]
    client.force_login(scene.coach)
    page = client.get(reverse("start_activity"))
    assert kind not in page.context["form"].fields["kind"].queryset
    assert "Families start this exception" in page.content.decode()


def test_a_no_is_read_on_the_familys_own_page_alone(client, scene, guardian):
    row = named(scene)
    client.force_login(scene.coach)

    client.post(reverse("decline_wish", args=[row.pk]), {"words": "I leave in June."})

    (notice,) = Notice.objects.filter(kind="consents/wish_declined")
    assert notice.address == guardian.email
    body = worded(notice).body
    assert [words in body for words in ("June", str(scene.student), scene.coach.name)] == [
        False
    ] * 3
    page = let_in(guardian).get(at("guardian", guardian)).content.decode()
    assert "I leave in June." in page
    assert "The school said no" in page


def test_a_family_takes_it_back_until_the_school_has_begun(scene, guardian):
    row = named(scene)
    other = wishes.wish(guardian, scene.student, row.kind, adult="Mr. Li", why="Why")

    wishes.take_back(other, guardian=guardian)
    wishes.begin(row, by=scene.coach)

    other.refresh_from_db()
    assert other.stage == WishStage.TAKEN_BACK
    with pytest.raises(IllegalMove):
        wishes.take_back(row, guardian=guardian)


def test_a_request_that_came_to_nothing_comes_back_to_the_list(client, scene):
    row = named(scene)
    version = wishes.begin(row, by=scene.coach)
    client.force_login(scene.clerk)

    while_it_stands = client.get(reverse("wishes")).context["waiting"]
    with pytest.raises(Refused) as caught:
        wishes.decline(row, by=scene.clerk, words="No.")
    activities.retract(version, by=actor(scene.coach))
    listed = client.get(reverse("wishes"))
    afterwards = listed.context["waiting"]
    wishes.decline(row, by=scene.clerk, words="The coach took it back.")
    answered = client.get(reverse("wishes")).context["waiting"]

    assert (while_it_stands, afterwards, answered) == (0, 1, 0)
    assert "School office: the request came to nothing." in listed.content.decode()
    assert codes(caught) == ["still_alive"]


def test_a_stranger_of_the_school_begins_nothing(scene):
    row, teacher = named(scene), staff_at(scene.school)

    with pytest.raises(Refused) as caught:
        wishes.begin(row, by=teacher)

    row.refresh_from_db()
    assert (codes(caught), row.stage, row.activity) == (["not_meant"], WishStage.MATCHED, None)


def test_the_list_asks_as_often_for_thirty_as_for_one(client, scene, django_assert_max_num_queries):
    kind = outside_platform()
    wished(scene)
    client.force_login(scene.principal)
    client.get(reverse("wishes"))
    with django_assert_max_num_queries(100) as few:
        client.get(reverse("wishes"))
    GuardianWish.objects.bulk_create(
        GuardianWish(
            guardian=scene.guardians[0],
            student=scene.student,
            school=scene.school,
            kind=kind,
            adult_typed=f"Adult {number}",
            why="Why",
        )
        for number in range(29)
    )

    with django_assert_max_num_queries(100) as many:
        client.get(reverse("wishes"))

    assert len(many) == len(few)


def test_the_words_of_the_trail_name_nobody(scene, guardian):
    wished(scene)

    (entry,) = Entry.objects.filter(verb="wish.made")
    assert (entry.actor_kind, entry.facts) == (
        ActorKind.GUARDIAN,
        {"exception": "outside_platform", "school": scene.school.pk},
    )
    assert Actor(ActorKind.GUARDIAN, str(guardian.pk)).id == entry.actor_id
