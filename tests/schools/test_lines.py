"""The numbers where students and families can speak up: entered, corrected, ended; nothing is overwritten."""

from datetime import UTC, datetime, time

import pytest
from django.urls import reverse

from schools.actions import lines, places
from schools.lines import lines as lines_at
from schools.lines import lines_of
from schools.models import SpeakUpLine
from tests.factories import DistrictFactory, SchoolFactory, actor, district_user

pytestmark = pytest.mark.django_db
FACTS = {
    "code": "other",
    "kind": "call",
    "name": "Student line",
    "purpose": "when a text feels wrong",
    "phone": "773 555 0111",
    "hours": "",
}


@pytest.fixture
def admin(client):
    DistrictFactory()
    user = district_user()
    client.force_login(user)
    return user


def test_a_line_is_entered_on_the_page(client, admin):
    wrong = client.post(reverse("schools:add_line"), FACTS | {"phone": "call us"})
    right = client.post(reverse("schools:add_line"), FACTS)

    assert (wrong.status_code, right.url) == (422, "/district/")
    assert [line.phone for line in SpeakUpLine.objects.all()] == ["+17735550111"]
    assert "Student line" in client.get("/district/").content.decode()


def test_a_correction_is_a_new_row(client, admin):
    old = lines.add_line(FACTS, by=actor(admin))

    client.post(
        reverse("schools:correct_line", args=[old.pk]), FACTS | {"hours": "weekdays 8 to 5"}
    )

    old.refresh_from_db()
    new = SpeakUpLine.objects.get(ended_at=None)
    assert (old.hours, new.hours) == ("", "weekdays 8 to 5")
    assert old.ended_at is not None


def test_an_ended_line_is_gone_from_the_page_and_kept(client, admin):
    line = lines.add_line(FACTS, by=actor(admin))

    client.post(reverse("schools:end_line", args=[line.pk]))

    assert "Student line" not in client.get("/district/").content.decode()
    assert SpeakUpLine.objects.count() == 1
    assert client.get(reverse("schools:correct_line", args=[line.pk])).status_code == 404


WEDNESDAY_NOON = datetime(2026, 11, 25, 18, tzinfo=UTC)


def shown(at=WEDNESDAY_NOON):
    return [(line.code, line.kind, line.is_open) for line in lines_at(at) if not line.national]


@pytest.mark.clause("I1")
def test_national_lines_show_always_and_a_line_of_the_district_only_once_it_was_looked_at(
    client, admin
):
    before = [(line.code, line.href, line.is_open) for line in lines_at(WEDNESDAY_NOON)]
    page = client.get("/district/").content.decode()
    draft = client.get(reverse("schools:add_line") + "?found=0").content.decode()

    assert before == [
        ("911", "tel:911", True),
        ("988", "tel:988", True),
        ("988", "sms:988", True),
        ("988", "https://chat.988lifeline.org/", True),
    ]
    assert "+1 773-483-7283" in page
    assert "+1 773-483-7283" in draft
    assert shown() == []


def test_a_week_is_entered_and_says_when_somebody_answers(client, admin):
    week = {f"opens_{day}": "08:00" for day in range(5)}
    week |= {f"closes_{day}": "17:00" for day in range(5)}

    client.post(reverse("schools:add_line"), FACTS | {"code": "oig", "languages": ["es"]} | week)

    assert shown() == [("oig", "call", True)]
    assert shown(WEDNESDAY_NOON.replace(hour=23, minute=30)) == [("oig", "call", False)]
    line = lines_of(["oig", "911"], WEDNESDAY_NOON)[0]
    assert (line.languages, len(line.week)) == (("es",), 5)
    assert "Mon\N{EN DASH}Fri" in client.get("/district/").content.decode()


@pytest.mark.clause("I1")
def test_an_office_of_the_district_is_closed_on_a_day_without_school_and_other_lines_are_not(admin):
    week = [(day, time(8), time(17)) for day in range(5)]
    for code in ("oig", "student_protections", "dcfs"):
        lines.add_line(FACTS | {"code": code, "week": week}, by=actor(admin))
    wednesday = WEDNESDAY_NOON.date()
    places.add_day_off(wednesday, "One school's own", by=actor(admin), school=SchoolFactory())
    before = [is_open for _code, _kind, is_open in shown()]
    off = places.add_day_off(wednesday, "Day before Thanksgiving", by=actor(admin))

    on_the_day = {code: is_open for code, _kind, is_open in shown()}
    opens_at = lines_of(["oig"], WEDNESDAY_NOON)[0].opening.opens_at
    places.end_day_off(off, by=actor(admin))

    assert before == [True, True, True]
    assert on_the_day == {"oig": False, "student_protections": False, "dcfs": True}
    assert opens_at == datetime(2026, 11, 26, 14, tzinfo=UTC)
    assert [is_open for _code, _kind, is_open in shown()] == [True, True, True]


@pytest.mark.parametrize(
    ("facts", "wrong"),
    [
        ({"opens_0": "08:00"}, "A day needs both times, or none."),
        ({"kind": "chat", "phone": ""}, "A chat needs its address."),
        ({"kind": "text", "phone": ""}, "A call or a text needs its number."),
        ({"code": "mayor"}, "Select a valid choice."),
        ({"kind": "chat", "url": "javascript:alert(1)"}, "Enter a valid URL."),
    ],
)
def test_a_line_that_nobody_could_reach_is_not_kept(client, admin, facts, wrong):
    answer = client.post(reverse("schools:add_line"), FACTS | facts)

    assert (answer.status_code, wrong in answer.content.decode()) == (422, True)
    assert SpeakUpLine.objects.count() == 0


def test_a_correction_keeps_the_week_that_was(client, admin):
    old = lines.add_line(FACTS | {"week": [(0, time(8), time(17))]}, by=actor(admin))
    address = reverse("schools:correct_line", args=[old.pk])
    shown_before = 'value="08:00"' in client.get(address).content.decode()

    client.post(address, FACTS | {"opens_0": "09:00", "closes_0": "17:00"})

    assert shown_before
    hours = [
        [(one.weekday, one.opens.hour) for one in line.week.all()]
        for line in SpeakUpLine.objects.order_by("pk")
    ]
    assert hours == [[(0, 8)], [(0, 9)]]


def test_what_was_entered_for_practice_never_shows_in_earnest(admin, settings):
    lines.add_line(FACTS, by=actor(admin))
    settings.DEMO = False
    in_earnest = shown()
    lines.add_line(FACTS | {"code": "dcfs", "round_the_clock": True}, by=actor(admin))

    assert (in_earnest, shown()) == ([], [("dcfs", "call", True)])


def test_a_line_of_the_district_stands_in_the_place_of_the_national_one(admin):
    lines.add_line(FACTS | {"code": "988", "phone": "988", "name": "Lifeline"}, by=actor(admin))

    found = [(line.name, line.kind) for line in lines_of(["988"], WEDNESDAY_NOON)]

    assert found[-1:] + found[:2] == [
        ("Lifeline", "call"),
        ("Suicide and crisis line", "text"),
        ("Suicide and crisis line", "chat"),
    ]
