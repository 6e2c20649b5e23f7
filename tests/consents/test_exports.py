"""Lists of recipients for bulk systems: exact bytes for each format, what is left out, what cannot be forged."""

import csv
import hashlib
import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consents.actions import approvals, exports, phones
from consents.actions.answers import Phones
from consents.actions.withdrawals import withdraw
from consents.models import Answer, Ask, ExportResult, ExportRun
from consents.reports import recipients as report
from consents.reports.export_files import signed
from consents.reports.export_profiles import FOLDER, profiles, read
from core.actor import Actor
from core.decision import Refused
from core.reading import Unreadable
from platforms.models import Platform, StatusEvent
from platforms.terms import Status
from schools.terms import Role
from tests.consent_factories import make_activity, safety_meetup
from tests.consents.group_texts import whole, yes
from tests.factories import GuardianFactory, StudentFactory, actor, staff_at
from tests.platform_factories import PlatformFactory
from trail.models import Entry

pytestmark = pytest.mark.django_db
JOB = Actor.job(exports.TASK)
PLATFORM = "Lakeshore Alerts"


def alerts(size=1, *, duplicates=False):
    """A school's alerts over an approved platform, with so many students whose guardian said yes."""
    scene = safety_meetup(guardians=0)
    scene.platform = Platform.objects.filter(name=PLATFORM).first() or PlatformFactory(
        name=PLATFORM
    )
    scene.students = [StudentFactory(school=scene.school) for _ in range(size)]
    scene.activity = make_activity(
        scene.school,
        code="bulk_alerts",
        asked_by=scene.coach,
        students=scene.students,
        at=timezone.now() - timedelta(days=2),
        decided_by=scene.principal,
        platform=scene.platform,
        name="Grade 9 alerts",
    )
    scene.version = scene.activity.latest
    scene.parents = [GuardianFactory(of=one) for one in scene.students]
    for place, (student, parent) in enumerate(zip(scene.students, scene.parents, strict=True)):
        own = f"+1312555{3000 + place}" if duplicates else ""
        child = f"+1312555{2000 + place}"
        yes(scene, student, parent, own, child=child, duplicates=duplicates)
    scene.clerk = staff_at(scene.school, Role.CLERK)
    return scene


def flag(platform):
    StatusEvent.objects.create(
        platform=platform, status=Status.FLAGGED_FIXING, effective_at=timezone.now()
    )


def export(scene, profile="generic", by=None):
    run = exports.start(scene.activity, profile, by=actor(by or scene.clerk))
    return exports.make(run, by=JOB)


def unpacked(result):
    with default_storage.open(result.stored_as) as kept, zipfile.ZipFile(kept) as packed:
        return {name: packed.read(name).decode() for name in packed.namelist()}


def rows(result, name="recipients.csv"):
    return list(csv.DictReader(io.StringIO(unpacked(result)[name])))


def told(result):
    return [(row["reference"], row["phone"]) for row in rows(result)]


# The bytes of each format.


def test_blackboard_connect_5_to_the_byte():
    scene = alerts(duplicates=True)
    student, parent, school = scene.students[0], scene.parents[0], scene.school.name

    files = unpacked(export(scene, "blackboard_connect_5"))

    header = "ContactType,ReferenceCode,FirstName,LastName,EmailAddress,SMSPhone,Terminate,Group,Group,DelGrp\r\n"
    own = f"A{scene.activity.pk}-{student.sourced_id}"
    assert files["contacts.csv"] == (
        header
        + f"Student,{own},{student.given_name},{student.family_name},,3125552000,,Grade 9 alerts,{school},\r\n"
        + f"Other,{own}-G{parent.pk},{parent.given_name},{parent.family_name},,3125553000,,Grade 9 alerts,{school},\r\n"
    )
    assert files["suppression.csv"] == header


def test_blackboard_ends_who_is_gone_and_nothing_else_of_them():
    scene = alerts(2)
    export(scene, "blackboard_connect_5")
    withdraw(Ask.objects.get(student=scene.students[0]), language="en")

    files = unpacked(export(scene, "blackboard_connect_5"))

    own = f"A{scene.activity.pk}-{scene.students[0].sourced_id}"
    assert files["suppression.csv"].splitlines()[1:] == [f"Student,{own},,,,,Y,,,Grade 9 alerts"]
    assert own not in files["contacts.csv"]


def test_generic_to_the_byte():
    scene = alerts()
    student = scene.students[0]

    files = unpacked(export(scene))

    own = f"A{scene.activity.pk}-{student.sourced_id}"
    assert files["recipients.csv"] == (
        "reference,kind,student,given_name,family_name,phone,until\n"
        f"{own},student,{student.sourced_id},{student.given_name},{student.family_name},"
        f"+13125552000,{scene.version.ends_on.isoformat()}\n"
    )
    assert files["suppression.csv"] == "reference,kind,reason\n"


def test_oneroster_to_the_byte():
    scene = alerts(duplicates=True)
    student, parent, school = scene.students[0], scene.parents[0], scene.school

    files = unpacked(export(scene, "oneroster_users"))

    own = f"A{scene.activity.pk}-{student.sourced_id}"
    assert sorted(files) == [
        "manifest.csv",
        "manifest.json",
        "orgs.csv",
        "suppression.csv",
        "users.csv",
    ]
    assert files["manifest.csv"].splitlines()[:3] == [
        "propertyName,value",
        "manifest.version,1.0",
        "oneroster.version,1.1",
    ]
    assert files["orgs.csv"] == (
        "sourcedId,status,dateLastModified,name,type,identifier,parentSourcedId\r\n"
        f"{school.sourced_id},,,{school.name},school,,\r\n"
    )
    child, mother = files["users.csv"].splitlines()[1:]
    assert child == (
        f"{own},,,true,{school.sourced_id},student,{own},,{student.given_name},{student.family_name},"
        f",,,+13125552000,,{own}-G{parent.pk},,"
    )
    assert mother == (
        f"{own}-G{parent.pk},,,true,{school.sourced_id},guardian,{own}-G{parent.pk},,"
        f"{parent.given_name},{parent.family_name},,,,+13125553000,,,,"
    )


@pytest.mark.parametrize("name", ['=HYPERLINK("http://x")', "+1+1", "-2", "@SUM(1)", "\t=1"])
def test_no_cell_is_taken_for_a_formula(name):
    scene = alerts()
    student = scene.students[0]
    student.family_name = name
    student.save()

    assert [row["family_name"] for row in rows(export(scene))] == [f"'{name}"]


def test_names_of_any_script_come_whole():
    scene = alerts()
    student = scene.students[0]
    student.given_name, student.family_name = "آوا", '李, 小龙 "Lee"'
    student.save()

    row = rows(export(scene))[0]

    assert (row["given_name"], row["family_name"]) == ("آوا", '李, 小龙 "Lee"')


# Who is in it.


@pytest.mark.clause("T3")
def test_only_who_may_be_texted_now():
    scene = alerts(3)
    withdraw(Ask.objects.get(student=scene.students[0]), language="en")
    phones.change_phones(
        Answer.objects.get(student=scene.students[1]),
        Phones(texts_student=False, own_phone="+13125553001"),
    )

    result = export(scene)

    assert told(result) == [
        (f"A{scene.activity.pk}-{scene.students[2].sourced_id}", "+13125552002")
    ]
    assert result.counts == {
        "students": 3,
        "rows": 1,
        "gone": 0,
        "left_out": {"refused": 1, "withdrawn": 1},
    }


@pytest.mark.clause("T3a")
def test_a_guardian_who_asked_for_the_same_texts_gets_a_row_also_a_colleague():
    scene = alerts(duplicates=True)
    scene.parents[0].email = scene.coach.email
    scene.parents[0].save()

    assert [row["kind"] for row in rows(export(scene))] == ["student", "guardian"]


def test_without_the_duplicates_number_the_student_is_left_out_too():
    scene = alerts()
    Answer.objects.get().phone_choices.create(
        student_phone="+13125552000", duplicates=True, at=timezone.now()
    )

    assert export(scene).counts["left_out"] == {"duplicate_left_out": 1}


def test_who_was_in_the_last_list_and_is_not_in_this_one_with_the_reason_alone():
    scene = alerts(3, duplicates=True)
    first = export(scene)
    withdraw(Ask.objects.get(student=scene.students[0]), language="en")
    answer = Answer.objects.get(student=scene.students[1])
    phones.change_phones(answer, Phones(student_phone="+13125552001"))

    result = export(scene)

    zero, one = (f"A{scene.activity.pk}-{each.sourced_id}" for each in scene.students[:2])
    mother, father = scene.parents[:2]
    assert rows(first, "suppression.csv") == []
    assert sorted(
        (row["reference"], row["kind"], row["reason"]) for row in rows(result, "suppression.csv")
    ) == sorted(
        [
            (zero, "student", "withdrawn"),
            (f"{zero}-G{mother.pk}", "guardian", "withdrawn"),
            (f"{one}-G{father.pk}", "guardian", "no_duplicates"),
        ]
    )
    # Once said, not said again; another format has its own last list.
    assert rows(export(scene), "suppression.csv") == []
    assert export(scene, "oneroster_users").counts["gone"] == 0


def test_an_approval_taken_back_deletes_everybody():
    scene = alerts(2)
    export(scene)
    approval = scene.version.approvals.get()
    approvals.revoke(approval, by=actor(scene.principal), note="No more.")

    result = export(scene)

    assert (told(result), [row["reason"] for row in rows(result, "suppression.csv")]) == (
        [],
        ["approval_revoked"] * 2,
    )


# Refused as a whole.


@pytest.mark.clause("T3")
def test_a_flagged_platform_gets_no_list():
    scene = alerts()
    flag(scene.platform)

    with pytest.raises(Refused, match="not approved for this use today"):
        exports.start(scene.activity, "generic", by=actor(scene.clerk))
    assert ExportRun.objects.count() == 0


def test_flagged_between_asking_and_making_the_list_is_refused_and_that_is_kept():
    scene = alerts()
    run = exports.start(scene.activity, "generic", by=actor(scene.clerk))
    flag(scene.platform)

    result = exports.make(run, by=JOB)

    assert (result.refusals, result.stored_as, result.references) == (
        ["platform_not_approved"],
        "",
        [],
    )
    assert Entry.objects.get(verb="export.refused").facts == {"reasons": ["platform_not_approved"]}


def test_a_group_text_has_no_list():
    scene = whole()

    with pytest.raises(Refused) as refused:
        exports.start(scene.activity, "generic", by=actor(scene.coach))
    assert [one.code for one in refused.value.decision.refusals] == ["not_over_a_platform"]


def test_made_twice_it_is_one():
    scene = alerts()
    run = exports.start(scene.activity, "generic", by=actor(scene.clerk))

    assert exports.make(run, by=JOB) == exports.make(run, by=JOB)
    assert ExportResult.objects.count() == 1


# The manifest.


def saved(tmp_path, content, name="list.zip"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def content_of(result):
    with default_storage.open(result.stored_as) as kept:
        return kept.read()


def repacked(content, change):
    """The zip with its files changed by `change(files)`."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    change(files)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, each in files.items():
            packed.writestr(name, each)
    return out.getvalue()


def test_the_manifest_says_what_when_by_whom_and_for_which_platform():
    scene = alerts()

    result = export(scene)

    manifest = json.loads(unpacked(result)["manifest.json"])
    assert manifest == result.manifest
    assert {
        name: manifest[name] for name in ("activity", "platform", "profile", "asked_by", "counts")
    } == {
        "activity": scene.activity.pk,
        "platform": "Lakeshore Alerts",
        "profile": "generic",
        "asked_by": scene.clerk.email,
        "counts": result.counts,
    }
    assert sorted(manifest["files"]) == ["recipients.csv", "suppression.csv"]


def test_verify_export_knows_ours(tmp_path, capsys):
    result = export(alerts())

    call_command("verify_export", saved(tmp_path, content_of(result)))

    assert capsys.readouterr().out.startswith("Genuine: export ")


def edit_row(files):
    files["recipients.csv"] = files["recipients.csv"].replace(b"+13125552000", b"+13125559999")


def edit_row_and_hash(files):
    edit_row(files)
    manifest = json.loads(files["manifest.json"])
    digest = hashlib.sha256(files["recipients.csv"]).hexdigest()
    manifest["files"]["recipients.csv"]["sha256"] = digest
    files["manifest.json"] = json.dumps(manifest).encode()


def sign_as_another(files):
    edit_row_and_hash(files)
    manifest = json.loads(files["manifest.json"])
    manifest.pop("signature")
    manifest.pop("public_key")
    with override_settings(EXPORT_KEY="another key"):
        files["manifest.json"] = json.dumps(signed(manifest)).encode()


def take_out(files):
    del files["suppression.csv"]


def put_in(files):
    files["more.csv"] = b"x"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (edit_row, "recipients.csv was changed"),
        (edit_row_and_hash, "the manifest's signature is not ours"),
        (sign_as_another, "the manifest's signature is not ours"),
        (take_out, "suppression.csv is missing"),
        (put_in, "more.csv was added"),
    ],
)
def test_verify_export_finds_every_change(tmp_path, change, said):
    content = repacked(content_of(export(alerts())), change)

    with pytest.raises(CommandError) as error:
        call_command("verify_export", saved(tmp_path, content))

    assert (error.value.returncode, str(error.value)) == (1, f"Not genuine: {said}.")


@pytest.mark.parametrize("content", [b"", b"not a zip", repacked.__doc__.encode()])
def test_verify_export_says_what_is_no_list(tmp_path, content):
    with pytest.raises(CommandError) as error:
        call_command("verify_export", saved(tmp_path, content))

    assert error.value.returncode == 2


def test_verify_export_of_nothing(tmp_path):
    with pytest.raises(CommandError) as error:
        call_command("verify_export", tmp_path / "none.zip")

    assert error.value.returncode == 2


# The page.


def test_made_on_the_page_and_downloaded(client, django_capture_on_commit_callbacks):
    scene = alerts()
    client.force_login(scene.clerk)
    address = reverse("recipients", args=[scene.activity.pk])

    with django_capture_on_commit_callbacks(execute=True):
        response = client.post(
            reverse("start_export", args=[scene.activity.pk]), {"profile": "generic"}
        )
    page = client.get(response.url)
    run = page.context["page"].rows[0]
    file = client.get(reverse("export_file", args=[run.pk]))

    assert response.url == f"{address}?show=lists"
    assert file.content == content_of(run.result)
    assert file.headers["Content-Type"] == "application/zip"
    assert Entry.objects.filter(verb="export.opened").count() == 1


def test_a_damaged_file_is_not_given(client):
    scene = alerts()
    result = export(scene)
    default_storage.delete(result.stored_as)
    client.force_login(scene.clerk)

    response = client.get(reverse("export_file", args=[result.run_id]), follow=True)

    assert "The kept file is damaged. Make a new list." in response.content.decode()


def test_the_page_says_why_there_is_no_list_and_shows_no_number(client):
    scene = alerts()
    flag(scene.platform)
    client.force_login(scene.clerk)

    page = client.get(reverse("recipients", args=[scene.activity.pk])).content.decode()

    assert "No list can be made today" in page
    assert "555-2000" not in page
    assert "Make the list" not in page


@pytest.mark.parametrize("show", ["students", "lists"])
def test_the_page_asks_the_same_number_of_queries_for_1_and_30(client, show):
    def asked(scene, times):
        for _ in range(times):
            export(scene)
        client.force_login(scene.clerk)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("recipients", args=[scene.activity.pk]), {"show": show})
        return len(queries)

    assert asked(alerts(1), 1) == asked(alerts(30), 3)


def test_a_list_is_read_in_batches_of_the_same_number_of_queries():
    scene = alerts(7)
    at = timezone.now()
    adult = report.sender(scene.activity, scene.version, at)

    def asked(size):
        with CaptureQueriesContext(connection) as queries:
            report.batch(scene.activity, scene.version, adult, at, size=size)
        return len(queries)

    assert asked(1) == asked(7)


def test_a_list_longer_than_a_batch_is_whole():
    scene = alerts(5)
    at = timezone.now()
    adult = report.sender(scene.activity, scene.version, at)

    parts, after = [], 0
    while (
        found := report.batch(scene.activity, scene.version, adult, at, after=after, size=2)
    ).students:
        parts.append([one.student for one in found.recipients])
        after = found.last

    assert parts == [scene.students[:2], scene.students[2:4], scene.students[4:]]


# Formats as data.


def test_every_shipped_format_is_readable():
    assert sorted(profiles()) == ["blackboard_connect_5", "generic", "oneroster_users"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("kind: kind", "kind: shoe_size"),
        ("newline: lf", "newline: cr"),
        ("phone: e164", "phone: local"),
        ("rows: gone", "rows: everybody"),
        ("name: Generic CSV", "title: Generic CSV"),
    ],
)
def test_a_format_that_cannot_be_is_said(tmp_path, before, after):
    path = tmp_path / "mine.yaml"
    path.write_text((FOLDER / "generic.yaml").read_text().replace(before, after, 1))

    with pytest.raises(Unreadable):
        read(path)
