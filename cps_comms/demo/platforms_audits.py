"""Audits of the practice district at every stage, with their evidence, and a quick no that waits for a second person."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from django.utils import timezone

from accounts.models import User
from core.actor import Actor
from cps_comms.demo.story import actor
from platforms.actions import audits, catalogue, deciding, evidence, quick, results
from platforms.actions.audits import Scope
from platforms.actions.catalogue import PlatformSaid, VendorSaid
from platforms.actions.deciding import Words
from platforms.actions.evidence import Piece
from platforms.actions.quick import Proposal
from platforms.actions.results import Finding
from platforms.models import Audit, CriteriaSet, Evidence, Platform
from platforms.reports.judging import binding
from platforms.terms import Tag
from platforms.terms.audits import Grade, Ground, Origin, Value

# Name, vendor, what it is, tags.
TOOLS: Final = (
    ("Parent Post", "Post & Pine", "Letters and news for parents.", [Tag.PARENTS_ONLY]),
    ("Team Relay", "Relay Works", "Messages for teams and clubs.", [Tag.STUDENT_FACING, Tag.TWO_WAY]),
    ("Bell Alerts", "Bell Tower Labs", "Alerts to many phones at once.", [Tag.ALERTING]),
    ("ClubChat", "Clover Apps", "Chat rooms by join code.", [Tag.STUDENT_FACING, Tag.TWO_WAY]),
)  # fmt: skip
By = Mapping[str, Actor]


def tell(people: Mapping[str, User]) -> None:
    """One audit decided, one with the second person, one half done, and a no without an audit."""
    by = {who: actor(people[who]) for who in ("its", "reviewer")}
    if CriteriaSet.objects.in_force(timezone.localdate()) is None:
        # Where no standard is adopted nothing can be audited.
        return
    post, relay, alerts, chat = (make_tool(by, *tool) for tool in TOOLS)
    tell_decided(by, begin(post, people["its"], by))
    tell_handed_in(by, begin(alerts, people["its"], by))
    tell_half_done(by, begin(relay, people["its"], by))
    refusal = Proposal(
        ground=Ground.VENDOR_REFUSED,
        note="Asked by e-mail twice and by telephone once. The answer: no time for schools.",
        public_reason="The company does not answer the district's questions about safety.",
    )
    quick.put_forward(chat, refusal, by=by["its"])


def make_tool(by: By, name: str, vendor: str, summary: str, tags: list[Tag]) -> Platform:
    """A tool of the catalogue that nobody has reviewed."""
    company = catalogue.add_vendor(VendorSaid(name=vendor), by=by["its"])
    said = PlatformSaid(name=name, vendor=company, summary=summary)
    platform = catalogue.add_platform(said, by=by["its"])
    catalogue.choose_tags(platform, tags, by=by["its"])
    return platform


def begin(platform: Platform, auditor: User, by: By) -> Audit:
    """An audit given to its auditor."""
    due = timezone.localdate() + timedelta(days=21)
    audit = audits.request(
        platform, by=by["its"], reason="Several schools named it in the survey.", due_on=due
    )
    audits.assign(audit, auditor, by=by["its"])
    audit.refresh_from_db()
    return audit


def recording(audit: Audit, by: By, *, ends_in: int | None = None) -> Evidence:
    """What ITS saw, kept with the platform."""
    today = timezone.localdate()
    piece = Piece(
        title="Session log of our own test",
        name="session.log",
        content=f"Test of {audit.platform.name} on {today}\n".encode(),
        origin=Origin.ITS,
        dated_on=today,
        valid_until=None if ends_in is None else today + timedelta(days=ends_in),
    )
    return evidence.receive(audit.platform, piece, by=by["its"])


def assess(audit: Audit, by: By, values: Mapping[int, Value], *, most: int | None = None) -> None:
    """Findings on one log; `values` by place say what is not met, or does not apply."""
    log = recording(audit, by, ends_in=45)
    found = [
        Finding(
            criterion=criterion,
            value=values.get(place, Value.MET),
            grade=Grade.OBSERVED,
            note="It has no such part." if values.get(place) == Value.NA else "",
            evidence=[log],
        )
        for place, criterion in enumerate(binding(audit))
    ]
    results.assess(audit, found[:most], by=by["its"])


def hand_in(audit: Audit, by: By) -> None:
    scope = Scope(tags=audit.tags, student_data=False, note="Parents' addresses alone.")
    audits.choose_scope(audit, scope, by=by["its"])
    audits.hand_in(audit, by=by["its"], note="Seen with two test accounts.")
    audit.refresh_from_db()


def tell_decided(by: By, audit: Audit) -> None:
    """Decided by the reviewer; the CIO has not authorised it yet."""
    assess(audit, by, {2: Value.PARTIAL})
    hand_in(audit, by)
    results.review_scope(audit.scopes.get(), accepted=True, by=by["reviewer"])
    reason = "It writes to parents only, and keeps every message."
    deciding.decide(audit, Words(public_reason=reason), by=by["reviewer"])


def tell_handed_in(by: By, audit: Audit) -> None:
    """With the reviewer: one criterion does not apply, which wants a second person."""
    assess(audit, by, {2: Value.NA, 6: Value.NOT_MET})
    hand_in(audit, by)


def tell_half_done(by: By, audit: Audit) -> None:
    """The auditor is in the middle of it."""
    assess(audit, by, {1: Value.NOT_MET}, most=5)
