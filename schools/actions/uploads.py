"""Imports from the screen: the file waits in storage, a worker reads it, a person may say yes."""

from __future__ import annotations

import tempfile
from pathlib import Path
from uuid import uuid4

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core import outbox
from core.actor import Actor, ActorKind
from schools import access
from schools.actions.imports import perform
from schools.models import ImportRun
from schools.terms import ImportKind, ImportState
from schools.workflow import IMPORT, Move
from trail.recording import record

TASK = "schools.run_import"


@transaction.atomic
def upload(kind: ImportKind, file: File[bytes], *, name: str, by: Actor) -> ImportRun:
    """Take a file in and try it: the first reading is always a dry run. Returns the run to watch."""
    access.may_import(by).require()
    suffix = ".zip" if kind == ImportKind.ROSTER else ".csv"
    stored = default_storage.save(f"imports/{uuid4().hex}{suffix}", file)
    run = ImportRun.objects.create(
        kind=kind,
        file_name=name[:300],
        dry_run=True,
        stored_as=stored,
        started_by=User.objects.get(pk=by.id),
    )
    record("import.uploaded", run, by=by, kind=str(kind))
    outbox.later(TASK, run.pk, key=f"import:{run.pk}")
    return run


@transaction.atomic
def go_on(run: ImportRun, *, by: Actor, confirmed: bool = False) -> ImportRun:
    """Import the file of a dry run or a stopped run. What the brake stopped needs `confirmed`."""
    access.may_import(by).require()
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    state = IMPORT.next(run.state if run.stored_as else ImportState.DONE, Move.CONTINUE)
    user = User.objects.get(pk=by.id)
    following = ImportRun.objects.create(
        kind=run.kind,
        file_name=run.file_name,
        state=state,
        stored_as=run.stored_as,
        started_by=user,
        confirmed_by=user if confirmed else None,
        confirmed_at=timezone.now() if confirmed else None,
        follows=run,
    )
    run.stored_as = ""
    run.save(update_fields=["stored_as"])
    record("import.continued", run, by=by, following=following.pk, confirmed=confirmed)
    outbox.later(TASK, following.pk, key=f"import:{following.pk}")
    return following


@transaction.atomic
def discard(run: ImportRun, *, by: Actor) -> ImportRun:
    """Delete the waiting file of a run that will not be imported; the run itself stays."""
    access.may_import(by).require()
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    IMPORT.next(run.state if run.stored_as else ImportState.DONE, Move.CONTINUE)
    _forget(run)
    record("import.discarded", run, by=by)
    return run


def run_stored(run_id: int) -> None:
    """Read the file of a run, off the request. Safe twice: a run is read while its state says so."""
    run = ImportRun.objects.filter(pk=run_id, state=ImportState.READING).first()
    if run is None:
        return
    starter = run.started_by
    by = Actor(ActorKind.USER, str(starter.pk), starter.name) if starter else Actor.job(TASK)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / Path(run.stored_as).name
        with default_storage.open(run.stored_as) as stored, path.open("wb") as local:
            for chunk in stored.chunks():
                local.write(chunk)
        perform(run, path, by=by, confirmed=run.confirmed_at is not None)
    if run.state in {ImportState.DONE, ImportState.FAILED}:
        with transaction.atomic():
            _forget(run)


def _forget(run: ImportRun) -> None:
    """The file is people's data: it goes once nobody needs it, after the transaction that says so."""
    stored, run.stored_as = run.stored_as, ""
    run.save(update_fields=["stored_as"])
    if stored:
        transaction.on_commit(lambda: default_storage.delete(stored))
