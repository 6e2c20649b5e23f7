"""Keys of other systems: made by an administrator, shown once, kept as a hash, ended at once."""

import hashlib
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actions import LONGEST, create_key, note_use, revoke_key
from accounts.api_keys import digest_of, holder_of
from accounts.models import ApiKey
from core.decision import Refused
from core.navigation import menu
from schools.terms import Role
from tests.factories import actor, district_user, principal_of
from trail.models import Entry

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def make(by=None, **changes):
    facts = {
        "name": "Dispatch",
        "scopes": [ApiKey.Scope.VERDICT],
        "expires_at": timezone.now() + 30 * DAY,
        **changes,
    }
    return create_key(**facts, by=actor(by or district_user()))


def test_only_the_hash_of_a_key_is_kept():
    row, key = make()

    row.refresh_from_db()
    assert row.digest == hashlib.sha256(key.encode()).hexdigest() == digest_of(key)
    assert key.startswith(f"cps_{row.prefix}_")
    assert key not in str(list(ApiKey.objects.values()) + list(Entry.objects.values()))
    assert holder_of(key, timezone.now()) == row
    entry = Entry.objects.get()
    assert (entry.verb, entry.facts["scopes"]) == ("api_key.created", ["verdict"])


def test_only_administrators_make_and_revoke():
    row, _key = make()

    for user in (principal_of(), district_user(Role.RECORDS)):
        with pytest.raises(Refused):
            make(by=user)
        with pytest.raises(Refused):
            revoke_key(row, by=actor(user))

    row.refresh_from_db()
    assert (ApiKey.objects.count(), row.revoked_at, Entry.objects.count()) == (1, None, 1)


@pytest.mark.parametrize(
    "changes",
    [
        {"scopes": []},
        {"scopes": ["everything"]},
        {"expires_at": timezone.now() - DAY},
        {"expires_at": timezone.now() + LONGEST + DAY},
    ],
)
def test_a_key_needs_a_purpose_and_a_near_end(changes):
    with pytest.raises(Refused):
        make(**changes)

    assert ApiKey.objects.count() == 0


def test_a_key_works_until_it_expires_or_is_revoked():
    by = district_user()
    row, key = make(by=by)
    now = timezone.now()

    assert holder_of(key, row.expires_at - timedelta(seconds=1)) == row
    assert holder_of(key, row.expires_at) is None

    revoke_key(row, by=actor(by))
    revoke_key(row, by=actor(by))

    assert holder_of(key, now) is None
    assert Entry.objects.filter(verb="api_key.revoked").count() == 1


def test_use_is_noted_once_a_minute():
    row, _key = make()
    now = timezone.now()

    note_use(row, now)
    note_use(row, now + timedelta(seconds=30))
    row.refresh_from_db()
    assert row.last_used_at == now

    note_use(row, now + timedelta(seconds=61))
    row.refresh_from_db()
    assert row.last_used_at == now + timedelta(seconds=61)


# Pages


def form(**changes):
    last = timezone.localdate() + 30 * DAY
    return {"name": "Bus dispatch", "scopes": ["verdict"], "expires_on": str(last), **changes}


def test_the_page_shows_a_key_once(client):
    client.force_login(district_user())

    response = client.post("/api-keys/new/", form())

    key = response.context["secret"]
    assert response.status_code == 200
    assert response.content.decode().count(key) == 1
    assert response.headers["Cache-Control"] == "no-store, private"
    assert holder_of(key, timezone.now()).name == "Bus dispatch"
    listed = client.get("/api-keys/").content.decode()
    assert ("Bus dispatch" in listed, key in listed) == (True, False)


@pytest.mark.parametrize(
    "changes",
    [{"name": ""}, {"scopes": []}, {"expires_on": "2020-01-01"}, {"expires_on": "2999-01-01"}],
)
def test_a_bad_form_makes_nothing(client, changes):
    client.force_login(district_user())

    response = client.post("/api-keys/new/", form(**changes))

    assert (response.status_code, ApiKey.objects.count()) == (422, 0)


def test_a_key_is_revoked_from_the_list(client):
    client.force_login(district_user())
    row, _key = make()

    response = client.post(f"/api-keys/{row.pk}/revoke/")

    row.refresh_from_db()
    assert (response.status_code, response.url) == (302, "/api-keys/")
    assert row.revoked_at is not None
    assert "Revoked" in client.get("/api-keys/").content.decode()


@pytest.mark.parametrize(
    ("method", "path"),
    [("get", "/api-keys/"), ("get", "/api-keys/new/"), ("post", "/api-keys/1/revoke/")],
)
def test_others_are_refused_and_strangers_sign_in(client, method, path):
    assert getattr(client, method)(path).status_code == 302
    client.force_login(principal_of())
    assert getattr(client, method)(path).status_code == 403
    client.force_login(district_user())
    assert getattr(client, method)(path).status_code == (404 if method == "post" else 200)


@pytest.mark.parametrize(("role", "sees"), [(Role.ADMIN, 1), (Role.RECORDS, 0)])
def test_the_menu_offers_it_to_administrators(rf, role, sees):
    request = rf.get("/")
    request.user = district_user(role)

    assert [item.url for item in menu(request)].count("/api-keys/") == sees
