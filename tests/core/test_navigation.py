"""The staff menu shows what the person may open, in order, and where they are."""

import pytest
from django.test import RequestFactory

from accounts.models import User
from core import navigation


@pytest.fixture(autouse=True)
def _empty_menu(monkeypatch):
    monkeypatch.setattr(navigation, "_entries", {})


@pytest.fixture
def opened(rf: RequestFactory):
    def get(path: str = "/staff/"):
        request = rf.get(path)
        request.user = User(email="coach@demo.test", name="Coach")
        return request

    return get


def labels(request):
    return [item.label for item in navigation.menu(request)]


def test_entries_stand_in_order(opened):
    navigation.register("Later", "livez", "clock", 20)
    navigation.register("Sooner", "readyz", "home", 10)

    assert labels(opened()) == ["Sooner", "Later"]


def test_an_entry_is_hidden_from_those_it_is_not_for(opened):
    navigation.register("Mine", "livez", "home", 10)
    navigation.register("Theirs", "readyz", "home", 20, visible=lambda request: False)

    assert labels(opened()) == ["Mine"]


def test_an_entry_without_a_page_is_left_out(opened):
    navigation.register("Nowhere", "no_such_page", "home", 10)

    assert labels(opened()) == []


def test_nobody_has_no_menu(rf):
    navigation.register("Home", "livez", "home", 10, visible=lambda request: True)

    assert labels(rf.get("/")) == []


def test_a_second_registration_replaces_the_first(opened):
    navigation.register("Old", "livez", "home", 10)
    navigation.register("New", "livez", "home", 10)

    assert labels(opened()) == ["New"]


def test_the_nearest_entry_is_current_and_counts_are_asked(opened):
    navigation.register("Sign in", "account_login", "lock", 10)
    navigation.register("Again", "account_reauthenticate", "lock", 20, count=lambda request: 3)

    drawn = [
        (item.label, item.current, item.count)
        for item in navigation.menu(opened("/sign-in/again/"))
    ]

    assert drawn == [("Sign in", False, None), ("Again", True, 3)]


def test_a_long_menu_folds_its_groups_and_adds_up_what_waits_in_them(opened, monkeypatch):
    monkeypatch.setattr(navigation, "SHORT", 2)
    families, site = navigation.Group.FAMILIES, navigation.Group.SITE
    navigation.register("Alone", "readyz", "home", 10, group=site)
    navigation.register("Sign in", "account_login", "lock", 20, count=lambda _: 2, group=families)
    navigation.register(
        "Again", "account_reauthenticate", "lock", 30, count=lambda _: 3, group=families
    )
    navigation.register("First", "livez", "home", 40)

    drawn = [
        (str(part.label), [item.label for item in part.items], part.count, part.opened)
        for part in navigation.sections(opened("/sign-in/again/"))
    ]

    assert drawn == [
        ("", ["First"], 0, False),
        ("Families", ["Sign in", "Again"], 5, True),
        ("", ["Alone"], 0, False),
    ]


def test_a_short_menu_is_not_folded(opened):
    site = navigation.Group.SITE
    navigation.register("First", "livez", "home", 10)
    navigation.register("One", "readyz", "home", 20, group=site)
    navigation.register("Two", "account_login", "lock", 30, group=site)

    drawn = [
        (str(part.label), [item.label for item in part.items])
        for part in navigation.sections(opened())
    ]

    assert drawn == [("", ["First", "One", "Two"])]
