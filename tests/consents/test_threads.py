"""An activity's group texts on their pages: who is on each, what is handed out, and to whom."""

import re

import pytest
import zxingcpp
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from consents.actions import pauses
from consents.actions.narrowing import take_off_adult
from consents.models import HandOut, Thread, ThreadMember
from consents.reports.carrying import android_link, contact_card, iphone_link, qr_svg
from consents.terms.threads import HandOutForm
from schools.models import District
from schools.terms import Role
from tests.consent_factories import safety_meetup
from tests.consents.group_texts import (
    CHILD,
    FATHER,
    MOTHER,
    NEVER,
    OWN,
    SHARED,
    found,
    kept,
    take,
    take_on_page,
    team,
    whole,
    yes,
)
from tests.factories import (
    GuardianFactory,
    GuardianLinkFactory,
    StudentFactory,
    actor,
    district_user,
    staff_at,
)
from tests.platform_factories import PlatformFactory
from trail.models import Entry

pytestmark = pytest.mark.django_db


def members(row):
    return [
        (one.student_id, one.guardian_id, one.number)
        for one in ThreadMember.objects.filter(thread__hand_out=row).order_by("pk")
    ]


def page_of(client, scene, user=None, **asked):
    client.force_login(user or scene.coach)
    return client.get(reverse("threads", args=[scene.activity.pk]), asked)


@pytest.mark.clause("T2b")
def test_what_is_handed_out_is_kept_with_who_when_and_how(client):
    scene = whole(sign=(MOTHER, FATHER))

    response = take_on_page(client, scene, {"only": scene.student.pk})

    row = HandOut.objects.get()
    assert response.url == reverse("handed_out", args=[row.pk])
    assert (row.activity, row.version, row.staff, row.form, row.email) == (
        scene.activity,
        scene.version,
        scene.coach.staff,
        HandOutForm.LINK,
        scene.coach.email,
    )
    mother, father = (one.pk for one in scene.guardians)
    student = scene.student.pk
    assert members(row) == [
        (student, None, CHILD),
        (student, mother, MOTHER),
        (student, father, FATHER),
    ]
    assert Thread.objects.get().until == scene.version.ends_on
    entry = Entry.objects.get(verb="thread.handed_out")
    assert (entry.facts["students"], entry.facts["form"]) == ([student], "link")
    assert MOTHER not in str(entry.facts)


def test_a_tap_opens_the_group_on_either_phone(client):
    scene = whole()
    row = take(scene)
    client.force_login(scene.coach)

    page = client.get(reverse("handed_out", args=[row.pk])).content.decode()

    links = re.findall(r'href="(sms:[^"]*)"', page)
    assert links == [f"sms:/open?addresses={CHILD},{MOTHER}", f"sms:{CHILD};{MOTHER}"]
    assert scene.coach.email in page


def test_the_code_on_the_desk_says_the_same(tmp_path):
    numbers = [CHILD, MOTHER]
    for words in (iphone_link(numbers), android_link(numbers)):
        assert read(qr_svg(words), tmp_path) == words


def read(svg, folder):
    """What a camera reads from the drawn code."""
    # segno draws one path of horizontal strokes in units of a module.
    size = int(re.search(r'viewBox="0 0 (\d+)', svg)[1])
    image = Image.new("L", (size, size), 255)
    scale = 4
    path = re.search(r'd="([^"]+)"', svg.split("stroke", 1)[1])[1]
    x = y = 0.0
    for move, rest in re.findall(r"([MmHhVv])([^MmHhVv]*)", path):
        values = [float(one) for one in re.findall(r"-?\d*\.?\d+", rest)]
        if move == "M":
            x, y = values
        elif move == "m":
            x, y = x + values[0], y + values[1]
        elif move == "h":
            box = (
                int(x * scale),
                int((y - 0.5) * scale),
                int((x + values[0]) * scale),
                int((y + 0.5) * scale),
            )
            image.paste(0, box)
            x += values[0]
    return zxingcpp.read_barcodes(image)[0].text


def test_contact_cards_have_neutral_names(client):
    scene = whole()
    row = take(scene, form=HandOutForm.VCARD)
    client.force_login(scene.coach)

    response = client.get(reverse("contact_file", args=[row.pk]))

    name = f"Thread {Thread.objects.get().pk}"
    assert response.headers["Content-Type"] == "text/vcard; charset=utf-8"
    assert response.content.decode() == (
        contact_card(f"{name} student 1", number=CHILD)
        + contact_card(f"{name} guardian 2", number=MOTHER)
        + contact_card(f"{name} record", email=scene.coach.email)
    )
    assert scene.student.family_name not in response.content.decode()


def test_a_card_is_escaped_and_folded():
    card = contact_card("Ćwiczenie; próba, " + "ż" * 60, number=CHILD)

    assert "N:;Ćwiczenie\\; próba\\, " in card
    assert max(len(line.encode()) for line in card.split("\r\n")) <= 75
    assert card.replace("\r\n ", "").count("ż" * 60) == 2


def test_one_page_to_print_has_the_uncovered_with_numbers_to_call(client):
    scene = team(2)
    silent = StudentFactory(school=scene.school)
    parent = GuardianFactory(of=silent, phone="+13125559999")
    scene.version.students.add(silent)
    row = take(scene, *scene.students, form=HandOutForm.PRINT)
    client.force_login(scene.coach)

    page = client.get(reverse("handed_out", args=[row.pk]))

    assert [sheet.numbers for sheet in page.context["sheets"]] == [
        ["+13125552000", "+13125553000"],
        ["+13125552001", "+13125553001"],
    ]
    assert [(one.student, one.calls) for one in page.context["uncovered"]] == [(silent, (parent,))]
    assert "+1 312-555-9999" in page.content.decode()


def test_numbers_to_call_leave_out_who_may_not_sign_or_disputes_the_number(client):
    scene = safety_meetup(guardians=0)
    GuardianFactory(of=scene.student, of__authority="no", phone="+13125550001")
    GuardianFactory(of=scene.student, phone="+13125550002", disputed_at="2026-01-01T00:00Z")
    called = GuardianFactory(of=scene.student, phone="+13125550003")

    page = page_of(client, scene, show="uncovered")

    assert [one.calls for one in page.context["rows"]] == [(called,)]


@pytest.mark.clause("T1")
def test_a_paused_adult_reads_no_familys_number(client):
    scene = safety_meetup(guardians=0)
    GuardianFactory(of=scene.student, phone="+13125550003")
    pauses.pause(scene.coach.staff, reason="A complaint.", by=actor(district_user(Role.OIG)))

    page = page_of(client, scene, show="uncovered")
    travel = client.get(reverse("activity_travel", args=[scene.activity.pk]))

    assert [one.calls for one in page.context["rows"]] == [()]
    assert [one.calls for one in travel.context["trip"].uncovered] == [()]
    assert "555-0003" not in (page.content + travel.content).decode()


def test_another_schools_student_is_called_through_their_school(client):
    scene = safety_meetup()
    student = StudentFactory()
    GuardianFactory(of=student, phone="+13125550003")
    scene.version.students.add(student)

    page = page_of(client, scene, show="uncovered")

    row = next(one for one in page.context["rows"] if one.student == student)
    assert (row.calls, row.calls_school) == ((), True)
    assert "+1 312-555-0003" not in page.content.decode()


@pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.CLERK])
def test_others_see_who_is_on_a_thread_but_no_number(client, role):
    scene = whole()
    row = take(scene)

    page = page_of(client, scene, staff_at(scene.school, role)).content.decode()

    assert str(scene.guardians[0]) in page
    assert "555-0143" not in page
    assert MOTHER not in page
    assert client.get(reverse("handed_out", args=[row.pk])).status_code == 404
    assert client.get(reverse("contact_file", args=[row.pk])).status_code == 404
    history = client.get(reverse("threads", args=[scene.activity.pk]), {"show": "history"})
    assert [one.pk for one in history.context["page"].rows] == [row.pk]


def test_who_is_not_named_takes_nothing(client):
    scene = whole()
    client.force_login(scene.principal)

    response = client.post(
        reverse("hand_out", args=[scene.activity.pk]), {"only": scene.student.pk}
    )

    assert response.status_code == 403
    assert [one.code for one in response.context["decision"].refusals] == ["not_named"]
    assert kept() == 0


def test_an_adult_taken_off_since_sees_no_number_any_more(client):
    scene = whole()
    row = take(scene)
    take_off_adult(scene.activity, scene.coach.staff, by=actor(scene.principal))
    client.force_login(scene.coach)

    assert client.get(reverse("handed_out", args=[row.pk])).status_code == 404


def test_over_a_platform_there_are_no_threads(client):
    scene = whole(platform=PlatformFactory())

    response = take_on_page(client, scene, {"only": scene.student.pk})

    assert [one.code for one in response.context["decision"].refusals] == ["over_a_platform"]
    assert kept() == 0


@pytest.mark.parametrize(
    "data", [{}, {"form": "link"}, {"student": "x", "form": "qr"}, {"form": "fax", "only": ""}]
)
def test_nobody_or_no_way_chosen_is_said(client, data):
    scene = whole()

    response = take_on_page(client, scene, data)

    assert response.status_code == 422
    assert kept() == 0


def test_a_student_who_is_not_listed_is_not_handed_out(client):
    scene = whole()

    response = take_on_page(client, scene, {"only": StudentFactory(school=scene.school).pk})

    assert response.status_code == 403
    assert kept() == 0


# Who sees whose number.


def test_own_thread_has_every_guardian_who_said_yes():
    scene = whole(sign=(MOTHER, FATHER))

    assert [leg.number for leg in found(scene).legs] == [CHILD, MOTHER, FATHER]


@pytest.mark.parametrize(
    ("first", "second", "on_it"),
    [
        (OWN, OWN, [MOTHER, FATHER]),
        (NEVER, OWN, [FATHER]),
        (OWN, NEVER, [MOTHER]),
        (NEVER, SHARED, [FATHER]),
        (NEVER, NEVER, [MOTHER]),
    ],
)
def test_who_shares_with_no_other_parent_is_never_with_one(first, second, on_it):
    scene = whole(sign=(MOTHER,), sharing=first)
    yes(scene, scene.student, scene.guardians[1], FATHER, sharing=second)

    legs = found(scene).legs

    assert [leg.number for leg in legs if leg.guardian] == on_it


def test_alone_who_shares_with_nobody_is_on_the_childs_thread():
    scene = whole(sharing=NEVER)

    assert [leg.number for leg in found(scene).legs] == [CHILD, MOTHER]


def test_one_thread_for_the_team_where_every_family_ticked_it():
    scene = team(3)

    row = take(scene, *scene.students, shared=True)

    assert row.threads.get().is_shared
    assert len(members(row)) == 6


@pytest.mark.parametrize("sharing", [OWN, NEVER])
def test_one_family_that_did_not_tick_it_is_not_in_a_shared_thread(client, sharing):
    scene = team(2)
    student = StudentFactory(school=scene.school)
    scene.version.students.add(student)
    yes(scene, student, GuardianFactory(of=student), FATHER, sharing=sharing)
    chosen = [one.pk for one in (*scene.students, student)]

    response = take_on_page(client, scene, {"student": chosen, "form": "link", "shared": "on"})

    assert [one.code for one in response.context["decision"].refusals] == ["not_all_share"]
    assert kept() == 0


def test_only_the_parent_who_ticked_it_is_in_the_shared_thread():
    scene = team(1)
    other = GuardianFactory(of=scene.students[0])
    yes(scene, scene.students[0], other, FATHER, child="+13125552000", sharing=OWN)

    assert [leg.number for leg in found(scene, scene.students[0]).shared] == [
        "+13125552000",
        "+13125553000",
    ]


def test_a_shared_thread_keeps_under_the_districts_limit():
    scene = team(5)
    District.objects.update(most_on_thread=5)

    row = take(scene, *scene.students, shared=True)

    # Two families and the mailbox are five.
    assert [one.members.count() for one in row.threads.order_by("pk")] == [4, 4, 2]


def test_a_parent_of_two_is_one_person_on_a_shared_thread():
    scene = team(1)
    sibling = StudentFactory(school=scene.school)
    scene.version.students.add(sibling)
    GuardianLinkFactory(guardian=scene.parents[0], student=sibling)
    yes(scene, sibling, scene.parents[0], "+13125553000", child="+13125552001", sharing=SHARED)
    District.objects.update(most_on_thread=4)

    row = take(scene, scene.students[0], sibling, shared=True)

    assert row.threads.count() == 1


# The page.


@pytest.mark.parametrize("show", ["covered", "history"])
def test_the_page_asks_the_same_number_of_queries_for_1_and_30(client, show):
    small, large = team(1), team(30)
    for scene in (small, large):
        take(scene, *scene.students)
        page_of(client, scene, show=show)

    def asked(scene):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            page_of(client, scene, show=show)
        return len(queries)

    assert asked(small) == asked(large)


def test_a_hand_out_asks_the_same_number_of_queries_for_1_and_30(client):
    small, large = team(1), team(30)
    rows = [take(scene, *scene.students) for scene in (small, large)]

    def asked(scene, row):
        client.force_login(scene.coach)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("handed_out", args=[row.pk]))
        return len(queries)

    assert asked(small, rows[0]) == asked(large, rows[1])


def test_a_long_list_is_searched_and_paged(client):
    scene = team(45)

    first = page_of(client, scene)
    second = client.get(
        reverse("threads", args=[scene.activity.pk]) + first.context["page"].next_url
    )
    one = page_of(client, scene, q=scene.students[7].family_name)

    assert (len(first.context["rows"]), len(second.context["rows"])) == (40, 5)
    assert [row.student for row in one.context["rows"]] == [scene.students[7]]


def test_a_page_without_anybody_teaches(client):
    scene = safety_meetup()

    page = page_of(client, scene, show="covered").content.decode()

    assert "Nobody can be texted yet" in page
    assert "Nothing was handed out yet" in page_of(client, scene, show="history").content.decode()
