"""The audit outcome for scripts: one JSON object in, one out. Never the database."""

from __future__ import annotations

from core.reading import Fields, Unreadable, day, each, flag, maybe, one_of, shown, text
from platforms.policy import Criterion, Decided, Result
from platforms.policy import decide as decide_audit
from platforms.terms.audits import Grade, Knockout, Value


def decide(question: object) -> dict[str, object]:
    """The outcome of one audit; `Unreadable` where the question is not as it should be."""
    with Fields(question, "") as key:
        criteria = key("criteria", each(criterion))
        results = key("results", results_by_id)
        student_data = key("student_data", flag)
        agreement_until = key("agreement_until", maybe(day), None)
        on = key("on", day)
    _check_ids([one.id for one in criteria], results)
    try:
        decided = decide_audit(
            criteria, results, student_data=student_data, agreement_until=agreement_until, on=on
        )
    except OverflowError:
        raise Unreadable("on: the approval would end outside the calendar") from None
    return written(decided)


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


def results_by_id(value: object, where: str) -> dict[str, Result]:
    """Results by the id of their criterion."""
    if not isinstance(value, dict):
        raise Unreadable(f"{where}: expected an object")
    return {name: result(one, f"{where}.{name}") for name, one in value.items()}


def result(value: object, where: str) -> Result:
    with Fields(value, where) as key:
        return Result(
            value=key("value", one_of(Value)),
            evidence=key("evidence", one_of(Grade), default=Grade.CLAIMED),
            second_review=key("second_review", flag, default=False),
        )


def _check_ids(ids: list[str], results: dict[str, Result]) -> None:
    twice = next((one for one in ids if ids.count(one) > 1), None)
    if twice is not None:
        raise Unreadable(f"criteria: {shown(twice)} is there twice")
    strange = next((one for one in results if one not in ids), None)
    if strange is not None:
        raise Unreadable(f"results: {shown(strange)} is not among the criteria")
