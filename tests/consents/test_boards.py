"""The board of an activity as people use it: narrowed, kept, taken along, done to many, travelled with."""

import csv
from datetime import timedelta
from io import StringIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consents.models import Ask, BulkRun, Narrowing, SavedFilter
from consents.reports.activity_board import Wanted, activity_board, version_for_board
from consents.terms import BoardState
from notices.models import Notice
from schools.terms import Role
from tests.consent_factories import make_activity, safety_meetup
from tests.consents.signing import NO, answer
from tests.factories import GuardianFactory, SchoolFactory, StudentFactory, district_user, staff_at
from trail.models import Entry

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
MOST_QUERIES = 15


@pytest.fixture
def team():
    """Three students: one granted, one refused, one silent."""
    scene = safety_meetup(guardians=1, at=timezone.now() - 5 * DAY)
    scene.students = [
        StudentFactory(school=scene.school, given_name=given, family_name=family, number=number)
        for given, family, number in [
            ("Amina", "Diallo", "60001"),
            ("Bo", "Éclair", "60002"),
            ("=HYPERLINK(1)", "Chen", "60003"),
        ]
    ]
    parents = [GuardianFactory(of=one, phone="+13125550100") for one in scene.students]
    scene.activity = make_activity(
        scene.school, asked_by=scene.coach, students=scene.students, at=timezone.now() - 5 * DAY
    )
    version = scene.activity.latest
    answer(version, scene.students[0], parents[0], at=timezone.now() - 2 * DAY)
    answer(
        version, scene.students[1], parents[1], NO, at=timezone.now() - 2 * DAY, reason="Private"
    )
    return scene


@pytest.fixture
def door(client, team):
    client.force_login(team.coach)

    def at(name, *keys):
        return reverse(name, args=[team.activity.pk, *keys])

    return at


def shown(response):
    return [str(row.student) for row in response.context["page"].rows]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", ["=HYPERLINK(1) Chen", "Amina Diallo", "Bo Éclair"]),
        ("?state=granted", ["Amina Diallo"]),
        ("?state=refused", ["Bo Éclair"]),
        ("?state=silent", ["=HYPERLINK(1) Chen"]),
        ("?state=conflict", []),
        ("?state=nonsense", ["=HYPERLINK(1) Chen", "Amina Diallo", "Bo Éclair"]),
        ("?q=éCL", ["Bo Éclair"]),
        ("?q=6000", ["=HYPERLINK(1) Chen", "Amina Diallo", "Bo Éclair"]),
        ("?q=amina+dia", ["Amina Diallo"]),
        ("?state=silent&q=amina", []),
    ],
)
def test_the_board_is_narrowed_to_a_state_and_words(client, door, asked, expected):
    response = client.get(door("activity_board") + asked)

    assert shown(response) == expected


def test_each_tab_counts_and_leads_to_its_students(client, door):
    tabs = client.get(door("activity_board")).context["tabs"]

    assert [(str(tab["label"]), tab["count"], tab["current"]) for tab in tabs] == [
        ("All", 3, True),
        ("May be texted", 1, False),
        ("A family said no", 1, False),
        ("No answer yet", 1, False),
    ]
    assert shown(client.get(door("activity_board") + tabs[1]["url"])) == ["Amina Diallo"]


def test_a_familys_reason_is_on_no_board_and_in_no_file(client, door):
    page = client.get(door("activity_board")).content.decode()
    file = client.get(door("board_file", "csv")).getvalue().decode()

    assert "Private" not in page + file


def test_another_schools_staff_see_their_own_students_alone(client, team, door):
    elsewhere = SchoolFactory()
    guest = StudentFactory(school=elsewhere, family_name="Zzz")
    GuardianFactory(of=guest)
    activity = make_activity(
        team.school, asked_by=team.coach, students=[*team.students, guest],
        at=timezone.now() - 5 * DAY,
    )  # fmt: skip
    client.force_login(staff_at(elsewhere, Role.CLERK))

    response = client.get(reverse("activity_board", args=[activity.pk]))

    assert (shown(response), response.context["found"].hidden) == ([str(guest)], 3)
    assert "Guardian 1" in response.content.decode()


def test_a_kept_view_is_ones_own_and_its_address_is_anybodys(client, team, door):
    client.post(door("keep_filter"), {"name": "To remind", "state": "silent", "q": ""})
    (saved,) = SavedFilter.objects.all()
    page = client.get(door("activity_board"))

    assert [(row.name, url) for row, url in page.context["kept"]] == [
        ("To remind", f"{door('activity_board')}?state=silent&q=")
    ]

    client.post(door("keep_filter"), {"name": "To remind", "state": "refused", "q": "bo"})
    saved.refresh_from_db()
    assert (SavedFilter.objects.count(), saved.state, saved.words) == (1, "refused", "bo")

    client.force_login(team.principal)
    assert client.get(door("activity_board")).context["kept"] == []
    assert shown(client.get(f"{door('activity_board')}?state=refused&q=bo")) == ["Bo Éclair"]
    assert client.post(door("drop_filter", saved.pk)).status_code == 404

    client.force_login(team.coach)
    client.post(door("drop_filter", saved.pk))
    assert SavedFilter.objects.exists() is False


def test_a_view_needs_a_name(client, door):
    response = client.post(door("keep_filter"), {"name": " ", "state": "silent", "q": ""})

    assert (response.status_code, SavedFilter.objects.count()) == (422, 0)
    assert shown(response) == ["=HYPERLINK(1) Chen"]


def test_the_csv_file_holds_what_is_seen_and_no_formula(client, team, door):
    response = client.get(door("board_file", "csv") + "?state=silent")
    rows = list(csv.reader(StringIO(response.getvalue().decode("utf-8-sig"))))

    assert response["Content-Disposition"] == 'attachment; filename="robotics-club.csv"'
    assert rows[1][:6] == [
        "60003", "Chen", "'=HYPERLINK(1)", "10", team.school.name, "No answer yet",
    ]  # fmt: skip
    assert len(rows) == 2
    assert "+13125550100" not in str(rows)
    entry = Entry.objects.get(verb="board.exported")
    assert (entry.actor_id, entry.facts) == (
        str(team.coach.pk),
        {"format": "csv", "state": "silent", "searched": False, "rows": 1},
    )


def test_the_workbook_is_one(client, door):
    response = client.get(door("board_file", "xlsx"))

    assert response.getvalue()[:2] == b"PK"
    assert Entry.objects.get(verb="board.exported").facts["rows"] == 3


def test_many_are_taken_off_after_a_look_and_the_report_stays(client, team, door):
    first, second, third = team.students
    Narrowing.objects.create(
        activity=team.activity, up_to_version=1, what="student", student=third, by=team.coach
    )
    picked = {"act": "take_off", "student": [first.pk, second.pk, third.pk, 999_999]}

    preview = client.post(door("bulk_preview"), picked)

    assert preview.context["picked"] == [third, first, second]
    assert Narrowing.objects.count() == 1

    sent = {**picked, "key": preview.context["key"]}
    response = client.post(door("bulk_do"), sent, follow=True)
    told = [(row.student, row.outcome) for row in response.context["report"].rows]

    assert told == [(third, "not_listed"), (first, "done"), (second, "done")]
    assert "Not everything worked" in response.content.decode()
    assert Narrowing.objects.count() == 3

    client.post(door("bulk_do"), sent)
    assert (BulkRun.objects.count(), Narrowing.objects.count()) == (1, 3)
    assert Entry.objects.filter(verb="bulk.done").count() == 1


def test_nothing_ticked_is_nothing_done(client, door):
    response = client.post(door("bulk_do"), {"act": "take_off", "key": "x"}, follow=True)

    assert (BulkRun.objects.count(), Narrowing.objects.count()) == (0, 0)
    assert "Tick the students first." in response.content.decode()


def test_who_may_not_take_off_is_refused_and_nothing_changes(client, team, door):
    client.force_login(staff_at(team.school, Role.CLERK))

    sent = {"act": "take_off", "key": "x", "student": [team.students[0].pk]}
    response = client.post(door("bulk_do"), sent)

    assert (response.status_code, Narrowing.objects.count(), Notice.objects.count()) == (403, 0, 0)


def test_safe_to_travel_says_who_may_be_texted_and_whom_to_call(client, team, door):
    trip = client.get(door("activity_travel")).context["trip"]

    assert [str(row.student) for row in trip.covered] == ["Amina Diallo"]
    assert [(str(one.student), [call.number for call in one.calls]) for one in trip.uncovered] == [
        ("=HYPERLINK(1) Chen", ["+13125550100"]),
        ("Bo Éclair", ["+13125550100"]),
    ]


def test_on_a_day_after_the_last_nobody_is_covered(client, team, door):
    after = team.activity.latest.ends_on + DAY
    response = client.get(door("activity_travel"), {"day": after.isoformat(), "hour": "18:40"})

    assert response.context["trip"].covered == ()
    assert f"{response.context['at']:%Y-%m-%d %H:%M}" == f"{after} 18:40"


def test_a_day_that_is_none_is_said(client, door):
    response = client.get(door("activity_travel"), {"day": "30 February"})

    assert response.status_code == 422


def test_the_records_office_sees_the_trip_without_numbers(client, team, door):
    client.force_login(district_user(Role.RECORDS))
    response = client.get(door("activity_travel"))

    assert [one.calls for one in response.context["trip"].uncovered] == [(), ()]
    assert "+13125550100" not in response.content.decode()


def big_activity(number):
    scene = safety_meetup(guardians=1, at=timezone.now() - 5 * DAY)
    students = StudentFactory.create_batch(number, school=scene.school)
    parents = [GuardianFactory(of=one) for one in students]
    scene.activity = make_activity(
        scene.school, asked_by=scene.coach, students=students, at=timezone.now() - 5 * DAY
    )
    for student, parent in zip(students[::2], parents[::2], strict=True):
        answer(scene.activity.latest, student, parent, at=timezone.now() - DAY)
    return scene


@pytest.mark.parametrize("number", [1, 300])
def test_the_board_of_a_large_activity_takes_few_queries(number):
    scene = big_activity(number)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        version = version_for_board(scene.activity)
        found = activity_board(scene.coach, version, Wanted(), at=timezone.now())

    print(f"{number} students: {len(asked)} queries, the limit is {MOST_QUERIES}")  # noqa: T201
    assert (found.total, found.counts[0].number) == (number, (number + 1) // 2)
    assert found.counts[0].state == BoardState.GRANTED
    assert len(asked) <= MOST_QUERIES


def test_the_page_takes_no_more_queries_for_300_than_for_one(client, django_assert_max_num_queries):
    asked = []
    for number in (1, 300):
        scene = big_activity(number)
        client.force_login(scene.coach)
        address = reverse("activity_board", args=[scene.activity.pk])
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        asked.append(len(captured))

    assert asked[0] == asked[1]


def test_the_silent_are_reminded_and_the_report_says_who_was_not(client, team, door):
    yes, no, silent = team.students
    for student in team.students:
        guardian = student.guardian_links.get().guardian
        Ask.objects.get_or_create(version=team.activity.latest, student=student, guardian=guardian)
    picked = {"act": "remind", "student": [yes.pk, no.pk, silent.pk], "key": "once"}

    report = client.post(door("bulk_do"), picked, follow=True).context["report"]

    assert {row.student: str(row.outcome) for row in report.rows} == {
        silent: "done", yes: "answered", no: "answered",
    }  # fmt: skip
    again = client.post(door("bulk_do"), {**picked, "key": "two"}, follow=True).context["report"]
    assert {row.student: str(row.outcome) for row in again.rows}[silent] == "reminded"


def test_the_office_prints_forms_for_those_ticked(client, team, door):
    client.force_login(staff_at(team.school, Role.CLERK))
    page = client.get(door("activity_board"))
    silent = team.students[2]

    response = client.post(
        reverse("print_forms", args=[team.activity.pk]), {"whom": "silent", "student": [silent.pk]}
    )

    assert page.context["may_print"] is True
    assert response.status_code == 302


def test_a_row_leads_the_office_to_record_an_answer_and_nobody_with_a_stake(client, team, door):
    """A clerk who asked for something else that a sister is on keeps out of that family (T2a)."""
    clerk = staff_at(team.school, Role.CLERK)
    sister = StudentFactory(school=team.school)
    sister.guardian_links.create(guardian=team.students[0].guardians.get(), source="person")
    make_activity(team.school, asked_by=clerk, students=[sister])
    ways = [f'href="{reverse("record_choose", args=[one.pk])}"' for one in team.students]

    shown_to_coach = client.get(door("activity_board")).content.decode()
    client.force_login(clerk)
    shown_to_clerk = client.get(door("activity_board")).content.decode()

    assert [way in shown_to_coach for way in ways] == [False, False, False]
    assert [way in shown_to_clerk for way in ways] == [False, True, True]
