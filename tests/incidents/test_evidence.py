"""EvidenceFile: sealed as it arrives, copied clean by the worker, gone with a draft that is not sent."""

import hashlib

import pytest

from core import vault
from core.actor import Actor
from incidents.actions import evidence, evidence_copies
from tests.incident_factories import case_of, report
from tests.incidents.evidence import (
    arrived,
    gps_exif,
    kept,
    keys_of_offices,
    opened,
    picture,
    reporter,
)

pytestmark = pytest.mark.django_db
COMMAND = Actor.command("tests")


def test_the_web_tier_cannot_open_what_it_sealed_and_the_offices_can(settings):
    secrets = keys_of_offices(COMMAND)
    case, content = case_of(report()), picture(exif=gps_exif())
    held, settings.EVIDENCE_IDENTITY = settings.EVIDENCE_IDENTITY, ""

    row = evidence.take_into_case(arrived(content), case, by=reporter(case))

    with pytest.raises(evidence_copies.NoIdentity):
        evidence_copies.copy(row.pk)
    originals = {one.office: one for one in row.originals.all()}
    assert {office: opened(originals[office], secrets[office]) for office in originals} == {
        "oig": content,
        "student_protections": content,
    }
    assert row.sha256 == hashlib.sha256(content).hexdigest()
    settings.EVIDENCE_IDENTITY = held
    evidence_copies.copy(row.pk)
    row.refresh_from_db()
    assert (row.state, row.worker_file) == ("ready", "")
    part = row.parts.get()
    copy = vault.unseal(case.key(), kept(part.stored_as), part.about)
    assert [b"41.8781" in copy, b"Secret Phone" in copy, b"Exif" in copy] == [False, False, False]
