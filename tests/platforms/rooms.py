"""A vendor's room for tests: a platform under audit, its criteria, and a room with one contact."""

from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from platforms.actions import plans, rooms
from platforms.actions.plans import ItemWish
from platforms.actions.rooms import Person, RoomWish
from platforms.models import Audit, CriteriaSet, Criterion
from platforms.terms import Status
from platforms.terms.audits import AuditStage, Knockout
from schools.terms import Role
from tests.factories import actor, district_user
from tests.platform_factories import PlatformFactory

# What no vendor may ever read.
CANARIES = ("Quillfeather", "INTERNAL-NOTE-7781")
CRITERIA = [
    ("IAM-01", "IAM", "Identity", Knockout.CURABLE, {"hecvat": ["AAAI-01", "AAAI-15"]}),
    ("IAM-02", "IAM", "Identity", Knockout.NONE, {"hecvat": ["DCTR-14"], "k12cvat": ["HLAA-01"]}),
    ("ENC-01", "ENC", "Encryption", Knockout.HARD, {"hecvat": ["DATA-03"], "k12cvat": ["HLDA-02"]}),
]


def in_days(days):
    return timezone.localdate() + timedelta(days=days)


def a_set():
    """A small criteria set, made once a test."""
    found = CriteriaSet.objects.filter(code="small").first()
    if found:
        return found
    made = CriteriaSet.objects.create(
        code="small", version=1, title="Small set", content="{}", sha256="0" * 64, loaded_by="test"
    )
    for place, (code, group, title, knockout, cites) in enumerate(CRITERIA):
        Criterion.objects.create(
            criteria_set=made,
            code=code,
            place=place,
            group=group,
            group_title=title,
            text=f"{code} is so.",
            weight=10,
            knockout=knockout,
            evidence_expected="A paper",
            cites=cites,
        )
    return made


def audited(**facts):
    """A platform with an audit at work by somebody named as no vendor may read."""
    auditor = district_user(Role.ITS, name=CANARIES[0])
    platform = PlatformFactory(standing=Status.IN_REVIEW, **facts)
    audit = Audit.objects.create(
        platform=platform,
        criteria_set=a_set(),
        stage=AuditStage.ASSESSING,
        auditor=auditor,
        reason=CANARIES[1],
        requested_by=auditor,
    )
    return SimpleNamespace(platform=platform, audit=audit, auditor=auditor, its=actor(auditor))


def wish(**facts):
    said = {
        "asked": "Please answer every question.",
        "due_on": in_days(14),
        "ends_on": in_days(28),
        "people": [Person("Vera Vendor", "vera@vendor.example")],
    }
    return RoomWish(**{**said, **facts})


def opened(**facts):
    """An open room of an audit, and its first contact."""
    scene = audited()
    scene.room = rooms.open_room(scene.platform, wish(**facts), by=scene.its)
    scene.contact = scene.room.contacts.order_by("pk").first()
    return scene


def criterion(code):
    return Criterion.objects.get(criteria_set=a_set(), code=code)


def item_wish(**facts):
    said = {"title": "Sign in through the district", "done_when": "Local passwords are off."}
    return ItemWish(**{**said, "due_on": in_days(10), **facts})


def planned(**facts):
    """A flagged platform with a drafted plan of one item, and a room for it."""
    its = district_user(Role.ITS, name=CANARIES[0])
    platform = PlatformFactory(standing=Status.FLAGGED_FIXING)
    plan = plans.draft(platform, [item_wish(**facts)], owner=its, by=actor(its))
    room = rooms.open_room(platform, wish(), by=actor(its))
    return SimpleNamespace(
        platform=platform,
        plan=plan,
        item=plan.items.get(),
        room=room,
        contact=room.contacts.get(),
        owner=its,
        its=actor(its),
    )


def running(**facts):
    """The same, agreed by the vendor and started."""
    scene = planned(**facts)
    scene.plan = plans.agree_in_room(scene.plan, scene.contact)
    scene.plan = plans.start(scene.plan, by=scene.its)
    scene.item.refresh_from_db()
    return scene


def moved_to(model, pk, **facts):
    """Put a row elsewhere in time, as nobody can from a page."""
    model.objects.filter(pk=pk).update(**facts)
