"""Who may knock at the pages of the house itself: the first page, signing in, keys, operations, other systems."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.actions import create_key
from accounts.models import ApiKey
from core.models import OutboxMessage
from notices.models import Notice
from schools.terms import Role
from tests.consent_factories import safety_meetup
from tests.doors import answers
from tests.factories import actor, district_user

pytestmark = pytest.mark.django_db


def everybody(status):
    """The same for each of tests.doors.ROLES."""
    return [status] * 12


def staff(status):
    return [302] + [status] * 11


def admin(theirs, others):
    return [302] + [others] * 8 + [theirs] + [others] * 2


# Door → (GET, POST with nothing).
DOORS = {
    "front": (everybody(200), everybody(405)),
    "home": (staff(200), staff(405)),
    "set_language": (everybody(302), everybody(302)),
    "livez": (everybody(200), everybody(405)),
    "readyz": (everybody(200), everybody(405)),
    "metrics": (everybody(200), everybody(405)),
    "gallery": (everybody(200), everybody(405)),
    "demo_outbox": (everybody(200), everybody(405)),
    "account_login": ([200] + [302] * 11, [200] + [302] * 11),
    "account_logout": (staff(200), everybody(302)),
    "enter": (everybody(410), everybody(410)),
    # None of these people has a password: they are led to set one, and cannot give it once more.
    "account_change_password": (staff(302), staff(302)),
    "account_set_password": (staff(200), staff(200)),
    "account_reauthenticate": (staff(403), staff(403)),
    "account_reset_password": (everybody(200), everybody(200)),
    "account_reset_password_done": (everybody(200), everybody(405)),
    "account_reset_password_from_key": (everybody(200), everybody(200)),
    "account_reset_password_from_key_done": (everybody(200), everybody(405)),
    "account_inactive": (everybody(200), everybody(405)),
    "revoke_api_key": (staff(405), admin(302, 403)),
    "operations": (admin(200, 404), staff(405)),
    "retry_work": (staff(405), admin(302, 404)),
    "send_again": (staff(405), admin(302, 404)),
    "api:openapi-json": (everybody(200), everybody(200)),
    "api:openapi-view": (everybody(200), everybody(200)),
    "api:platforms": (everybody(200), everybody(405)),
    # A key, not a session.
    "api:verdict": (everybody(401), everybody(405)),
    "api:verdicts": (everybody(405), everybody(401)),
    "api:recipients": (everybody(401), everybody(405)),
    "api:api-root": (everybody(404), everybody(404)),
    "api_nothing_here": (everybody(404), everybody(404)),
}  # fmt: skip
# The addresses without a name's own pattern, and those of rows.
ADDRESSES = {
    "enter": "/enter/forged/",
    "account_reset_password_from_key": "/sign-in/password/reset/key/1-forged/",
    "api_nothing_here": "/api/elsewhere",
    "api:recipients": "/api/v1/activities/1/recipients",
}


def address_of(door):
    if door in ADDRESSES:
        return ADDRESSES[door]
    rows = {"revoke_api_key": a_key, "retry_work": failed_work, "send_again": failed_notice}
    return reverse(door, args=[rows[door]().pk] if door in rows else [])


def a_key():
    by = actor(district_user(Role.ADMIN))
    ends = timezone.now() + timezone.timedelta(days=30)
    return create_key(name="Dispatch", scopes=[ApiKey.Scope.VERDICT], expires_at=ends, by=by)[0]


def failed_work():
    return OutboxMessage.objects.create(task="core.heartbeat", state=OutboxMessage.State.FAILED)


def failed_notice():
    return Notice.objects.create(kind="consents/code", channel="email", state="failed")


@pytest.mark.parametrize("door", DOORS)
def test_door(settings, door):
    settings.DEMO = True
    scene, address = safety_meetup(), address_of(door)

    found = tuple(answers(scene, method, address) for method in ("get", "post"))

    assert found == DOORS[door]
