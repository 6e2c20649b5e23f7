"""Decided audits, signed agreements and flagged platforms, for tests of what comes after the decision."""

import hashlib
from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from platforms.actions.publishing import Authorisation
from platforms.models import Agreement, Audit, AuditDecision, CriteriaSet
from platforms.terms import Status
from platforms.terms.audits import AuditStage, Outcome
from schools.terms import Role
from tests.factories import LONG_AGO, district_user
from tests.platform_factories import PlatformFactory


def today():
    return timezone.localdate()


def in_days(days):
    return today() + timedelta(days=days)


def criteria_set():
    made, _ = CriteriaSet.objects.get_or_create(
        code="practice", version=1, title="Practice", content="{}", sha256="0" * 64,
        loaded_by="tests",
    )  # fmt: skip
    return made


def decided(outcome=Outcome.APPROVED, **facts):
    """A platform in review whose audit one person assessed and another decided."""
    auditor, reviewer = district_user(Role.ITS), district_user(Role.REVIEWER)
    platform = facts.pop("platform", None) or PlatformFactory(standing=Status.IN_REVIEW)
    audit = Audit.objects.create(
        platform=platform, criteria_set=criteria_set(), stage=AuditStage.DECIDED, auditor=auditor,
        requested_by=auditor, student_data=facts.pop("student_data", False),
    )  # fmt: skip
    decision = AuditDecision.objects.create(
        audit=audit, outcome=outcome, score="91.0", receipt="{}", decided_by=reviewer,
        sha256=hashlib.sha256(f"{audit.pk}".encode()).hexdigest(),
        **{"until": in_days(365), "public_reason": "It met what we ask.", **facts},
    )  # fmt: skip
    return SimpleNamespace(
        platform=platform, audit=audit, decision=decision, auditor=auditor, reviewer=reviewer
    )


def agreement(platform, ends_on=None, **facts):
    start = LONG_AGO.date()
    return Agreement.objects.create(
        platform=platform, title="Data agreement", signed_on=start, starts_on=start,
        ends_on=ends_on or in_days(100), **facts,
    )  # fmt: skip


def authorised(**facts):
    return Authorisation(**{"name": "Chief Information Officer", "on": today(), **facts})
