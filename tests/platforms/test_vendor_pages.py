"""A vendor's room as its pages: no account, nothing of ITS to read, nothing typed lost (P2)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.logs import hide_secrets
from notices.models import Notice
from notices.wording import worded
from platforms import links
from platforms.actions import rooms, vendor_room
from platforms.actions.rooms import Person
from platforms.actions.vendor_room import Answer
from platforms.models import Claim, Result, Room
from platforms.reports.claims import claims_for
from platforms.terms.audits import Grade, Value
from schools.terms import Role
from tests.factories import DistrictFactory, district_user
from tests.platforms.rooms import CANARIES, criterion, in_days, moved_to, opened, running

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\nhello"
PAGES = (
    "vendor_room vendor_files vendor_messages vendor_hand_in vendor_decline vendor_sheet".split()
)


def at(name, scene, *keys):
    return reverse(f"platforms:{name}", args=[links.token_of(scene.contact), *keys])


@pytest.mark.clause("P2")
def test_opening_writes_to_each_contact_with_a_link_of_their_own():
    people = [Person("Vera Vendor", "vera@vendor.example"), Person("Lee", "lee@vendor.example")]
    scene = opened(people=people)

    tokens = [links.token_of(contact) for contact in scene.room.contacts.order_by("pk")]
    letters = [
        worded(notice)
        for notice in Notice.objects.filter(kind="platforms/room_opened").order_by("pk")
    ]
    assert [token in letter.body for token, letter in zip(tokens, letters, strict=True)] == [
        True
    ] * 2
    assert [tokens[1] in letters[0].body, tokens[0] in letters[1].body] == [False, False]
    assert [word in letter.body for word in CANARIES for letter in letters] == [False] * 4


def seen(client, scene, *, plan=False):
    """Every word that a vendor can read in its room."""
    pages = [client.get(at(name, scene)) for name in PAGES if not plan or name != "vendor_hand_in"]
    if plan:
        pages += [
            client.get(at("vendor_plan", scene)),
            client.get(at("vendor_item", scene, scene.item.pk)),
        ]
    else:
        pages += [client.get(at("vendor_questions", scene, number)) for number in (1, 2)]
    assert {page.status_code for page in pages} == {200}
    return "".join(page.content.decode() for page in pages)


@pytest.mark.clause("P2")
def test_a_vendor_reads_no_note_no_name_no_number_of_its(client):
    scene = opened()
    other = opened(people=[Person("Rival", "rival@other.example")])
    key = criterion("IAM-01")
    Result.objects.create(
        audit=scene.audit,
        criterion=key,
        value=Value.NOT_MET,
        grade=Grade.OBSERVED,
        note=CANARIES[1],
        assessed_by=scene.auditor,
    )
    rooms.write(scene.room, "Please look at question one.", by=scene.its)
    vendor_room.write(other.contact, "A rival's message")

    words = seen(client, scene)

    assert [word in words for word in (*CANARIES, "rival", "Rival", other.platform.name)] == [
        False
    ] * 5
    assert "Please look at question one." in words
    assert key.text in words


def test_a_plan_in_the_room_names_nobody_of_its(client):
    scene = running()

    words = seen(client, scene, plan=True)

    assert [word in words for word in CANARIES] == [False] * 2
    assert scene.item.title in words


@pytest.mark.parametrize("token", ["1.AAAAAAAAAAAAAAAAAAAAAAAA", "x", "1." + "A" * 400])
def test_a_guessed_link_is_nothing_and_too_many_are_stopped(client, token):
    address = reverse("platforms:vendor_room", args=[token])

    found = [client.get(address).status_code for _n in range(61)]

    assert [found[0], found[-1]] == [404, 429]


def test_after_its_end_the_page_says_so_and_shows_nothing_of_the_room(client):
    district = DistrictFactory()
    scene = opened()
    moved_to(Room, scene.room.pk, due_on=in_days(-9), ends_on=in_days(-2))

    page = client.get(at("vendor_room", scene))

    words = page.content.decode()
    assert page.status_code == 410
    assert "This link has ended" in words
    assert district.name in words
    assert [scene.platform.name in words, scene.room.asked in words] == [False, False]
    assert page["Cache-Control"] == "no-store, private"


def test_what_was_typed_when_the_link_ended_is_shown_to_copy_and_not_kept(client):
    scene = opened()
    key = criterion("IAM-01").pk
    moved_to(Room, scene.room.pk, due_on=in_days(-9), ends_on=in_days(-2))
    typed = {f"value-{key}": "met", f"note-{key}": "We moved to SAML in May."}

    page = client.post(at("vendor_questions", scene, 1), typed)

    assert page.status_code == 410
    assert "We moved to SAML in May." in page.content.decode()
    assert not Claim.objects.exists()


def test_an_answer_that_is_not_taken_keeps_every_word_on_the_page(client):
    scene = opened()
    one, two = criterion("IAM-01").pk, criterion("IAM-02").pk
    typed = {f"value-{one}": "na", f"note-{two}": "Half of it"}

    page = client.post(at("vendor_questions", scene, 1), typed)

    form = page.context["form"]
    assert page.status_code == 422
    assert sorted(form.errors) == [f"note-{one}", f"value-{two}"]
    assert [form[f"value-{one}"].value(), form[f"note-{two}"].value()] == ["na", "Half of it"]
    assert not Claim.objects.exists()


def test_a_little_is_kept_and_the_rest_stays_open(client):
    scene = opened()
    key = criterion("IAM-01").pk

    page = client.post(at("vendor_questions", scene, 1), {f"value-{key}": "partial", "go": "stay"})

    assert page.url == at("vendor_questions", scene, 1)
    assert {one: claim.value for one, claim in claims_for(scene.audit).items()} == {key: "partial"}


def test_answers_handed_in_are_read_only_until_taken_up_again(client):
    scene = opened()
    key = criterion("IAM-01").pk
    vendor_room.answer(scene.contact, {key: Answer(Value.MET)})
    client.post(at("vendor_hand_in", scene))
    typed = {f"value-{key}": "not_met", f"note-{key}": "On second thought"}

    refused = client.post(at("vendor_questions", scene, 1), typed)
    client.post(at("vendor_take_up", scene))
    taken = client.post(at("vendor_questions", scene, 1), typed)

    assert [refused.status_code, taken.status_code] == [403, 302]
    assert "On second thought" in refused.content.decode()
    assert claims_for(scene.audit)[key].value == Value.NOT_MET


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"MZ\x90\x00", "whatever its name says"), (b"", "empty")],
)
def test_a_wrong_file_is_told_on_the_form_with_its_title_still_there(client, content, words):
    scene = opened()
    file = SimpleUploadedFile("report.pdf", content)

    page = client.post(at("vendor_files", scene), {"title": "Our report", "file": file})

    assert page.status_code == 422
    assert words in str(page.context["form"].errors["file"])
    assert page.context["form"]["title"].value() == "Our report"
    assert not scene.room.files.exists()


def test_a_file_larger_than_other_visitors_may_send_comes_in_by_a_living_link_alone(client):
    scene = opened()
    large = PDF + b"0" * (7 * 1024 * 1024)
    sent = {"title": "A", "file": SimpleUploadedFile("a.pdf", large)}
    living = client.post(at("vendor_files", scene), sent)
    moved_to(Room, scene.room.pk, stage="closed")

    over = client.post(
        at("vendor_files", scene), {**sent, "file": SimpleUploadedFile("a.pdf", large)}
    )

    assert [living.status_code, over.status_code] == [302, 413]


def test_a_file_opens_for_its_as_a_download_that_no_browser_runs(client):
    scene = opened()
    client.post(
        at("vendor_files", scene), {"title": "A", "file": SimpleUploadedFile("ä b.pdf", PDF)}
    )
    row = scene.room.files.get()
    client.force_login(scene.auditor)

    page = client.get(reverse("platforms:open_room_file", args=[scene.room.pk, row.pk]))

    assert page.content == PDF
    assert page["Content-Disposition"] == "attachment; filename*=UTF-8''%C3%A4%20b.pdf"
    assert page["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert row.file.reads.get().actor_id == str(scene.auditor.pk)


def test_declining_wants_a_reason_and_a_tick(client):
    scene = opened()
    bare = client.post(at("vendor_decline", scene), {"reason": "No time"})

    said = client.post(at("vendor_decline", scene), {"reason": "No time", "sure": "on"})

    assert [bare.status_code, said.status_code] == [422, 302]
    scene.room.refresh_from_db()
    assert scene.room.stage == "refused"


def test_a_file_of_another_room_is_not_found_by_its(client):
    first, second = opened(), opened()
    client.post(at("vendor_files", first), {"title": "A", "file": SimpleUploadedFile("a.pdf", PDF)})
    client.force_login(district_user(Role.ITS))

    page = client.get(
        reverse("platforms:open_room_file", args=[second.room.pk, first.room.files.get().pk])
    )

    assert page.status_code == 404


def test_an_item_of_another_plan_is_not_found(client):
    first, second = running(), running()

    page = client.post(at("vendor_item", first, second.item.pk), {"note": "Done"})

    assert page.status_code == 404


def test_logs_drop_the_token():
    assert hide_secrets("GET /vendor/12.abc/files/ 200") == "GET /vendor/…/files/ 200"
