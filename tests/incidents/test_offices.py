"""Offices that read reports: founded at the server, joined through a colleague, never through an administrator."""

from datetime import UTC, datetime, time, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from core.decision import Refused
from incidents.actions import offices
from incidents.models import Case, OfficeAlarm, OfficeSeat
from incidents.reports import offices as reports
from incidents.tasks import watch_offices
from incidents.terms import OfficeCode
from notices.models import Notice
from schools.actions.offices import end_office, grant_office
from schools.models import RoleAssignment
from schools.terms import Role
from tests.factories import actor, district_user
from tests.incident_factories import case_of, granted, report, seated
from trail.models import Entry

pytestmark = pytest.mark.django_db
OIG = OfficeCode.OIG
# A Wednesday, noon in Chicago.
NOON = datetime(2026, 11, 25, 18, tzinfo=UTC)


def assignment_of(user):
    return RoleAssignment.objects.get(user=user, role=Role.OIG)


def reads(user):
    return Case.objects.visible_to(user).exists()


def refused(act):
    with pytest.raises(Refused) as caught:
        act()
    return [one.code for one in caught.value.decision.refusals]


def office_hours(user, days, place=1):
    return offices.Duty(user=user, days=days, opens=time(8), closes=time(17), place=place)


def found_office(*words):
    out, err = StringIO(), StringIO()
    code = 0
    try:
        call_command("found_office", *words, stdout=out, stderr=err)
    except SystemExit as stopped:
        code = stopped.code
    return code, out.getvalue().splitlines(), err.getvalue().strip()


@pytest.mark.clause("I1")
def test_an_office_is_founded_once_with_two_people():
    first = found_office("oig", "ana@district.example", "Ben@district.example")
    again = found_office("oig", "eve@district.example", "eva@district.example")

    assert first == (
        0,
        [
            "ana@district.example sits in Office of Inspector General.",
            "ben@district.example sits in Office of Inspector General.",
        ],
        "",
    )
    assert again == (1, [], "This office has people already; they confirm whoever joins them.")
    assert (reports.is_up("oig", timezone.now()), OfficeSeat.objects.count()) == (True, 2)


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("oig", "ana@d.example", "ANA@d.example"), 1, "An office begins with two different people."),
        (("oig", "ana@d.example", "not an address"), 2, "That is not an e-mail address."),
    ],
)  # fmt: skip
def test_a_founding_that_cannot_be_changes_nothing(words, code, says):
    assert (found_office(*words), OfficeSeat.objects.count()) == ((code, [], says), 0)


def test_an_administrator_founds_no_office_with_themself():
    admin = district_user()

    found = found_office("oig", admin.email, "ben@d.example")

    says = "Whoever gives people access does not sit in an office that reads reports."
    assert (found, OfficeSeat.objects.count()) == ((1, [], says), 0)


def test_an_office_whose_people_all_left_is_founded_anew():
    for email in ("a@d.example", "b@d.example"):
        seated(email=email)
    for seat in reports.seats(OIG):
        seat.assignment.user.is_active = False
        seat.assignment.user.save()

    assert found_office("oig", "c@d.example", "d@d.example")[0] == 0
    assert [one.email for one in reports.people_of(OIG)] == ["c@d.example", "d@d.example"]


@pytest.mark.clause("I1")
def test_what_an_administrator_grants_opens_nothing_until_a_colleague_confirms():
    one, newcomer = seated(), granted()
    case_of(report())
    before = reads(newcomer)

    offices.confirm(assignment_of(newcomer), by=actor(one))

    assert (before, reads(newcomer)) == (False, True)
    assert Entry.objects.filter(verb="seat.confirmed").count() == 1


def test_nobody_confirms_themself_nor_does_an_administrator_or_another_office():
    seated()
    newcomer, admin = granted(), district_user()
    elsewhere = seated(OfficeCode.STUDENT_PROTECTIONS)

    found = [
        refused(lambda who=who: offices.confirm(assignment_of(newcomer), by=actor(who)))
        for who in (newcomer, admin, elsewhere)
    ]

    assert found == [["not_seated", "to_oneself"], ["not_seated"], ["not_seated"]]
    assert OfficeSeat.objects.filter(assignment__user=newcomer).count() == 0


@pytest.mark.parametrize("confirmer", ["newcomer", "admin", "elsewhere", "nobody"])
def test_the_database_refuses_a_seat_that_no_colleague_confirmed(confirmer):
    seated(), seated()
    newcomer = granted()
    who = {
        "newcomer": newcomer,
        "admin": district_user(),
        "elsewhere": seated(OfficeCode.STUDENT_PROTECTIONS),
        "nobody": None,
    }[confirmer]

    with pytest.raises(DatabaseError), transaction.atomic():
        OfficeSeat.objects.create(assignment=assignment_of(newcomer), confirmed_by=who)

    assert OfficeSeat.objects.filter(assignment__user=newcomer).count() == 0


def test_giving_access_and_reading_reports_are_never_one_persons():
    admin, other_admin, one = district_user(), district_user(), seated()
    today = timezone.localdate()

    found = [
        refused(lambda: grant_office(other_admin, Role.OIG, by=actor(admin), starts_on=today)),
        refused(lambda: grant_office(one, Role.ADMIN, by=actor(admin), starts_on=today)),
    ]

    assert found == [["gives_and_reads"], ["gives_and_reads"]]


def test_whoever_is_made_an_administrator_past_that_reads_nothing():
    one = seated()
    case_of(report())
    before = reads(one)

    RoleAssignment.objects.create(user=one, role=Role.ADMIN, starts_on=timezone.localdate())

    assert (before, reads(one), reports.people_of(OIG)) == (True, False, [])


def test_whoever_is_left_alone_confirms_and_the_office_is_up_again():
    one, other, newcomer = seated(), seated(), granted()
    offices.end_seat(OfficeSeat.objects.get(assignment__user=other), reason="Left", by=actor(one))
    alone = reports.is_up(OIG, timezone.now())

    offices.confirm(assignment_of(newcomer), by=actor(one))

    assert (alone, reports.is_up(OIG, timezone.now())) == (False, True)


def test_a_seat_that_ended_reads_nothing_and_comes_back_only_with_a_new_grant(client):
    one, other = seated(), seated()
    case_of(report())
    seat = OfficeSeat.objects.get(assignment__user=other)
    client.force_login(one)
    address = reverse("incidents:end_seat", args=["oig", seat.pk])

    without_reason = client.post(address).status_code
    still = reads(other)
    done = client.post(address, {"reason": "Moved to another office"})

    assert (without_reason, still, done.status_code, reads(other)) == (422, True, 302, False)
    told = Notice.objects.filter(kind="incidents/seat_ended").values_list("address", flat=True)
    assert set(told) == {one.email, other.email}
    assert refused(lambda: offices.confirm(seat.assignment, by=actor(one))) == ["seat_ended"]
    admin = actor(district_user())
    end_office(seat.assignment, by=admin)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        anew = grant_office(other, Role.OIG, by=admin, starts_on=timezone.localdate())
        offices.confirm(anew, by=actor(one))
        assert reads(other)


@pytest.mark.clause("I2")
def test_an_office_that_is_down_alarms_once_a_day_while_it_lasts():
    admin, one = district_user(), seated()
    seated(OfficeCode.STUDENT_PROTECTIONS), seated(OfficeCode.STUDENT_PROTECTIONS)
    for moment in (NOON, NOON + timedelta(hours=5), NOON + timedelta(days=1)):
        with time_machine.travel(moment):
            watch_offices()

    alarms = OfficeAlarm.objects.values_list("office", "day", "people").order_by("day")

    assert list(alarms) == [
        ("oig", NOON.date(), 1),
        ("oig", NOON.date() + timedelta(days=1), 1),
    ]
    told = Notice.objects.filter(kind="incidents/office_down").values_list("address", flat=True)
    assert sorted(told) == sorted([admin.email, one.email] * 2)
    assert Entry.objects.filter(verb="office.down").count() == 2


def test_the_office_hears_once_of_whoever_waits_to_be_confirmed(mailoutbox):
    one, other = seated(), seated()
    granted(name="Nia New")

    for _ in range(2):
        watch_offices()

    told = Notice.objects.filter(kind="incidents/seat_waits").values_list("address", flat=True)
    assert sorted(told) == sorted([one.email, other.email])


def test_readyz_tells_which_office_is_down_and_nobodys_name(client):
    seated(name="Ana Author"), seated()

    told = client.get("/readyz").json()

    assert (told["office_oig"], told["office_student_protections"]) == (True, False)


def test_who_is_called_out_now_and_who_next(client):
    one, other, third = seated(name="One"), seated(name="Other"), seated(name="Third")
    by = actor(one)
    client.force_login(one)
    wrong = client.post(reverse("incidents:add_duty", args=["oig"]), {"user": one.pk})
    client.post(
        reverse("incidents:add_duty", args=["oig"]),
        {"user": other.pk, "days": range(7), "opens": "22:00", "closes": "06:00", "place": 1, "phone": "773 555 0142"},
    )  # fmt: skip
    offices.add_duty(OIG, office_hours(one, range(5)), by=by)
    offices.add_duty(OIG, office_hours(third, [2], place=2), by=by)

    def called(at):
        return [(duty.user.name, duty.phone, duty.scheduled) for duty in reports.on_duty(OIG, at)]

    assert wrong.status_code == 422
    assert called(NOON) == [
        ("One", "", True),
        ("Third", "", True),
        ("Other", "+17735550142", False),
    ]
    # Two in the morning: the night that began the evening before.
    assert called(NOON + timedelta(hours=14)) == [
        ("Other", "+17735550142", True),
        ("One", "", False),
        ("Third", "", False),
    ]


def test_only_people_who_sit_there_are_on_duty():
    one, stranger = seated(), district_user(Role.ITS)

    found = refused(lambda: offices.add_duty(OIG, office_hours(stranger, [0]), by=actor(one)))
    rows = offices.add_duty(OIG, office_hours(one, [0]), by=actor(one))
    offices.end_duty(rows[0], by=actor(one))

    assert (found, list(reports.duty_rows(OIG))) == (["not_seated"], [])


def test_the_page_shows_who_waits_and_lets_a_colleague_confirm(client):
    one = seated()
    newcomer = granted(name="Nia New")
    client.force_login(one)
    page = client.get(reverse("incidents:office", args=["oig"])).content.decode()

    client.post(reverse("incidents:confirm_seat", args=["oig", assignment_of(newcomer).pk]))

    assert ("Nia New" in page, "This office is down" in page) == (True, True)
    after = client.get(reverse("incidents:office", args=["oig"])).content.decode()
    assert "This office is down" not in after
