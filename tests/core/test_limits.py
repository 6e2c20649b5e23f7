import pytest
from django.conf import settings as ours

from core import limits

HERE = ours.CACHES


def test_the_knock_after_the_last_allowed_one_is_refused():
    allowed = [limits.within("code", "203.0.113.9", most=3) for _ in range(5)]

    assert allowed == [True, True, True, False, False]


def test_another_visitor_and_another_door_are_counted_apart():
    for _ in range(2):
        limits.within("code", "203.0.113.9", most=1)

    assert limits.within("code", "203.0.113.10", most=1) is True
    assert limits.within("family", "203.0.113.9", most=1) is True


@pytest.fixture
def cache_away(settings):
    """A Redis that nobody answers for."""
    address = "redis://127.0.0.1:1/0"
    away = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": address}
    settings.CACHES = {"default": away}
    yield
    settings.CACHES = HERE


def test_d3_a_cache_that_is_away_turns_nobody_away(cache_away):
    allowed = [limits.within("code", "203.0.113.9", most=1) for _ in range(3)]

    assert allowed == [True, True, True]


def test_p3_what_is_counted_under_says_nothing_of_the_visitor_without_our_key(settings):
    limits.knocks("code", "203.0.113.9")
    settings.MARK_KEY = "another"

    assert limits.knocks("code", "203.0.113.9") == 1
