"""A vendor's room: opened by ITS, answered without an account, its word never a result (P2)."""

import pytest
from django.utils import timezone

from core.decision import Refused
from core.workflow import IllegalMove
from notices.models import Notice
from platforms import links
from platforms.actions import room_files, rooms, vendor_room
from platforms.actions.room_files import Taken
from platforms.actions.vendor_room import Answer, Upload
from platforms.models import Claim, Evidence, Result, Room, RoomContact, RoomEntry
from platforms.reports.claims import claims_for, silence_of
from platforms.terms.audits import AuditStage, Origin, Value
from platforms.terms.rooms import RoomStage
from schools.terms import Role
from tests.factories import actor, district_user, principal_of
from tests.platform_factories import PlatformFactory
from tests.platforms.rooms import audited, criterion, in_days, moved_to, opened, wish
from trail.models import Entry

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\nhello"


def codes(refused):
    return [reason.code for reason in refused.value.decision.refusals]


def pdf(content=PDF, name="report.pdf"):
    return Upload(content=content, name=name, title="SOC 2 report")


@pytest.mark.parametrize("role", [Role.PROCUREMENT, Role.ADMIN])
def test_only_its_opens_a_room(role):
    scene = audited()

    with pytest.raises(Refused) as refused:
        rooms.open_room(scene.platform, wish(), by=actor(district_user(role)))

    assert codes(refused) == ["not_its"]
    assert not Room.objects.exists()


def test_without_an_audit_or_a_plan_there_is_nothing_to_ask():
    by = actor(district_user(Role.ITS))

    with pytest.raises(Refused) as refused:
        rooms.open_room(PlatformFactory(), wish(), by=by)

    assert codes(refused) == ["nothing_to_ask"]


def test_a_platform_has_one_open_room():
    scene = opened()

    with pytest.raises(Refused) as refused:
        rooms.open_room(scene.platform, wish(), by=scene.its)

    assert codes(refused) == ["has_a_room"]


def test_no_token_is_stored_anywhere():
    scene = opened()
    mark = links.token_of(scene.contact).partition(".")[2]

    stored = [*Notice.objects.values_list("facts", "key"), *Entry.objects.values_list("facts")]

    assert mark not in str([*stored, *RoomContact.objects.values(), *RoomEntry.objects.values()])


def test_a_token_of_one_contact_is_not_anothers():
    first, second = opened(), opened()
    mine, other = links.token_of(first.contact), links.token_of(second.contact)
    forged = f"{second.contact.pk}.{mine.partition('.')[2]}"

    found = [links.contact_of(token) for token in (mine, other, forged, f"{mine[:-1]}_", "", "1.")]

    assert found == [first.contact, second.contact, None, None, None, None]


def test_a_renewed_link_leaves_the_old_one_over():
    scene = opened()

    fresh = rooms.renew_link(scene.contact, by=scene.its)

    old = links.contact_of(links.token_of(scene.contact))
    assert old.ended_at is not None
    with pytest.raises(Refused):
        vendor_room.write(old, "Hello")
    assert vendor_room.write(fresh, "Hello").contact == fresh


@pytest.mark.clause("P2")
def test_answers_are_claims_and_never_results():
    scene = opened()
    one, two = criterion("IAM-01"), criterion("ENC-01")

    vendor_room.answer(
        scene.contact, {one.pk: Answer(Value.MET), two.pk: Answer(Value.PARTIAL, "AES")}
    )
    again = vendor_room.answer(
        scene.contact, {one.pk: Answer(Value.MET), two.pk: Answer(Value.MET)}
    )

    said = {key: claim.value for key, claim in claims_for(scene.audit).items()}
    assert said == {one.pk: Value.MET, two.pk: Value.MET}
    assert [claim.criterion for claim in again] == [two]
    assert Claim.objects.count() == 3
    assert not Result.objects.exists()


@pytest.mark.parametrize("stage", [AuditStage.SUBMITTED, AuditStage.DECIDED, AuditStage.DROPPED])
def test_once_the_audit_went_on_answers_no_longer_change(stage):
    scene = opened()
    moved_to(type(scene.audit), scene.audit.pk, stage=stage)

    with pytest.raises(Refused) as refused:
        vendor_room.answer(scene.contact, {criterion("IAM-01").pk: Answer(Value.MET)})

    assert codes(refused) == ["review_went_on"]
    assert not Claim.objects.exists()


def test_a_criterion_that_is_not_asked_is_not_answered():
    scene = opened()

    with pytest.raises(Refused) as refused:
        vendor_room.answer(scene.contact, {999_999: Answer(Value.MET)})

    assert codes(refused) == ["not_asked"]


def test_past_its_last_day_the_room_takes_nothing():
    scene = opened()
    moved_to(Room, scene.room.pk, due_on=in_days(-9), ends_on=in_days(-1))

    for act in (
        lambda: vendor_room.answer(scene.contact, {criterion("IAM-01").pk: Answer(Value.MET)}),
        lambda: vendor_room.upload(scene.contact, pdf()),
        lambda: vendor_room.write(scene.contact, "Hello"),
        lambda: vendor_room.refuse(scene.contact, "No"),
    ):
        with pytest.raises(Refused) as refused:
            act()
        assert codes(refused) == ["link_over"]
    assert [Claim.objects.count(), scene.room.files.count(), scene.room.messages.count()] == [0] * 3


def test_more_time_lets_an_ended_room_live_again_and_keeps_the_reason():
    scene = opened()
    moved_to(Room, scene.room.pk, due_on=in_days(-9), ends_on=in_days(-1))

    room = rooms.extend(
        scene.room, in_days(7), in_days(9), by=scene.its, reason="They moved house."
    )

    assert not room.is_over()
    assert vendor_room.write(scene.contact, "Thanks").room == room
    assert "They moved house." in room.entries.get(deed="extend").note


def test_a_closed_room_is_not_opened_again():
    scene = opened()
    rooms.close(scene.room, by=scene.its, reason="Done.")

    with pytest.raises(IllegalMove):
        rooms.extend(scene.room, in_days(7), in_days(9), by=scene.its, reason="Again.")


def test_handing_in_sends_a_receipt_and_locks_the_answers_until_taken_up():
    scene = opened()
    key = criterion("IAM-01").pk
    vendor_room.answer(scene.contact, {key: Answer(Value.MET)})

    vendor_room.hand_in(scene.contact)

    with pytest.raises(Refused) as refused:
        vendor_room.answer(scene.contact, {key: Answer(Value.NOT_MET)})
    vendor_room.take_up(scene.contact)
    vendor_room.answer(scene.contact, {key: Answer(Value.NOT_MET)})
    assert codes(refused) == ["handed_in"]
    assert claims_for(scene.audit)[key].value == Value.NOT_MET
    kinds = Notice.objects.values_list("kind", "address")
    assert ("platforms/room_receipt", scene.contact.email) in kinds
    assert ("platforms/room_answered", scene.auditor.email) in kinds


def test_nothing_said_is_not_handed_in():
    scene = opened()

    with pytest.raises(Refused) as refused:
        vendor_room.hand_in(scene.contact)

    assert codes(refused) == ["nothing_said"]


@pytest.mark.clause("P5")
def test_declining_is_a_fact_with_its_words_and_silence_is_derived():
    scene = opened()
    today = timezone.localdate()
    before = silence_of(scene.audit, today)
    silent = silence_of(scene.audit, in_days(15))

    vendor_room.refuse(scene.contact, "We do not share this.")

    after = silence_of(scene.audit, in_days(15))
    assert [before.is_silent, silent.is_silent, after.is_silent] == [False, True, False]
    assert [after.has_refused, after.refusal] == [True, "We do not share this."]
    assert silent.asked_until == in_days(14)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty_file"),
        (b"%PDF-" + b"0" * (20 * 1024 * 1024), "too_large"),
        (b"MZ\x90\x00\x03", "wrong_kind"),
        (b"\x00\x01\x02", "wrong_kind"),
        (b"PK\x03\x04 no zip", "wrong_kind"),
    ],
)
def test_a_file_is_known_by_its_bytes(content, reason):
    scene = opened()

    with pytest.raises(Refused) as refused:
        vendor_room.upload(scene.contact, pdf(content))

    assert codes(refused) == [reason]
    assert not scene.room.files.exists()


def test_a_file_becomes_evidence_once_its_takes_it():
    scene = opened()
    row = vendor_room.upload(scene.contact, pdf())
    before = Evidence.objects.count()
    taken = Taken(title="SOC 2 report", dated_on=in_days(-30), valid_until=in_days(300))

    evidence = room_files.take_file(row, taken, by=scene.its)

    assert before == 0
    assert [evidence.platform, evidence.origin, evidence.file] == [
        scene.platform,
        Origin.VENDOR,
        row.file,
    ]
    with pytest.raises(Refused) as refused:
        room_files.take_file(row, taken, by=scene.its)
    assert codes(refused) == ["taken_already"]


def test_the_same_file_twice_is_told():
    scene = opened()
    vendor_room.upload(scene.contact, pdf())

    with pytest.raises(Refused) as refused:
        vendor_room.upload(scene.contact, pdf(name="copy.pdf"))

    assert codes(refused) == ["same_file"]


def test_a_principal_opens_no_file():
    scene = opened()
    row = vendor_room.upload(scene.contact, pdf())

    with pytest.raises(Refused):
        room_files.open_file(row, by=actor(principal_of()))


def test_every_act_is_in_the_log_with_who_did_it():
    scene = opened()
    vendor_room.visit(scene.contact)
    vendor_room.visit(scene.contact)
    vendor_room.answer(scene.contact, {criterion("IAM-01").pk: Answer(Value.MET)})
    vendor_room.write(scene.contact, "Hello")
    rooms.write(scene.room, "Thank you", by=scene.its)

    log = [(entry.deed, entry.contact, entry.by) for entry in scene.room.entries.order_by("pk")]

    vendor, its = scene.contact, scene.auditor
    assert log == [
        ("opened", None, its),
        ("contact_added", vendor, its),
        ("sent", vendor, its),
        ("visited", vendor, None),
        ("answered", vendor, None),
        ("wrote", vendor, None),
        ("wrote", None, its),
    ]
    assert scene.room.stage == RoomStage.OPEN
