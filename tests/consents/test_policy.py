"""The truth table of may_text, around the answers: one row per case, one change per row."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from consents.policy import (
    ActivityFacts,
    AdultFacts,
    Approval,
    PlatformFacts,
    Program,
    StudentFacts,
    may_text,
)
from consents.terms import AnswerRule, ApprovalDecision, PlatformStatus, Reason
from core.decision import Refused
from schools.terms import GRADES
from tests.consents.facts import (
    AT,
    EARLIER,
    LATER,
    TODAY,
    TOMORROW,
    YEAR,
    YESTERDAY,
    built_in,
    facts,
    granted,
    rule,
    thread,
)

SAFETY, BULK, RE_ENGAGEMENT = (
    built_in("safety_meetup"),
    built_in("bulk_alerts"),
    built_in("re_engagement"),
)
OUTSIDE = StudentFacts(grade="10", enrolled=False)


def said(found, at=AT):
    verdict = may_text(found, at=at)
    return tuple(zip(verdict.codes, verdict.clauses, strict=True))


@pytest.mark.clause("T1")
@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, ()),
        ({"student": OUTSIDE}, (("student_not_enrolled", "T1"),)),
        ({"student": OUTSIDE, "rule": BULK}, (("student_not_enrolled", "T1"),)),
        ({"student": OUTSIDE, "rule": RE_ENGAGEMENT}, ()),
        ({"student": OUTSIDE, "rule": rule()}, (("student_not_enrolled", "T1"),)),
        ({"student": OUTSIDE, "rule": rule(enrolled_only=False)}, ()),
        ({"adult": AdultFacts(designated=True, active=False)}, (("adult_not_active", "T1"),)),
        (
            {"adult": AdultFacts(designated=True, active=True, paused=True)},
            (("adult_paused", "T1"),),
        ),
    ],
)
def test_student_and_adult(changes, expected):
    assert said(facts(**changes)) == expected


@pytest.mark.clause("T2")
@pytest.mark.clause("T3")
@pytest.mark.clause("T4")
@pytest.mark.clause("T5")
@pytest.mark.parametrize(
    ("asked", "clause"), [(SAFETY, "T2"), (BULK, "T3"), (RE_ENGAGEMENT, "T4"), (rule(), "T5")]
)
def test_adult_not_designated_cites_the_exception(asked, clause):
    found = facts(rule=asked, adult=AdultFacts(designated=False, active=True))

    assert said(found) == (("adult_not_designated", clause),)


@pytest.mark.clause("T2")
@pytest.mark.clause("T3")
@pytest.mark.clause("T4")
@pytest.mark.clause("T5")
@pytest.mark.parametrize(
    ("asked", "covered"),
    [
        (SAFETY, GRADES[10:]),
        (BULK, GRADES),
        (RE_ENGAGEMENT, GRADES[8:]),
        (rule(grades=None), GRADES),
        (rule(grades=frozenset({"PK", "06"})), ("PK", "06")),
        (rule(grades=frozenset()), ()),
    ],
    ids=["safety_meetup", "bulk_alerts", "re_engagement", "all", "some", "nobody"],
)
def test_every_grade(asked, covered):
    allowed = [
        g for g in GRADES if may_text(facts(rule=asked, student=StudentFacts(grade=g)), at=AT)
    ]

    assert allowed == list(covered)


@pytest.mark.clause("T4")
@pytest.mark.parametrize(
    ("asked", "program", "expected"),
    [
        (RE_ENGAGEMENT, {"grades": frozenset({"10"})}, ()),
        (RE_ENGAGEMENT, {"grades": frozenset({"11"})}, (("grade_not_covered", "T4"),)),
        (RE_ENGAGEMENT, {"grades": frozenset()}, ()),
        (RE_ENGAGEMENT, {"grades": None}, ()),
        (
            RE_ENGAGEMENT,
            {"grades": frozenset({"11"}), "approved_at": LATER},
            (("grade_not_covered", "T4"), ("program_not_approved", "T4")),
        ),
        (SAFETY, {"grades": frozenset({"11"})}, ()),
        (
            rule(ceo_program=True, grades=frozenset({"11"})),
            {"grades": frozenset({"10"})},
            (("grade_not_covered", "T5"),),
        ),
    ],
)
def test_program_grades_narrow_the_exception_that_asks_for_a_program(asked, program, expected):
    found = facts(rule=asked, program=replace(Program(approved_at=EARLIER), **program))

    assert said(found) == expected


APPROVED, DENIED, PENDING, REVOKED = ApprovalDecision


@pytest.mark.clause("T2a")
@pytest.mark.clause("T6")
@pytest.mark.parametrize(
    ("asked", "clause"), [(SAFETY, "T2a"), (BULK, "T6"), (rule(principal_approval=True), "T6")]
)
@pytest.mark.parametrize(
    ("approval", "code"),
    [
        (None, "not_approved"),
        (Approval(decision=APPROVED, at=AT), None),
        (Approval(decision=APPROVED, at=LATER), "not_approved"),
        (Approval(decision=DENIED, at=EARLIER), "not_approved"),
        (Approval(decision=PENDING, at=EARLIER), "not_approved"),
        (Approval(decision=REVOKED, at=AT), "approval_revoked"),
        (Approval(decision=REVOKED, at=LATER), "not_approved"),
    ],
)
def test_principals_approval(asked, clause, approval, code):
    expected = ((code, clause),) if code else ()

    assert said(facts(rule=asked, approval=approval)) == expected


@pytest.mark.clause("T6")
@pytest.mark.parametrize("asked", [RE_ENGAGEMENT, rule()])
@pytest.mark.parametrize("approval", [None, Approval(decision=REVOKED, at=EARLIER)])
def test_approval_is_ignored_where_the_rule_does_not_ask(asked, approval):
    assert said(facts(rule=asked, approval=approval)) == ()


@pytest.mark.clause("T4")
@pytest.mark.parametrize(
    ("program", "allowed"),
    [
        (None, False),
        (Program(approved_at=AT), True),
        (Program(approved_at=LATER), False),
        (Program(approved_at=EARLIER, ends_on=TODAY), True),
        (Program(approved_at=EARLIER, ends_on=YESTERDAY), False),
    ],
)
def test_program_where_asked_and_ignored_elsewhere(program, allowed):
    expected = () if allowed else (("program_not_approved", "T4"),)

    assert said(facts(rule=RE_ENGAGEMENT, program=program)) == expected
    assert said(facts(rule=rule(ceo_program=True), program=program)) == expected
    assert said(facts(rule=SAFETY, program=program)) == ()


@pytest.mark.clause("T3")
@pytest.mark.parametrize(
    ("platform", "allowed"),
    [
        (None, False),
        (PlatformFacts(status=PlatformStatus.APPROVED), True),
        (PlatformFacts(status=PlatformStatus.APPROVED_FOR_USES), True),
        (PlatformFacts(status=PlatformStatus.IN_REVIEW), False),
        (PlatformFacts(status=PlatformStatus.FLAGGED), False),
        (PlatformFacts(status=PlatformStatus.NOT_APPROVED), False),
        (PlatformFacts(status=PlatformStatus.RETIRED), False),
        (PlatformFacts(status=PlatformStatus.APPROVED, until=TODAY), True),
        (PlatformFacts(status=PlatformStatus.APPROVED, until=YESTERDAY), False),
    ],
)
def test_platform_where_asked_and_ignored_elsewhere(platform, allowed):
    expected = () if allowed else (("platform_not_approved", "T3"),)

    assert said(facts(rule=BULK, platform=platform)) == expected
    assert said(facts(rule=rule(approved_platform=True), platform=platform)) == expected
    assert said(facts(rule=SAFETY, platform=platform)) == ()


@pytest.mark.clause("T7")
@pytest.mark.parametrize(
    ("activity", "allowed"),
    [
        (None, True),
        (ActivityFacts(), True),
        (ActivityFacts(starts_on=TODAY, ends_on=TODAY), True),
        (ActivityFacts(starts_on=TOMORROW), False),
        (ActivityFacts(ends_on=YESTERDAY), False),
        (ActivityFacts(student_listed=False), False),
        (ActivityFacts(starts_on=TOMORROW, ends_on=YESTERDAY, student_listed=False), False),
    ],
)
def test_activity(activity, allowed):
    expected = () if allowed else (("not_this_activity", "T7"),)

    assert said(facts(activity=activity)) == expected


LAST_MINUTE = datetime.fromisoformat("2026-10-12T23:59:59-05:00")


@pytest.mark.clause("T7")
@pytest.mark.parametrize(
    "ends_today",
    [
        {"activity": ActivityFacts(ends_on=TODAY)},
        {"rule": RE_ENGAGEMENT, "program": Program(approved_at=EARLIER, ends_on=TODAY)},
        {
            "rule": BULK,
            "platform": PlatformFacts(status=PlatformStatus.APPROVED, until=TODAY),
        },
        {"year": replace(YEAR, ends_on=TODAY)},
    ],
    ids=["activity", "program", "platform", "year"],
)
def test_an_end_day_lasts_until_local_midnight(ends_today):
    found = facts(**ends_today)

    assert may_text(found, at=LAST_MINUTE).allowed is True
    assert may_text(found, at=LAST_MINUTE + timedelta(seconds=1)).allowed is False


@pytest.mark.clause("T7")
@pytest.mark.parametrize(
    ("ends_on", "last_second"),
    [
        (date(2026, 10, 31), "2026-11-01T04:59:59+00:00"),
        (date(2026, 11, 1), "2026-11-02T05:59:59+00:00"),
        (date(2027, 3, 13), "2027-03-14T05:59:59+00:00"),
        (date(2027, 3, 14), "2027-03-15T04:59:59+00:00"),
    ],
    ids=["day before autumn", "autumn change", "day before spring", "spring change"],
)
def test_the_year_ends_at_local_midnight_on_both_sides_of_daylight_saving(ends_on, last_second):
    found = facts(year=replace(YEAR, ends_on=ends_on))
    at = datetime.fromisoformat(last_second)

    assert said(found, at=at) == ()
    assert said(found, at=at + timedelta(seconds=1)) == (("another_school_year", "T7"),)


@pytest.mark.clause("T7")
def test_local_days_are_days_of_the_years_own_time_zone():
    found = facts(
        year=replace(YEAR, timezone=ZoneInfo("Asia/Tokyo")), activity=ActivityFacts(ends_on=TODAY)
    )

    assert said(found) == (("not_this_activity", "T7"),)


@pytest.mark.clause("T7")
@pytest.mark.parametrize(
    ("changes", "until"),
    [
        ({}, date(2027, 6, 30)),
        ({"activity": ActivityFacts(ends_on=date(2026, 12, 1))}, date(2026, 12, 1)),
        ({"activity": ActivityFacts(ends_on=date(2028, 12, 1))}, date(2027, 6, 30)),
        (
            {
                "rule": RE_ENGAGEMENT,
                "activity": ActivityFacts(ends_on=date(2026, 12, 3)),
                "program": Program(approved_at=EARLIER, ends_on=date(2026, 12, 2)),
            },
            date(2026, 12, 2),
        ),
        ({"program": Program(approved_at=EARLIER, ends_on=TODAY)}, date(2027, 6, 30)),
        (
            {
                "rule": BULK,
                "platform": PlatformFacts(
                    status=PlatformStatus.APPROVED_FOR_USES, until=date(2026, 11, 1)
                ),
            },
            date(2026, 11, 1),
        ),
        (
            {"platform": PlatformFacts(status=PlatformStatus.APPROVED, until=TODAY)},
            date(2027, 6, 30),
        ),
        ({"approval": None}, None),
    ],
)
def test_until_is_the_first_end_that_counts(changes, until):
    assert may_text(facts(**changes), at=AT).until == until


@pytest.mark.clause("T1")
def test_every_reason_is_given_in_one_order():
    asked = rule(
        grades=frozenset(),
        principal_approval=True,
        ceo_program=True,
        approved_platform=True,
        guardian_on_thread=BULK.guardian_on_thread,
        employee_email_on_thread=True,
        answer_rule=AnswerRule.ALL,
    )
    found = facts(
        rule=asked,
        student=OUTSIDE,
        adult=AdultFacts(designated=False, active=False, paused=True),
        approval=None,
        program=None,
        platform=None,
        activity=ActivityFacts(student_listed=False),
        answers=(granted(duplicates=True),),
        thread=thread("student", "adult", "stranger"),
    )

    expected = [
        reason.value
        for reason in Reason
        if reason
        not in {
            Reason.APPROVAL_REVOKED,
            Reason.REFUSED,
            Reason.WITHDRAWN,
            Reason.CONFLICT,
            Reason.ANOTHER_SCHOOL_YEAR,
        }
    ]
    assert list(may_text(found, at=AT).codes) == expected


def test_the_reasons_are_in_the_published_order():
    assert Reason.values == [
        "student_not_enrolled",
        "grade_not_covered",
        "adult_not_designated",
        "adult_not_active",
        "adult_paused",
        "not_approved",
        "approval_revoked",
        "program_not_approved",
        "platform_not_approved",
        "not_this_activity",
        "no_answer",
        "refused",
        "withdrawn",
        "conflict",
        "another_school_year",
        "guardian_left_out",
        "duplicate_left_out",
        "employee_email_left_out",
        "not_entitled_on_thread",
    ]


def test_a_verdict_is_truthy_when_allowed():
    verdict = may_text(facts(), at=AT)

    assert (bool(verdict), verdict.refusals, verdict.require()) == (True, (), None)


def test_a_refused_verdict_is_a_decision_that_shows_its_sentences():
    verdict = may_text(facts(approval=None), at=AT)

    with pytest.raises(Refused) as caught:
        verdict.require()

    assert (bool(verdict), verdict.refusals) == (False, verdict.reasons)
    assert str(caught.value) == "The principal has not approved texting for this activity."
