"""Who may ask to text students, change what they ask for, and take something out of it."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from consents.access import reasons
from consents.access.approvals import in_charge_of_activity
from consents.access.programs import in_force
from consents.models import Activity, ActivityVersion, ExceptionRule, Program, VersionAdult
from consents.terms import Starter
from core.actor import Actor
from core.decision import Decision, Refused
from schools.models import RoleAssignment, School, Staff, Student
from schools.roles import holds
from schools.terms import SCHOOL_ROLES, Role


def acting_user(by: Actor) -> User:
    """The signed-in person; `Refused` for every other kind of actor and for closed accounts."""
    user = User.objects.filter(pk=by.user_id, is_active=True).first() if by.user_id else None
    if user is None:
        raise Refused(Decision((reasons.NOT_SIGNED_IN,)))
    return user


def schools_to_ask_for(by: Actor, on: date | None = None) -> list[School]:
    """The schools where the actor works; elsewhere nobody asks."""
    held = RoleAssignment.objects.current(on).filter(user_id=_id(by), role__in=SCHOOL_ROLES)
    return list(School.objects.open().filter(pk__in=held.values("school")).order_by("name"))


def may_ask_at(by: Actor, school: School, on: date | None = None) -> Decision:
    """Any staff of the school; the outreach office anywhere (T2, T4)."""
    held = RoleAssignment.objects.current(on).filter(user_id=_id(by), school=school)
    works_here = by.user_id is not None and held.filter(role__in=SCHOOL_ROLES).exists()
    return Decision.unless((works_here or _is_outreach(by, on), reasons.NOT_AT_SCHOOL))


def may_ask_for(rule: ExceptionRule, program: Program | None = None) -> Decision:
    """A published exception; one that rests on a CEO program needs such a program in force (T4, T5)."""
    published = (rule.kind.is_published, reasons.NOT_PUBLISHED)
    if not rule.conditions.ceo_program:
        return Decision.unless(published)
    if program is None or program.kind_id != rule.kind_id:
        return Decision.unless(published, (False, reasons.NO_PROGRAM))
    return Decision.unless(published, (in_force(program), reasons.PROGRAM_NOT_IN_FORCE))


def may_start(rule: ExceptionRule, *, wished: bool) -> Decision:
    """An exception that families start is asked for only where a family wished for it (T5)."""
    by_school = rule.terms.starts_by == Starter.SCHOOL
    return Decision.unless((by_school or wished, reasons.FAMILY_STARTS))


def may_choose(rule: ExceptionRule) -> Decision:
    """Whether somebody of a school may begin with it: published, without a program, and not the family's to start."""
    return Decision(may_ask_for(rule).refusals + may_start(rule, wished=False).refusals)


def may_ask(
    by: Actor,
    school: School,
    rule: ExceptionRule,
    program: Program | None = None,
    on: date | None = None,
) -> Decision:
    """Both: the place and the exception. For a program its own staff and the outreach office, at any school."""
    if program is None:
        place = may_ask_at(by, school, on)
    else:
        place = Decision.unless((_works_in(by, program, on), reasons.NOT_THE_PROGRAMS))
    return Decision(place.refusals + may_ask_for(rule, program).refusals)


def may_edit(by: Actor, version: ActivityVersion) -> Decision:
    """Only who drafts it changes it; that it still is a draft is the workflow's word."""
    return Decision.unless((by.user_id == version.asked_by_id, reasons.NOT_YOURS))


def may_take_back(by: Actor, version: ActivityVersion) -> Decision:
    """Who asked may take the request back while nobody has decided, and answers the principal."""
    asked = {version.asked_by_id, version.activity.asked_by_id}
    return Decision.unless((by.user_id in asked, reasons.NOT_YOURS))


def may_widen(by: Actor, activity: Activity) -> Decision:
    """Who asked, or an adult it names; so an activity outlives its first coach.

    Who only helps at a school is named, and asks for nothing.
    """
    named = VersionAdult.objects.filter(
        version__activity=activity, version__asked_at__isnull=False, staff__user_id=_id(by)
    )
    of_staff = RoleAssignment.objects.current().of_staff().filter(user_id=_id(by))
    mine = by.user_id is not None and by.user_id == activity.asked_by_id
    return Decision.unless((mine or (named.exists() and of_staff.exists()), reasons.NOT_IN_IT))


def may_narrow(
    by: Actor,
    activity: Activity,
    *,
    adult: Staff | None = None,
    student: Student | None = None,
    on: date | None = None,
) -> Decision:
    """Those who answer for the school (for a student, also for theirs), the asker; an adult themself off."""
    holds_true = (
        by.user_id == activity.asked_by_id
        or (adult is not None and adult.user_id == by.user_id)
        or in_charge_of_activity(by, activity, activity.school, on) is not None
        or bool(
            student is not None
            and student.school is not None
            and student.school_id != activity.school_id
            and in_charge_of_activity(by, activity, student.school, on)
        )
    )
    return Decision.unless((by.user_id is not None and holds_true, reasons.MAY_NOT_NARROW))


def _works_in(by: Actor, program: Program, on: date | None) -> bool:
    user = User.objects.filter(pk=_id(by)).first()
    mine = user is not None and Program.objects.worked_in_by(user).filter(pk=program.pk).exists()
    return mine or _is_outreach(by, on)


def _is_outreach(by: Actor, on: date | None) -> bool:
    return by.user_id is not None and holds(by.user_id, (Role.OUTREACH,), on)


def _id(by: Actor) -> int:
    """The signed-in user's key; 0, which is nobody's, for every other kind of actor."""
    return by.user_id or 0
