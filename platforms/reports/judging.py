"""What audits come to, from their rows (P2): the one way by which pages, actions and receipts ask the policy.

Only the standing result of a criterion counts. It counts with the grade it was given for as long as every piece
of evidence it names is good; past the last day of one of them it is the vendor's word, until somebody looks again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from platforms import policy
from platforms.models import Agreement, Audit, Criterion, NaReview, Result, ResultEvidence
from platforms.policy import Decided, Question
from platforms.reports.family import families_of
from platforms.terms.audits import Grade, Value


def judge(audit: Audit, on: date) -> Decided:
    """What the audit comes to on the day, with every reason."""
    return question(audit, on).decided()


def question(audit: Audit, on: date) -> Question:
    """All that the outcome rests on, as the policy is asked (`platforms.decide.asked` writes it down)."""
    return questions([audit], on)[audit.pk]


def questions(audits: Sequence[Audit], on: date) -> dict[int, Question]:
    """The same for many audits by key, in the same few queries however many there are."""
    return questions_by_day([(audit, on) for audit in audits])


def questions_by_day(asked: Sequence[tuple[Audit, date]]) -> dict[int, Question]:
    """The same, each audit on a day of its own."""
    days = {audit.pk: day for audit, day in asked}
    by_set = _criteria({audit.criteria_set_id for audit, _day in asked})
    results = _results(days)
    agreements = _agreements({audit.platform_id for audit, _day in asked})
    made = {}
    for audit, day in asked:
        binds = [one for one in by_set[audit.criteria_set_id] if one.binds(audit.tags)]
        found = results[audit.pk]
        made[audit.pk] = Question(
            criteria=tuple(as_asked(one, day) for one in binds),
            results={one.code: found[one.pk] for one in binds if one.pk in found},
            student_data=audit.student_data,
            agreement_until=_last_day(agreements[audit.platform_id], day),
            on=day,
        )
    return made


def binding(audit: Audit) -> list[Criterion]:
    """The criteria that apply to what the audit says the platform does, in the set's order."""
    return [one for one in audit.criteria_set.criteria.all() if one.binds(audit.tags)]


def as_asked(criterion: Criterion, on: date) -> policy.Criterion:
    """A criterion as it decides on the day: a dated knock-out is none before its day."""
    return policy.Criterion(
        id=criterion.code,
        group=criterion.group,
        weight=criterion.weight,
        knockout=criterion.knockout_on(on),
        documents_suffice=criterion.documents_suffice,
    )


def _last_day(agreements: Iterable[Agreement], on: date) -> date | None:
    """The last day of the data agreement in force on the day; ended early, the day before is its last."""
    return max((one.last_day for one in agreements if one.holds_on(on)), default=None)


def _agreements(platforms: Iterable[int]) -> Mapping[int, list[Agreement]]:
    """The agreements of each platform; those of a row that was merged into it are its own too."""
    families = families_of(platforms)
    found: dict[int, list[Agreement]] = defaultdict(list)
    for one in Agreement.objects.filter(platform__in=list(families)):
        for platform in {one.platform_id, families[one.platform_id]}:
            found[platform].append(one)
    return found


def _criteria(sets: Iterable[int]) -> Mapping[int, list[Criterion]]:
    found: dict[int, list[Criterion]] = defaultdict(list)
    for one in Criterion.objects.filter(criteria_set__in=list(sets)).order_by("place", "pk"):
        found[one.criteria_set_id].append(one)
    return found


def _results(days: Mapping[int, date]) -> Mapping[int, dict[int, policy.Result]]:
    """The standing results of each audit by criterion's key, as they count on the audit's day."""
    audits = list(days)
    rests = ResultEvidence.objects.filter(result__audit__in=audits).exclude(
        evidence__valid_until=None
    )
    stale = {
        result
        for result, audit, until in rests.values_list(
            "result", "result__audit", "evidence__valid_until"
        )
        if until is not None and until < days[audit]
    }
    reviews = NaReview.objects.filter(result__audit__in=audits)
    # The newest word stands.
    accepted = dict(reviews.order_by("pk").values_list("result", "accepted"))
    found: dict[int, dict[int, policy.Result]] = defaultdict(dict)
    for row in Result.objects.filter(audit__in=audits).standing():
        found[row.audit_id][row.criterion_id] = policy.Result(
            value=Value(row.value),
            evidence=Grade.CLAIMED if row.pk in stale else Grade(row.grade),
            second_review=row.value == Value.NA and accepted.get(row.pk, False),
        )
    return found
