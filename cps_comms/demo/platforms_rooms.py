"""A vendor's room with answers, a file and messages, and a remediation plan with one date that is near."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from cps_comms.demo.story import actor
from platforms.actions import plan_items, plans, rooms, vendor_room
from platforms.actions.plans import ItemWish
from platforms.actions.rooms import Person, RoomWish
from platforms.actions.vendor_room import Answer, Upload
from platforms.models import Audit, Platform
from platforms.reports.claims import asked_criteria
from platforms.terms.audits import AuditStage, Value
from platforms.terms.rooms import Side

PAPER = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
ANSWERS = (
    Answer(Value.MET, "SAML 2.0 with any provider, since 2024."),
    Answer(Value.PARTIAL, "Administrators must; staff may."),
    Answer(Value.NOT_MET, "Planned for the spring."),
)


def tell(people: Mapping[str, User]) -> None:
    """As ITS and two vendors would have done it."""
    tell_plan(people["its"])
    tell_room(people["its"])


def tell_plan(its: User) -> None:
    """The vendor of a flagged platform agreed to a plan; one item is said to be done."""
    by = actor(its)
    today = timezone.localdate()
    platform = Platform.objects.get(name="QuickPing")
    wishes = [
        ItemWish(
            title="Keep every message for the district",
            done_when="A test message, edited and deleted, is whole in the export.",
            due_on=today + timedelta(days=5),
            owner="Their head of engineering",
        ),
        ItemWish(
            title="List everybody who holds student data",
            done_when="The list is public and names what each is for.",
            due_on=today + timedelta(days=30),
        ),
        ItemWish(
            title="Look at the export together",
            done_when="Both sides have seen the same export.",
            due_on=today + timedelta(days=45),
            side=Side.ITS,
        ),
    ]
    plan = plans.draft(platform, wishes, owner=its, by=by)
    wish = RoomWish(
        asked="Please agree to the plan, and tell us how each item stands.",
        due_on=today + timedelta(days=60),
        ends_on=today + timedelta(days=90),
        people=[Person("Ada Quick", "ada@quickping.example")],
    )
    contact = rooms.open_room(platform, wish, by=by).contacts.get()
    plans.agree_in_room(plan, contact, "We can keep these dates.")
    plans.start(plan, by=by)
    items = list(plan.items.order_by("pk"))
    plan_items.reply_in_room(items[1], contact, "The list is on our website.", is_done=True)
    reason = "Their release moved by two weeks."
    plans.move_date(items[2], today + timedelta(days=59), by=by, reason=reason)


def tell_room(its: User) -> None:
    """A vendor has answered some questions of an audit, and asks one back."""
    audit = Audit.objects.filter(stage=AuditStage.ASSESSING).order_by("pk").first()
    if audit is None:
        return
    today = timezone.localdate()
    wish = RoomWish(
        asked="Please answer the questions about your tool, and add what shows it.",
        due_on=today + timedelta(days=14),
        ends_on=today + timedelta(days=28),
        people=[
            Person("Vera Lang", "security@vendor.example"),
            Person("Sam Otis", "sam@vendor.example"),
        ],
    )
    room = rooms.open_room(audit.platform, wish, by=actor(its))
    contact = room.contacts.order_by("pk")[0]
    criteria = asked_criteria(audit)[: len(ANSWERS)]
    vendor_room.visit(contact)
    vendor_room.answer(contact, {one.pk: said for one, said in zip(criteria, ANSWERS, strict=True)})
    vendor_room.upload(contact, Upload(content=PAPER, name="soc2.pdf", title="SOC 2 report, whole"))
    vendor_room.write(contact, "Does the question about roles mean our own people too?")
    rooms.write(room, "No: the people of the district and of its schools.", by=actor(its))
