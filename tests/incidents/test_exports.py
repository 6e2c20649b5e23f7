"""Bundles of a case: what is in them, who gets them, and what is left afterwards."""

import hashlib
import io
import json
import zipfile
from datetime import timedelta

import pikepdf
import pyrage
import pytest
import time_machine
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.decision import Refused
from incidents.actions import exporting
from incidents.actions.exporting import Wanted
from incidents.actions.taking import report_as_staff
from incidents.models import CaseMessage, Export
from incidents.models.sealed import sealed_models
from incidents.policy import Person
from incidents.reports import bundle
from incidents.terms import OfficeCode, Part, Voice
from incidents.terms.keeping import ExportState, Lock
from tests.factories import SchoolFactory, actor, staff_at
from tests.incident_factories import SAID, bullying, case_of, ended_today, report, seated
from tests.incidents.speaking import answered, begun, sent

HOSTILE = "<script>alert(1)</script> =HYPERLINK(1) {{ settings.SECRET_KEY }} file:///etc/passwd"


def asked(case, by, lock=Lock.NONE, secret="", **facts):
    wanted = Wanted(reason="For the court.", lock=lock, secret=secret, **facts)
    return exporting.ask(case, wanted, by=actor(by))


def made(export):
    exporting.make(export.pk)
    return Export.objects.get(pk=export.pk)


def files(content):
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def test_every_kind_of_sealed_words_is_known_to_the_bundle():
    known = bundle.FOR_THE_OFFICE | bundle.FOR_OIG | bundle.BY_FILE | bundle.NEVER

    assert {model._meta.model_name for model in sealed_models()} == known


@pytest.mark.django_db
def test_a_bundle_holds_everything_its_reader_reads_and_the_hash_of_each_file():
    oig = seated()
    case = case_of(report(SchoolFactory(), contact={"phone": "773-555-0100"}))
    message = CaseMessage(case=case, voice=Voice.REPORTER)
    message.seal({"text": "There is more."})
    message.save()

    found = files(exporting.take(made(asked(case, oig)), by=actor(oig)))

    told = json.loads(found["case.json"])
    assert [row["words"]["said"] for row in told["account"]] == [SAID]
    assert [row["words"]["text"] for row in told["casemessage"]] == ["There is more."]
    assert b"555-0100" not in found["case.json"]
    assert sorted(found) == [
        "SHA256SUMS",
        "case.json",
        "routing/001-answer.json",
        "routing/001-asked.json",
        "sheet.pdf",
    ]
    sums = dict(line.split("  ")[::-1] for line in found["SHA256SUMS"].decode().splitlines())
    assert sums == {
        name: hashlib.sha256(found[name]).hexdigest() for name in found if name != "SHA256SUMS"
    }


@pytest.mark.django_db
def test_a_bundle_says_who_reported_only_where_that_was_asked_for():
    school, oig, visitor = SchoolFactory(), seated(), Client()
    room = begun(visitor)
    answered(visitor, room, "reach", name="Jovana", phone="773-555-0100")
    anonymous = sent(visitor, room)
    clerk = staff_at(school, name="Zora Quill")
    by_staff = report_as_staff(
        report(school, reporter_user_id=clerk.pk), once="1", by=actor(clerk)
    ).case

    told = {
        (case.code, with_contact): files(
            exporting.take(made(asked(case, oig, with_contact=with_contact)), by=actor(oig))
        )["case.json"].decode()
        for case in (anonymous, by_staff)
        for with_contact in (False, True)
    }

    found = [
        [word in told[case.code, asked_for] for asked_for in (False, True)]
        for case, word in (
            (anonymous, "773-555"),
            (anonymous, "Jovana"),
            (by_staff, '"part": "reporter"'),
        )
    ]
    assert found == [[False, True]] * 3
    assert "user" not in json.loads(told[by_staff.code, False])["takenreport"][0]["words"]


@pytest.mark.django_db
def test_x1_x9_hostile_words_are_inert_on_the_sheet_and_nothing_is_fetched():
    oig = seated()
    people = (Person(Part.WITNESS, name=HOSTILE),)
    case = case_of(report(SchoolFactory(), said=HOSTILE, people=people))

    found = files(exporting.take(made(asked(case, oig)), by=actor(oig)))

    with pikepdf.open(io.BytesIO(found["sheet.pdf"])) as sheet:
        assert not any("/Annots" in page for page in sheet.pages)
        assert "/OpenAction" not in sheet.Root
        assert "/JavaScript" not in sheet.Root.get("/Names", {})
    assert json.loads(found["case.json"])["account"][0]["words"]["said"] == HOSTILE


@pytest.mark.django_db
def test_a_bundle_is_for_the_recipient_alone_and_kept_sealed_until_then():
    oig, recipient = seated(), pyrage.x25519.Identity.generate()
    case = case_of(report(SchoolFactory()))

    export = made(asked(case, oig, Lock.RECIPIENT, str(recipient.to_public())))
    content = exporting.take(export, by=actor(oig))

    with default_storage.open(export.stored_as) as kept:
        assert kept.read(4) not in (b"PK\3\4", b"age-")
    assert hashlib.sha256(content).hexdigest() == export.sha256
    assert "case.json" in files(pyrage.decrypt(content, [recipient]))
    assert export.words() == {"reason": "For the court."}


@pytest.mark.django_db
def test_a_bundle_is_gone_after_a_day_and_its_reason_stays():
    oig = seated()
    export = made(asked(case_of(report(SchoolFactory())), oig))
    name = export.stored_as

    with time_machine.travel(timezone.now() + timedelta(hours=24, seconds=1), tick=False):
        with pytest.raises(Refused, match="not there"):
            exporting.take(export, by=actor(oig))
        exporting.end_over(timezone.now())
    export.refresh_from_db()

    assert export.state(timezone.now()) == ExportState.ENDED
    assert export.words()["reason"] == "For the court."
    # The transaction of the test does not commit; what it would delete is the file of that name.
    assert export.stored_as == ""
    assert name.startswith("bundles/")


@pytest.mark.django_db
def test_d3_one_bundle_at_a_time_a_person():
    oig = seated()
    case = case_of(report(SchoolFactory()))
    asked(case, oig)

    with pytest.raises(Refused, match="Another bundle"):
        asked(case, oig)
    asked(case, seated())

    assert Export.objects.count() == 2


@pytest.mark.django_db
def test_a4_who_lost_the_case_meanwhile_gets_no_bundle():
    oig, other = seated(), seated()
    case = case_of(report(SchoolFactory()))
    waiting, ready = asked(case, oig), made(asked(case, other))
    ended_today(oig)
    ended_today(other)

    late = made(waiting)

    assert (late.failed, late.stored_as) == ("not_yours", "")
    with pytest.raises(Refused):
        exporting.take(ready, by=actor(other))


@pytest.mark.django_db
def test_a_bundle_is_asked_for_and_taken_at_the_page(client):
    one, colleague = seated(OfficeCode.STUDENT_PROTECTIONS), seated(OfficeCode.STUDENT_PROTECTIONS)
    case = case_of(bullying(SchoolFactory()))
    page = reverse("incidents:case_export", args=[case.code])
    client.force_login(one)
    bad = client.post(page, {"reason": "For the court.", "lock": "recipient", "recipient": "age1x"})
    short = client.post(
        page, {"reason": "For the court.", "lock": "passphrase", "passphrase": "short"}
    )
    client.post(page, {"reason": "For the court.", "lock": "none"})
    export = made(Export.objects.get())
    take = reverse("incidents:case_export_take", args=[case.code, export.name])

    taken = client.post(take)
    client.force_login(colleague)

    assert [bad.status_code, short.status_code] == [422, 422]
    assert b"no age address" in bad.content
    assert taken["Content-Disposition"] == f'attachment; filename="{case.code}.zip"'
    assert taken["Cache-Control"] == "no-store"
    assert client.post(take).status_code == 403
    assert [row.deed for row in case.steps.order_by("pk")][-3:] == [
        "export.asked",
        "export.made",
        "export.taken",
    ]
