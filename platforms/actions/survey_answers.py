"""What a school says in a survey (P1): kept while it is written, handed in, corrected. Nothing is overwritten."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from core.actor import Actor, ActorKind
from notices import posting
from notices.terms import Channel
from platforms.access.roles import acting_user
from platforms.access.surveys import may_answer
from platforms.actions.survey_names import names_for
from platforms.models import SurveyAnswer, SurveyDraft, SurveyedSchool, UsageClaim
from platforms.policy.surveys import name_key
from platforms.reports.survey_rows import stamp_of
from platforms.terms.surveys import Payer
from trail.recording import record

Row = Mapping[str, Any]
LONGEST_PERSON: Final = 120


class Stale(Exception):
    """Somebody else wrote since this page was opened: nothing was kept, and nothing is lost."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """One tool, as a school names it; `students` and `cost` (dollars a year) where it said."""

    name: str
    audiences: Sequence[str] = ()
    students: int | None = None
    payer: Payer = Payer.UNKNOWN
    cost: int | None = None
    uses: Sequence[str] = ()
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A school's answer. No tools means that it uses none. `email`: where a copy goes, of a link's holder."""

    name: str
    position: str = ""
    email: str = ""
    tools: Sequence[Tool] = ()


@transaction.atomic
def keep_draft(
    surveyed: SurveyedSchool, rows: Sequence[Row], *, name: str, seen: str, by: Actor
) -> SurveyDraft:
    """Keep what is written so far. `seen` is the stamp of the page: `Stale` when somebody wrote since."""
    surveyed = _opened(surveyed, seen, by)
    draft = SurveyDraft.objects.filter(surveyed=surveyed).first() or SurveyDraft(
        surveyed=surveyed, revision=0
    )
    draft.rows = [dict(row) for row in rows]
    draft.by_name = name.replace("\0", "")[:LONGEST_PERSON]
    draft.revision += 1
    draft.saved_at = timezone.now()
    draft.save()
    return draft


@transaction.atomic
def hand_in(surveyed: SurveyedSchool, said: Said, *, seen: str, by: Actor) -> SurveyAnswer:
    """The school's answer; a second one is its correction. Whoever gave it gets a copy."""
    surveyed = _opened(surveyed, seen, by)
    user = acting_user(by) if by.kind == ActorKind.USER else None
    answer = SurveyAnswer.objects.create(
        surveyed=surveyed,
        school=surveyed.school,
        number=surveyed.answers.count() + 1,
        uses_none=not said.tools,
        by=user,
        by_name=(user.name if user else said.name)[:LONGEST_PERSON],
        by_position=said.position,
        by_email="" if user else said.email,
    )
    _claim(answer, said.tools, by=by)
    SurveyDraft.objects.filter(surveyed=surveyed).delete()
    record(
        "survey.answered",
        answer,
        by=by,
        topic=surveyed.survey,
        school=surveyed.school_id,
        number=answer.number,
        tools=len(said.tools),
    )
    _thank(answer, user)
    return answer


def _claim(answer: SurveyAnswer, tools: Sequence[Tool], *, by: Actor) -> None:
    names = names_for([tool.name for tool in tools], by=by)
    UsageClaim.objects.bulk_create(
        UsageClaim(
            answer=answer,
            name=names[name_key(tool.name)],
            typed=tool.name.strip(),
            audiences=sorted(tool.audiences),
            students=tool.students,
            payer=tool.payer,
            cost=tool.cost,
            uses=sorted(tool.uses),
            why=tool.why,
        )
        for tool in tools
    )


def _opened(surveyed: SurveyedSchool, seen: str, by: Actor) -> SurveyedSchool:
    rows = SurveyedSchool.objects.select_for_update(of=("self",))
    surveyed = rows.select_related("survey", "school").get(pk=surveyed.pk)
    may_answer(by, surveyed).require()
    if stamp_of(surveyed) != seen:
        raise Stale
    return surveyed


def _thank(answer: SurveyAnswer, user: User | None) -> None:
    address = user.email if user else answer.by_email
    if address:
        posting.post(
            "platforms/survey_thanks",
            channel=Channel.EMAIL,
            address=address,
            recipient=Actor(ActorKind.USER, str(user.pk)) if user else Actor(ActorKind.ANYONE, ""),
            language="en",
            facts={"answer": answer.pk},
            key=f"survey_thanks:{answer.pk}",
        )
