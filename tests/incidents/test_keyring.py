"""The ring of keys: what a stolen database shows, and what a new, an old and a lost key do."""

import base64

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core.vault import Sealed
from incidents.models import Account, CaseKey
from tests.factories import SchoolFactory
from tests.incident_factories import SAID, case_of, report

pytestmark = pytest.mark.django_db


def key(letter):
    return base64.urlsafe_b64encode(letter * 32).decode()


OLD, NEW = f"old:{key(b'o')}", f"new:{key(b'n')}"


def said(case):
    return Account.objects.get(case=case, kind=Account.Kind.REPORT).words()["said"]


def test_p6_a_stolen_database_without_the_ring_says_nothing(settings):
    settings.CASE_KEYS = OLD
    case = case_of(report(SchoolFactory()))
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM incidents_account WHERE case_id = %s", [case.pk])
        raw = bytes(cursor.fetchone()[0])
    settings.CASE_KEYS = NEW

    assert SAID.encode() not in raw
    with pytest.raises(Sealed):
        said(case)


def test_p6_after_rotation_the_old_key_is_no_longer_needed(settings, capsys):
    settings.CASE_KEYS = OLD
    case = case_of(report(SchoolFactory()))
    settings.CASE_KEYS = f"{NEW},{OLD}"
    assert said(case) == SAID

    call_command("rotate_case_keys")
    call_command("rotate_case_keys")
    settings.CASE_KEYS = NEW

    assert said(type(case).objects.get(pk=case.pk)) == SAID
    assert capsys.readouterr().out.splitlines() == [
        "1 wrapped anew, 0 were current already.",
        "0 wrapped anew, 1 were current already.",
    ]


def test_p6_a_lost_key_is_said_and_what_it_wraps_is_left_for_the_day_it_is_found(settings):
    settings.CASE_KEYS = OLD
    case = case_of(report(SchoolFactory()))
    before = bytes(CaseKey.objects.get(case=case).wrapped)
    settings.CASE_KEYS = NEW

    with pytest.raises(CommandError, match="1 cannot be opened") as refused:
        call_command("rotate_case_keys")
    settings.CASE_KEYS = OLD

    assert refused.value.returncode == 1
    assert bytes(CaseKey.objects.get(case=case).wrapped) == before
    assert said(type(case).objects.get(pk=case.pk)) == SAID
