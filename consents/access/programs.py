"""Who writes a program of the CEO's, who confirms and ends it, and who sees its members (T4, T5)."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.models import Program, ProgramTerms
from consents.models.programs import CONFIRMERS, OFFICE
from consents.terms import ProgramMove
from core.actor import Actor
from core.decision import Decision, Reason
from schools.roles import holds

NOT_OUTREACH = Reason(
    "not_outreach", "T4", _("Only the outreach office writes programs and keeps their lists.")
)
NOT_A_CONFIRMER = Reason(
    "not_a_confirmer",
    "T4",
    _("Somebody else of the outreach office, or an administrator, confirms a program."),
)
WROTE_IT = Reason(
    "wrote_it", "T4", _("You wrote or put forward these terms, so somebody else confirms them.")
)
MEMBERS_ARE_PRIVATE = Reason(
    "members_are_private", "T4", _("Only the program's own staff see who is in it.")
)


def is_office(user_id: int | None) -> bool:
    return user_id is not None and holds(user_id, (OFFICE,))


def may_write(by: Actor) -> Decision:
    """Begin a program, change its terms, keep its lists of staff and students, end it."""
    return Decision.unless((is_office(by.user_id), NOT_OUTREACH))


def may_confirm(by: Actor, terms: ProgramTerms) -> Decision:
    """Four eyes: who wrote the terms or put them forward never publishes them."""
    put_forward = terms.steps.filter(move=ProgramMove.PUT_FORWARD)
    hands = {terms.written_by_id, *put_forward.values_list("by", flat=True)}
    confirms = by.user_id is not None and holds(by.user_id, CONFIRMERS)
    return Decision.unless((confirms, NOT_A_CONFIRMER), (by.user_id not in hands, WROTE_IT))


def may_see_members(user: User, program: Program) -> Decision:
    """Membership tells why a child qualifies: the office and the program's own staff alone see it."""
    seen = Program.objects.with_members_visible_to(user).filter(pk=program.pk)
    return Decision.unless((seen.exists(), MEMBERS_ARE_PRIVATE))


def terms_in_force(program: Program, at: datetime | None = None) -> ProgramTerms | None:
    """The published terms that hold today: approved by the CEO, and not past their last day."""
    terms = program.published
    day = timezone.localdate(at)
    if terms is None or terms.approved_on > day:
        return None
    return terms if terms.ends_on is None or day <= terms.ends_on else None


def in_force(program: Program, at: datetime | None = None) -> bool:
    return terms_in_force(program, at) is not None
