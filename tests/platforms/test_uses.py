"""What a platform may be approved for, as the register of exceptions above tells it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from consents.models import ExceptionKind
from platforms import uses
from tests.consent_factories import kind

pytestmark = pytest.mark.django_db


@pytest.mark.clause("T5")
def test_published_exceptions_are_uses_with_their_grades_and_clauses():
    kind("bulk_alerts")

    told = {one.code: one for one in uses.exceptions()}

    assert set(told) == set(
        ExceptionKind.objects.filter(is_published=True).values_list("code", flat=True)
    )
    assert told["bulk_alerts"].clause == "T3"
    assert told["bulk_alerts"].needs_platform is True
    assert told["bulk_alerts"].covers("KG")
    assert told["safety_meetup"].grades == {"09", "10", "11", "12"}
    assert not told["safety_meetup"].covers("08")


def test_an_exception_taken_back_is_no_use_any_more():
    ExceptionKind.objects.filter(pk=kind("bulk_alerts").pk).update(is_published=False)

    assert "bulk_alerts" not in dict(uses.choices())
    assert [code for code, _name in uses.choices()][-2:] == ["parents", "staff"]


def test_before_its_first_version_an_exception_is_no_use():
    kind("bulk_alerts")

    assert uses.exceptions(timezone.now() - timedelta(days=365 * 30)) == []


def test_all_uses_are_told_in_the_same_two_queries(django_assert_num_queries):
    kind("bulk_alerts")

    with django_assert_num_queries(2):
        uses.every_use()
