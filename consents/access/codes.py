"""May a one-time code leave now? How a guardian is proved, and when only the school can help."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from consents.models import Ask, OneTimeCode
from core.decision import Decision, Reason
from schools import signing
from schools.calendar import local_day, year_at
from schools.models import Guardian, School, Student

RESEND_AFTER = timedelta(seconds=60)
LIVES = timedelta(minutes=10)
TRIES = 3
BIRTH_TRIES = 5
MOST_AN_HOUR = 6
MOST_A_DAY = 15

TOO_SOON = Reason(
    "code_too_soon", "T2a", _("A code left less than a minute ago. Wait a moment, then ask again.")
)
TOO_MANY = Reason(
    "code_too_many", "T2a", _("Too many codes were sent. Try again later, or call the school.")
)
CONTACT_DISPUTED = Reason(
    "contact_disputed", "T2a", _("Messages to this contact were stopped. Call the school.")
)


def may_send(guardian: Guardian, at: datetime) -> Decision:
    """One code a minute, a few an hour, and none to a contact somebody said is not theirs."""
    sent = OneTimeCode.objects.filter(guardian=guardian)
    lately = list(
        sent.filter(created_at__gt=at - timedelta(days=1)).values_list("created_at", flat=True)
    )
    last = max(lately, default=at - timedelta(days=1))
    hour = sum(moment > at - timedelta(hours=1) for moment in lately)
    return Decision.unless(
        (guardian.disputed_at is None, CONTACT_DISPUTED),
        (at - last >= RESEND_AFTER or not lately, TOO_SOON),
        (hour < MOST_AN_HOUR and len(lately) < MOST_A_DAY, TOO_MANY),
    )


def live_code(guardian: Guardian, at: datetime) -> OneTimeCode | None:
    """The newest code, while it can still be typed: unused, in time, with tries left, to a contact of theirs."""
    newest = OneTimeCode.objects.filter(guardian=guardian).order_by("-pk").first()
    if newest is None or newest.used_at or newest.expires_at <= at or newest.attempts >= TRIES:
        return None
    return newest if guardian.has_contact(newest.address) else None


def needs_birth_date(code: OneTimeCode, school: School, at: datetime) -> bool:
    """Whether the contact was not yet shown to be the guardian's in this school year.

    A contact other than the one proved before is a new one.
    """
    guardian = code.guardian
    if guardian.self_of_id is not None:
        # A student is proved by the district's own e-mail.
        return False
    year = year_at(school, at)
    verified = guardian.contact_verified_at
    if year is None or verified is None or local_day(verified, year.timezone) < year.starts_on:
        return True
    proved = OneTimeCode.objects.filter(guardian=guardian, proved_at__isnull=False)
    addresses = set(proved.values_list("address", flat=True))
    return bool(addresses) and code.address not in addresses


def birth_dates(guardian: Guardian) -> set[date]:
    """The birth dates that would prove the guardian: of children asked about, else of all of theirs."""
    children = children_of(guardian)
    asked = set(Ask.objects.filter(guardian=guardian).values_list("student_id", flat=True))
    named = [child for child in children if child.pk in asked] or children
    return {child.birth_on for child in named if child.birth_on is not None}


def birth_tries_left(guardian: Guardian) -> int:
    """Wrong dates since the contact was last shown to be theirs; at none left, the school must help."""
    codes = OneTimeCode.objects.filter(guardian=guardian)
    if guardian.contact_verified_at:
        codes = codes.filter(created_at__gt=guardian.contact_verified_at)
    used = codes.aggregate(total=Sum("birth_attempts"))["total"] or 0
    return max(0, BIRTH_TRIES - used)


def children_of(guardian: Guardian) -> list[Student]:
    """The students this guardian may sign for now; a student who signs for themself is their own."""
    if guardian.self_of is not None:
        return [guardian.self_of] if signing.signs_alone(guardian.self_of) else []
    links = guardian.links.with_authority().select_related("student__school")
    return [link.student for link in links.order_by("student_id")]
