"""Rules that the database itself holds, on both databases: an insert or update that breaks one is refused.

A model names them in `guards`. They are for what a constraint cannot say because it reads other tables: nobody
decides their own work, nothing joins what is decided. Installed after each migrate beside the triggers of
append-only rows; a system check fails when one is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error
from django.db import DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from trail.triggers import present_triggers


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuse the `verb` (INSERT, UPDATE or DELETE) of a row when `refused_when` is true.

    The condition is SQL that both databases read, over NEW, OLD and other tables; it and `says` are our own words,
    never a visitor's.
    """

    name: str
    verb: str
    refused_when: str
    says: str


def guards() -> Iterator[tuple[str, str, Guard]]:
    """Every guard as (its trigger's name, its table, itself)."""
    for model in apps.get_models():
        table = model._meta.db_table
        for guard in getattr(model, "guards", ()):
            yield f"{table}_{guard.name}", table, guard


def install(connection: BaseDatabaseWrapper) -> None:
    """Put every missing guard on the tables that exist."""
    present = present_triggers(connection)
    existing = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for name, table, guard in guards():
            if table in existing and name not in present:
                for statement in statements(connection.vendor, name, table, guard):
                    cursor.execute(statement)


def statements(vendor: str, name: str, table: str, guard: Guard) -> list[str]:
    """What makes one guard."""
    if vendor == "postgresql":
        row = "OLD" if guard.verb == "DELETE" else "NEW"
        body = (
            f"BEGIN IF {guard.refused_when} THEN RAISE EXCEPTION '{guard.says}'; END IF; "
            f"RETURN {row}; END"
        )
        begins = f'CREATE TRIGGER "{name}" BEFORE {guard.verb} ON "{table}" '
        return [
            f'CREATE OR REPLACE FUNCTION "{name}"() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$',
            begins + f'FOR EACH ROW EXECUTE FUNCTION "{name}"()',
        ]
    begins = f'CREATE TRIGGER "{name}" BEFORE {guard.verb} ON "{table}" '
    return [
        begins + f"WHEN {guard.refused_when} BEGIN SELECT RAISE(ABORT, '{guard.says}'); END",
    ]


def remove(connection: BaseDatabaseWrapper) -> None:
    """Take the guards off before a migration: SQLite renames no table that another table's trigger reads.

    The migrate that takes them off puts them back, with the words they have by then.
    """
    present = present_triggers(connection)
    with connection.cursor() as cursor:
        for name, table, _guard in guards():
            if name in present:
                on = f' ON "{table}"' if connection.vendor == "postgresql" else ""
                cursor.execute(f'DROP TRIGGER "{name}"' + on)


def check(databases: Iterable[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """System check (database tag): every guard of a migrated table is there."""
    found: list[CheckMessage] = []
    for alias in databases or []:
        try:
            present = present_triggers(connections[alias])
            existing = set(connections[alias].introspection.table_names())
        except DatabaseError:
            continue
        found += [
            Error(f"The guard {name} is missing.", hint="Run manage.py migrate.", id="trail.E002")
            for name, table, _guard in guards()
            if table in existing and name not in present
        ]
    return found
