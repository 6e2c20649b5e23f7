"""Importing rosters and contacts: one run each, tried, stopped or done.

One code path: a dry run and a stopped import do the whole work and roll it back, so the difference shown
is the difference that would be made.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.actor import Actor
from schools import access
from schools.actions.imports import contacts, roster
from schools.actions.imports.brake import Brake
from schools.actions.imports.ledger import Ledger
from schools.models import ImportRun
from schools.roster.problems import Unreadable
from schools.roster.source import digest
from schools.terms import ImportKind, ImportState
from schools.workflow import IMPORT, Move
from trail.recording import record

Reader = Callable[[Path, Ledger], None]
READERS: dict[str, Reader] = {
    ImportKind.ROSTER: roster.read,
    ImportKind.CONTACTS: contacts.read,
}


def import_roster(
    path: str | Path, *, by: Actor, dry_run: bool = False, confirmed: bool = False
) -> ImportRun:
    """Read a OneRoster folder or zip; the run says what happened and what was wrong.

    With `dry_run` nothing changes but the run itself. An import that trips the brake is stopped unless
    `confirmed`.
    """
    return _start(ImportKind.ROSTER, path, by=by, dry_run=dry_run, confirmed=confirmed)


def import_contacts(
    path: str | Path, *, by: Actor, dry_run: bool = False, confirmed: bool = False
) -> ImportRun:
    """Read a contacts file; as `import_roster`."""
    return _start(ImportKind.CONTACTS, path, by=by, dry_run=dry_run, confirmed=confirmed)


def _start(
    kind: ImportKind, path: str | Path, *, by: Actor, dry_run: bool, confirmed: bool
) -> ImportRun:
    access.may_import(by).require()
    user = User.objects.filter(pk=by.user_id).first() if by.user_id else None
    run = ImportRun.objects.create(
        kind=kind,
        file_name=Path(path).name[:300],
        dry_run=dry_run,
        started_by=user,
        confirmed_by=user if confirmed else None,
        confirmed_at=timezone.now() if confirmed and user else None,
    )
    return perform(run, Path(path), by=by, confirmed=confirmed)


def perform(run: ImportRun, path: Path, *, by: Actor, confirmed: bool) -> ImportRun:
    """Do what a run that is being read asks for, once: its state leaves `reading` with its effects."""
    try:
        run.sha256 = digest(path)
        ledger, reasons = _attempt(run, path, by, confirmed)
    except (Unreadable, OSError) as error:
        words = str(error) if isinstance(error, Unreadable) else "The file cannot be read."
        with transaction.atomic():
            if _still_reading(run):
                _finish(run, Ledger(run, by), Move.FAIL, [words], by)
        return run
    if run.state == ImportState.READING:
        with transaction.atomic():
            if _still_reading(run):
                _finish(run, ledger, Move.TRY if run.dry_run else Move.STOP, reasons, by)
    return run


def _still_reading(run: ImportRun) -> bool:
    """Whether nobody else has closed the run (a task may be handed out twice); holds the row."""
    held = ImportRun.objects.select_for_update().filter(pk=run.pk, state=ImportState.READING)
    return held.first() is not None


@transaction.atomic
def _attempt(
    run: ImportRun,
    path: Path,
    by: Actor,
    confirmed: bool,  # noqa: FBT001 -- passed on as it came
) -> tuple[Ledger, list[str]]:
    """The import itself; everything is rolled back when it was only tried, or stopped."""
    if not _still_reading(run):
        raise Unreadable("This file was read already.")
    brake = Brake()
    ledger = Ledger(run, by)
    READERS[run.kind](path, ledger)
    reasons = brake.reasons(ledger.counted("students", "left"), ledger.counted("links", "left"))
    if run.dry_run or (reasons and not confirmed):
        transaction.set_rollback(True)
    else:
        _finish(run, ledger, Move.FINISH, reasons, by)
    return ledger, reasons


def _finish(run: ImportRun, ledger: Ledger, move: Move, reasons: list[str], by: Actor) -> None:
    """Close the run's account, in the transaction of its effects."""
    run.state = IMPORT.next(run.state, move)
    run.finished_at = timezone.now()
    run.stop_reasons = reasons
    ledger.fill()
    ledger.write_problems()
    run.save()
    counted = {
        f"{entity}_{what}".replace(" ", "_"): number
        for entity, kinds in run.counts.items()
        for what, number in kinds.items()
        if what != "same"
    }
    record(
        f"{run.kind}.{run.state}",
        run,
        by=by,
        sha256=run.sha256,
        problems=run.problem_count,
        **counted,
    )
