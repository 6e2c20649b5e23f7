"""Stop texting: an adult confirms a day's at once; who does not is seen by the principal."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consents.actions import stopping
from consents.actions.withdrawals import withdraw
from consents.models import Ask, StopAcknowledgement, ThreadStop
from consents.reports.threads import Case
from core.actor import Actor
from schools.models import District
from tests.consents.group_texts import take, team, whole
from tests.factories import chief_of, principal_of, staff_at
from trail.models import Entry

pytestmark = pytest.mark.django_db
CHICAGO = ZoneInfo("America/Chicago")


def told(scene, student=None, *, adult=None):
    case = Case((adult or scene.coach).staff.pk, scene.activity.pk, (student or scene.student).pk)
    return stopping.stop(case, ["withdrawn"], by=Actor.job("tests"))


def at(day, hour=12):
    return time_machine.travel(
        datetime.fromisoformat(f"{day}T{hour:02}:00").replace(tzinfo=CHICAGO), tick=False
    )


def autumn(make, *facts):
    """A scene of the school year in which the dates of these tests lie."""
    with at("2026-10-20"):
        return make(*facts)


def open_page(client, user, name="stops", **asked):
    client.force_login(user)
    return client.get(reverse(name), asked)


def confirm(client, user, **data):
    client.force_login(user)
    return client.post(reverse("acknowledge_stops"), data, follow=True)


def confirmed():
    return list(StopAcknowledgement.objects.order_by("stop").values_list("stop", "by", "note"))


def test_a_days_stops_are_confirmed_at_once(client):
    scene = autumn(team, 3)
    with at("2026-11-02"):
        old = told(scene, scene.students[0])
    with at("2026-11-03"):
        first, second = told(scene, scene.students[1]), told(scene, scene.students[2])
        page = open_page(client, scene.coach)
        days = page.context["days"]
        assert [[row.stop for row in day.rows] for day in days] == [[second, first], [old]]

        page = confirm(client, scene.coach, day="2026-11-03", up_to=days[0].up_to)

    assert confirmed() == [(first.pk, scene.coach.pk, ""), (second.pk, scene.coach.pk, "")]
    assert "2 stops are confirmed." in page.content.decode()
    assert Entry.objects.filter(verb="thread.stop_acknowledged").count() == 2


def test_what_came_after_the_page_was_opened_is_not_confirmed_unread(client):
    scene = autumn(team, 2)
    with at("2026-11-03"):
        seen = told(scene, scene.students[0])
        unseen = told(scene, scene.students[1])

        confirm(client, scene.coach, day="2026-11-03", up_to=seen.pk)

        assert confirmed() == [(seen.pk, scene.coach.pk, "")]
        assert [day.rows[0].stop for day in open_page(client, scene.coach).context["days"]] == [
            unseen
        ]


@pytest.mark.parametrize(
    ("hour_utc", "day"),
    [
        ("2026-11-01T04:59", "2026-10-31"),
        ("2026-11-01T05:01", "2026-11-01"),
        ("2027-03-15T04:59", "2027-03-14"),
    ],
)
def test_a_day_is_the_schools_own_on_both_sides_of_the_clock_change(client, hour_utc, day):
    scene = whole()
    with time_machine.travel(f"{hour_utc}+00:00", tick=False):
        row = told(scene)
        confirm(client, scene.coach, day=day, up_to=row.pk)

    assert [one for one, _by, _note in confirmed()] == [row.pk]


def test_one_can_be_confirmed_alone_and_twice_is_once(client):
    scene = whole()
    row = told(scene)

    confirm(client, scene.coach, stop=row.pk)
    page = confirm(client, scene.coach, stop=row.pk)

    assert confirmed() == [(row.pk, scene.coach.pk, "")]
    assert "Nothing was left to confirm." in page.content.decode()


@pytest.mark.parametrize(
    "data", [{}, {"stop": "x"}, {"day": "yesterday", "up_to": "9"}, {"day": "2026-11-03"}]
)
def test_nonsense_confirms_nothing(client, data):
    scene = whole()
    told(scene)

    assert confirm(client, scene.coach, **data).status_code == 200
    assert confirmed() == []


def test_nobody_confirms_for_another(client):
    scene = whole()
    row = told(scene)

    confirm(client, scene.principal, stop=row.pk)

    assert confirmed() == []


def test_the_menu_and_the_first_page_count_what_waits(client):
    scene = whole()
    take(scene)
    withdraw(Ask.objects.get(), language="en")
    client.force_login(scene.coach)

    page = client.get(reverse("home"))

    assert [(one.label, one.count) for one in page.context["waiting"]] == [("Texts to stop", 1)]


@pytest.mark.parametrize(
    ("stopped_on", "seen_on", "late"),
    [
        # Told on a Tuesday, one school day to confirm: Wednesday; late from Thursday.
        ("2026-11-03", "2026-11-04", False),
        ("2026-11-03", "2026-11-05", True),
        # A weekend is no school day.
        ("2026-11-06", "2026-11-08", False),
        ("2026-11-06", "2026-11-09", False),
        ("2026-11-06", "2026-11-10", True),
    ],
)
def test_after_its_school_days_the_principal_sees_it(client, stopped_on, seen_on, late):
    scene = autumn(whole)
    with at(stopped_on):
        row = told(scene)
    with at(seen_on):
        page = open_page(client, scene.principal, "overdue_stops")

        assert [one.stop for one, _form in page.context["rows"]] == ([row] if late else [])


def test_the_district_sets_how_many_school_days(client):
    scene = autumn(whole)
    District.objects.update(stop_school_days=3)
    with at("2026-11-02"):
        told(scene)
    with at("2026-11-05"):
        assert open_page(client, scene.principal, "overdue_stops").context["rows"] == []
    with at("2026-11-06"):
        assert len(open_page(client, scene.principal, "overdue_stops").context["rows"]) == 1


def test_in_the_summer_nothing_new_becomes_late(client):
    scene = autumn(whole)
    with at("2027-06-11"):
        told(scene)
    with at("2027-06-29"):
        assert open_page(client, scene.principal, "overdue_stops").context["rows"] == []


def late_one():
    scene = whole()
    with time_machine.travel(timezone.now() - timedelta(days=10), tick=False):
        row = told(scene)
    return scene, row


def settle(client, user, row, note="She has left; her phone was wiped."):
    client.force_login(user)
    return client.post(reverse("settle_stop", args=[row.pk]), {f"{row.pk}-note": note})


def test_the_principal_settles_it_for_somebody_who_cannot(client):
    scene, row = late_one()

    settle(client, scene.principal, row)

    assert confirmed() == [(row.pk, scene.principal.pk, "She has left; her phone was wiped.")]
    assert open_page(client, scene.principal, "overdue_stops").context["rows"] == []


def test_settling_asks_how_it_is_known(client):
    scene, row = late_one()

    response = settle(client, scene.principal, row, note="")

    assert response.status_code == 422
    assert "Say how you know that it has stopped." in response.content.decode()
    assert confirmed() == []


def test_a_principal_who_texts_confirms_own_stops_as_everybody_does(client):
    scene = whole()
    row = told(scene, adult=scene.principal)

    assert settle(client, scene.principal, row).status_code == 404
    assert confirmed() == []


@pytest.mark.parametrize("elsewhere", [principal_of, chief_of, staff_at])
def test_others_see_nothing_of_it(client, elsewhere):
    _scene, row = late_one()
    user = elsewhere()

    assert open_page(client, user, "overdue_stops").context["rows"] == []
    assert settle(client, user, row).status_code == 404


def test_settled_twice_is_refused(client):
    scene, row = late_one()
    settle(client, scene.principal, row)

    assert settle(client, scene.chief, row).status_code == 403
    assert len(confirmed()) == 1


def test_the_lists_ask_the_same_number_of_queries_for_1_and_30(client):
    scene = team(30)
    with time_machine.travel(timezone.now() - timedelta(days=10), tick=False):
        told(scene, scene.students[0])

    def asked():
        found = []
        for user, name in ((scene.coach, "stops"), (scene.principal, "overdue_stops")):
            client.force_login(user)
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse(name))
            found.append(len(queries))
        return found

    few = asked()
    with time_machine.travel(timezone.now() - timedelta(days=10), tick=False):
        for student in scene.students[1:]:
            told(scene, student)
    assert ThreadStop.objects.count() == 30
    assert asked() == few
