"""Nobody decides their own work, and nothing joins what is decided: held by the database itself (P2)."""

import pytest
from django.core.checks import Tags, run_checks
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from platforms.models import (
    Audit,
    AuditDecision,
    AuditScope,
    AuditStep,
    NaReview,
    Proposal,
    QuickDecision,
    Result,
    ScopeReview,
)
from platforms.terms import Status
from platforms.terms.after import ProposalKind, ProposalStage
from platforms.terms.audits import AuditMove, AuditStage, Ground, Outcome, Value
from schools.terms import Role
from tests.factories import district_user
from tests.platform_factories import PlatformFactory
from tests.platforms.auditing import criteria_in_force
from trail import guards

pytestmark = [pytest.mark.django_db, pytest.mark.clause("P2")]
OWN_WORK, DECIDED, SETTLED = "four eyes", "decided: nothing joins", "settled"


def audited():
    """An audit that five people had a hand in, each in another way; rows only, past every action."""
    hands = {
        who: district_user(Role.REVIEWER) for who in ("asked", "auditor", "found", "chose", "gave")
    }
    audit = Audit.objects.create(
        platform=PlatformFactory(standing=Status.IN_REVIEW), criteria_set=criteria_in_force(),
        stage=AuditStage.SUBMITTED, requested_by=hands["asked"], auditor=hands["auditor"],
    )  # fmt: skip
    criterion = audit.criteria_set.criteria.first()
    result = Result.objects.create(
        audit=audit,
        criterion=criterion,
        value=Value.NA,
        note="No sign-in.",
        assessed_by=hands["found"],
    )
    scope = AuditScope.objects.create(audit=audit, student_data=False, by=hands["chose"])
    AuditStep.objects.create(
        audit=audit, move=AuditMove.SUBMIT, stage=AuditStage.SUBMITTED, by=hands["gave"]
    )
    return audit, result, scope, hands


def decision(audit, user):
    return AuditDecision(
        audit=audit, outcome=Outcome.FLAGGED, public_reason="It keeps no record.", receipt="{}",
        sha256="0" * 64, decided_by=user,
    )  # fmt: skip


def refused(row):
    """What the database says to the row written past every action; "" where it takes it."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except DatabaseError as error:
        return str(error)
    return ""


@pytest.mark.parametrize("who", ["asked", "auditor", "found", "chose", "gave"])
def test_who_had_a_hand_in_an_audit_neither_decides_it_nor_reviews_in_it(who):
    audit, result, scope, hands = audited()
    own = hands[who]

    answers = [
        refused(row)
        for row in (
            NaReview(result=result, accepted=True, by=own),
            ScopeReview(scope=scope, accepted=True, by=own),
            decision(audit, own),
        )
    ]

    assert [OWN_WORK in answer for answer in answers] == [True] * 3
    assert not AuditDecision.objects.exists()


def test_raw_sql_does_not_get_past_it_either():
    audit, _result, _scope, hands = audited()

    with (
        pytest.raises(DatabaseError, match=OWN_WORK),
        transaction.atomic(),
        connection.cursor() as at,
    ):
        at.execute(
            "INSERT INTO platforms_auditdecision (audit_id, outcome, reasons, uses, conditions,"
            " public_reason, receipt, sha256, decided_by_id, decided_at)"
            " VALUES (%s, 'approved', '[]', '[]', '', 'x', '{}', 'x', %s, %s)",
            [audit.pk, hands["found"].pk, timezone.now()],
        )

    assert not AuditDecision.objects.exists()


def test_a_decided_audit_takes_nothing_and_does_not_change():
    audit, result, scope, _hands = audited()
    second = district_user(Role.REVIEWER)
    assert refused(decision(audit, second)) == ""

    answers = [
        refused(row)
        for row in (
            Result(audit=audit, criterion=result.criterion, value=Value.MET, assessed_by=second),
            NaReview(result=result, accepted=True, by=second),
            AuditScope(audit=audit, student_data=True, by=second),
            ScopeReview(scope=scope, accepted=True, by=second),
        )
    ]
    with pytest.raises(DatabaseError, match=DECIDED), transaction.atomic():
        Audit.objects.filter(pk=audit.pk).update(student_data=True)

    assert [DECIDED in answer for answer in answers] == [True] * 4


def test_a_quick_no_is_not_confirmed_by_who_found_it_and_settles_once():
    audit, result, _scope, hands = audited()
    quick = QuickDecision.objects.create(
        platform=audit.platform, ground=Ground.HARD_KNOCKOUT, result=result,
        public_reason="Anybody can join.", proposed_by=hands["asked"],
    )  # fmt: skip
    rows = QuickDecision.objects.filter(pk=quick.pk)
    now = timezone.now()

    for own in (hands["found"], hands["asked"]):
        with pytest.raises(DatabaseError), transaction.atomic():
            rows.update(confirmed_by=own, confirmed_at=now)
    rows.update(confirmed_by=hands["gave"], confirmed_at=now)
    for later in ({"refused_by": hands["chose"], "refused_at": now}, {"public_reason": "Other."}):
        with pytest.raises(DatabaseError, match=SETTLED), transaction.atomic():
            rows.update(**later)

    assert rows.get().confirmed_by == hands["gave"]


def test_what_was_put_forward_is_not_swapped_under_the_second_persons_hand():
    """Nor is it settled anew, nor does an audit forget who asked for it."""
    audit, result, _scope, hands = audited()
    own = Result.objects.create(
        audit=audit, criterion=result.criterion, value=Value.NOT_MET, assessed_by=hands["gave"]
    )
    quick = QuickDecision.objects.create(
        platform=audit.platform, ground=Ground.HARD_KNOCKOUT, result=own,
        public_reason="Anybody can join.", proposed_by=hands["asked"],
    )  # fmt: skip
    proposal = Proposal.objects.create(
        platform=audit.platform, kind=ProposalKind.KEEP_USES, uses=["bulk_alerts"],
        public_reason="Until June.", proposed_by=hands["asked"],
    )  # fmt: skip
    rows = Proposal.objects.filter(pk=proposal.pk)
    now = timezone.now()

    swapped = [
        said(row.update, **change)
        for row, change in (
            (QuickDecision.objects.filter(pk=quick.pk), {"result": result}),
            (QuickDecision.objects.filter(pk=quick.pk), {"asked_until": now.date()}),
            (rows, {"uses": ["bulk_alerts", "safety_meetup"]}),
            (rows, {"until": now.date()}),
            (rows, {"proposed_by": hands["gave"]}),
        )
    ]
    forgot = said(Audit.objects.filter(pk=audit.pk).update, requested_by=None)
    settled = {"stage": ProposalStage.CONFIRMED, "closed_by": hands["gave"], "closed_at": now}
    rows.update(**settled)
    again = said(rows.update, stage=ProposalStage.OPEN, closed_by=None, closed_at=None)

    assert [SETTLED in answer for answer in [*swapped, again]] == [True] * 6
    assert OWN_WORK in forgot
    assert rows.get().uses == ["bulk_alerts"]


def said(write, **facts):
    """What the database says to the change; "" where it takes it."""
    try:
        with transaction.atomic():
            write(**facts)
    except DatabaseError as error:
        return str(error)
    return ""


def test_guards_come_off_for_a_migration_and_are_missed_until_it_ends():
    guards.remove(connection)

    found = [one.id for one in run_checks(tags=[Tags.database], databases=["default"])]
    guards.install(connection)

    assert set(found) == {"trail.E002"}
    assert run_checks(tags=[Tags.database], databases=["default"]) == []
    call_command("migrate", verbosity=0)
    assert run_checks(tags=[Tags.database], databases=["default"]) == []
