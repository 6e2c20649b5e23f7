"""Files and zips as they come from the field: understood, or refused with the place and the reason."""

import io
import zipfile
from dataclasses import asdict

import pytest

from schools.roster import manifest
from schools.roster.layouts import USERS
from schools.roster.oneroster import Roster
from schools.roster.problems import Unreadable
from schools.roster.source import Source, digest
from schools.roster.table import rows
from tests.schools.rosters import HEADERS, ORGS, USERS_12, user, write


def read(content, encoding="utf-8"):
    problems, notes = [], []
    data = content if isinstance(content, bytes) else content.encode(encoding)
    found = list(rows(io.BytesIO(data), USERS, problems.append, notes.append))
    return found, [str(problem) for problem in problems], notes


def people_of(folder):
    problems, notes = [], []
    with Source(folder) as source:
        roster = Roster(source, manifest.read(source, notes.append), problems.append, notes.append)
        return dict(roster.people()), [str(problem) for problem in problems], notes


@pytest.mark.parametrize(
    "content",
    [
        "sourcedId,givenName,familyName,grades\ns1,Łucja,Öz,09\n",
        "\ufeffsourcedId,givenName,familyName,grades\r\ns1,Łucja,Öz,09\r\n",
        "sourcedid;givenname;familyname;grades\ns1;Łucja;Öz;09\n",
        "sourcedId\tgivenName\tfamilyName\tgrade\ns1\tŁucja\tÖz\t09",
        "SOURCED_ID, given name ,Family Name,grades\n\n s1 , Łucja ,Öz,09,,\n,,\n",
        '"sourcedId","givenName","familyName","grades"\n"s1","Łucja","Öz","09"\n',
    ],
    ids=["plain", "bom-crlf", "semicolons", "tabs", "spaces-ragged", "quoted"],
)
def test_dialects_read_alike(content):
    found, problems, _notes = read(content)

    assert [(row["sourcedId"], row["givenName"], row["familyName"], row["grades"]) for row in found] == [
        ("s1", "Łucja", "Öz", "09")
    ]  # fmt: skip
    assert problems == []


def test_utf_16_says_what_it_is():
    found, problems, _notes = read("sourcedId,givenName,familyName\ns1,Łucja,Öz\n", "utf-16")

    assert [row["givenName"] for row in found] == ["Łucja"]
    assert problems == []


def test_old_names_of_columns():
    found, _problems, notes = read("sourcedId,givenName,familyName,userId,agents\ns1,A,B,x1,\"g1,g2\"\n")  # fmt: skip

    assert found[0]["agentSourcedIds"] == "g1,g2"
    assert notes == []


def test_a_row_that_is_not_utf_8_is_named_and_the_others_are_read():
    found, problems, _notes = read(b"sourcedId,givenName,familyName\ns1,Jos\xe9,B\ns2,Ana,B\n")

    assert [(row["sourcedId"], row.broken) for row in found] == [("s1", True), ("s2", False)]
    assert problems == ["users.csv:2 givenName: is not UTF-8 text"]


def test_a_row_longer_than_the_header_is_refused_and_a_shorter_one_read():
    found, problems, _notes = read("sourcedId,givenName,familyName,email\ns1,A,B,,extra\ns2,A,B\n")

    assert [(row["sourcedId"], row.broken) for row in found] == [("s1", True), ("s2", False)]
    assert problems == ["users.csv:2: has more cells than the header has columns"]


def test_too_long_a_cell_is_refused():
    found, problems, _notes = read(f"sourcedId,givenName,familyName\ns1,{'A' * 151},B\n")

    assert found[0].broken
    assert problems == ["users.csv:2 givenName: is longer than 150 characters"]


@pytest.mark.parametrize("before", ["", "sourcedId,givenName,familyName\n"], ids=["header", "row"])
def test_a_file_without_line_ends_is_refused_before_it_fills_memory(before):
    number = before.count("\n") + 1

    with pytest.raises(Unreadable) as refused:
        read(before.encode() + b"\0" * 3_000_000)

    assert str(refused.value) == f"users.csv line {number} is longer than 100000 characters."


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "users.csv is empty: it has no header row."),
        ("a,b\n1,2\n", "users.csv: the header row has no column sourcedId."),
        ("sourcedId,givenName\ns1,A\n", "users.csv: the column familyName is missing."),
        ("sourcedId,givenName,familyName,email,E-mail\n", "users.csv: the column email is there twice."),
        (
            'sourcedId,givenName,familyName\ns1,"A,B\n' + "s2,A,B\n" * 12,
            "users.csv line 2: a quote is opened and not closed.",
        ),
    ],
)  # fmt: skip
def test_a_file_without_certain_meaning_is_refused(content, reason):
    with pytest.raises(Unreadable) as refused:
        read(content)

    assert str(refused.value) == reason


def test_unknown_columns_are_left_out_and_listed():
    _found, _problems, notes = read("sourcedId,givenName,familyName,shoeSize,metadata.x\ns1,A,B,44,1\n")  # fmt: skip

    assert notes == ["users.csv: columns not known and left out: shoeSize."]


def test_passwords_never_leave_the_csv_row(tmp_path):
    folder = write(tmp_path / "r", orgs=ORGS, users=[user("s1", password="hunter2-secret")])

    with Source(folder) as source, source.open("users.csv") as stream:
        cells = [row.cells for row in rows(stream, USERS, print, print)]
    people, _problems, notes = people_of(folder)

    assert "hunter2" not in repr(cells)
    assert "hunter2" not in repr(asdict(people["s1"]))
    assert "users.csv: dropped unread: password." in notes


def test_race_is_never_read(tmp_path):
    folder = write(tmp_path / "r", demographics=["s1,active,,2010-01-01,male,sentinel"])
    notes = []

    with Source(folder) as source:
        roster = Roster(source, manifest.read(source, print), print, notes.append)
        births = list(roster.births())

    assert "sentinel" not in repr(births)
    assert notes == ["demographics.csv: dropped unread: sex, white."]


@pytest.mark.parametrize(
    ("status", "mode", "active"),
    [
        ("active", "bulk", True), ("", "bulk", True), ("Active", "delta", True), ("tobedeleted", "bulk", False),
        ("tobedeleted", "delta", False), ("inactive", "delta", False),
    ],
)  # fmt: skip
def test_status(tmp_path, status, mode, active):
    people, problems, _notes = people_of(
        write(tmp_path / "r", mode, users=[user("s1", status=status)])
    )

    assert people["s1"].at.active is active
    assert problems == []


@pytest.mark.parametrize(
    ("status", "mode", "reason"),
    [("", "delta", "is needed in a delta"), ("gone", "bulk", "is not active or tobedeleted")],
)
def test_a_status_without_meaning_refuses_the_row(tmp_path, status, mode, reason):
    people, problems, _notes = people_of(
        write(tmp_path / "r", mode, users=[user("s1", status=status)])
    )

    assert people == {"s1": None}
    assert problems == [f"users.csv:2 status: {reason}"]


def test_an_id_given_twice_counts_once(tmp_path):
    people, problems, _notes = people_of(
        write(tmp_path / "r", users=[user("s1", given="Ana"), user("s1", given="Eva")])
    )

    assert people["s1"].given_name == "Ana"
    assert problems == ["users.csv:3 sourcedId: is given twice in this file; the first row counts"]


def test_the_preferred_name_of_1_2(tmp_path):
    row = "s1,active,,true,u,,Anastasia,Ruiz,,77,,,,,10,pw,,Ana,,,north,"
    people, problems, _notes = people_of(
        write(tmp_path / "r", version="1.2", headers={"users": USERS_12}, users=[row])
    )

    assert (people["s1"].preferred_name, people["s1"].primary_org) == ("Ana", "north")
    assert problems == []


def test_a_file_name_in_any_case_and_a_folder_in_the_zip(tmp_path):
    folder = write(tmp_path / "r", users=[user("s1")])
    packed = tmp_path / "r.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(folder / "manifest.csv", "Export 2026/Manifest.csv")
        archive.write(folder / "users.csv", "Export 2026/USERS.CSV")
        archive.writestr("__MACOSX/Export 2026/._users.csv", "junk")

    people, problems, _notes = people_of(packed)

    assert list(people) == ["s1"]
    assert problems == []


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("/etc/users.csv", "x", "The zip names a path outside itself."),
        ("../users.csv", "x", "The zip names a path outside itself."),
        ("a\\..\\..\\users.csv", "x", "The zip names a path outside itself."),
        ("users.csv", b"0" * 30_000_000, "users.csv unpacks to far more than its size: refused."),
        ("readme.csv", "x", "There is no manifest.csv: it says which files are bulk and which are delta."),
    ],
)  # fmt: skip
def test_a_zip_that_is_no_roster_is_refused(tmp_path, name, content, reason):
    path = tmp_path / "bad.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)

    with pytest.raises(Unreadable) as refused:
        Source(path)

    assert str(refused.value) == reason


def test_what_is_not_a_zip_is_refused(tmp_path):
    path = tmp_path / "roster.zip"
    path.write_bytes(b"PK\x03\x04 not really")

    with pytest.raises(Unreadable):
        Source(path)


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["oneroster.version,2.0", "file.users,bulk"], "manifest.csv: oneroster.version is 2.0; we read 1.1 and 1.2."),
        (["file.users,bulk"], "manifest.csv: oneroster.version is missing; we read 1.1 and 1.2."),
        (["oneroster.version,1.1", "file.users,full"], "manifest.csv: file.users must be bulk, delta or absent."),
        (["oneroster.version,1.1", "file.orgs,bulk"], "The manifest says orgs.csv is bulk, but the file is not there."),
        (["oneroster.version,1.1"], "manifest.csv names no file that we read."),
    ],
)  # fmt: skip
def test_a_manifest_that_leaves_doubt_is_refused(tmp_path, lines, reason):
    folder = write(tmp_path / "r", users=[user("s1")])
    (folder / "manifest.csv").write_text("\n".join(["propertyName,value", *lines]))

    with Source(folder) as source, pytest.raises(Unreadable) as refused:
        manifest.read(source, print)

    assert str(refused.value) == reason


def test_a_file_the_manifest_calls_absent_is_not_read(tmp_path):
    folder = write(tmp_path / "r", users=[user("s1")])
    (folder / "orgs.csv").write_text(HEADERS["orgs"])
    notes = []

    with Source(folder) as source:
        found = manifest.read(source, notes.append)

    assert found.modes == {"users": "bulk"}
    assert notes == ["orgs.csv is there, but the manifest calls it absent: it was not read."]


def test_the_digest_follows_the_content(tmp_path):
    folder = write(tmp_path / "r", users=[user("s1")])
    before = digest(folder)
    write(tmp_path / "r", users=[user("s2")])

    assert digest(folder) != before
