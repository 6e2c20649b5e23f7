"""Criteria sets from files: read whole or not at all, every mistake with its line, and never changed once there."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from platforms.builtin import Unloadable, canonical, read_set, sha256_of, shipped, written
from platforms.models import CriteriaSet, Criterion
from platforms.reports.criteria import integrity, said_by
from platforms.terms.audits import Knockout
from platforms.terms.criteria import Source
from trail.models import Entry

FILE = """\
code: standard
version: 1
title: Security standard
groups:
  - id: IAM
    title: Signing in
    criteria:
      - id: IAM-01
        text: Staff sign in
          through the district.
        weight: 20
        knockout: curable
        from: 2027-04-26
        tags: [student_facing, two_way]
        evidence: A recording
        cites:
          hecvat: [AAAI-01, "2.1"]
      - id: IAM-02
        text: A second factor.
        weight: 10
        knockout: none
        evidence: A setting
"""


def load(tmp_path, content):
    """What the command says of a file, its exit code, and what went to stderr."""
    path = tmp_path / "set.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    out = io.StringIO()
    try:
        call_command("load_criteria", str(path), stdout=out)
    except CommandError as error:
        return out.getvalue(), error.returncode, str(error).replace(f"{path}, ", "")
    return out.getvalue(), 0, ""


def problems_of(content):
    with pytest.raises(Unloadable) as found:
        read_set(content.encode() if isinstance(content, str) else content)
    return [str(problem) for problem in found.value.problems]


def test_the_shipped_set_is_whole():
    (one,) = shipped().values()
    criteria = [criterion for _group, criterion in one.criteria()]
    kinds = [criterion.knockout for criterion in criteria]

    assert (one.code, one.version, len(one.groups)) == ("district-messaging-security", 1, 9)
    assert (len(criteria), sum(criterion.weight for criterion in criteria)) == (35, 505)
    assert (kinds.count(Knockout.HARD), kinds.count(Knockout.CURABLE)) == (10, 6)
    # Only signed terms prove without anybody having seen it.
    suffice = [criterion.id for criterion in criteria if criterion.documents_suffice]
    assert suffice == ["PRV-01", "PRV-03", "PRV-04", "CON-01"]
    # Everything says where it comes from.
    assert [criterion.id for criterion in criteria if not criterion.cites] == []


def test_a_file_reads_as_it_says_and_writes_back_the_same():
    one = read_set(FILE.encode())
    first = one.groups[0].criteria[0]

    assert first.text == "Staff sign in through the district."
    assert first.knockout_from.isoformat() == "2027-04-26"
    assert first.cites == {Source.HECVAT: ("AAAI-01", "2.1")}
    assert read_set(written(one).encode()) == one


def test_comments_and_the_order_of_keys_are_no_part_of_a_set():
    other = FILE.replace("code: standard\nversion: 1\n", "# ours\nversion: 1\ncode: standard\n")

    hashes = {sha256_of(canonical(read_set(text.encode()))) for text in (FILE, other)}

    assert len(hashes) == 1


def test_every_mistake_is_told_with_its_line():
    wrong = (
        FILE.replace("version: 1", "version: 0")
        .replace("id: IAM-02", "id: IAM-01")
        .replace("weight: 10", "weight: 1.5")
        .replace("knockout: none", "knockout: no\n        from: 2027-13-01")
        .replace("tags: [student_facing, two_way]", "tags: [student_facing, pupils]")
        .replace("        evidence: A setting\n", "        colour: red\n")
        .replace("hecvat:", "hecvats:")
    )

    assert problems_of(wrong) == [
        "line 2: version: expected a whole number from 1 to 1000, found 0",
        'line 14: tags: "pupils" is not one of student_facing, two_way, parents_only, alerting',
        'line 17: cites: "hecvats" is not one of policy, law, nist_800_53, nist_csf, hecvat, k12cvat, mvsp, other',
        "line 18: evidence: missing in a criterion",
        'line 18: id: "IAM-01" is there already, on line 8',
        'line 20: weight: expected a whole number from 1 to 1000, found "1.5"',
        'line 21: knockout: "no" is not one of hard, curable, none',
        'line 22: from: no such date: "2027-13-01"',
        "line 23: colour: unknown key",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        ("", ["line 1: the file is empty"]),
        ("- a", ["line 1: the file: expected keys and values, found a list"]),
        ("code: [", ["line 1: not YAML: expected the node content, but found '<stream end>'"]),
        (b"code: a\ntitle: \xff", ["line 2: not UTF-8"]),
        ("code: a\ntitle: \x00", ["line 2: not YAML: special characters are not allowed"]),
        ("code: &x a\ntitle: *x", ["line 2: an alias (*) is not read: write it out"]),
        ("[" * 5000, ["line 1: nested too deeply"]),
        ("#" * 1_000_001, ["line 1: the file is larger than 1 MB"]),
        (FILE.replace("title: Sec", "code: b\ntitle: Sec"), ["line 3: code: given twice in the file"]),
        (FILE.replace("code: standard", "code: The Standard"),
         ['line 1: code: expected small letters, digits and dashes, at most 50, found "The Standard"']),
        (FILE[: FILE.index("  - id")] + "  []\n", ["line 5: groups: the list is empty"]),
        (FILE.replace("id: IAM-02", "id: iam"),
         ['line 18: id: expected capital letters, digits and dashes, found "iam"']),
        (FILE.replace("text: A second factor.", "text: ' '"),
         ["line 19: text: expected some words, found none"]),
        (FILE.replace("text: A second factor.", "text: [a]"),
         ["line 19: text: expected one value, found a list"]),
        (FILE.replace("tags: [student_facing, two_way]", "tags: two_way"),
         ['line 14: tags: expected a list, found "two_way"']),
        (FILE.replace("tags: [student_facing, two_way]", "tags: [two_way, two_way]"),
         ["line 14: tags: the same tag twice"]),
        (FILE.replace("knockout: none", "knockout: none\n        documents_suffice: true"),
         ["line 22: documents_suffice: only a knock-out asks for a grade of evidence"]),
        (FILE.replace("knockout: curable", "knockout: none"),
         ["line 13: from: only a knock-out begins on a day"]),
    ],
)  # fmt: skip
def test_a_file_that_is_none(content, problems):
    assert problems_of(content) == problems


@pytest.mark.django_db
def test_a_mistake_loads_nothing_and_exits_2(tmp_path):
    wrong = FILE.replace("weight: 10", "weight: 0").replace("title: Signing in", "title: ''")

    out, code, error = load(tmp_path, wrong)

    assert (out, code, CriteriaSet.objects.count()) == ("", 2, 0)
    assert error.splitlines() == [
        "line 6: title: expected some words, found none",
        "line 20: weight: expected a whole number from 1 to 1000, found 0",
        "Nothing was loaded.",
    ]


def test_a_file_that_is_not_there_exits_2():
    with pytest.raises(CommandError) as error:
        call_command("load_criteria", "/nowhere/set.yaml")

    assert (error.value.returncode, str(error.value)) == (
        2,
        "/nowhere/set.yaml: No such file or directory",
    )


@pytest.mark.django_db
@pytest.mark.clause("P2")
def test_loaded_once_and_there_already_the_second_time(tmp_path):
    first, again = load(tmp_path, FILE), load(tmp_path, f"# the same\n{FILE}")
    one = CriteriaSet.objects.get()

    out, *rest = first
    assert (out.splitlines(), rest) == (
        [
            "Security standard, version 1: 2 criteria, 30 points",
            f"sha256 {one.sha256}",
            "New audits use it once two people have adopted it: /its/criteria/",
        ],
        [0, ""],
    )
    assert again == (f"Security standard, version 1: already there (sha256 {one.sha256})\n", 0, "")
    assert list(one.criteria.values_list("code", "weight", "knockout")) == [
        ("IAM-01", 20, "curable"),
        ("IAM-02", 10, "none"),
    ]
    assert Entry.objects.filter(verb="criteria.loaded").count() == 1
    assert CriteriaSet.objects.in_force(one.loaded_at.date()) is None


@pytest.mark.django_db
def test_other_content_under_the_same_version_is_refused_and_changes_nothing(tmp_path):
    load(tmp_path, FILE)

    out, code, error = load(tmp_path, FILE.replace("weight: 10", "weight: 5"))

    assert (out, code) == ("", 1)
    assert error == (
        "Security standard, version 1: This version is there with other content, and stays as it is. "
        "Give the new one the next version."
    )
    assert list(Criterion.objects.values_list("weight", flat=True)) == [20, 10]


@pytest.mark.django_db
def test_a_set_says_what_its_hash_says_until_somebody_tampers_with_it(tmp_path):
    load(tmp_path, FILE)
    one = CriteriaSet.objects.get()
    before = integrity(one)
    extra = {**Criterion.objects.values().last(), "id": None, "code": "IAM-03", "place": 3}
    Criterion.objects.create(**extra)

    with pytest.raises(CommandError) as error:
        call_command("verify_criteria", stdout=io.StringIO())

    assert (before, error.value.returncode) == ("", 1)
    assert integrity(CriteriaSet.objects.get()) == "The criteria are not those of the content."


@pytest.mark.django_db
def test_neither_a_set_nor_a_criterion_is_changed_or_taken_away(tmp_path):
    load(tmp_path, FILE)

    for statement in (
        "UPDATE platforms_criterion SET weight = 1",
        "DELETE FROM platforms_criterion",
        "UPDATE platforms_criteriaset SET title = 'x'",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)

    assert said_by(CriteriaSet.objects.get()) == read_set(FILE.encode())


def test_the_shipped_sets_are_listed():
    out = io.StringIO()

    call_command("load_criteria", stdout=out)

    assert out.getvalue().endswith(
        "district_messaging_v1.yaml: District messaging security standard, version 1\n"
    )
