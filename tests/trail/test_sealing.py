from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from core.actor import Actor
from schools.models import District
from trail import sealing, triggers
from trail.models import Entry, Seal, SealedEntry
from trail.recording import record

pytestmark = pytest.mark.django_db

JOB = Actor.job("test")


def written(count):
    district = District.objects.create(name="District")
    return [record("district.renamed", district, by=JOB, number=n) for n in range(count)]


def tamper(statement, *values):
    """What somebody with the database's password could do."""
    triggers.remove(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_sealing_twice_seals_nothing_new():
    written(3)

    assert [sealing.seal(), sealing.seal()] == [3, 0]
    assert list(Seal.objects.values_list("number", "entries")) == [(1, 3)]


def test_seals_are_chained():
    written(1)
    sealing.seal()
    written(1)
    sealing.seal()

    first, second = Seal.objects.order_by("number")
    assert (first.previous, second.previous) == (sealing.FIRST, first.root)
    assert list(sealing.faults()) == []


def test_an_entry_that_commits_late_is_sealed_next():
    early, late = written(2)
    triggers.remove(connection)
    Entry.objects.filter(pk=early.pk).delete()
    sealing.seal()
    early.save(force_insert=True)

    assert sealing.seal() == 1
    assert SealedEntry.objects.get(entry_id=early.pk).seal_number == 2
    assert list(sealing.faults()) == []
    assert late.pk > early.pk


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE trail_entry SET verb = 'x' WHERE id = {id}", "Entry {id} was changed"),
        ("UPDATE trail_entry SET facts = '{{}}' WHERE id = {id}", "Entry {id} was changed"),
        ("DELETE FROM trail_entry WHERE id = {id}", "Entry {id} was sealed and is gone."),
        ("DELETE FROM trail_sealedentry WHERE entry_id = {id}", "Seal 1 does not match"),
        ("UPDATE trail_sealedentry SET digest = 'x' WHERE entry_id = {id}", "Entry {id} differs"),
        ("DELETE FROM trail_seal", "Seal 1 is gone."),
        ("UPDATE trail_seal SET entries = 9", "Seal 1 does not match"),
        ("UPDATE trail_seal SET root = 'x'", "Seal 1 does not match"),
        ("UPDATE trail_seal SET previous = 'x'", "Seal 1 does not follow"),
        ("UPDATE trail_seal SET number = 5", "Seal 1 is gone."),
        ("UPDATE trail_seal SET at = '2026-10-12 18:40:00+00:00'", "Seal 1 does not match"),
    ],
)
def test_every_row_of_the_trail_is_covered(statement, fault):
    entry = written(3)[1]
    sealing.seal()

    tamper(statement.format(id=entry.pk))

    faults = list(sealing.faults())
    assert any(found.startswith(fault.format(id=entry.pk)) for found in faults), faults


def test_a_forged_entry_is_found_before_any_seal():
    tamper(
        "INSERT INTO trail_entry (at, verb, subject, topic, actor_kind, actor_id, facts, mark)"
        " VALUES ('2026-10-12 18:40:00+00:00', 'answer.given', 'x:1', '', 'user', '1', '{}', 'x')"
    )

    assert [fault.split(" was ")[1] for fault in sealing.faults()] == [
        "changed or written past the application."
    ]


def test_a_copied_entry_is_found():
    entry = written(1)[0]
    words = "at, verb, subject, topic, actor_kind, actor_id, facts, mark"

    tamper(f"INSERT INTO trail_entry ({words}) SELECT {words} FROM trail_entry")

    copy = Entry.objects.latest("pk")
    assert list(sealing.faults()) == [f"Entry {copy.pk} repeats entry {entry.pk}."]


def test_a_seal_cannot_be_closed_again_without_the_key(settings):
    written(2)
    sealing.seal()
    gone = Entry.objects.latest("pk")
    key = settings.TRAIL_KEY

    triggers.remove(connection)
    for model in (Entry, SealedEntry, Seal):
        model.objects.filter(**{"pk": gone.pk} if model is Entry else {}).delete()
    settings.TRAIL_KEY = "another key"
    sealing.seal()
    settings.TRAIL_KEY = key

    assert list(sealing.faults()) == ["Seal 1 does not match the entries it closed."]


def test_the_command_says_the_trail_is_whole():
    written(2)
    out = StringIO()

    call_command("verify_trail", stdout=out)

    assert "2 entries, 0 seals, 2 entries waiting" in out.getvalue()


def test_the_command_names_every_fault_and_fails():
    entry = written(1)[0]
    tamper("UPDATE trail_entry SET verb = 'x'")
    err = StringIO()

    with pytest.raises(CommandError) as failed:
        call_command("verify_trail", stderr=err)

    assert failed.value.returncode == 1
    assert f"Entry {entry.pk} was changed" in err.getvalue()
