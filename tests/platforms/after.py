"""Decided audits, signed agreements and flagged platforms, for tests of what comes after the decision."""

import hashlib
from datetime import timedelta
from types import SimpleNamespace

from django.utils import timezone

from platforms.access.proposals import Said
from platforms.actions import procurement, proposals
from platforms.actions.procurement import Wanted
from platforms.actions.publishing import Authorisation
from platforms.models import Agreement, Audit, AuditDecision, CriteriaSet
from platforms.terms import Status
from platforms.terms.after import FlagGround, FlagScope, ProposalKind
from platforms.terms.audits import AuditStage, Outcome
from schools.terms import Role
from tests.factories import LONG_AGO, SchoolFactory, actor, district_user
from tests.platform_factories import PlatformFactory
from tests.platforms.surveys import make_survey, say


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


def using(platform, *schools, students=40):
    """Schools say in a survey that they use the platform."""
    for asked in make_survey(*schools).asked.all():
        say(asked, (platform, students))


def proposed(kind=ProposalKind.MOVE_OFF, by=None, platform=None, **facts):
    """Put forward by an auditor; moving off a flagged platform within 45 days unless told otherwise."""
    platform = platform or PlatformFactory(standing=Status.FLAGGED_FIXING)
    if "targets" not in facts:
        facts["targets"] = [PlatformFactory(standing=Status.APPROVED)]
    said = Said(**{"public_reason": "The vendor will not fix it.", "until": in_days(45), **facts})
    return proposals.propose(platform, kind, said, by=actor(by or district_user(Role.ITS)))


def moving_off(schools=1, **facts):
    """A flagged platform that two people move schools off."""
    platform = PlatformFactory(standing=Status.FLAGGED_FIXING)
    target = PlatformFactory(standing=Status.APPROVED)
    places = [SchoolFactory() for _each in range(schools)]
    using(platform, *places)
    proposal = proposed(platform=platform, targets=[target], **facts)
    reviewer = district_user(Role.REVIEWER)
    proposal = proposals.confirm(proposal, by=actor(reviewer))
    return SimpleNamespace(
        platform=platform, target=target, schools=places, proposal=proposal, reviewer=reviewer
    )


def flag_put_forward(platform=None, by=None, **facts):
    """A flag of an unwilling vendor's platform, its notice given long enough ago."""
    wanted = Wanted(
        **{
            "subject": platform or PlatformFactory(standing=Status.FLAGGED_FIXING),
            "scope": FlagScope.ALL,
            "ground": FlagGround.UNWILLING,
            "words": "It will not switch off one-to-one threads.",
            "starts_on": today(),
            "notice_on": in_days(-20),
            "notice_how": "E-mail to the security contact",
            "answer_by": in_days(-1),
            **facts,
        }
    )
    return procurement.put_forward(wanted, by=actor(by or district_user(Role.ITS)))
