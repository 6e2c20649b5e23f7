"""Parents are told, or somebody answers for why not yet (I2; Faith's Law)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor, ActorKind
from core.decision import Decision, Reason, Refused
from incidents.access import parents as access
from incidents.access.cases import acting_user, may_work
from incidents.actions.steps import step
from incidents.facts.parents import Child, Relative, children_of
from incidents.models import (
    Case,
    ParentAttempt,
    ParentCharge,
    ParentCheck,
    ParentDecision,
)
from incidents.policy.parents import may_check, may_tell
from incidents.reports.parent_letters import Letter, letter_to
from incidents.terms.parents import Check, Result, Telling, Way
from notices.posting import post
from schools.models import Student

NOT_TO_BE_TOLD: Final = Reason(
    "not_to_be_told", "I2", _("This contact is never told: no authority, kept away, or involved.")
)
NO_STUDENT: Final = Reason("no_student", "I2", _("This student is not in the case."))
NO_ADDRESS: Final = Reason(
    "no_address", "I2", _("No e-mail address or number of theirs works. Call, or write on paper.")
)
IN_THE_FUTURE: Final = Reason("in_the_future", "I2", _("This moment has not come yet."))
KIND: Final = "incidents/parent_told"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """An attempt as somebody describes it."""

    way: Way
    result: Result
    at: datetime
    note: str = ""


@transaction.atomic
def put_in_charge(case: Case, user: User, *, by: Actor) -> ParentCharge:
    """From now on this person answers for when and how parents hear."""
    access.may_charge(by, case, user).require()
    made = ParentCharge.objects.create(case=case, user=user, by=acting_user(by))
    step(case, "case.parents_charged", by=by, to=user.pk)
    return made


@transaction.atomic
def check(  # noqa: PLR0913 -- what a step of the list says
    case: Case,
    student: Student,
    what: Check,
    *,
    by: Actor,
    at: datetime,
    spoke_with: str = "",
    note: str = "",
    not_before: datetime | None = None,
) -> ParentCheck:
    """A step of the checklist, in its turn, with who was spoken to and when."""
    case = _locked(case)
    access.may_decide(by, case).require()
    child = _child(case, student)
    may_check(child.facts, what).require()
    Decision.unless((at <= timezone.now(), IN_THE_FUTURE)).require()
    made = ParentCheck(
        case=case,
        involved=child.involved,
        check_done=what,
        at=at,
        not_before=not_before if what == Check.TIMING else None,
        by=acting_user(by),
    )
    made.seal({"with": spoke_with, "note": note})
    made.save(force_insert=True)
    step(case, "case.parents_checked", by=by, check=str(what), row=str(made.name))
    return made


@transaction.atomic
def decide(
    case: Case,
    student: Student,
    telling: Telling,
    *,
    by: Actor,
    reason: str,
    until: datetime | None = None,
) -> ParentDecision:
    """The person in charge decides about one student's parents; a later word takes its place."""
    case = _locked(case)
    access.may_decide(by, case).require()
    child = _child(case, student)
    made = ParentDecision(
        case=case,
        involved=child.involved,
        telling=telling,
        until=until if telling == Telling.WAIT else None,
        by=acting_user(by),
    )
    made.seal({"reason": reason})
    made.save(force_insert=True)
    step(case, "case.parents_decided", by=by, telling=str(telling), row=str(made.name))
    return made


@transaction.atomic
def log(
    case: Case, student: Student, guardian_id: int, tried: Tried, *, by: Actor
) -> ParentAttempt:
    """Somebody called, spoke or wrote: kept with its time, whoever it reached."""
    case, child, relative = _door(case, student, guardian_id, by)
    Decision.unless((tried.at <= timezone.now(), IN_THE_FUTURE)).require()
    paper = tried.way == Way.LETTER
    letter = letter_to(child, relative, on_paper=True) if paper else None
    return _keep(case, child, relative, tried, by, letter)


@transaction.atomic
def send(case: Case, student: Student, guardian_id: int, *, by: Actor) -> ParentAttempt:
    """The letter, in the family's language, to the address that works; what it said is kept."""
    case, child, relative = _door(case, student, guardian_id, by)
    Decision.unless((relative.reach, NO_ADDRESS)).require()
    letter = letter_to(child, relative)
    sent = Tried(way=Way.MESSAGE, result=Result.SENT, at=timezone.now())
    made = _keep(case, child, relative, sent, by, letter)
    if relative.reach is not None:
        post(
            KIND,
            channel=relative.reach.channel,
            address=relative.reach.address,
            recipient=Actor(ActorKind.GUARDIAN, str(guardian_id), str(relative.guardian)),
            language=letter.language,
            facts={"attempt": str(made.name)},
            key=f"{KIND}:{made.name}",
        )
    return made


def _door(
    case: Case, student: Student, guardian_id: int, by: Actor
) -> tuple[Case, Child, Relative]:
    """The one door through which every attempt goes: who works on it, a telling that may be, a contact that may hear."""
    case = _locked(case)
    may_work(by, case).require()
    child = _child(case, student)
    may_tell(child.facts, timezone.now()).require()
    relative = next((one for one in child.to_tell if one.guardian.pk == guardian_id), None)
    if relative is None:
        raise Refused(Decision((NOT_TO_BE_TOLD,)))
    return case, child, relative


def _child(case: Case, student: Student) -> Child:
    found = children_of(case, timezone.localdate())
    child = next((one for one in found if one.student.pk == student.pk), None)
    if child is None:
        raise Refused(Decision((NO_STUDENT,)))
    return child


def _keep(
    case: Case,
    child: Child,
    relative: Relative,
    tried: Tried,
    by: Actor,
    letter: Letter | None,
) -> ParentAttempt:
    made = ParentAttempt(
        case=case,
        involved=child.involved,
        way=tried.way,
        result=tried.result,
        at=tried.at,
        by=acting_user(by),
    )
    made.seal(
        {
            "guardian": relative.guardian.pk,
            "name": str(relative.guardian),
            "to": relative.reach.address if relative.reach and tried.way == Way.MESSAGE else "",
            "note": tried.note,
            "text": letter.text if letter else "",
            "language": letter.language if letter else "",
        }
    )
    made.save(force_insert=True)
    step(
        case, "case.parents_tried", by=by, way=str(tried.way), result=str(tried.result), row=str(made.name)
    )  # fmt: skip
    return made


def _locked(case: Case) -> Case:
    return Case.objects.select_for_update(of=("self",)).select_related("school").get(pk=case.pk)
