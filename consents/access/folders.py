"""Who keeps a student's cumulative folder (T8), and who only sees where its forms stand."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.access.programs import may_see_members
from consents.models import Activity
from core.actor import Actor
from core.decision import Decision, Reason
from schools.models import Delegation, Student
from schools.roles import holds, roles_at
from schools.terms import Role

OF_A_PROGRAM = Reason(
    "of_a_program",
    "T4",
    _(
        "This form belongs to a program. The records office keeps it, and the program's own staff read it."
    ),
)
# The school keeps the folder; its network's chief and the records office look after it.
KEEPERS = frozenset({Role.PRINCIPAL, Role.ADMINISTRATOR, Role.CLERK, Role.CHIEF})
KEEPING_OFFICES = (Role.RECORDS,)

NOT_A_KEEPER = Reason(
    "not_a_folder_keeper",
    "T8",
    _("The school's office, its principal and the records office keep the folder's forms."),
)


def may_open_files(actor: Actor, student: Student, on: date | None = None) -> Decision:
    """Read the signed forms themselves: the keepers of the student's folder, and dated delegates."""
    return Decision.unless((_keeps(actor, student, on), NOT_A_KEEPER))


def may_open_form(
    actor: Actor, student: Student, activity: Activity, on: date | None = None
) -> Decision:
    """Read one signed form. A program's says what the program does, so a school sees that it is there, and no more.

    The records office keeps it, and the program's own staff and the outreach office read it (T4).
    """
    if activity.program is None:
        return may_open_files(actor, student, on)
    user = User.objects.filter(pk=actor.user_id or 0).first()
    seen = user is not None and (
        holds(user.pk, KEEPING_OFFICES, on) or bool(may_see_members(user, activity.program))
    )
    return Decision.unless((seen, OF_A_PROGRAM))


def keeps_folders(user: User, on: date | None = None) -> bool:
    """Whether the user keeps anybody's folder: for the menu."""
    delegated = Delegation.objects.current(on).filter(delegate=user)
    return holds(user.pk, [*KEEPERS, *KEEPING_OFFICES], on) or delegated.exists()


def _keeps(actor: Actor, student: Student, on: date | None) -> bool:
    user_id = actor.user_id
    if user_id is None:
        return False
    if holds(user_id, KEEPING_OFFICES, on):
        return True
    school = student.school
    if school is None:
        return False
    delegated = Delegation.objects.current(on).filter(delegate_id=user_id, school=school)
    return bool(KEEPERS & roles_at(user_id, school, on)) or delegated.exists()
