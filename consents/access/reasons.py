"""Why somebody may not ask, approve, narrow or take back: the words, each with its clause."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from core.decision import Reason

NOT_SIGNED_IN = Reason("not_signed_in", "T1", _("Only signed-in staff of the district do this."))
NOT_AT_SCHOOL = Reason(
    "not_at_school", "T1", _("Only staff of a school ask to text that school's students.")
)
NOT_PUBLISHED = Reason("not_published", "T5", _("This exception is not published by the district."))
FAMILY_STARTS = Reason(
    "family_starts",
    "T5",
    _("Families start this exception: a parent names the adult on their own page."),
)
NO_PROGRAM = Reason(
    "no_program",
    "T4",
    _(
        "This exception belongs to a program the CEO approved. The outreach office asks for it, from the"
        " program's own page."
    ),
)
PROGRAM_NOT_IN_FORCE = Reason(
    "program_not_in_force", "T4", _("No program approved by the CEO is in force today.")
)
NOT_THE_PROGRAMS = Reason(
    "not_the_programs",
    "T4",
    _("Only the outreach office and the program's own staff ask families for it."),
)
NOT_YOURS = Reason("not_yours", "T1", _("Only the person who asked for this changes it."))
NOT_IN_IT = Reason(
    "not_in_it",
    "T1",
    _("Only the person who asked, or an adult the activity names, asks for more."),
)
NOT_YOUR_TEAM = Reason("not_your_team", "T1", _("Only the person who keeps this team changes it."))
NO_YEAR = Reason(
    "no_year", "T7", _("Today is in no school year of this school, so nothing can be asked for.")
)
MAY_NOT_NARROW = Reason(
    "may_not_narrow",
    "T6",
    _(
        "Only the principal, their delegate, the network chief or the person who asked takes something"
        " out; an adult may take themself off."
    ),
)
NO_SENDER = Reason(
    "no_sender", "T9", _("Choose at least one person of the office other than yourself.")
)


def asked_it(clause: str) -> Reason:
    return Reason("asked_it", clause, _("You asked for this, so somebody else decides."))


def named_in_it(clause: str) -> Reason:
    return Reason(
        "named_in_it",
        clause,
        _("The request names you as an adult who texts; somebody else decides."),
    )


def no_principal(clause: str) -> Reason:
    return Reason(
        "no_principal",
        clause,
        _(
            "The school has no principal on record. The network chief or an administrator names one."
        ),
    )


def chief_decides(clause: str) -> Reason:
    return Reason(
        "chief_decides",
        clause,
        _("The principal asked or is named in the request, so the network chief decides."),
    )


def not_the_principal(clause: str) -> Reason:
    return Reason(
        "not_the_principal",
        clause,
        _("Only the school's principal, or a delegate named for these days, decides."),
    )


def not_the_office(clause: str) -> Reason:
    return Reason(
        "not_the_outreach_office",
        clause,
        _("No principal is asked here: the outreach office releases it to the families."),
    )
