"""What other systems ask: may this adult text this student? JSON in, JSON out, problems as RFC 9457 says."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from ninja import Body, Query
from pydantic import Field

from consents.actions.verdicts import ask_by_key
from consents.api.doors import Api, Bearer, PerKey, open_doors
from consents.api.recipients import open_recipients
from consents.api.schemas import QuestionIn, VerdictOut
from consents.facts.question import Question
from consents.reports import lookups
from consents.reports.lookups import Found
from consents.verdicts import Judged
from core.actor import Actor, ActorKind
from core.problems import PROBLEMS, Problem, ProblemOut, problem_of
from platforms.api import open_platforms

MOST = 1_000
DESCRIPTION = """
Ask before you send. A verdict says whether a named adult may text a student for an activity at a moment, every
reason why not with its policy clause, who must be on the thread, and until which day a yes lasts.

Send the key as `Authorization: Bearer …`. Every time carries an offset; `as_of` (and `known_at`) is how far our
knowledge reached. Adults are named by district e-mail or roster id, students by roster id or student number, each
also by our own number; the roster's id wins where two readings are possible.
"""

api = Api(
    title="CPS Comms",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    docs_url="/docs",
    openapi_url="/openapi.json",
)
verdicts_only = Bearer("verdict")


@api.get(
    "/verdict",
    auth=verdicts_only,
    throttle=[PerKey("600/m", "verdict")],
    response={200: VerdictOut, **PROBLEMS},
    operation_id="verdict",
    tags=["Verdicts"],
    summary="May this adult text this student for this activity?",
)
def verdict(request: HttpRequest, asked: Query[QuestionIn]) -> dict[str, Any]:
    """One question. An id that nobody has is 404."""
    unknown = sorted(set(request.GET) - set(QuestionIn.model_fields))
    if unknown:
        # A misspelt known_at must not quietly become "now".
        errors = [{"field": name, "message": "unknown"} for name in unknown]
        raise problem_of(422, "The request is not as described.", errors)
    found = _answers(request, [asked])[0]
    if isinstance(found, Problem):
        raise found
    return _told(found)


@api.post(
    "/verdicts",
    auth=verdicts_only,
    throttle=[PerKey("60/m", "verdicts")],
    response={200: list[VerdictOut | ProblemOut], **PROBLEMS},
    operation_id="verdicts",
    tags=["Verdicts"],
    summary="Up to 1,000 questions at once, answered in their order",
)
def verdicts(
    request: HttpRequest, asked: Annotated[list[QuestionIn], Field(max_length=MOST), Body()]
) -> list[dict[str, Any]]:
    """Many questions. Where one names an id that nobody has, a problem stands in its place."""
    return [
        found.told() if isinstance(found, Problem) else _told(found)
        for found in _answers(request, asked)
    ]


def _answers(request: HttpRequest, asked: Sequence[QuestionIn]) -> list[Judged | Problem]:
    """A verdict or a problem for each; the same number of queries however many there are."""
    now = timezone.now()
    meant = [*zip(*_meant(asked), strict=True)]
    placed: list[Question | Problem] = [
        _question(one, *found, now) for one, found in zip(asked, meant, strict=True)
    ]
    questions = [one for one in placed if isinstance(one, Question)]
    key = request.auth  # type: ignore[attr-defined]
    judged = iter(ask_by_key(questions, by=Actor(ActorKind.API_KEY, str(key.pk), key.name)))
    return [one if isinstance(one, Problem) else next(judged) for one in placed]


def _meant(asked: Sequence[QuestionIn]) -> tuple[list[Found], list[Found], list[Found]]:
    adults = lookups.staff({one.adult for one in asked})
    students = lookups.students({one.student for one in asked})
    activities = lookups.activities({one.activity for one in asked})
    return (
        [adults[one.adult] for one in asked],
        [students[one.student] for one in asked],
        [activities[one.activity] for one in asked],
    )


def _question(
    asked: QuestionIn, adult: Found, student: Found, activity: Found, now: datetime
) -> Question | Problem:
    if adult.key is None or student.key is None or activity.key is None:
        return _unknown({"adult": adult, "student": student, "activity": activity})
    return Question(
        staff_id=adult.key,
        student_id=student.key,
        activity_id=activity.key,
        at=asked.at or now,
        # Nobody knows yet what will be heard of later.
        known_at=min(asked.known_at or now, now),
    )


def _unknown(found: dict[str, Found]) -> Problem:
    missing = [name for name, one in found.items() if one.key is None]
    errors = [
        {"field": name, "message": "several have this id" if found[name].many else "nobody has it"}
        for name in missing
    ]
    return problem_of(404, f"Not found: {', '.join(missing)}.", errors)


def _told(judged: Judged) -> dict[str, Any]:
    found = judged.verdict
    return {
        "allowed": found.allowed,
        "reasons": [
            {"code": one.code, "text": str(one.text), "clause": one.clause} for one in found.reasons
        ],
        "required_members": list(found.required_members),
        "until": found.until,
        "at": judged.question.at,
        "as_of": judged.question.known_at,
    }


@login_not_required
@csrf_exempt
def nothing_here(request: HttpRequest) -> HttpResponse:
    """Whatever else is asked for under /api/: a problem too, not a page."""
    return problem_of(404, "There is nothing at this address.").response()


open_recipients(api)
open_platforms(api)
patterns = open_doors(api)
