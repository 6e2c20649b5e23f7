"""Guardians whom our messages about waiting forms do not reach, and why: the office's list. Reads only.

A row leaves by itself: once a contact works again, or the guardian has answered, or nothing waits for them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, TextChoices, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.access.call_backs import offices_of
from consents.models import (
    Activity,
    ActivityVersion,
    Answer,
    Narrowing,
    VersionAdult,
    VersionStudent,
)
from consents.terms import Narrowed, Stage
from notices import contacts
from notices.contacts import FINAL, Standing
from notices.models import DeliveryEvent, NumberStop
from notices.terms import Outcome
from schools.models import Guardian, GuardianLink, School, Student

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
BAD = (Outcome.BOUNCED, Outcome.COMPLAINED)


class Trouble(TextChoices):
    """Why messages do not arrive, the one a person must look at first coming first."""

    NO_CONTACT = "no_contact", _("No e-mail and no mobile number on file")
    DISPUTED = "disputed", _("“This is not me”: the contact is somebody else's")
    NOTHING_WORKS = "nothing", _("Messages bounce, and there is no other contact")
    STOPPED = "stopped", _("Asked for no more texts, and there is no e-mail")
    OTHER_USED = "other_used", _("One contact bounces; we use the other")


@dataclass(frozen=True, slots=True)
class Row:
    """A guardian, why, and the children for whom they may sign."""

    guardian: Guardian
    trouble: Trouble
    links: list[GuardianLink]
    # What waits for the children, the newest version of each activity: to be printed instead.
    forms: list[ActivityVersion]
    # The first child for whom something waits: whose answer can be recorded.
    child: Student | None

    @property
    def school(self) -> School | None:
        """Whose office owns it: the first child's."""
        return next((link.student.school for link in self.links if link.student.school), None)


def failing(user: User, on: date | None = None) -> QuerySet[Guardian]:
    """Such guardians of the user's schools, less those of families the user has asked or is named to."""
    on = on or timezone.localdate()
    links = GuardianLink.objects.with_authority().filter(guardian=OuterRef("pk"))
    here = links.filter(student__school__in=offices_of(user, on)).filter(Exists(_waiting(on)))
    stake = links.filter(student__version_rows__version__in=_versions_of(user))
    found = Guardian.objects.filter(ended_at__isnull=True).filter(Exists(here), ~Exists(stake))
    return found.annotate(
        email_last=_last_word("email"), phone_last=_last_word("phone"), phone_stopped=_stopped()
    ).filter(
        Q(email="", phone="")
        | Q(disputed_at__isnull=False)
        | Q(email_last__in=BAD)
        | Q(phone_last__in=BAD)
        | Q(email="", phone_stopped=True)
    )


def without_any(found: QuerySet[Guardian]) -> QuerySet[Guardian]:
    """Those whom nothing reaches; the others are written to by their second contact meanwhile."""
    bad_email = Q(email="") | Q(email_last__in=BAD)
    bad_phone = Q(phone="") | Q(phone_last__in=BAD) | Q(phone_stopped=True)
    return found.filter(Q(disputed_at__isnull=False) | (bad_email & bad_phone))


def rows_of(guardians: Iterable[Guardian], user: User) -> list[Row]:
    """With the reason and the children; the same number of queries for one and for thirty."""
    guardians = list(guardians)
    known = contacts.standings(guardians)
    links: dict[int, list[GuardianLink]] = {guardian.pk: [] for guardian in guardians}
    found = GuardianLink.objects.with_authority().filter(guardian__in=guardians)
    for link in found.select_related("student__school").order_by("student_id"):
        links[link.guardian_id].append(link)
    forms = _forms({link.student_id for rows in links.values() for link in rows}, user)
    return [
        Row(
            one,
            _trouble(one, known[one.pk]),
            links[one.pk],
            _of(links[one.pk], forms),
            _child(links[one.pk], forms),
        )
        for one in guardians
    ]


def _forms(students: set[int], user: User) -> dict[int, dict[int, ActivityVersion]]:
    """By student and activity: the newest running version that lists the student, of what the user may open."""
    found: dict[int, dict[int, ActivityVersion]] = defaultdict(dict)
    rows = VersionStudent.objects.filter(
        student__in=students,
        version__in=_running(timezone.localdate()),
        version__activity__in=Activity.objects.visible_to(user),
    )
    for row in rows.select_related("version").order_by("version__activity", "version__number"):
        found[row.student_id][row.version.activity_id] = row.version
    return found


def _child(
    links: list[GuardianLink], forms: dict[int, dict[int, ActivityVersion]]
) -> Student | None:
    return next((link.student for link in links if forms.get(link.student_id)), None)


def _of(
    links: list[GuardianLink], forms: dict[int, dict[int, ActivityVersion]]
) -> list[ActivityVersion]:
    merged: dict[int, ActivityVersion] = {}
    for link in links:
        merged |= forms.get(link.student_id, {})
    return list(merged.values())


def _trouble(guardian: Guardian, known: list[Standing]) -> Trouble:
    if not known:
        return Trouble.NO_CONTACT
    if guardian.disputed_at is not None:
        return Trouble.DISPUTED
    good = [one for one in known if not (one.bounces or one.complained or one.stopped)]
    if good:
        return Trouble.OTHER_USED
    only_stopped = all(one.stopped and not one.bounces for one in known)
    return Trouble.STOPPED if only_stopped else Trouble.NOTHING_WORKS


def _waiting(on: date) -> QuerySet[VersionStudent]:
    """Listings of the link's student in a version that runs and that its guardian has not answered."""
    answered = Answer.objects.filter(
        Q(guardian=OuterRef(OuterRef("guardian")))
        | Q(guardian__merged_into=OuterRef(OuterRef("guardian"))),
        version=OuterRef("version"),
        student=OuterRef("student"),
    )
    off = Narrowing.objects.filter(
        activity=OuterRef("version__activity"),
        what=Narrowed.STUDENT,
        student=OuterRef("student"),
        up_to_version__gte=OuterRef("version__number"),
    )
    return VersionStudent.objects.filter(
        ~Exists(answered), ~Exists(off), student=OuterRef("student"), version__in=_running(on)
    )


def _running(on: date) -> QuerySet[ActivityVersion]:
    """Approved and not over."""
    return ActivityVersion.objects.filter(
        approvals__stage=Stage.APPROVED,
        approvals__school=F("activity__school"),
        ends_on__gte=on,
        activity__year__ends_on__gte=on,
    )


def _versions_of(user: User) -> QuerySet[ActivityVersion]:
    named = VersionAdult.objects.filter(staff__user=user).values("version")
    return ActivityVersion.objects.filter(
        Q(asked_by=user) | Q(activity__asked_by=user) | Q(pk__in=named)
    )


def _last_word(field: str) -> Subquery:
    """What carriers last said of the contact, since it was last shown to be right."""
    since = Coalesce(OuterRef("contact_verified_at"), Value(LONG_AGO))
    events = DeliveryEvent.objects.filter(address=OuterRef(field), outcome__in=FINAL, at__gt=since)
    return Subquery(events.order_by("-at", "-pk").values("outcome")[:1])


def _stopped() -> Subquery:
    rows = NumberStop.objects.filter(number=OuterRef("phone"))
    return Subquery(rows.order_by("-at", "-pk").values("stops")[:1])
