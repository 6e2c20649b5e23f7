"""Files through the page of who came back: what is taken, what is not, and what is left behind (attacks U1-U15, D3)."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from core import vault
from core.actor import Actor
from documents.sealing import waiting_room
from incidents.actions import evidence as actions
from incidents.actions.evidence import DraftPlace
from incidents.actions.evidence_copies import copy
from incidents.models import Case, Draft, EvidenceFile, EvidenceLimits
from incidents.reports.evidence import for_reader
from incidents.tasks import forget_drafts
from incidents.terms import OfficeCode, Stage
from tests.factories import SchoolFactory, UserFactory, principal_of
from tests.incident_factories import seated
from tests.incidents.evidence import (
    arrived,
    kept_files,
    keys_of_offices,
    opened,
    picture,
    reporter,
)
from tests.incidents.reporters import Reporter, plain_no
from tests.incidents.speaking import answered, begun, sent, words_of

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024


@pytest.fixture
def who():
    found = Reporter()
    found.come()
    return found


@pytest.fixture(autouse=True)
def nothing_is_left_waiting():
    before = set(kept_files())
    yield
    assert list(waiting_room().iterdir()) == []
    for name in set(kept_files()) - before:
        assert name.endswith((".age", ".sealed"))


def send(who, *files, note=""):
    return who.send_files(*(SimpleUploadedFile(*file) for file in files), note=note)


def limits(**numbers):
    EvidenceLimits.objects.create(
        **{"file_megabytes": 1, "files": 2, "total_megabytes": 2, **numbers}, by=UserFactory()
    )


def names(who):
    return [row.words()["file_name"] for row in who.case.evidence.order_by("pk")]


def test_several_files_are_taken_at_once_and_shown_by_name(who):
    answer = send(who, ("IMG_1.jpg", picture()), ("chat.txt", b"He wrote: hi"), note="his texts")

    assert (answer.status_code, names(who)) == (302, ["IMG_1.jpg", "chat.txt"])
    page = who.get("my_files").content.decode()
    assert ("IMG_1.jpg" in page, "his texts" in page, "Safe with us" in page) == (True,) * 3


def test_u1_an_empty_file_is_refused_kindly_and_the_words_stay(who):
    answer = send(who, ("IMG_1.jpg", b""), note="what I want to say")

    page = answer.content.decode()
    assert (answer.status_code, names(who)) == (422, [])
    assert ("This file is empty" in page, "what I want to say" in page) == (True, True)


def test_u2_as_long_as_allowed_is_taken_and_one_byte_more_is_not(who):
    limits()

    one, other = (
        send(who, ("a.txt", b"a" * MEGABYTE)),
        send(who, ("b.txt", b"b" * (MEGABYTE + 1))),
    )

    assert ([one.status_code, other.status_code], names(who)) == ([302, 422], ["a.txt"])
    assert "This file is too big" in other.content.decode()


def test_u2_more_files_than_allowed_are_refused_one_by_one(who):
    limits()

    answer = send(who, ("a.txt", b"a"), ("b.txt", b"b"), ("c.txt", b"c"))

    assert (answer.status_code, names(who)) == (422, ["a.txt", "b.txt"])
    assert "c.txt: You have added as many files" in answer.content.decode()


def test_u2_more_in_all_than_allowed_is_refused(who):
    limits(files=9)
    send(who, ("a.txt", b"a" * MEGABYTE), ("b.txt", b"b" * (MEGABYTE - 1)))

    answer = send(who, ("c.txt", b"cc"))

    assert (answer.status_code, names(who)) == (422, ["a.txt", "b.txt"])


def test_u2_u3_what_says_it_is_larger_than_everything_allowed_is_not_read(who):
    limits()
    told = {"CONTENT_LENGTH": str(300 * MEGABYTE)}

    answer = who.client.post(who.at("my_files"), {"chosen": SimpleUploadedFile("a.txt", b"a")}, **told)  # fmt: skip

    assert (answer.status_code, names(who)) == (413, [])


def test_u3_what_names_no_length_is_not_read(who):
    plain = plain_no(who.client, who.at("my_files"))
    data = {"plain": plain, "chosen": SimpleUploadedFile("a.txt", b"a" * 1000)}

    answer = who.client.post(who.at("my_files"), data, CONTENT_LENGTH="0")

    assert (answer.status_code, names(who)) == (422, [])


def test_u4_u6_what_lies_about_itself_is_refused_with_what_to_do_instead(who):
    answer = send(
        who,
        ("page.jpg", b"<!doctype html><script>alert(1)</script>"),
        ("drawing.svg", b"<svg onload='alert(1)'/>"),
        ("letter.docx", b"PK\x03\x04"),
        ("good.jpg", picture()),
    )

    page = answer.content.decode()
    assert (answer.status_code, names(who)) == (422, ["good.jpg"])
    # Each once in the summary and once at the field.
    assert (page.count("Take a screenshot of it"), "<script>alert" in page) == (6, False)


HOSTILE = (
    "../../x.jpg",
    "..\\x.jpg",
    "a\r\nX-Header: 1.jpg",
    'a"; filename=evil.jpg',
    "<img onerror=alert(1)>.jpg",
    "CON.jpg",
    "e\u202egnp.jpg",
    "👻" * 150 + ".jpg",
)


def test_u10_a_hostile_name_is_a_word_and_nothing_else(who):
    by, content = reporter(who.case), picture()

    rows = [actions.take_into_case(arrived(content, name), who.case, by=by) for name in HOSTILE]

    page = who.get("my_files").content.decode()
    assert [row.worker_file for row in rows] == [f"{row.folder}/worker.age" for row in rows]
    assert ("<img onerror" in page, "\u202e" in page, "👻" * 80 in page) == (False,) * 3


def test_u13_files_of_a_draft_that_was_never_sent_go_with_it(
    django_capture_on_commit_callbacks,
):
    draft, key = Draft.objects.create(handle="d" * 32, sealed=b""), vault.new_key()
    before = kept_files()
    place = DraftPlace(draft.handle, key)
    row = actions.take_into_draft(arrived(picture()), place, note="mine")
    assert row.words_in_draft(key) == {"file_name": "IMG_0001.jpg", "note": "mine"}
    with pytest.raises(vault.Sealed):
        row.words_in_draft(vault.new_key())

    with (
        time_machine.travel(timezone.now() + timedelta(minutes=61)),
        django_capture_on_commit_callbacks(execute=True),
    ):
        forget_drafts()

    assert (EvidenceFile.objects.count(), kept_files()) == (0, before)


def test_u13_a_file_that_was_taken_out_before_sending_leaves_nothing(
    django_capture_on_commit_callbacks,
):
    place, before = DraftPlace("e" * 32, vault.new_key()), kept_files()
    row = actions.take_into_draft(arrived(picture()), place)

    with django_capture_on_commit_callbacks(execute=True):
        found = [
            actions.remove_from_draft(DraftPlace("f" * 32, place.key), row.name),
            actions.remove_from_draft(place, row.name),
            actions.remove_from_draft(place, row.name),
        ]

    assert (found, EvidenceFile.objects.count(), kept_files()) == ([False, True, False], 0, before)


def test_files_of_a_draft_become_the_reports_when_it_is_sent(who):
    secrets = keys_of_offices(Actor.command("tests"))
    place, content = DraftPlace("a" * 32, vault.new_key()), picture()
    actions.take_into_draft(arrived(content), place, note="look")

    actions.adopt(place, who.case, by=reporter(who.case))

    row = who.case.evidence.get()
    assert (row.words(), row.draft) == ({"file_name": "IMG_0001.jpg", "note": "look"}, "")
    assert opened(row.originals.get(office="oig"), secrets["oig"]) == content
    assert [one.deed for one in row.custody.order_by("pk")] == [
        "received",
        "sealed",
        "sealed",
        "attached",
    ]


def test_u14_nothing_is_added_to_a_closed_report(who):
    Case.objects.filter(pk=who.case.pk).update(stage=Stage.CLOSED)

    answer = send(who, ("a.jpg", picture()))

    assert (answer.status_code, names(who)) == (422, [])
    assert "Your report is closed" in answer.content.decode()


def test_d3_with_little_room_on_the_disk_files_wait_and_words_do_not(who, settings):
    settings.EVIDENCE_ROOM = 10**15

    answer = send(who, ("a.jpg", picture()))
    said = who.post("my_message", text="I still want to tell you something.")

    assert (answer.status_code, names(who)) == (422, [])
    assert "Your words are safe" in answer.content.decode()
    assert (said.status_code, who.case.messages.count()) == (302, 1)


def test_u15_an_upload_that_breaks_off_keeps_nothing_and_loses_no_words(who):
    before = kept_files()
    plain = plain_no(who.client, who.at("my_files")).encode()
    whole = b'--y\r\nContent-Disposition: form-data; name="plain"\r\n\r\n' + plain + b"\r\n"
    whole += b'--y\r\nContent-Disposition: form-data; name="chosen"; filename="a.jpg"\r\n\r\n'

    answer = who.client.post(
        who.at("my_files"), whole + picture()[:50], content_type="multipart/form-data; boundary=y"
    )

    assert (answer.status_code, names(who), kept_files()) == (422, [], before)


def test_a_file_added_while_writing_goes_with_the_report_and_can_be_taken_out_before():
    client = Client()
    room = begun(client)
    answered(client, room, "have", bare="no")
    for name in ("mine.jpg", "not-this.jpg"):
        client.post(f"{room}files/", {"chosen": SimpleUploadedFile(name, picture())})
    page = client.get(f"{room}files/").content.decode()
    wrong = EvidenceFile.objects.order_by("pk").last()

    client.post(f"{room}files/{wrong.name}/remove/")
    case = sent(client, room)

    assert ("mine.jpg" in page, "not-this.jpg" in page) == (True, True)
    assert [row.words()["file_name"] for row in case.evidence.all()] == ["mine.jpg"]


@pytest.mark.parametrize("bare", ["yes", "unsure", "nothing"])
def test_d9_without_a_plain_no_there_is_no_place_for_files_at_all(bare):
    client = Client()
    room = begun(client)
    page = answered(client, room, "have", bare=bare)

    answer = client.post(f"{room}files/", {"chosen": SimpleUploadedFile("a.jpg", picture())})

    assert (answer.status_code, answer["Location"]) == (303, f"{room}have/")
    assert (EvidenceFile.objects.count(), b'type="file"' in page.content) == (0, False)


@pytest.mark.parametrize("later", [{"bare": "yes"}, {"bare": "unsure"}, {"go": "skip"}])
def test_d9_what_was_added_before_the_answer_changed_is_shut_away_when_it_is_sent(later):
    keys_of_offices(Actor.command("tests"))
    school, client = SchoolFactory(), Client()
    principal = principal_of(school)
    room = begun(client)
    answered(client, room, "about", about="student")
    answered(client, room, "school", typed=school.name)
    answered(client, room, "have", bare="no")
    client.post(f"{room}files/", {"chosen": SimpleUploadedFile("a.jpg", picture())})
    answered(client, room, "have", **later)

    kept = client.get(f"{room}files/").content
    refused = client.post(f"{room}files/", {"chosen": SimpleUploadedFile("b.jpg", picture())})
    said = words_of(client.get(f"{room}check/"))
    case = sent(client, room)

    row = EvidenceFile.objects.get(case=case)
    copy(row.pk)
    row.refresh_from_db()
    assert (b"Take out" in kept, b'type="file"' in kept, refused.status_code) == (True, False, 303)
    assert "Only the Inspector General's office can open them." in said
    assert (row.state, row.parts.count(), row.worker_file) == ("quarantined", 0, "")
    assert list(row.originals.filter(gone_at=None).values_list("office", flat=True)) == ["oig"]
    readers = (principal, seated(OfficeCode.STUDENT_PROTECTIONS), seated())
    assert [list(for_reader(case, one)) != [] for one in readers] == [False, False, True]
    assert [Case.objects.visible_to(one).exists() for one in readers] == [True, True, True]


def test_d9_files_stay_files_while_the_answer_is_no():
    keys_of_offices(Actor.command("tests"))
    client = Client()
    room = begun(client)
    answered(client, room, "have", bare="no")
    client.post(f"{room}files/", {"chosen": SimpleUploadedFile("a.jpg", picture())})

    case = sent(client, room)

    assert [row.state for row in case.evidence.all()] == ["received"]


def test_u14_another_visitor_adds_nothing_to_a_draft_and_nothing_after_sending():
    client, other = Client(), Client()
    room = begun(client)
    answered(client, room, "have", bare="no")
    file = {"chosen": SimpleUploadedFile("a.jpg", picture())}

    before = other.post(f"{room}files/", file)
    sent(client, room)
    after = client.post(f"{room}files/", {"chosen": SimpleUploadedFile("a.jpg", picture())})

    assert [before.status_code, after.status_code] == [404, 404]
    assert EvidenceFile.objects.count() == 0
