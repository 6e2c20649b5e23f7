"""manage.py: what is wrong with the installation is said in one line, with exit code 2."""

from __future__ import annotations

import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

MISCONFIGURED = 2


def run(argv: list[str]) -> None:
    """Run one command. A fault of the program itself keeps its traceback."""
    try:
        execute_from_command_line(argv)
    except ImproperlyConfigured as error:
        stop(str(error))
    except DatabaseError:
        if fault := database_fault():
            stop(fault)
        raise


def database_fault() -> str:
    """Why no command could have worked on this database, or ""."""
    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return f"The database does not answer: {str(error).splitlines()[0]}"
    return "The database is not up to date. Run first: manage.py migrate" if behind else ""


def stop(fault: str) -> None:
    print(fault, file=sys.stderr)  # noqa: T201 -- the program's last word
    sys.exit(MISCONFIGURED)
