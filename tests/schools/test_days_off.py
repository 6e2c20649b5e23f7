"""Days without school, which nobody counts where something is due in school days."""

import pytest
from django.test import Client
from django.urls import reverse

from schools.models import NoSchoolDay
from schools.terms import Role
from tests.factories import DistrictFactory, SchoolFactory, district_user
from trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    DistrictFactory()
    browser = Client()
    browser.force_login(district_user(Role.ADMIN))
    return browser


def test_a_day_is_entered_shown_and_taken_back(client):
    school = SchoolFactory()
    facts = {"day": "2999-11-28", "name": "Thanksgiving", "school": school.pk}

    client.post(reverse("schools:add_day_off"), facts)
    shown = "Thanksgiving" in client.get(reverse("schools:district")).text
    row = NoSchoolDay.objects.get()
    client.post(reverse("schools:end_day_off", args=[row.pk]))

    row.refresh_from_db()
    assert (shown, row.school, row.ended_at is None) == (True, school, False)
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "day_off.added",
        "day_off.ended",
    ]
    assert ("Thanksgiving" in client.get(reverse("schools:district")).text) is False


def test_a_day_without_a_date_is_asked_for(client):
    answer = client.post(reverse("schools:add_day_off"), {"day": "soon", "name": "Break"})

    assert (answer.status_code, NoSchoolDay.objects.count()) == (422, 0)
