"""P1: words that nobody may find are told in a whole journey with forced errors, then looked for everywhere.

They may stand on the pages of those who read the report, and nowhere else but inside ciphertext.
"""

import base64
import io
import logging
import zipfile
from pathlib import Path

import pytest
from django.conf import settings as ours
from django.core import mail
from django.core.cache import caches
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from core import outbox
from core.logs import HideSecrets
from core.models import OutboxMessage
from documents.sealing import waiting_room
from incidents.actions import exporting, keeping, messages
from incidents.actions.exporting import Wanted
from incidents.models import Case, CaseKey, CaseNote, Draft, Export
from incidents.terms import OfficeCode
from incidents.terms.keeping import HoldGround, Lock
from tests.factories import DistrictFactory, SchoolFactory, SchoolYearFactory, actor, principal_of
from tests.incident_factories import seated
from tests.incidents.evidence import keys_of_offices
from tests.incidents.reporters import COME_BACK, plain_no
from tests.incidents.speaking import answered, begun, reporter

pytestmark = pytest.mark.django_db(transaction=True)

FIELDS = (
    "said name handle platform kept trusted trustedrole reachname phone evidence filename note more message "
    "letter staffnote hold export bundlephrase draft"
).split()
CANARY = {field: f"zq{field}canary{number:02}xv" for number, field in enumerate(FIELDS)}


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """A file store of this test's own."""
    folder = tmp_path / "files"
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": folder}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return folder


@pytest.fixture
def lines():
    """Everything that is logged, as the site's own formatter writes it where DEBUG is off."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(HideSecrets())
    handler.setLevel(logging.DEBUG)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield written
    root.removeHandler(handler)
    root.setLevel(level)


def spellings(word):
    """The word as it may lie about: plain, in wide letters, in base64 at each of three places, in hexadecimal."""
    plain = word.encode()
    found = {plain, word.encode("utf-16-le"), plain.hex().encode(), plain[::-1], plain.upper()}
    for pad in range(3):
        drawn = base64.b64encode(b"\0" * pad + plain)
        # Signs at the ends also carry bits of what stands beside the word.
        found.add(drawn[4 if pad else 0 : -4])
    return found


def journey(client, school, office):
    """A report through the pages, its reporter coming back, and the office at work."""
    room = begun(client)
    answered(client, room, "said", said=CANARY["said"])
    answered(client, room, "about", about=["student"])
    answered(client, room, "people", rows="1", name_0=CANARY["name"], handle_0=CANARY["handle"])
    answered(client, room, "where", typed=CANARY["platform"])
    answered(client, room, "school", typed=school.name, asked=school.name, chosen=school.pk)
    answered(client, room, "have", bare="nothing")
    answered(client, room, "keep", names=CANARY["kept"])
    answered(client, room, "trusted", name=CANARY["trusted"], role=CANARY["trustedrole"])
    answered(client, room, "reach", name=CANARY["reachname"], phone=CANARY["phone"][:40])
    client.post(f"{room}send/")
    case = Case.objects.latest("pk")
    left = begun(client)
    answered(client, left, "said", said=CANARY["draft"])
    by = actor(office)
    messages.write_as_staff(case, CANARY["letter"], by=by)
    note = CaseNote(case=case, author=office)
    note.seal({"text": CANARY["staffnote"]})
    note.save(force_insert=True)
    keeping.place_hold(case, HoldGround.APPEAL, CANARY["hold"], by=by)
    wanted = Wanted(
        reason=CANARY["export"], lock=Lock.PASSPHRASE, secret=CANARY["bundlephrase"], with_contact=True
    )  # fmt: skip
    export = exporting.ask(case, wanted, by=by)
    exporting.make(export.pk)
    return case, Export.objects.get(pk=export.pk)


def come_back(client, case):
    """The reporter's own page: a message, more words, a file with a name and a note."""
    from incidents.actions.receiving import give_way_back  # noqa: PLC0415 -- new words, for the first are gone

    words = " ".join(give_way_back(case))
    landed = client.post(COME_BACK, {"words": words}).url
    handle = landed.split("/")[3]
    at = {door: reverse(f"incidents:{door}", args=[handle]) for door in ("my_message", "my_addition", "my_files")}  # fmt: skip
    client.post(at["my_message"], {"text": CANARY["message"]})
    client.post(at["my_addition"], {"text": CANARY["more"]})
    file = SimpleUploadedFile(f"{CANARY['filename']}.txt", CANARY["evidence"].encode() * 20)
    plain = plain_no(client, at["my_files"])
    client.post(at["my_files"], {"plain": plain, "chosen": [file], "note": CANARY["note"]})


def forced_errors(client, case, office):
    """A broken key under the case's page, a database that refuses, a mail server that is away."""
    client.force_login(office)
    held = CaseKey.objects.get(case=case)
    whole = bytes(held.wrapped)
    CaseKey.objects.filter(pk=held.pk).update(wrapped=whole[:-1] + bytes([whole[-1] ^ 1]))
    pages = ("case", "case_hold", "case_export", "case_disposal")
    broken = [client.get(reverse(f"incidents:{page}", args=[case.code])) for page in pages]
    hold = reverse("incidents:case_hold", args=[case.code])
    broken.append(client.post(hold, {"ground": "appeal", "reason": CANARY["hold"]}))
    CaseKey.objects.filter(pk=held.pk).update(wrapped=whole)
    with connection.execute_wrapper(refuse_to_write):
        broken.append(client.post(hold, {"ground": "appeal", "reason": CANARY["hold"]}))
    for row in OutboxMessage.objects.filter(state=OutboxMessage.State.WAITING):
        outbox.run(row.pk)
    return broken


def refuse_to_write(execute, sql, params, many, context):
    """A database that fails, and quotes what it was given, as some do."""
    if sql.startswith("INSERT"):
        raise OperationalError(f"{sql} {params}")
    return execute(sql, params, many, context)


def dumped():
    """Every column of every row of every table, as the database itself keeps them."""
    kept = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                kept += [
                    bytes(one) if isinstance(one, bytes | memoryview) else str(one).encode()
                    for one in row
                ]
    return b"\n".join(kept)


def in_files(folder):
    return b"\n".join(one.read_bytes() for one in Path(folder).rglob("*") if one.is_file())


def in_archive(path):
    with zipfile.ZipFile(path) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def test_p1_canaries_lie_nowhere_but_in_ciphertext(settings, tmp_path, lines, capfd):
    settings.DEBUG = False
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.CLAMD_HOST = "127.0.0.1:1"
    DistrictFactory()
    SchoolYearFactory()
    school, office = SchoolFactory(), seated(OfficeCode.STUDENT_PROTECTIONS)
    principal_of(school)
    keys_of_offices(actor(office))

    case, export = journey(reporter(), school, office)
    come_back(Client(), case)
    desk = Client(raise_request_exception=False)
    broken = forced_errors(desk, case, office)
    call_command("backup", tmp_path / "all.zip", stdout=io.StringIO())
    metrics = Client().get("/metrics")

    sinks = {
        "database": dumped(),
        "backup": in_archive(tmp_path / "all.zip"),
        "kept files": in_files(default_storage.location),
        "waiting room": in_files(waiting_room()),
        "folder of the site": in_files(ours.VAR_DIR / "files"),
        "cache": repr(getattr(caches["default"], "_cache", {})).encode(),
        "mail": repr([(one.subject, one.body) for one in getattr(mail, "outbox", [])]).encode(),
        "log": lines.getvalue().encode() + "".join(capfd.readouterr()).encode(),
        "metrics": metrics.content,
        "error pages": b"\n".join(one.content for one in broken if one.status_code >= 400),
    }  # fmt: skip
    found = {
        (sink, field)
        for sink, kept in sinks.items()
        for field, word in CANARY.items()
        if any(spelt in kept for spelt in spellings(word))
    }
    assert found == set()
    # What proves that the search can find: they are there for those who have the key.
    assert case.accounts.get(kind="report").words()["said"] == CANARY["said"]
    assert case.evidence.get().words()["file_name"] == f"{CANARY['filename']}.txt"
    assert {row.words()["text"] for row in case.messages.all()} >= {
        CANARY["message"],
        CANARY["letter"],
    }
    assert export.words() == {"reason": CANARY["export"]}
    assert Draft.objects.filter(sent_at=None).count() == 1
    assert any(one.status_code >= 500 for one in broken)
    assert len(sinks["database"]) > 50_000
