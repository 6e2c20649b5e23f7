"""Who may open each page of audits, evidence and quick decisions, and what they are answered."""

import pytest
from django.urls import reverse

from platforms.actions import papers, quick
from platforms.actions.quick import Proposal
from platforms.terms.audits import Ground
from platforms.urls import audits
from tests.platform_factories import PlatformFactory
from tests.platforms.auditing import assessed, begun, decided, evidence_for, handed_in, its_people
from tests.platforms.doors import ITS_ONLY, answers, people_of

pytestmark = pytest.mark.django_db

NAMESPACE = "platforms:"
NEVER = [302, 405, 405, 405, 405, 405, 405]


def its(auditor, reviewer=None):
    """What ITS is answered; for everybody else who is signed in there is no such page."""
    return [302, 404, 404, 404, 404, auditor, reviewer or auditor]


# Door → (what is there, {method → one answer per role, in the order of doors.ROLES}).
# roles: nobody teacher principal procurement admin its reviewer
DOORS = {
    "audits": ("begun", {"get": ITS_ONLY, "post": NEVER}),
    "new_audit": ("begun", {"get": ITS_ONLY, "post": its(302)}),
    "audit": ("begun", {"get": ITS_ONLY, "post": NEVER}),
    "audit_group": ("begun", {"get": ITS_ONLY, "post": its(422)}),
    "assign_audit": ("begun", {"get": NEVER, "post": its(422)}),
    "scope_audit": ("begun", {"get": NEVER, "post": its(302)}),
    "hand_in_audit": ("assessed", {"get": NEVER, "post": its(302)}),
    "drop_audit": ("begun", {"get": NEVER, "post": its(302)}),
    "review_audit": ("handed_in", {"get": ITS_ONLY, "post": NEVER}),
    "review_scope": ("handed_in", {"get": NEVER, "post": its(403, 302)}),
    "review_na": ("handed_in", {"get": NEVER, "post": its(403, 302)}),
    "return_audit": ("handed_in", {"get": NEVER, "post": its(403, 302)}),
    "decide_audit": ("handed_in", {"get": NEVER, "post": its(403, 422)}),
    "decision_paper": ("decided", {"get": ITS_ONLY, "post": NEVER}),
    "decision_receipt": ("decided", {"get": ITS_ONLY, "post": NEVER}),
    "platform_evidence": ("begun", {"get": ITS_ONLY, "post": its(422)}),
    "expiring_evidence": ("begun", {"get": ITS_ONLY, "post": NEVER}),
    "evidence_file": ("begun", {"get": ITS_ONLY, "post": NEVER}),
    "quick_decisions": ("begun", {"get": ITS_ONLY, "post": NEVER}),
    "new_quick_decision": ("begun", {"get": ITS_ONLY, "post": its(302)}),
    "quick_decision": ("quick", {"get": ITS_ONLY, "post": NEVER}),
    "confirm_quick": ("quick", {"get": NEVER, "post": its(403, 302)}),
    "refuse_quick": ("quick", {"get": NEVER, "post": its(403, 302)}),
}  # fmt: skip
WHY = {"back-note": "Look again.", "drop-note": "Too early.", "refuse-note": "Not enough."}
SENT = {
    "new_audit": {"reason": "Four schools use it."},
    "review_scope": {"word": "accept"},
    "review_na": {"word": "accept"},
    "decide_audit": {"decide-public_reason": "Good."},
    "return_audit": WHY,
    "drop_audit": WHY,
    "refuse_quick": WHY,
    "new_quick_decision": {
        "ground": "vendor_refused", "note": "Asked on Monday.", "public_reason": "It will not answer."
    },
}  # fmt: skip


def put_forward():
    people, platform = its_people(), PlatformFactory()
    said = Proposal(
        ground=Ground.VENDOR_REFUSED, public_reason="It will not answer.", note="Asked on Monday."
    )
    return quick.put_forward(platform, said, by=people.by["its"])


def addresses():
    """What is there for each kind of door, and the keys in each door's address."""
    open_one, ready = begun(), assessed()
    waiting, done = handed_in(with_na=True), decided()
    papers.draw_decision(done.decision.pk)
    proposal = put_forward()
    keys = {
        "begun": open_one.audit.pk,
        "assessed": ready.audit.pk,
        "handed_in": waiting.audit.pk,
        "decided": done.audit.pk,
        "quick": proposal.pk,
    }
    own = {
        "audit_group": [open_one.audit.pk, "IAM"],
        "review_na": [waiting.audit.pk, waiting.audit.results.get(value="na").pk],
        "platform_evidence": [open_one.platform.pk],
        "evidence_file": [evidence_for(open_one).pk],
        **{name: [] for name in ("audits", "new_audit", "expiring_evidence", "quick_decisions")},
        "new_quick_decision": [],
    }
    fresh = PlatformFactory()
    asked = dict.fromkeys(("new_audit", "new_quick_decision"), f"?platform={fresh.pk}")
    return {
        door: reverse(f"platforms:{door}", args=own.get(door, [keys[kind]])) + asked.get(door, "")
        for door, (kind, _rows) in DOORS.items()
    }


def test_no_door_is_unlisted():
    assert {pattern.name for pattern in audits.patterns} == set(DOORS)


def test_doors():
    people, places = people_of(), addresses()

    found = {
        door: {
            method: answers(
                people, method, places[door], SENT.get(door) if method == "post" else None
            )
            for method in rows
        }
        for door, (_kind, rows) in DOORS.items()
    }

    assert found == {door: rows for door, (_kind, rows) in DOORS.items()}
