"""Who may do what in schools. Every answer carries its reasons."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor, ActorKind
from core.decision import Decision, Reason
from schools.models import (
    ContactBlock,
    Delegation,
    Guardian,
    GuardianLink,
    School,
    SchoolQuerySet,
    Student,
    Volunteer,
)
from schools.roles import holds, roles_at
from schools.stakes import has_stake
from schools.terms import SCHOOL_ROLES, VOLUNTEER_ROLES, Authority, Role

IMPORTERS: Final = (Role.ADMIN, Role.RECORDS)
# What a principal may give at the own school; a principal's own role comes from above.
BELOW_PRINCIPAL: Final = (Role.TEACHER, Role.COACH, Role.AIDE, Role.CLERK)
AT_THE_SERVER: Final = (ActorKind.COMMAND, ActorKind.JOB)

HAS_STAKE: Final = Reason(
    "has_stake",
    "T2a",
    _(
        "You asked for, or are named on, a form this family is asked to sign. Somebody else of the office"
        " corrects its records."
    ),
)

NOT_THE_RECORDS: Final = Reason(
    "not_the_records_office",
    "T1",
    _("Only the records office says who signs where it is not simply the guardians on file."),
)

OWN_ADDRESS: Final = Reason(
    "own_address",
    "T2a",
    _("This is your own address. Somebody else of the office enters you as a contact."),
)


KEPT_AWAY: Final = Reason(
    "kept_away",
    "T1",
    _(
        "The records office keeps whoever has this e-mail or number away from the student. It alone enters them."
    ),
)


def _held(by: Actor, roles: tuple[Role, ...], on: date | None = None) -> bool:
    return by.user_id is not None and holds(by.user_id, roles, on)


def _at(by: Actor, school: School, on: date | None = None) -> set[Role]:
    return set() if by.user_id is None else roles_at(by.user_id, school, on)


def may_import(by: Actor) -> Decision:
    """Rosters change who may be texted: the records office and administrators bring them in."""
    reason = Reason(
        "not_importer", "T1", _("Only the records office and system administrators import rosters.")
    )
    return Decision.unless((by.kind in AT_THE_SERVER or _held(by, IMPORTERS), reason))


def may_correct(by: Actor, student: Student) -> Decision:
    """Student records and contacts are corrected by the records office, or the school's own office.

    Never by somebody with a stake in what the family answers: they could answer in its place (T2a).
    """
    office = student.school is not None and bool(
        _at(by, student.school) & {Role.PRINCIPAL, Role.ADMINISTRATOR, Role.CLERK}
    )
    reason = Reason(
        "not_records",
        "T1",
        _("Only the school's office and the records office correct records and contacts."),
    )
    return Decision.unless(
        (_held(by, IMPORTERS) or office, reason),
        (by.user_id is None or not has_stake(by.user_id, _family_of(student)), HAS_STAKE),
    )


def may_set_signing(by: Actor, student: Student) -> Decision:
    """Branches and orders are set by the records office alone, and by nobody with a stake (T1, FERPA)."""
    return Decision.unless(
        (_held(by, (Role.RECORDS,)), NOT_THE_RECORDS),
        (by.user_id is None or not has_stake(by.user_id, _family_of(student)), HAS_STAKE),
    )


def may_block(by: Actor) -> Decision:
    """Keeping a contact away only takes permission away, and at once: the records office, a stake or not."""
    return Decision.unless((_held(by, (Role.RECORDS,)), NOT_THE_RECORDS))


def reads_papers(user: User) -> bool:
    """Whether the user reads on what a branch or an order rests: the records office alone."""
    return holds(user.pk, [Role.RECORDS])


def may_merge(by: Actor, one: Guardian, other: Guardian) -> Decision:
    """Two rows are put together, or taken apart, by who may correct the contacts of every student of both."""
    links = GuardianLink.objects.filter(guardian__in=[one, other]).select_related("student__school")
    students = {link.student_id: link.student for link in links}.values()
    refusals = {
        reason.code: reason
        for decision in (
            *(may_correct(by, student) for student in students),
            *(may_enter_contact(by, row.email) for row in (one, other)),
        )
        for reason in decision.refusals
    }
    return Decision(tuple(refusals.values()))


def may_enter_contact(by: Actor, email: str) -> Decision:
    """Nobody makes a signer of themself: who is family here has a colleague enter it (T2a)."""
    own = by.user_id is not None and User.objects.filter(pk=by.user_id, email__iexact=email)
    return Decision.unless((not (own and own.exists()), OWN_ADDRESS))


def may_enter_for(by: Actor, student: Student, *, email: str, phone: str) -> Decision:
    """Nobody kept away from the student comes back under a new row, or by another contact's mailbox or phone (T1).

    The records office, which keeps them away, may: two people can share a number.
    """
    same = Q(guardian__email__iexact=email) & ~Q(guardian__email="")
    same |= Q(guardian__phone=phone) & ~Q(guardian__phone="")
    kept_away = ContactBlock.objects.standing().filter(same, student=student)
    return Decision.unless((_held(by, (Role.RECORDS,)) or not kept_away.exists(), KEPT_AWAY))


def may_set_authority(by: Actor, link: GuardianLink, authority: Authority) -> Decision:
    """Say whether a contact signs: who corrects, never about oneself, and no yes for whoever is kept away."""
    guardian = link.guardian
    for decision in (may_correct(by, link.student), may_enter_contact(by, guardian.email)):
        if not decision:
            return decision
    if authority != Authority.YES:
        return Decision()
    return may_enter_for(by, link.student, email=guardian.email, phone=guardian.phone)


def _family_of(student: Student) -> set[int]:
    """The student, and every other student of the same contacts."""
    mine = GuardianLink.objects.current().filter(student=student)
    shared = GuardianLink.objects.current().filter(guardian__in=mine.values("guardian"))
    return {student.pk, *shared.values_list("student", flat=True)}


def may_grant(by: Actor, *, role: Role, school: School, user_id: int | None = None) -> Decision:
    """Nobody grants to themself. Principals come from an administrator or the network's chief."""
    self_grant = Reason("to_oneself", "T2a", _("Nobody gives a role to themself."))
    not_above = Reason(
        "not_above",
        "T2a",
        _(
            "A principal is named by a system administrator or the network chief; other school roles"
            " also by the principal."
        ),
    )
    not_here = Reason("not_school_role", "T1", _("This role is not held at a school."))
    above = _held(by, (Role.ADMIN,)) or Role.CHIEF in _at(by, school)
    principal = role in BELOW_PRINCIPAL and Role.PRINCIPAL in _at(by, school)
    return Decision.unless(
        (role in SCHOOL_ROLES, not_here),
        (above or principal or by.kind == ActorKind.COMMAND, not_above),
        (user_id is None or user_id != by.user_id, self_grant),
    )


def schools_to_name_for(user: User) -> SchoolQuerySet:
    """The schools whose principal the user may name (T2a)."""
    if holds(user.pk, (Role.ADMIN,)):
        return School.objects.all()
    networks = user.role_assignments.current().filter(role=Role.CHIEF).values("network")
    return School.objects.filter(network__in=networks)


def may_end(by: Actor, *, role: Role, school: School, user_id: int) -> Decision:
    """Whoever may grant a role may end it; people may also lay down their own."""
    if by.user_id is not None and by.user_id == user_id:
        return Decision()
    if role in VOLUNTEER_ROLES:
        # Added by the principal, not granted; ended by whoever answers for the school.
        role = Role.AIDE
    return may_grant(by, role=role, school=school)


def may_delegate(by: Actor, school: School, delegate_id: int | None = None) -> Decision:
    """A principal (or network chief) names a dated delegate for themself."""
    mine = _at(by, school) & {Role.PRINCIPAL, Role.CHIEF}
    return Decision.unless(
        (
            mine,
            Reason(
                "not_principal", "T2a", _("Only a principal or network chief names a delegate.")
            ),
        ),
        (
            delegate_id is None or delegate_id != by.user_id,
            Reason("to_oneself", "T2a", _("Nobody is their own delegate.")),
        ),
    )


def may_revoke(by: Actor, delegation: Delegation) -> Decision:
    reason = Reason(
        "not_own_delegate", "T2a", _("Only the principal who named a delegate takes it back.")
    )
    own = by.user_id == delegation.principal_id
    return Decision.unless((own or _held(by, (Role.ADMIN,)), reason))


def may_edit_school(by: Actor) -> Decision:
    reason = Reason(
        "not_admin", "T1", _("Only system administrators change a school's facts and calendars.")
    )
    return Decision.unless((_held(by, (Role.ADMIN,)) or by.kind in AT_THE_SERVER, reason))


def may_grant_office(by: Actor, *, role: Role, user_id: int | None = None) -> Decision:
    """Roles above a school come from a system administrator, and never for oneself."""
    return Decision.unless(
        (
            role not in SCHOOL_ROLES,
            Reason("school_role", "", _("This role is given on a school's page.")),
        ),
        *_is_admin(by),
        (
            user_id is None or user_id != by.user_id,
            Reason("to_oneself", "", _("Nobody gives a role to themself.")),
        ),
    )


def may_end_office(by: Actor) -> Decision:
    return Decision.unless(*_is_admin(by))


def _is_admin(by: Actor) -> list[tuple[object, Reason]]:
    reason = Reason(
        "not_admin", "", _("Only system administrators give and end roles above a school.")
    )
    return [(_held(by, (Role.ADMIN,)) or by.kind == ActorKind.COMMAND, reason)]


def may_add_volunteer(by: Actor, school: School | None) -> Decision:
    """A principal answers for whoever helps at the school (T1); None: at no school."""
    reason = Reason(
        "not_principal", "T1", _("Only the school's principal adds volunteers and stipend staff.")
    )
    return Decision.unless((school is not None and Role.PRINCIPAL in _at(by, school), reason))


def may_check_volunteer(by: Actor, volunteer: Volunteer) -> Decision:
    """A second person: the school's administrator or clerk, or the network chief. Never who added, nor themself."""
    checkers = {Role.ADMINISTRATOR, Role.CLERK, Role.CHIEF}
    not_checker = Reason(
        "not_a_checker",
        "T1",
        _("An administrator or clerk of the school, or the network chief, checks volunteers."),
    )
    own = Reason("added_it", "T1", _("You added this person, so somebody else checks."))
    oneself = Reason("oneself", "T1", _("Nobody checks themself."))
    user = User.objects.filter(pk=by.user_id or 0).first()
    is_them = user is not None and user.email.lower() == volunteer.email.lower()
    return Decision.unless(
        (checkers & _at(by, volunteer.school), not_checker),
        (by.user_id != volunteer.asked_by_id, own),
        (not is_them, oneself),
    )
