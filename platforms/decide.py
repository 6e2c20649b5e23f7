"""The audit outcome for scripts: one JSON object in, one out. Never the database."""

from __future__ import annotations

from core.reading import Fields, Unreadable, by_name, day, each, flag, maybe, one_of, shown, text
from platforms.policy import Criterion, Decided, Question, Result
from platforms.terms.audits import Grade, Knockout, Value


def decide(value: object) -> dict[str, object]:
    """The outcome of one audit; `Unreadable` where the question is not as it should be."""
    try:
        return written(question(value).decided())
    except OverflowError:
        raise Unreadable("on: the approval would end outside the calendar") from None


def question(value: object) -> Question:
    """What is asked, strictly read: a result for a criterion that is not there is an error."""
    with Fields(value, "") as key:
        read = Question(
            criteria=key("criteria", each(criterion)),
            results=key("results", by_name(result)),
            student_data=key("student_data", flag),
            agreement_until=key("agreement_until", maybe(day), None),
            on=key("on", day),
        )
    _check_ids(read)
    return read


def asked(question: Question) -> dict[str, object]:
    """A question as `decide` reads it, whole and in one fixed order: a kept decision can be decided again."""
    return {
        "criteria": [
            {
                "id": one.id,
                "group": one.group,
                "weight": one.weight,
                "knockout": str(one.knockout),
                "documents_suffice": one.documents_suffice,
            }
            for one in question.criteria
        ],
        "results": {
            name: {
                "value": str(one.value),
                "evidence": str(one.evidence),
                "second_review": one.second_review,
            }
            for name, one in sorted(question.results.items())
        },
        "student_data": question.student_data,
        "agreement_until": question.agreement_until and question.agreement_until.isoformat(),
        "on": question.on.isoformat(),
    }


def written(decided: Decided) -> dict[str, object]:
    """An outcome as JSON shows it."""
    return {
        "outcome": decided.outcome.value,
        "score": decided.shown_score,
        "reasons": list(decided.reasons),
        "until": decided.until and decided.until.isoformat(),
    }


def criterion(value: object, where: str) -> Criterion:
    with Fields(value, where) as key:
        return Criterion(
            id=key("id", text),
            group=key("group", text),
            weight=key("weight", weight),
            knockout=key("knockout", one_of(Knockout)),
            documents_suffice=key("documents_suffice", flag, default=False),
        )


def weight(value: object, where: str) -> int:
    """A whole number from 1."""
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise Unreadable(f"{where}: expected a whole number from 1, found {shown(value)}")
    return value


def result(value: object, where: str) -> Result:
    with Fields(value, where) as key:
        return Result(
            value=key("value", one_of(Value)),
            evidence=key("evidence", one_of(Grade), default=Grade.CLAIMED),
            second_review=key("second_review", flag, default=False),
        )


def _check_ids(read: Question) -> None:
    known: set[str] = set()
    for one in read.criteria:
        if one.id in known:
            raise Unreadable(f"criteria: {shown(one.id)} is there twice")
        known.add(one.id)
    strange = next((name for name in read.results if name not in known), None)
    if strange is not None:
        raise Unreadable(f"results: {shown(strange)} is not among the criteria")
