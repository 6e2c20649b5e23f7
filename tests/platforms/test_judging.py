"""What an audit comes to, from its rows: standing results, second reviews, evidence that has ended, tags, dates."""

from datetime import date, timedelta
from fractions import Fraction

import pytest

from documents.models import KeptFile
from platforms.decide import asked, decide, written
from platforms.models import Agreement, Evidence, NaReview, ResultEvidence
from platforms.policy import Result
from platforms.reports.judging import judge, question, questions
from platforms.terms import Tag
from platforms.terms.audits import Grade, Knockout, Origin, Outcome, Value
from schools.terms import Role
from tests.factories import district_user
from tests.platform_factories import (
    AuditFactory,
    CriteriaSetFactory,
    CriterionFactory,
    PlatformFactory,
    ResultFactory,
)

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 25)


def audit_of(*criteria, **facts):
    """An audit under a set of these criteria, given by their facts; and the criteria's rows by code."""
    the_set = CriteriaSetFactory()
    rows = {
        code: CriterionFactory(criteria_set=the_set, code=code, place=place, **more)
        for place, (code, more) in enumerate(criteria)
    }
    return AuditFactory(criteria_set=the_set, **facts), rows


def rest_on(result, *, valid_until):
    """The result rests on a file that is good until the day."""
    number = Evidence.objects.count()
    kept = KeptFile.objects.create(source=f"evidence:{number}", sha256=f"{number:064}", size=1)
    evidence = Evidence.objects.create(
        platform=result.audit.platform, title="Report", file=kept, name="report.pdf",
        origin=Origin.INDEPENDENT, dated_on=DAY, valid_until=valid_until,
    )  # fmt: skip
    ResultEvidence.objects.create(result=result, evidence=evidence)


@pytest.mark.clause("P2")
def test_a_criterion_without_a_result_is_unknown_and_leaves_the_audit_undecided():
    audit, rows = audit_of(("A-1", {}), ("A-2", {}))
    ResultFactory(audit=audit, criterion=rows["A-1"])

    decided = judge(audit, DAY)

    assert (decided.outcome, decided.score, decided.reasons) == (
        Outcome.UNDECIDED,
        None,
        ("unknown:A-2",),
    )


def test_the_newest_result_of_a_criterion_counts():
    audit, rows = audit_of(("A-1", {"weight": 30}), ("A-2", {}))
    ResultFactory(audit=audit, criterion=rows["A-1"], value=Value.MET)
    ResultFactory(audit=audit, criterion=rows["A-2"], value=Value.MET)
    ResultFactory(audit=audit, criterion=rows["A-1"], value=Value.PARTIAL)

    assert judge(audit, DAY).score == Fraction(125, 2)


def test_only_what_binds_by_the_audits_tags_counts():
    audit, rows = audit_of(
        ("A-1", {"tags": [Tag.TWO_WAY, Tag.STUDENT_FACING]}),
        ("A-2", {"tags": [Tag.ALERTING]}),
        ("A-3", {}),
        tags=[Tag.TWO_WAY],
    )
    for row in rows.values():
        ResultFactory(audit=audit, criterion=row)

    found = question(audit, DAY)

    assert ([one.id for one in found.criteria], list(found.results)) == (
        ["A-1", "A-3"],
        ["A-1", "A-3"],
    )


def test_what_does_not_apply_counts_once_a_second_person_accepts_it_and_until_they_take_it_back():
    audit, rows = audit_of(("A-1", {}), ("A-2", {}))
    ResultFactory(audit=audit, criterion=rows["A-1"])
    row = ResultFactory(audit=audit, criterion=rows["A-2"], value=Value.NA)
    reviewer = district_user(Role.REVIEWER)
    outcomes = [judge(audit, DAY).reasons]

    NaReview.objects.create(result=row, accepted=True, by=reviewer)
    outcomes.append(judge(audit, DAY).reasons)
    NaReview.objects.create(result=row, accepted=False, by=reviewer)
    outcomes.append(judge(audit, DAY).reasons)

    assert outcomes == [("na_unreviewed:A-2",), (), ("na_unreviewed:A-2",)]


def test_a_review_of_an_older_result_says_nothing_about_the_newer():
    audit, rows = audit_of(("A-1", {}))
    old = ResultFactory(audit=audit, criterion=rows["A-1"], value=Value.NA)
    NaReview.objects.create(result=old, accepted=True, by=district_user(Role.REVIEWER))
    ResultFactory(audit=audit, criterion=rows["A-1"], value=Value.NA)

    assert judge(audit, DAY).reasons == ("na_unreviewed:A-1",)


def test_evidence_past_its_last_day_leaves_a_result_the_vendors_word():
    audit, rows = audit_of(("A-1", {"knockout": Knockout.HARD}))
    row = ResultFactory(audit=audit, criterion=rows["A-1"], grade=Grade.ATTESTED)
    rest_on(row, valid_until=None)
    rest_on(row, valid_until=DAY)

    on_the_day, after = (judge(audit, DAY + timedelta(days=days)) for days in (0, 1))

    assert (on_the_day.outcome, after.reasons) == (Outcome.APPROVED, ("weak_evidence:A-1",))


def test_a_dated_knock_out_decides_from_its_day():
    facts = {"knockout": Knockout.CURABLE, "knockout_from": DAY}
    audit, rows = audit_of(("A-1", facts), ("A-2", {"weight": 40}))
    ResultFactory(audit=audit, criterion=rows["A-1"], value=Value.NOT_MET)
    ResultFactory(audit=audit, criterion=rows["A-2"])

    before, after = judge(audit, DAY - timedelta(days=1)), judge(audit, DAY)

    assert (before.outcome, after.reasons) == (Outcome.APPROVED, ("curable_knockout:A-1",))


@pytest.mark.parametrize(
    ("ended_on", "until"),
    [
        (None, DAY + timedelta(days=9)),
        # Ended early: the day before is its last.
        (DAY + timedelta(days=5), DAY + timedelta(days=4)),
        (DAY, None),
    ],
)
def test_student_data_needs_an_agreement_in_force(ended_on, until):
    audit, rows = audit_of(("A-1", {}), student_data=True)
    ResultFactory(audit=audit, criterion=rows["A-1"])
    Agreement.objects.create(
        platform=audit.platform, title="NDPA", signed_on=DAY, starts_on=DAY,
        ends_on=DAY + timedelta(days=9), ended_on=ended_on,
        ended_by=audit.auditor if ended_on else None,
    )  # fmt: skip

    decided = judge(audit, DAY)

    assert (decided.until, decided.reasons) == (until, () if until else ("no_agreement",))


def test_an_agreement_signed_for_a_row_that_was_merged_in_counts():
    audit, rows = audit_of(("A-1", {}), student_data=True)
    ResultFactory(audit=audit, criterion=rows["A-1"])
    twin = PlatformFactory(merged_into=audit.platform)
    Agreement.objects.create(platform=twin, title="NDPA", signed_on=DAY, starts_on=DAY, ends_on=DAY)

    assert judge(audit, DAY).until == DAY


def test_what_was_asked_can_be_written_down_and_decided_again():
    audit, rows = audit_of(
        ("A-1", {"knockout": Knockout.HARD}), ("A-2", {"documents_suffice": True})
    )
    ResultFactory(audit=audit, criterion=rows["A-1"], value=Value.PARTIAL, grade=Grade.OBSERVED)
    ResultFactory(audit=audit, criterion=rows["A-2"])
    found = question(audit, DAY)

    assert found.results["A-1"] == Result(Value.PARTIAL, Grade.OBSERVED)
    assert decide(asked(found)) == written(judge(audit, DAY))


def test_many_audits_take_as_many_queries_as_one(django_assert_num_queries):
    audits = []
    for _ in range(4):
        audit, rows = audit_of(("A-1", {}))
        ResultFactory(audit=audit, criterion=rows["A-1"])
        audits.append(audit)

    with django_assert_num_queries(6):
        one = questions(audits[:1], DAY)
    with django_assert_num_queries(6):
        all_of_them = questions(audits, DAY)

    assert (len(one), len(all_of_them)) == (1, 4)
