"""Evidence: told by its content, kept with the platform, its opening written down (P2)."""

from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest
from django.utils import timezone

from core.decision import Refused
from documents.models import FileRead, KeptFile
from platforms.actions import evidence as actions
from platforms.models import Evidence
from platforms.reports import evidence as reports
from platforms.reports.evidence import BadFile
from platforms.terms.audits import Origin
from tests.factories import actor, principal_of
from tests.platform_factories import PlatformFactory
from tests.platforms.auditing import PNG, its_people, piece
from trail.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.clause("P2")]


def pdf(**how):
    made = BytesIO()
    with pikepdf.new() as new:
        new.add_blank_page()
        new.save(made, **how)
    return made.getvalue()


LOCKED = pdf(encryption=pikepdf.Encryption(owner="a", user="b"))
ZIP = b"PK\x03\x04" + bytes(40)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", reports.EMPTY),
        (b"x" * (reports.LARGEST + 1), reports.TOO_LARGE),
        (ZIP, reports.WRONG_KIND),
        ("café".encode("latin-1"), reports.WRONG_KIND),
        (b"%PDF-1.7\nbroken", reports.DAMAGED),
        (LOCKED, reports.LOCKED),
    ],
    ids=["empty", "large", "zip", "no-text", "damaged", "locked"],
)
def test_a_file_that_is_no_evidence_is_told_why_and_nothing_is_kept(content, words):
    with pytest.raises(BadFile) as refused:
        actions.receive(PlatformFactory(), piece(content=content), by=its_people().by["its"])

    assert refused.value.words == words
    assert (Evidence.objects.count(), KeptFile.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("name", "content", "media_type", "saved_as"),
    [
        ("letter.exe", pdf(), "application/pdf", "letter-{}.pdf"),
        ("../shot.txt", PNG, "image/png", "shot-{}.png"),
        ("trace.har", b'\xef\xbb\xbf{"log": {}}', "application/json", "trace-{}.har"),
        ("rows.csv", b"a,b\n1,2\n", "text/plain", "rows-{}.csv"),
        ("page.html", b"<script>alert(1)</script>", "text/plain", "page-html-{}.txt"),
    ],
)
def test_the_content_says_what_a_file_is_whatever_its_name(name, content, media_type, saved_as):
    people = its_people()

    kept = actions.receive(
        PlatformFactory(), piece(name=name, content=content), by=people.by["its"]
    )

    assert kept.file.media_type == media_type
    assert reports.download_name(kept) == saved_as.format(kept.pk)
    assert actions.open_evidence(kept, by=people.by["reviewer"]) == content
    assert FileRead.objects.get().actor_id == str(people.reviewer.pk)
    assert Entry.objects.filter(verb="evidence.received").count() == 1


def test_nobody_outside_its_gives_or_opens_evidence():
    kept = actions.receive(PlatformFactory(), piece(), by=its_people().by["its"])
    stranger = actor(principal_of())

    for attempt in (
        lambda: actions.receive(kept.platform, piece(), by=stranger),
        lambda: actions.open_evidence(kept, by=stranger),
    ):
        with pytest.raises(Refused):
            attempt()

    assert (Evidence.objects.count(), FileRead.objects.count()) == (1, 0)


def test_days_that_cannot_be_are_refused():
    today = timezone.localdate()
    by = its_people().by["its"]

    for facts in (
        {"dated_on": today + timedelta(days=1)},
        {"valid_until": today - timedelta(days=1)},
    ):
        with pytest.raises(Refused):
            actions.receive(PlatformFactory(), piece(**facts), by=by)

    assert not Evidence.objects.exists()


def test_the_last_day_is_still_good_and_the_next_is_not():
    today = timezone.localdate()
    platform, by = PlatformFactory(), its_people().by["its"]
    ends = piece(dated_on=today - timedelta(days=30), valid_until=today, origin=Origin.INDEPENDENT)
    actions.receive(platform, ends, by=by)
    rows = reports.store_of(platform)

    found = [
        (one.expired, one.soon)
        for day in (today - timedelta(days=61), today, today + timedelta(days=1))
        for one in reports.shown(rows, day)
    ]

    assert found == [(False, False), (False, True), (True, False)]
    assert [row.origin for row in rows] == [Origin.INDEPENDENT]
