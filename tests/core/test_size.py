"""How large a request with files may be, before anything of it is read."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from schools.terms import Role
from tests.factories import district_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small(settings):
    settings.MOST_BYTES_FROM_VISITORS, settings.MOST_BYTES_FROM_STAFF = 1_000, 2_000


def send(client, size, name="verify"):
    return client.post(reverse(name), {"file": SimpleUploadedFile("form.pdf", b"x" * size)})


def test_a_visitor_is_stopped_before_the_file_is_read(client):
    response = send(client, 1_000)

    assert response.status_code == 413
    assert response.wsgi_request._read_started is False


def test_a_smaller_one_is_read(client):
    assert send(client, 100).status_code == 200


@pytest.mark.parametrize(("size", "status"), [(1_500, 422), (2_000, 413)])
def test_staff_may_send_more_but_not_anything(client, size, status):
    client.force_login(district_user(Role.RECORDS))

    assert send(client, size, "schools:upload").status_code == status


def test_other_requests_keep_their_own_limit(client):
    response = client.post(reverse("family"), "x" * 1_500, content_type="text/plain")

    assert response.status_code == 422
