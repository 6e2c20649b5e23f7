"""The catalogue of the practice district: addresses, names, tags, agreements, a breach, and two rows that were one tool."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accounts.models import User
from core.actor import Actor
from cps_comms.demo.story import actor
from platforms.actions import agreements, catalogue, merges
from platforms.actions.agreements import AgreementSaid, BreachSaid
from platforms.actions.catalogue import PlatformSaid, VendorSaid
from platforms.models import Platform
from platforms.terms import AliasKind, Tag

PAPER = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
# Name, address, website, what it is, tags, other names.
KEPT = [
    (
        "Lakeshore Alerts", "200 Harbor Point, Chicago, IL 60601", "https://lakeshore.example",
        "Sends a school's alerts to many families at once.", [Tag.ALERTING],
        [(AliasKind.DOMAIN, "lakeshore.example"), (AliasKind.SHORT_CODE, "555-01"), (AliasKind.NAME, "LakeAlert")],
    ),
    (
        "ClassBridge Messenger", "18 Bridge Row, Evanston, IL 60201", "https://classbridge.example",
        "Group messages for a class or team.", [Tag.STUDENT_FACING, Tag.TWO_WAY],
        [(AliasKind.DOMAIN, "classbridge.example"), (AliasKind.APP_ID, "example.classbridge.app")],
    ),
    (
        "QuickPing", "", "https://quickping.example",
        "Short messages between staff and students.", [Tag.STUDENT_FACING, Tag.TWO_WAY],
        [(AliasKind.DOMAIN, "quickping.example")],
    ),
    (
        "HomeRoom Connect", "77 Chalk Street, Oak Park, IL 60302", "https://homeroom.example",
        "News from the homeroom for parents.", [Tag.PARENTS_ONLY], [(AliasKind.NAME, "Home Room")],
    ),
]  # fmt: skip
ELEMENTS = ["Student name", "Grade and school", "Phone number of the student", "Text of messages"]


def tell(people: Mapping[str, User]) -> None:
    """As the practice people of ITS would have done it."""
    by = actor(people["its"])
    for name, address, website, summary, tags, aliases in KEPT:
        platform = Platform.objects.select_related("vendor").get(name=name)
        vendor = VendorSaid(
            name=platform.vendor.name,
            address=address,
            website=website,
            security_contact=f"security@{website.removeprefix('https://')}",
        )
        catalogue.edit_vendor(platform.vendor, vendor, by=by)
        said = PlatformSaid(name=name, vendor=platform.vendor, website=website, summary=summary)
        catalogue.edit_platform(platform, said, by=by)
        catalogue.choose_tags(platform, tags, by=by)
        for kind, typed in aliases:
            catalogue.add_alias(platform, kind, typed, by=by)
    tell_papers(by)
    tell_merge(by)


def tell_papers(by: Actor) -> None:
    """One agreement in force, one that ends soon, one that ended early, and a breach put right."""
    today = timezone.localdate()
    entered = {}
    for name, begun, days in (
        ("Lakeshore Alerts", 200, 600),
        ("ClassBridge Messenger", 320, 45),
        ("QuickPing", 300, 500),
    ):
        said = AgreementSaid(
            title=f"Data agreement with {name}",
            signed_on=today - timedelta(days=begun + 10),
            starts_on=today - timedelta(days=begun),
            ends_on=today + timedelta(days=days),
            data_elements=ELEMENTS,
            subcontractors=["Harbor Cloud (storage)", "Signal Tower (text messages)"],
            file=SimpleUploadedFile("agreement.pdf", PAPER),
        )
        entered[name] = agreements.enter(Platform.objects.get(name=name), said, by=by)
    agreements.end(
        entered["QuickPing"], by=by, on=today, reason="The vendor does not keep messages as agreed."
    )
    happened = today - timedelta(days=70)
    first = BreachSaid(
        happened_on=happened,
        told_on=happened + timedelta(days=12),
        description="A list with names and phone numbers could be read by anybody for two days.",
    )
    platform = Platform.objects.get(name="QuickPing")
    breach = agreements.enter_breach(platform, first, by=by)
    counted = BreachSaid(
        happened_on=first.happened_on,
        told_on=first.told_on,
        description=first.description,
        students=143,
    )
    agreements.correct_breach(breach, counted, by=by)


def tell_merge(by: Actor) -> None:
    """A tool that two schools wrote in two ways."""
    target = Platform.objects.select_related("vendor").get(name="TeamSnapTalk")
    said = PlatformSaid(name="Snap Talk for Teams", vendor=target.vendor)
    source = catalogue.add_platform(said, by=by)
    merges.merge(
        source, target, by=by, reason="The same app; the vendor changed its name in spring."
    )
