"""Pages by key: forth and back, up and down, and with a key that is gone."""

import pytest
from django.http import QueryDict

from accounts.models import User
from core.paging import page_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    """Seven, two of one name: the key decides between them."""
    for name in "ABCCDEF":
        UserFactory(name=name)
    return list(User.objects.order_by("name", "pk"))


def walk(by, size=3):
    """Every page forwards, then every page backwards, as names."""
    forth, back, query = [], [], ""
    while True:
        page = page_of(User.objects.all(), by=by, asked=QueryDict(query), size=size)
        forth.append("".join(user.name for user in page.rows))
        if not page.next_url:
            break
        query = page.next_url[1:]
    while page.previous_url:
        page = page_of(User.objects.all(), by=by, asked=QueryDict(page.previous_url[1:]), size=size)
        back.append("".join(user.name for user in page.rows))
    return forth, back


@pytest.mark.parametrize(
    ("by", "forth", "back"),
    [
        (["name"], ["ABC", "CDE", "F"], ["CDE", "ABC"]),
        (["-name"], ["FED", "CCB", "A"], ["CCB", "FED"]),
        (["-pk"], ["FED", "CCB", "A"], ["CCB", "FED"]),
    ],
)
def test_every_row_once_in_both_directions(people, by, forth, back):
    assert walk(by) == (forth, back)


@pytest.mark.parametrize("key", ["999999", "x", "", "9" * 40, "-1"])
def test_a_key_that_is_not_there_gives_the_first_page(people, key):
    page = page_of(User.objects.all(), by=["name"], asked=QueryDict(f"after={key}"), size=3)

    assert [user.name for user in page.rows] == ["A", "B", "C"]
    assert page.previous_url == ""


def test_other_parts_of_the_address_stay(people):
    page = page_of(User.objects.all(), by=["name"], asked=QueryDict("q=x&after=1"), size=3)

    assert page.next_url == f"?q=x&after={page.rows[-1].pk}"


def test_an_empty_list_has_no_neighbours():
    page = page_of(User.objects.all(), by=["name"], asked=QueryDict(""))

    assert (page.rows, page.next_url, page.previous_url) == ([], "", "")
