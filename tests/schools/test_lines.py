"""The numbers where students and families can speak up: entered, corrected, ended; nothing is overwritten."""

import pytest
from django.urls import reverse

from schools.actions import lines
from schools.models import SpeakUpLine
from tests.factories import DistrictFactory, actor, district_user

pytestmark = pytest.mark.django_db
FACTS = {
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
