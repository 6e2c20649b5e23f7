"""Whose address a request comes from, and what can be a key."""

import pytest
from allauth.core.internal.httpkit import get_client_ip
from django.http import QueryDict

from core.http import client_address, key_in


@pytest.mark.parametrize(
    ("trusted", "forwarded", "address"),
    [
        (False, "203.0.113.9", "192.0.2.1"),
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "10.9.8.7, 203.0.113.9", "203.0.113.9"),
        (True, "10.9.8.7,2001:db8::1", "2001:db8::1"),
        (True, "203.0.113.9, unknown", "192.0.2.1"),
        (True, "", "192.0.2.1"),
        (True, None, "192.0.2.1"),
    ],
)
def test_only_what_our_own_proxy_wrote_is_believed(rf, settings, trusted, forwarded, address):
    settings.TRUST_PROXY = trusted
    sent = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}

    assert client_address(rf.get("/", REMOTE_ADDR="192.0.2.1", **sent)) == address


def test_signing_in_counts_by_who_connected_where_no_proxy_is_trusted(rf):
    request = rf.get("/", REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR="203.0.113.9")

    assert get_client_ip(request) == "192.0.2.1"


@pytest.mark.parametrize(
    ("written", "key"),
    [("7", 7), ("", None), ("-7", None), ("7.0", None), ("\u0667", None), ("9" * 18, 10**18 - 1), ("9" * 19, None)],
)  # fmt: skip
def test_what_can_be_a_key(written, key):
    assert key_in(QueryDict(f"pk={written}"), "pk") == key
