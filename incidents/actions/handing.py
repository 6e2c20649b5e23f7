"""A case goes to another office, to somebody outside the district, or to one more person of the school (I1, I2).

Clocks run on: who has a case changes nothing about when the district first knew.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor
from core.decision import Decision, Reason
from core.workflow import IllegalMove
from incidents.access import handing as access
from incidents.access.cases import acting_user, may_lead, may_work
from incidents.actions.messages import write_as_staff
from incidents.actions.reasons import keep_reason
from incidents.actions.steps import step
from incidents.actions.telling import tell, tell_readers
from incidents.models import Case, CaseOffice, Recipient, Referral
from incidents.terms import Ground, OfficeCode, OfficeGround
from incidents.terms.people import Outside
from schools.models import RoleAssignment

NOT_HERE: Final = Reason(
    "not_here", "I2", _("Choose somebody who works at the school, or over it.")
)
KEPT_OUT: Final = Reason("kept_out", "I1", _("This person must not see the report."))
IN_THE_FUTURE: Final = Reason(
    "in_the_future", "I1", _("Say when it was done, not when it will be.")
)
# What the reporter reads, in the language of their report.
SHARED_WORDS: Final = gettext_noop(
    "One more office of the district helps with your report now. The people there keep it private too. You need to do nothing."
)
HANDED_WORDS: Final = gettext_noop(
    "Another office of the district works on your report now. It can help you better. You need to do nothing: your words still work here."
)
REFERRED_WORDS: Final = gettext_noop(
    "We told people outside the schools about your report, because it is their work to help with this. We still work on it too."
)


@transaction.atomic
def share(case: Case, office: OfficeCode, *, why: str, by: Actor) -> CaseOffice:
    """A second office reads it too."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    access.may_share(by, case, office).require()
    row = CaseOffice.objects.create(case=case, office=office, ground=OfficeGround.SHARED)
    _told(case, "case.shared", SHARED_WORDS, why, by=by, office=str(office))
    return row


@transaction.atomic
def bring_office_in(case: Case, office: OfficeCode, *, why: str, by: Actor) -> None:
    """An office reads it too, whoever of its readers asked: for what only that office may keep."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    may_work(by, case).require()
    if CaseOffice.objects.filter(case=case, office=office, ended_at=None).exists():
        return
    CaseOffice.objects.create(case=case, office=office, ground=OfficeGround.SHARED)
    _told(case, "case.shared", SHARED_WORDS, why, by=by, office=str(office))


@transaction.atomic
def add_office(case: Case, office: OfficeCode, *, by: Actor) -> None:
    """An office reads it too from the moment it is sent; whoever reads it hears of it as of every report that arrives."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    if CaseOffice.objects.filter(case=case, office=office, ended_at=None).exists():
        return
    CaseOffice.objects.create(case=case, office=office, ground=OfficeGround.SHARED)
    step(case, "case.shared", by=by, office=str(office))


@transaction.atomic
def hand_over(case: Case, mine: OfficeCode, to: OfficeCode, *, why: str, by: Actor) -> CaseOffice:
    """The case is the other office's from now on."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    access.may_hand_over(by, case, mine, to).require()
    standing = CaseOffice.objects.filter(case=case, ended_at=None)
    kept = standing.filter(office=to).first()
    row = kept or CaseOffice.objects.create(case=case, office=to, ground=OfficeGround.TRANSFERRED)
    _told(case, "case.handed_over", HANDED_WORDS, why, by=by, office=str(to), before=str(mine))
    standing.filter(office=mine).update(ended_at=timezone.now())
    return row


@transaction.atomic
def refer(  # noqa: PLR0913 -- what is kept of it has this many sides
    case: Case,
    to: Outside,
    *,
    made_at: datetime,
    number: str,
    who: str,
    handed: str,
    tells_reporter: bool,
    by: Actor,
) -> Referral:
    """The report was taken to somebody outside: their number, who spoke with whom, what they were given.

    Whether the reporter hears of it now is for the person to say: the police may have asked for silence.
    """
    case = Case.objects.select_for_update().get(pk=case.pk)
    may_lead(by, case).require()
    Decision.unless((made_at <= timezone.now(), IN_THE_FUTURE)).require()
    row = Referral(case=case, to=to, made_at=made_at, by=acting_user(by))
    row.seal({"number": number.strip(), "who": who.strip(), "handed": handed.strip()})
    row.save(force_insert=True)
    step(case, "case.referred", by=by, to=str(to), referral=str(row.name))
    if tells_reporter:
        write_as_staff(case, _said(case, REFERRED_WORDS), by=by)
    return row


@transaction.atomic
def bring_in(case: Case, user: User, *, why: str, by: Actor) -> Recipient:
    """Let one more person of the school read it, a trusted adult say; never somebody who is kept out."""
    case = Case.objects.select_for_update().get(pk=case.pk)
    may_lead(by, case).require()
    closed = Case.objects.filter(pk=case.pk).kept_from(user).exists()
    Decision.unless((_works_there(user, case), NOT_HERE), (not closed, KEPT_OUT)).require()
    if Recipient.objects.filter(case=case, user=user, ended_at=None).exists():
        raise IllegalMove("reads it", "bring in")
    row = Recipient.objects.create(case=case, user=user, ground=Ground.BROUGHT_IN)
    keep_reason(case, "case.brought_in", why, by=by)
    step(case, "case.brought_in", by=by, user=user.pk)
    tell(case, f"brought_in:{row.pk}", [user])
    return row


@transaction.atomic
def send_out(row: Recipient, *, why: str, by: Actor) -> None:
    """Whoever was brought in reads it no longer."""
    case = Case.objects.select_for_update().get(pk=row.case_id)
    may_lead(by, case).require()
    standing = Recipient.objects.filter(pk=row.pk, ground=Ground.BROUGHT_IN, ended_at=None)
    if not standing.update(ended_at=timezone.now()):
        raise IllegalMove("not brought in", "send out")
    keep_reason(case, "case.sent_out", why, by=by)
    step(case, "case.sent_out", by=by, user=row.user_id)


def _told(case: Case, deed: str, words: str, why: str, *, by: Actor, **facts: str) -> None:
    """Keep the reason, tell the reporter in plain words and whoever reads the case that something waits."""
    reason = keep_reason(case, deed, why, by=by)
    step(case, deed, by=by, **facts)
    write_as_staff(case, _said(case, words), by=by)
    tell_readers(case, f"{deed}:{reason.name}", to_all=True)


def _said(case: Case, words: str) -> str:
    with translation.override(case.language):
        return gettext(words)


def _works_there(user: User, case: Case) -> bool:
    """Whether they hold a post at the school or over its network; of a case without a school, anywhere."""
    held = RoleAssignment.objects.current().of_staff().filter(user=user, user__is_active=True)
    if case.school is None:
        return held.exists()
    here = held.filter(school=case.school)
    return (here | held.filter(network__isnull=False, network=case.school.network_id)).exists()
