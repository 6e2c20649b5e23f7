"""One file that holds everything: every row of every table, and every kept file, each with its hash.

It is a ZIP archive that any database we run on can be filled from, so a district that began on SQLite moves to
PostgreSQL by backing up and restoring. Keys (SECRET_KEY, LINK_KEY, TRAIL_KEY, EXPORT_KEY) are not in it: who holds
the file and not the keys can read rows, and can pass nothing off as ours.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Final
from uuid import UUID

from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import serializers
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from trail import sealing

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
BATCH: Final = 1_000
CHUNK: Final = 1024 * 1024
# Made by migrate itself, and read by nothing of ours.
MADE_BY_MIGRATE: Final = ("contenttypes", "auth")


class CannotRead(Exception):
    """The file is no backup, is damaged, or cannot be written or opened (exit 2)."""


class WillNot(Exception):
    """The file may be good, and this is not the place to put it (exit 1)."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a backup holds."""

    made_at: str
    rows: int
    tables: int
    files: int


def backup(path: Path) -> Summary:
    """Write everything to a new file at `path`; rows are those of one moment. Never overwrites a file."""
    if path.exists():
        raise CannotRead(f"{path}: there is a file already; nothing was written.")
    part = path.with_name(f"{path.name}.part")
    try:
        with _private(part) as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            manifest = _write(archive)
            archive.writestr(MANIFEST, json.dumps(manifest, indent=1, sort_keys=True))
        part.rename(path)
    except OSError as error:
        raise CannotRead(f"{path}: {error.strerror}") from None
    finally:
        part.unlink(missing_ok=True)
    return _summary(manifest)


def restore(path: Path) -> Summary:
    """Fill an empty, migrated database and an empty file store. Everything or nothing; hashes first."""
    with _opened(path) as archive:
        manifest = _manifest(archive, path)
        _refuse_unless_it_fits(manifest)
        _check_hashes(archive, manifest, path)
        with transaction.atomic():
            for label, facts in manifest["tables"].items():
                _fill(archive, apps.get_model(label), facts)
            _start_counting_after()
            _refuse_a_broken_trail()
        for name in manifest["files"]:
            _put_back(archive, name)
    return _summary(manifest)


def tables() -> list[type[models.Model]]:
    """Every table that is kept: all but sessions, and what migrate makes."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
        and not model._meta.proxy
        and model is not Session
        and model._meta.app_label not in MADE_BY_MIGRATE
    ]


@contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    """A new file that its owner alone may read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
        yield out


@contextmanager
def _one_moment() -> Iterator[None]:
    """Every read sees the same rows, and on SQLite nobody waits for us to end."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("BEGIN DEFERRED")
            try:
                yield
            finally:
                cursor.execute("ROLLBACK")
            return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _write(archive: zipfile.ZipFile) -> dict[str, Any]:
    manifest: dict[str, Any] = {
        "format": FORMAT,
        "made_at": timezone.now().isoformat(),
        "migrations": _migrations(),
        "tables": {},
        "files": {},
    }
    with _one_moment():
        for model in tables():
            manifest["tables"][model._meta.label] = _write_table(archive, model)
    # A row names a file only once it is kept: what the rows name is there.
    for name in _files(""):
        with archive.open(f"files/{name}", "w", force_zip64=True) as out:
            manifest["files"][name] = _copied(default_storage.open(name), out)
    return manifest


def _write_table(archive: zipfile.ZipFile, model: type[models.Model]) -> dict[str, Any]:
    """One JSON object a row, in the order of the key."""
    digest, rows = hashlib.sha256(), 0
    with archive.open(_member(model), "w", force_zip64=True) as out:
        found = model._base_manager.order_by("pk").iterator(chunk_size=BATCH)
        for row in serializers.serialize("python", found):
            line = (
                json.dumps(row, default=_plain, separators=(",", ":"), sort_keys=True).encode()
                + b"\n"
            )
            out.write(line)
            digest.update(line)
            rows += 1
    return {"rows": rows, "sha256": digest.hexdigest()}


def _plain(value: object) -> str:
    """Dates and numbers to the last digit: a mark of the trail covers the microsecond."""
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID | timedelta):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be kept")


def _copied(source: Any, out: IO[bytes]) -> str:
    """Copy a file; its hash."""
    digest = hashlib.sha256()
    with source as kept:
        while piece := kept.read(CHUNK):
            out.write(piece)
            digest.update(piece)
    return digest.hexdigest()


def _files(folder: str) -> Iterator[str]:
    """Every kept file, by name."""
    if folder and not default_storage.exists(folder):
        return
    try:
        folders, names = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(names):
        yield f"{folder}/{name}" if folder else name
    for inner in sorted(folders):
        yield from _files(f"{folder}/{inner}" if folder else inner)


def _migrations() -> list[str]:
    """The state of the tables' shape."""
    applied = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in applied)


def _member(model: type[models.Model]) -> str:
    return f"tables/{model._meta.label}.jsonl"


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except OSError as error:
        raise CannotRead(f"{path}: {error.strerror or error}") from None
    except (zipfile.BadZipFile, zlib.error, EOFError):
        raise CannotRead(f"{path}: this is no backup, or it is damaged.") from None


def _manifest(archive: zipfile.ZipFile, path: Path) -> dict[str, Any]:
    try:
        manifest = json.loads(archive.read(MANIFEST))
        known = manifest["format"] == FORMAT
    except (KeyError, ValueError, TypeError):
        raise CannotRead(f"{path}: this is no backup of ours.") from None
    if not known:
        raise CannotRead(f"{path}: made by another version of the product.")
    return dict(manifest)


def _refuse_unless_it_fits(manifest: dict[str, Any]) -> None:
    if manifest["migrations"] != _migrations():
        raise WillNot(
            "The backup's tables have another shape. Restore it with the version that made it, then upgrade."
        )
    held = next((model for model in tables() if model._base_manager.exists()), None)
    if held is not None:
        raise WillNot(
            f"The database is not empty ({held._meta.verbose_name}); nothing was changed."
        )
    if next(_files(""), None) is not None:
        raise WillNot("There are kept files already; nothing was changed.")


def _check_hashes(archive: zipfile.ZipFile, manifest: dict[str, Any], path: Path) -> None:
    """Before anything is written: all that the manifest names is there, unchanged."""
    wanted = {
        f"tables/{label}.jsonl": facts["sha256"] for label, facts in manifest["tables"].items()
    } | {f"files/{name}": digest for name, digest in manifest["files"].items()}
    for member, digest in wanted.items():
        try:
            with archive.open(member) as kept:
                found = hashlib.file_digest(kept, "sha256").hexdigest()  # type: ignore[arg-type]
        except KeyError:
            found = ""
        if found != digest:
            raise CannotRead(f"{path}: {member} is missing or damaged; nothing was changed.")


def _fill(archive: zipfile.ZipFile, model: type[models.Model], facts: dict[str, Any]) -> None:
    with archive.open(_member(model)) as lines:
        for rows in _batches(json.loads(line) for line in lines):
            read = [one.object for one in serializers.deserialize("python", rows)]
            model._base_manager.bulk_create(read)
    if model._base_manager.count() != facts["rows"]:
        raise WillNot(f"{model._meta.label} did not take every row; nothing was changed.")


def _batches(rows: Iterable[Any]) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _start_counting_after() -> None:
    """New rows get numbers after the restored ones."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables()):
            cursor.execute(statement)


def _refuse_a_broken_trail() -> None:
    """Under another TRAIL_KEY no row of the trail would ever be found whole again."""
    fault = next(sealing.faults(), None)
    if fault is not None:
        raise WillNot(f"The trail does not hold under this TRAIL_KEY: {fault} Nothing was changed.")


def _put_back(archive: zipfile.ZipFile, name: str) -> None:
    with archive.open(f"files/{name}") as kept:
        default_storage.save(name, kept)


def _summary(manifest: dict[str, Any]) -> Summary:
    kept = manifest["tables"].values()
    return Summary(
        made_at=manifest["made_at"],
        rows=sum(facts["rows"] for facts in kept),
        tables=len(kept),
        files=len(manifest["files"]),
    )
