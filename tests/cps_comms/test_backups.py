"""manage.py backup and restore: what goes in comes out, row for row and byte for byte, or nothing does."""

import io
import json
import shutil
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from core.actor import Actor
from schools.models import School
from tests.factories import SchoolFactory
from trail import sealing, triggers
from trail.models import Entry
from trail.recording import record

pytestmark = pytest.mark.django_db(transaction=True)
BY = Actor.command("test")


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """A file store of this test's own."""
    folder = tmp_path / "files"
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": folder}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return folder


@pytest.fixture
def backed_up(tmp_path, files):
    """A school, a trail that is sealed, a kept file, and a backup of it all; then an empty installation."""
    school = SchoolFactory(name="Łódź 中文 School")
    record("school.made", school, by=BY)
    while sealing.seal():
        continue
    default_storage.save("documents/aa/form.pdf", ContentFile(b"%PDF kept"))
    path = tmp_path / "all.zip"
    call_command("backup", path, stdout=io.StringIO())
    return path


def emptied():
    """The same database and file store with nothing in them, as after a first migrate."""
    triggers.remove(connection)
    call_command("flush", interactive=False, verbosity=0)
    triggers.install(connection)
    shutil.rmtree(default_storage.location)


def members(path):
    """Every table's lines and every file, by name."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist() if name != "manifest.json"}


def refusal(*arguments):
    with pytest.raises(CommandError) as caught:
        call_command(*arguments, stdout=io.StringIO())
    return caught.value.returncode, str(caught.value)


def rewritten(path, target, change):
    """A copy of the backup with one member's bytes changed."""
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
    return target


def test_an_empty_installation_becomes_the_same_one(backed_up, tmp_path):
    emptied()

    call_command("restore", backed_up, stdout=io.StringIO())

    call_command("backup", tmp_path / "again.zip", stdout=io.StringIO())
    assert members(tmp_path / "again.zip") == members(backed_up)
    assert School.objects.get().name == "Łódź 中文 School"
    with default_storage.open("documents/aa/form.pdf") as kept:
        assert kept.read() == b"%PDF kept"
    assert list(sealing.faults()) == []


def test_new_rows_get_numbers_after_the_restored_ones(backed_up):
    last = Entry.objects.latest("pk").pk
    emptied()
    call_command("restore", backed_up, stdout=io.StringIO())

    entry = record("school.seen", School.objects.get(), by=BY)

    assert entry.pk == last + 1


def test_the_file_is_for_its_owner_alone_and_holds_no_session(backed_up):
    held = {name for name in members(backed_up) if "ession" in name}

    assert oct(backed_up.stat().st_mode & 0o777) == "0o600"
    assert held == set()


def test_a_file_that_is_there_is_not_overwritten(backed_up):
    before = backed_up.read_bytes()

    told = refusal("backup", backed_up)

    assert told == (2, f"{backed_up}: there is a file already; nothing was written.")
    assert backed_up.read_bytes() == before


def test_a_folder_that_is_not_there(tmp_path):
    path = tmp_path / "nowhere" / "all.zip"

    assert refusal("backup", path) == (2, f"{path}: No such file or directory")


def test_a_database_that_holds_something_is_left_alone(backed_up):
    code, told = refusal("restore", backed_up)

    assert (code, told.endswith("nothing was changed.")) == (1, True)
    assert School.objects.count() == 1


def test_a_changed_row_is_found_before_anything_is_written(backed_up, tmp_path):
    def change(name, content):
        return content.replace(b"made", b"mode") if name == "tables/trail.Entry.jsonl" else content

    changed = rewritten(backed_up, tmp_path / "changed.zip", change)
    emptied()

    told = refusal("restore", changed)

    assert told == (
        2,
        f"{changed}: tables/trail.Entry.jsonl is missing or damaged; nothing was changed.",
    )
    assert School.objects.count() == 0


def test_under_another_trail_key_nothing_is_restored(backed_up, settings):
    emptied()
    settings.TRAIL_KEY = "another"

    code, told = refusal("restore", backed_up)

    assert (code, told.startswith("The trail does not hold under this TRAIL_KEY")) == (1, True)
    assert School.objects.count() == 0


def test_another_shape_of_the_tables_is_refused(backed_up, tmp_path):
    def change(name, content):
        if name != "manifest.json":
            return content
        manifest = json.loads(content)
        return json.dumps({**manifest, "migrations": [*manifest["migrations"], "schools.later"]})

    older = rewritten(backed_up, tmp_path / "older.zip", change)
    emptied()

    code, told = refusal("restore", older)

    assert (code, told.startswith("The backup's tables have another shape.")) == (1, True)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 not a zip", b'{"format": 1}'])
def test_what_is_no_backup(tmp_path, content):
    path = tmp_path / "strange.zip"
    path.write_bytes(content)

    assert refusal("restore", path) == (2, f"{path}: this is no backup, or it is damaged.")


def test_a_zip_that_is_not_ours(tmp_path):
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("letter.txt", "Hello")

    assert refusal("restore", path) == (2, f"{path}: this is no backup of ours.")
