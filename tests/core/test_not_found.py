"""An address that is not there, in practice as in earnest."""

import pytest
from django.urls import reverse

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("practice", [True, False])
def test_a_mistyped_address_gets_our_page(client, settings, practice):
    settings.DEBUG = practice

    page = client.get("/nothing-here/")

    assert page.status_code == 404
    assert page.content.decode().count("<h1>There is no such page</h1>") == 1


@pytest.mark.parametrize("practice", [True, False])
def test_what_is_not_yours_gets_the_same_page(client, settings, practice):
    settings.DEBUG = practice
    client.force_login(UserFactory())

    page = client.get(reverse("activity", args=[1]))

    assert page.status_code == 404
    assert page.content.decode().count("<h1>There is no such page</h1>") == 1
