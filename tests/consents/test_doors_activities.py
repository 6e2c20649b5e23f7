"""Who gets which page of asking and approving, and what the pages answer."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consents.actions import approvals
from consents.models import Activity, Approval, Team
from consents.terms import Stage
from schools.terms import Role
from tests.consent_factories import NECESSARY, kind, make_activity, make_version, safety_meetup
from tests.factories import (
    ClassMemberFactory,
    DelegationFactory,
    GuardianFactory,
    SchoolClassFactory,
    SchoolFactory,
    StudentFactory,
    actor,
    district_user,
    principal_of,
    staff_at,
)
from tests.platform_factories import PlatformFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene():
    return safety_meetup(stage=Stage.ASKED)


@pytest.fixture
def drafted():
    return safety_meetup(stage=Stage.DRAFT)


def people(scene):
    return {
        "nobody": None,
        "coach": scene.coach,
        "principal": scene.principal,
        "chief": scene.chief,
        "delegate": DelegationFactory(principal=scene.principal, school=scene.school).delegate,
        "clerk": staff_at(scene.school, Role.CLERK),
        "teacher": staff_at(scene.school, Role.TEACHER),
        "records": district_user(Role.RECORDS),
        "stranger": principal_of(),
    }


SEES = {"coach", "principal", "chief", "delegate", "clerk", "records"}


@pytest.mark.parametrize("page", ["activity", "approval"])
@pytest.mark.parametrize(
    "who",
    [
        "nobody",
        "coach",
        "principal",
        "chief",
        "delegate",
        "clerk",
        "teacher",
        "records",
        "stranger",
    ],
)
def test_who_sees_a_request(client, scene, page, who):
    user = people(scene)[who]
    if user:
        client.force_login(user)
    pk = scene.activity.pk if page == "activity" else scene.approval.pk

    response = client.get(reverse(page, args=[pk]))

    expected = 302 if user is None else 200 if who in SEES else 404
    assert response.status_code == expected


@pytest.mark.parametrize("page", ["edit_plan", "edit_adults", "edit_students", "check_request"])
def test_a_draft_is_open_to_its_writer_alone(client, drafted, page):
    address = reverse(page, args=[drafted.activity.pk])
    codes = []
    for user in (drafted.coach, drafted.principal, drafted.chief):
        client.force_login(user)
        codes.append(client.get(address).status_code)

    assert codes == [200, 404, 404]


@pytest.mark.parametrize("page", ["activities", "approvals", "teams", "start_activity"])
@pytest.mark.parametrize("whose", ["", "?whose=school", "?show=waiting", "?show=closed&q=zz"])
def test_lists_open_for_everybody_who_signed_in(client, scene, page, whose):
    client.force_login(scene.coach)

    assert client.get(reverse(page) + whose).status_code == 200


def test_who_asked_for_nothing_sees_what_others_asked_for(client, scene):
    client.force_login(scene.principal)

    response = client.get(reverse("activities"))

    assert response.context["whose"] == "school"
    assert [activity for activity, _, _ in response.context["rows"]] == [scene.activity]


def test_the_list_is_narrowed_by_words_exception_stage_and_year(client, scene):
    other = make_activity(
        scene.school, code="bulk_alerts", asked_by=scene.coach, stage=Stage.DENIED, name="Alerts"
    )
    client.force_login(scene.coach)

    def found(query):
        response = client.get(reverse("activities") + query)
        return [activity for activity, _, _ in response.context["rows"]]

    assert found("") == [other, scene.activity]
    assert found("?q=alert") == [other]
    assert found("?kind=safety_meetup") == [scene.activity]
    assert found("?stage=denied") == [other]
    assert found(f"?year={scene.activity.year.pk}") == [other, scene.activity]
    assert found("?year=0&stage=zzz") == []


def test_the_queue_holds_what_the_reader_may_decide_oldest_first(client, scene):
    later = make_activity(scene.school, asked_by=scene.coach, stage=Stage.ASKED, name="Choir")
    make_activity(scene.school, asked_by=scene.principal, stage=Stage.ASKED)
    make_activity(scene.school, asked_by=scene.coach, stage=Stage.QUESTIONED)
    client.force_login(scene.principal)

    def found(query):
        response = client.get(reverse("approvals") + query)
        return [row["approval"] for row in response.context["rows"]]

    assert found("") == [scene.approval, later.latest.approvals.get()]
    assert found("?q=choir") == [later.latest.approvals.get()]
    assert len(found("?show=waiting")) == 4
    assert found("?show=approved") == []


MOVES = {
    "approve": {"necessary": NECESSARY, "authorised": "T2"},
    "deny": {"deny-note": "No."},
    "question": {"question-note": "Why?"},
}


@pytest.mark.parametrize("move", MOVES)
@pytest.mark.parametrize(
    ("who", "status"),
    [("principal", 302), ("delegate", 302), ("coach", 403), ("clerk", 403), ("chief", 403), ("teacher", 404)],
)  # fmt: skip
def test_who_may_decide_through_the_page(client, scene, move, who, status):
    client.force_login(people(scene)[who])

    response = client.post(reverse(move, args=[scene.approval.pk]), MOVES[move])

    assert response.status_code == status
    changed = Approval.objects.get(pk=scene.approval.pk).stage != Stage.ASKED
    assert changed == (status == 302)


def test_a_stale_page_is_told_with_409(client, scene):
    client.force_login(scene.principal)
    address = reverse("approve", args=[scene.approval.pk])
    client.post(address, MOVES["approve"])

    assert client.post(address, MOVES["approve"]).status_code == 409


@pytest.mark.parametrize(
    ("move", "typed"),
    [
        ("approve", {"necessary": "", "authorised": "T2"}),
        ("approve", {"necessary": NECESSARY, "authorised": "X9"}),
        ("deny", {"deny-note": " "}),
        ("question", {}),
    ],
)
def test_a_decision_without_its_reason_is_asked_for_again(client, scene, move, typed):
    client.force_login(scene.principal)

    response = client.post(reverse(move, args=[scene.approval.pk]), typed)

    assert response.status_code == 422
    assert Approval.objects.get(pk=scene.approval.pk).stage == Stage.ASKED


def plan(**facts):
    today = timezone.localdate()
    return {
        "name": "Robotics club",
        "purpose": "Where to meet.",
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=1)).isoformat(),
        "channel": "group_text",
        **facts,
    }


def test_a_request_is_asked_step_by_step_and_decided(client, drafted):
    aide, friend = staff_at(drafted.school, Role.AIDE), StudentFactory(school=drafted.school)
    GuardianFactory(of=friend)
    client.force_login(drafted.coach)

    started = client.post(reverse("start_activity"), plan(kind=kind().pk))
    activity = Activity.objects.latest("pk")
    client.post(reverse("change_adults", args=[activity.pk]), {"add": aide.staff.pk})
    client.post(reverse("paste_students", args=[activity.pk]), {"pasted": friend.number})
    checked = client.get(reverse("check_request", args=[activity.pk]))
    sent = client.post(reverse("send_request", args=[activity.pk]))

    version = activity.latest
    assert started.url == reverse("edit_adults", args=[activity.pk])
    assert checked.status_code == 200
    assert sent.url == reverse("activity", args=[activity.pk])
    assert [one.user for one in version.adults.order_by("pk")] == [drafted.coach, aide]
    assert list(version.students.all()) == [friend]
    assert version.approvals.get().stage == Stage.ASKED


def bulk(**facts):
    return plan(kind=kind("bulk_alerts").pk, **facts)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        (plan, "kind"),
        (lambda: plan(kind=kind("re_engagement").pk), "kind"),
        (lambda: plan(kind=kind().pk, name=""), "name"),
        (lambda: plan(kind=kind().pk, ends_on="2001-01-01"), "ends_on"),
        (lambda: plan(kind=kind().pk, ends_on="2999-01-01"), "ends_on"),
        (lambda: plan(kind=kind().pk, starts_on="2999-01-01"), "starts_on"),
        (lambda: plan(kind=kind().pk, channel="platform"), "platform"),
        (bulk, "channel"),
        (
            lambda: bulk(
                channel="platform",
                platform=PlatformFactory(
                    standing="approved_for_uses", standing__uses=["safety_meetup"]
                ).pk,
            ),
            "platform",
        ),
    ],
)
def test_a_wrong_plan_is_shown_again_with_all_that_was_typed(client, scene, typed, field):
    kind()
    client.force_login(scene.coach)
    before = Activity.objects.count()

    response = client.post(reverse("start_activity"), typed())

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert "Where to meet." in response.content.decode()
    assert Activity.objects.count() == before


def test_whole_classes_and_grades_are_added(client, drafted):
    room = SchoolClassFactory(school=drafted.school)
    in_class = [ClassMemberFactory(school_class=room).student for _ in range(2)]
    senior = StudentFactory(school=drafted.school, grade="12")
    elsewhere = StudentFactory()
    client.force_login(drafted.coach)
    address = reverse("add_students", args=[drafted.activity.pk])

    client.post(address, {"school_class": room.pk})
    client.post(address, {"grade": "12"})
    client.post(address, {"student": [elsewhere.pk]})

    listed = set(drafted.version.students.all())
    assert listed == {drafted.student, *in_class, senior}


def test_doubtful_lines_are_shown_and_chosen(client, drafted):
    twins = [
        StudentFactory(school=drafted.school, given_name="Bo", family_name="Li") for _ in range(2)
    ]
    client.force_login(drafted.coach)
    address = reverse("paste_students", args=[drafted.activity.pk])

    shown = client.post(address, {"pasted": "Li, Bo\nNobody Atall"})
    chosen = client.post(address, {"choice-1": twins[1].pk, "pasted": ""})

    assert [doubt.line for doubt in shown.context["matches"].doubts] == ["Li, Bo"]
    assert shown.context["paste"].initial == {"pasted": "Nobody Atall"}
    assert chosen.status_code == 302
    assert set(drafted.version.students.all()) == {drafted.student, twins[1]}


def test_a_team_is_kept_loaded_and_left(client, drafted):
    client.force_login(drafted.coach)
    here = [drafted.activity.pk]

    client.post(reverse("keep_team", args=here), {"name": "Robotics"})
    team = Team.objects.get()
    client.post(reverse("remove_students", args=here), {"student": drafted.student.pk})
    client.post(reverse("add_students", args=here), {"team": team.pk})
    seen = client.get(reverse("team", args=[team.pk])).status_code
    client.post(reverse("remove_from_team", args=[team.pk]), {"student": drafted.student.pk})

    assert seen == 200
    assert list(drafted.version.students.all()) == [drafted.student]
    assert not team.members.filter(ended_at__isnull=True).exists()


def test_another_persons_team_is_not_there(client, drafted):
    team = Team.objects.create(school=drafted.school, owner=drafted.principal, name="Band")
    client.force_login(drafted.coach)

    assert client.get(reverse("team", args=[team.pk])).status_code == 404


def test_those_not_covered_are_shown_at_once_and_removed_together(client, drafted):
    young = StudentFactory(school=drafted.school, grade="08")
    alone = StudentFactory(school=drafted.school)
    client.force_login(drafted.coach)
    here = [drafted.activity.pk]
    client.post(reverse("add_students", args=here), {"student": [young.pk, alone.pk]})

    shown = client.get(reverse("edit_students", args=here) + "?show=uncovered")
    client.post(reverse("remove_students", args=here), {"uncovered": "yes"})

    found = {
        row.student: [one.code for one in row.problems]
        for row in shown.context["coverage"].uncovered
    }
    assert found == {young: ["grade_not_covered", "no_guardian"], alone: ["no_guardian"]}
    assert list(drafted.version.students.all()) == [drafted.student]


def test_another_schools_principal_sees_only_that_schools_students(client):
    scene = safety_meetup()
    elsewhere = StudentFactory()
    principal = principal_of(elsewhere.school)
    version = make_version(
        scene.activity, adults=[scene.coach], students=[scene.student, elsewhere], stage=Stage.ASKED
    )
    client.force_login(principal)

    theirs = client.get(
        reverse("approval", args=[version.approvals.get(school=elsewhere.school).pk])
    )

    assert [row.student for row in theirs.context["coverage"].rows] == [elsewhere]
    assert str(scene.student) not in theirs.content.decode()


def test_less_and_more_through_the_page(client):
    scene = safety_meetup()
    client.force_login(scene.principal)
    pk = scene.activity.pk

    ended = client.post(
        reverse("end_early", args=[pk]), {"ends_on": timezone.localdate().isoformat()}
    )
    later = client.post(reverse("end_early", args=[pk]), {"ends_on": "2999-01-01"})
    off = client.post(reverse("take_off_student", args=[pk, scene.student.pk]))
    adult = client.post(reverse("take_off_adult", args=[pk, scene.coach.staff.pk]))
    revoked = client.post(reverse("revoke", args=[scene.approval.pk]), {"revoke-note": "Over."})
    client.force_login(scene.coach)
    wider = client.post(reverse("widen_activity", args=[pk]))
    discarded = client.post(reverse("discard_draft", args=[pk]))

    codes = [one.status_code for one in (ended, later, off, adult, revoked, wider, discarded)]
    assert codes == [302, 422, 302, 302, 302, 302, 302]
    assert [row.what for row in scene.activity.narrowings.order_by("pk")] == [
        "end",
        "student",
        "adult",
    ]


@pytest.mark.parametrize("show", ["?whose=school", "?whose=mine"])
def test_the_list_costs_the_same_with_many_rows(client, show):
    school = SchoolFactory()
    user = principal_of(school)
    client.force_login(user)

    def fill(count):
        for _ in range(count):
            make_activity(school, asked_by=user, students=[StudentFactory(school=school)])

    fill(1)
    few = count_queries(client, reverse("activities") + show)
    fill(12)

    assert count_queries(client, reverse("activities") + show) == few


def test_the_queue_costs_the_same_with_many_rows(client):
    scene = safety_meetup(stage=Stage.ASKED)
    client.force_login(scene.principal)
    few = count_queries(client, reverse("approvals"))
    for _ in range(12):
        make_activity(scene.school, asked_by=scene.coach, stage=Stage.ASKED, students=[StudentFactory(school=scene.school)])  # fmt: skip

    assert count_queries(client, reverse("approvals")) == few


def test_the_pages_of_one_request_cost_the_same_with_many_students(client):
    scene = safety_meetup(stage=Stage.DRAFT)
    wide = make_activity(
        scene.school,
        asked_by=scene.coach,
        students=[with_guardian(scene.school) for _ in range(12)],
    )
    narrow = make_activity(scene.school, asked_by=scene.coach, students=[scene.student])
    draft = make_activity(
        scene.school, asked_by=scene.coach, stage=Stage.DRAFT, students=wide.latest.students.all()
    )
    client.force_login(scene.coach)

    one, many = (
        [
            count_queries(client, reverse("activity", args=[activity.pk])),
            count_queries(client, reverse("approval", args=[activity.latest.approvals.get().pk])),
        ]
        for activity in (narrow, wide)
    )
    assert one == many
    steps = [
        count_queries(client, reverse("edit_students", args=[activity.pk]))
        for activity in (scene.activity, draft)
    ]
    assert steps[0] == steps[1]


def with_guardian(school):
    student = StudentFactory(school=school)
    GuardianFactory(of=student)
    return student


def count_queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_a_question_is_answered_and_a_request_taken_back_through_the_page(client):
    asked_back = safety_meetup(stage=Stage.QUESTIONED)
    waiting = make_activity(asked_back.school, asked_by=asked_back.coach, stage=Stage.ASKED)
    address = reverse("reply", args=[asked_back.approval.pk])
    client.force_login(asked_back.principal)
    refused = client.post(address, {"reply-note": "For the coach."})
    client.force_login(asked_back.coach)

    empty = client.post(address, {"reply-note": ""})
    answered = client.post(address, {"reply-note": "No device on the bus."})
    taken = client.post(reverse("retract_request", args=[waiting.pk]))

    codes = [one.status_code for one in (refused, empty, answered, taken)]
    assert codes == [403, 422, 302, 302]
    assert Approval.objects.get(pk=asked_back.approval.pk).stage == Stage.ASKED
    assert waiting.latest.approvals.get().stage == Stage.RETRACTED


def test_a_draft_is_changed_step_by_step(client, drafted):
    here = [drafted.activity.pk]
    client.force_login(drafted.coach)

    client.post(reverse("edit_plan", args=here), plan(name="Chess club"))
    client.post(reverse("change_adults", args=here), {"remove": drafted.coach.staff.pk})
    unsent = client.post(reverse("send_request", args=here))

    drafted.version.refresh_from_db()
    assert drafted.version.name == "Chess club"
    assert unsent.status_code == 422
    assert [one.code for one in unsent.context["ready"].refusals] == ["no_adult"]


def test_somebody_of_two_schools_chooses_one_first(client, scene):
    other = SchoolFactory()
    scene.coach.role_assignments.create(role=Role.COACH, school=other, starts_on="2020-01-01")
    client.force_login(scene.coach)
    address = reverse("start_activity")

    asked = client.get(address)
    client.post(f"{address}?school={other.pk}", plan(kind=kind().pk))

    assert set(asked.context["schools"]) == {scene.school, other}
    assert Activity.objects.latest("pk").school == other


def test_who_asked_reads_why_it_was_denied(client):
    club = safety_meetup(stage=Stage.ASKED)
    approvals.deny(club.approval, by=actor(club.principal), note="Use the class page.")
    client.force_login(club.coach)

    page = client.get(reverse("activity", args=[club.activity.pk]))

    assert [one["against"].note for one in page.context["approvals"]] == ["Use the class page."]
    assert "Use the class page." in page.content.decode()


def test_each_student_leads_to_the_verdict(client):
    club = safety_meetup()
    client.force_login(club.coach)

    page = client.get(reverse("activity", args=[club.activity.pk])).content.decode()

    question = f"how=text&amp;student={club.student.pk}&amp;activity={club.activity.pk}"
    assert page.count(f"{reverse('may_i_text')}?{question}") == 1
