"""The register's entries in the staff menu; the menu is drawn for signed-in people alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.access import call_backs, exceptions, family_ties, off_channel, texts, wishes
from consents.access import holds as answer_checks
from consents.access.approvals import awaiting, sits_in_an_office
from consents.access.folders import KEEPERS, KEEPING_OFFICES, keeps_folders
from consents.access.pauses import DISTRICT_OFFICES, sees_pauses
from consents.access.programs import is_office
from consents.access.threads import own_stops, schools_in_charge_of
from consents.access.verdicts import may_see_year_end
from consents.access.year_start import PREPARING_OFFICES, may_see_start
from consents.models import Approval, Program, ProgramStep, ProgramTerms
from consents.models.activities import DISTRICT_WIDE, SCHOOL_WIDE
from consents.models.programs import CONFIRMERS
from consents.reports import paper
from consents.reports.stops import overdue
from consents.terms import ProgramMove, ProgramStage, Stage
from core import navigation
from schools.menu import for_those, once
from schools.roles import holds
from schools.terms import NETWORK_ROLES, Role

T = TypeVar("T")


HEADS = (Role.PRINCIPAL, *NETWORK_ROLES)
OFFICES = (*call_backs.OFFICE, *NETWORK_ROLES)
ANSWERING = (*SCHOOL_WIDE, *DISTRICT_WIDE, *NETWORK_ROLES)


def of_user(question: Callable[[User], T]) -> Callable[[HttpRequest], T]:
    """The question asked of a request's user."""
    return lambda request: once(request, question)


def to_decide(user: User) -> int:
    return awaiting(user).filter(stage=Stage.ASKED).count()


def to_answer(user: User) -> int:
    """The user's own requests that came back with a question."""
    return Approval.objects.filter(version__asked_by=user, stage=Stage.QUESTIONED).count()


def sees_programs(user: User) -> bool:
    """The outreach office, and who works in a program; administrators while one waits to be confirmed."""
    mine = Program.objects.with_members_visible_to(user)
    return is_office(user.pk) or mine.exists() or bool(to_confirm(user))


def to_confirm(user: User) -> int:
    """Programs that others put forward."""
    found = ProgramTerms.objects.filter(
        stage=ProgramStage.CHECKING, program__in=Program.objects.visible_to(user)
    )
    own = ProgramStep.objects.filter(terms=OuterRef("pk"), move=ProgramMove.PUT_FORWARD, by=user)
    if not holds(user.pk, CONFIRMERS):
        return 0
    return found.exclude(written_by=user).filter(~Exists(own)).count()


def answers_reports(user: User) -> bool:
    return off_channel.schools_in_charge(user).exists()


def reports_to_answer(user: User) -> int:
    return off_channel.to_answer(user).count()


def confirms_ties(user: User) -> bool:
    return call_backs.offices_of(user).exists()


def ties_to_confirm(user: User) -> int:
    return (family_ties.ties_of_offices(user) & family_ties.waiting_ties()).count()


def to_call(user: User) -> int:
    return call_backs.visible_to(user).filter(done_at__isnull=True).count()


def to_stop(user: User) -> int:
    """What the user has not confirmed as stopped, and what adults of their schools are late with."""
    return own_stops(user).filter(acknowledgement__isnull=True).count() + overdue(user).count()


def was_told_to_stop(user: User) -> bool:
    return own_stops(user).exists() or schools_in_charge_of(user).exists()


def reads_replies(user: User) -> bool:
    return texts.reads_replies(user)


def to_read(user: User) -> int:
    return texts.visible_to(user).filter(settled__isnull=True).count()


def prepares_exceptions(user: User) -> bool:
    return holds(user.pk, exceptions.SEE_ALL)


def to_check(user: User) -> int:
    return answer_checks.visible_to(user).open().count()


def to_wish(user: User) -> int:
    """Families' wishes that want an answer of the user's office, or of the user."""
    return wishes.wanting_an_answer(wishes.visible_to(user)).count()


def was_wished_for(user: User) -> bool:
    """Where families can name an adult, the office answers; and whoever was named sees it."""
    office = call_backs.offices_of(user).exists()
    return (office and bool(wishes.offered(timezone.now()))) or wishes.visible_to(user).exists()


def sees_year_end(user: User) -> bool:
    return bool(may_see_year_end(user))


def sees_year_start(user: User) -> bool:
    return bool(may_see_start(user))


navigation.register(_("May I text?"), "may_i_text", "question", 10)
navigation.register(
    _("Activities"),
    "activities",
    "message",
    20,
    count=of_user(to_answer),
    counted=_("Questions to answer"),
)
navigation.register(
    _("Approvals"),
    "approvals",
    "check-circle",
    30,
    visible=for_those((*HEADS, Role.OUTREACH), sits_in_an_office),
    count=of_user(to_decide),
    counted=_("Requests to decide"),
)
navigation.register(
    _("Stop texting"),
    "stops",
    "warning",
    15,
    visible=of_user(was_told_to_stop),
    count=of_user(to_stop),
    counted=_("Texts to stop"),
)
navigation.register(
    _("Programs"),
    "programs",
    "flag",
    35,
    visible=of_user(sees_programs),
    count=of_user(to_confirm),
    counted=_("Programs to confirm"),
)
navigation.register(
    _("Folders"),
    "folders",
    "folder",
    55,
    visible=for_those((*KEEPERS, *KEEPING_OFFICES), keeps_folders),
    group=navigation.Group.PLACES,
)
navigation.register(
    _("Follow-up"),
    "call_backs",
    "phone",
    56,
    visible=for_those((*OFFICES, Role.OUTREACH), call_backs.takes_calls),
    count=of_user(to_call),
    counted=_("Families to call"),
    group=navigation.Group.FAMILIES,
)
navigation.register(
    _("Coverage"),
    "coverage",
    "eye",
    25,
    visible=for_those((*ANSWERING, *PREPARING_OFFICES), sees_year_start),
    group=navigation.Group.YEAR,
)
navigation.register(
    _("Beginning of the year"),
    "year_start",
    "flag",
    78,
    visible=for_those((*ANSWERING, *PREPARING_OFFICES), sees_year_start),
    group=navigation.Group.YEAR,
)
navigation.register(
    _("Texts to read"),
    "replies",
    "inbox",
    59,
    visible=for_those((*OFFICES, Role.RECORDS), reads_replies),
    count=of_user(to_read),
    group=navigation.Group.FAMILIES,
)
navigation.register(
    _("Messages that fail"),
    "failing_messages",
    "mail",
    60,
    visible=for_those((*OFFICES, Role.OUTREACH), call_backs.takes_calls),
    group=navigation.Group.FAMILIES,
)
navigation.register(
    _("Answers to check"),
    "answers_held",
    "shield",
    59,
    visible=for_those((*OFFICES, Role.RECORDS), answer_checks.is_checker),
    count=of_user(to_check),
    counted=_("Answers to check"),
    group=navigation.Group.FAMILIES,
)
navigation.register(
    _("Year's end"),
    "year_end",
    "calendar",
    80,
    visible=for_those(ANSWERING, sees_year_end),
    group=navigation.Group.YEAR,
)
navigation.register(
    _("Exceptions"),
    "exceptions",
    "shield",
    84,
    visible=for_those(exceptions.SEE_ALL, prepares_exceptions),
    group=navigation.Group.SITE,
)
navigation.register(
    _("Paper forms"),
    "paper",
    "document",
    57,
    visible=for_those((*OFFICES, Role.OUTREACH), call_backs.takes_calls),
    count=of_user(paper.waiting_for),
    counted=_("Pages to read"),
    group=navigation.Group.FAMILIES,
)
navigation.register(
    _("Contact outside the rules"),
    "off_channel_reports",
    "shield",
    64,
    visible=for_those(HEADS, answers_reports),
    count=of_user(reports_to_answer),
    counted=_("Reports to answer"),
    group=navigation.Group.ADULTS,
)
navigation.register(
    _("Family ties"),
    "family_ties",
    "people",
    65,
    visible=for_those(OFFICES, confirms_ties),
    count=of_user(ties_to_confirm),
    counted=_("Ties to confirm"),
    group=navigation.Group.ADULTS,
)
navigation.register(
    _("Pauses"),
    "pauses",
    "clock",
    66,
    visible=for_those((*HEADS, *DISTRICT_OFFICES), sees_pauses),
    group=navigation.Group.ADULTS,
)
navigation.register(
    _("Named by families"),
    "wishes",
    "person",
    59,
    visible=of_user(was_wished_for),
    count=of_user(to_wish),
    counted=_("Wishes to answer"),
    group=navigation.Group.FAMILIES,
)
