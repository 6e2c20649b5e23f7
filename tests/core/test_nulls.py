"""What nobody types and PostgreSQL refuses to read."""

import pytest

from tests.factories import staff_at

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address", ["/students/?q=%00", "/activities/?kind=a%00b", "/c/%00/", "/folders/?q=Ana%00"]
)
def test_a_nul_is_a_bad_request(client, address):
    client.force_login(staff_at())

    assert client.get(address).status_code == 400


def test_other_signs_are_read(client):
    client.force_login(staff_at())

    assert client.get("/students/?q=%C5%82%25").status_code == 200
