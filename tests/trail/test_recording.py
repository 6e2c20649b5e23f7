import pytest
from django.db import DatabaseError, connection, transaction

from core.actor import Actor, ActorKind
from schools.models import District
from trail import triggers
from trail.models import Entry
from trail.recording import mark_of, record

pytestmark = pytest.mark.django_db

COACH = Actor(ActorKind.USER, "7", "Coach")


@pytest.fixture
def district():
    return District.objects.create(name="District")


def test_an_entry_says_who_what_and_to_which_row(district):
    entry = record("district.renamed", district, by=COACH, topic=district, version=2, dry=False)

    entry.refresh_from_db()
    assert (entry.verb, entry.subject, entry.topic) == (
        "district.renamed",
        f"schools.district:{district.pk}",
        f"schools.district:{district.pk}",
    )
    assert (entry.actor_kind, entry.actor_id) == ("user", "7")
    assert entry.facts == {"version": 2, "dry": False}
    assert entry.mark == mark_of(entry)


def test_an_entry_names_no_actor_by_name(district):
    entry = record("district.renamed", district, by=COACH)

    assert "Coach" not in str(vars(entry))


def test_entries_about_a_thing_are_its_own_and_those_under_it(district):
    other = District.objects.create(name="Other")
    own = record("district.renamed", district, by=COACH)
    under = record("district.moved", other, by=COACH, topic=district)
    record("district.moved", other, by=COACH)

    assert set(Entry.objects.about(district)) == {own, under}


PAST_DELETE = {
    "postgresql": "TRUNCATE trail_entry",
    "sqlite": "INSERT OR REPLACE INTO trail_entry SELECT * FROM trail_entry",
}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE trail_entry SET verb = 'x'",
        "DELETE FROM trail_entry",
        PAST_DELETE[connection.vendor],
    ],
)
def test_no_statement_changes_or_deletes_an_entry(district, statement):
    record("district.renamed", district, by=COACH)

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert [entry.verb for entry in Entry.objects.all()] == ["district.renamed"]


def test_every_append_only_table_is_guarded():
    assert list(triggers.missing(connection)) == []


def test_the_check_fails_when_a_trigger_is_missing():
    triggers.remove(connection)

    found = triggers.check(databases=["default"])

    assert len(found) == 3 * len(triggers.tables())
    assert {error.id for error in found} == {"trail.E001"}


def test_a_refused_transaction_leaves_no_entry(district):
    with pytest.raises(RuntimeError), transaction.atomic():
        record("district.renamed", district, by=COACH)
        raise RuntimeError

    assert not Entry.objects.exists()
