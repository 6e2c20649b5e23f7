"""Rows that no statement changes or deletes, on both databases.

Every model with `append_only = True` gets triggers after each migrate; a system check fails when one is
missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

FUNCTION = """
CREATE OR REPLACE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'append-only: rows of % are neither changed nor deleted', TG_TABLE_NAME; END $$
"""


def tables() -> list[str]:
    """The tables whose rows stay as they were written."""
    return sorted(
        model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)
    )


def trigger_names(vendor: str, table: str) -> dict[str, str]:
    """Verb → trigger. Besides the two, each database has a way past them: TRUNCATE; INSERT OR REPLACE."""
    way_past = "TRUNCATE" if vendor == "postgresql" else "REPLACE"
    return {verb: f"{table}_no_{verb.lower()}" for verb in ("UPDATE", "DELETE", way_past)}


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every missing trigger on the tables that exist."""
    present = present_triggers(connection)
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(FUNCTION)
        for table in tables():
            for verb, name in trigger_names(connection.vendor, table).items():
                if table in existing and name not in present:
                    cursor.execute(statement(connection.vendor, table, verb, name))


def statement(vendor: str, table: str, verb: str, name: str) -> str:
    if vendor == "postgresql":
        each = "STATEMENT" if verb == "TRUNCATE" else "ROW"
        return (
            f'CREATE TRIGGER "{name}" BEFORE {verb} ON "{table}" '
            f"FOR EACH {each} EXECUTE FUNCTION trail_refuse()"
        )
    event = f'{verb} ON "{table}"'
    if verb == "REPLACE":
        # Such an insert takes the old row away without asking its DELETE trigger.
        event = f'INSERT ON "{table}" WHEN EXISTS (SELECT 1 FROM "{table}" WHERE id = NEW.id)'  # noqa: S608 -- our own table names
    return (
        f'CREATE TRIGGER "{name}" BEFORE {event} BEGIN '
        f"SELECT RAISE(ABORT, 'append-only: rows of {table} are neither changed nor deleted'); END"
    )


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off. For lawful disposal and for emptying a test database."""
    on = "" if connection.vendor == "sqlite" else ' ON "{table}"'
    present = present_triggers(connection)
    with connection.cursor() as cursor:
        for table in tables():
            for name in trigger_names(connection.vendor, table).values():
                if name in present:
                    cursor.execute(f'DROP TRIGGER "{name}"' + on.format(table=table))


def present_triggers(connection: BaseDatabaseWrapper) -> set[str]:
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {row[0] for row in cursor.fetchall()}


def missing(connection: BaseDatabaseWrapper) -> Iterator[str]:
    """Names of triggers that a migrated database lacks."""
    existing = set(connection.introspection.table_names())
    present = present_triggers(connection)
    for table in tables():
        if table in existing:
            yield from (
                name
                for name in trigger_names(connection.vendor, table).values()
                if name not in present
            )


def check(databases: Iterable[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """System check (database tag): every append-only table is guarded."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        try:
            names = list(missing(connections[alias]))
        except DatabaseError:
            continue
        found += [
            Error(f"The trigger {name} is missing.", hint="Run manage.py migrate.", id="trail.E001")
            for name in names
        ]
    return found
