"""Who gets the numbers of a thread, who says that one has stopped, and who looks after those who do not."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents import standing
from consents.access.approvals import in_charge_of
from consents.models import ActivityVersion, Pause, ThreadStop
from consents.terms import Channel
from core.actor import Actor
from core.decision import Decision, Reason
from schools.models import School, Staff
from schools.terms import Role

NOT_NAMED = Reason(
    "not_named",
    "T2",
    _("Only an adult the activity names gets its numbers. Others see who is on each thread."),
)
OVER_A_PLATFORM = Reason(
    "over_a_platform",
    "T3",
    _("This activity texts through a platform. It has a list of recipients instead of threads."),
)
NOT_IN_CHARGE = Reason(
    "not_in_charge",
    "T2a",
    _(
        "Only the school's principal, their delegate or the network chief settles this for somebody."
    ),
)
OWN_STOP = Reason("own_stop", "T2a", _("You confirm your own under “Stop texting”."))
DONE = Reason("already_done", "T2b", _("This is confirmed already."))
# Who answers for a school's adults.
HEADS = (Role.PRINCIPAL, Role.ADMINISTRATOR)


def own_place(user: User, version: ActivityVersion) -> Staff | None:
    """The user as an adult of the version, unless taken off since."""
    return next((one for one in standing.adults_of(version) if one.user_id == user.pk), None)


def may_call(user: User, own: Staff | None) -> bool:
    """Whether an adult of the version reads which number to call instead; not while the district pauses them (T1)."""
    return own is not None and own.user_id == user.pk and not is_paused(user)


def is_paused(user: User) -> bool:
    """Whether any office has paused the user as an adult who texts, and not lifted it."""
    return Pause.objects.standing().filter(staff__user=user).exists()


def may_take_threads(user: User, version: ActivityVersion) -> Decision:
    """The named adults of a group text, and nobody else: they need the numbers (least privilege)."""
    return Decision.unless(
        (own_place(user, version), NOT_NAMED),
        (version.channel == Channel.GROUP_TEXT, OVER_A_PLATFORM),
    )


def own_stops(user: User) -> QuerySet[ThreadStop]:
    """What the user was told to stop."""
    return ThreadStop.objects.filter(staff__user=user)


def schools_in_charge_of(user: User, on: date | None = None) -> QuerySet[School]:
    """The schools whose adults the user looks after: led, of the network, or as a delegate."""
    held = user.role_assignments.current(on)
    return School.objects.filter(
        Q(pk__in=held.filter(role__in=HEADS).values("school"))
        | Q(network__in=held.filter(role=Role.CHIEF).values("network"))
        | Q(pk__in=user.delegations.current(on).values("school"))
    )


def stops_of_schools(user: User, on: date | None = None) -> QuerySet[ThreadStop]:
    """What other adults of the user's schools were told to stop; a program's is for its own staff (T4)."""
    schools = schools_in_charge_of(user, on)
    seen = ThreadStop.objects.filter(activity__school__in=schools, activity__program__isnull=True)
    return seen.exclude(staff__user=user)


def may_settle(by: Actor, stop: ThreadStop, on: date | None = None) -> Decision:
    """Somebody who answers for the school, about another adult, once."""
    open_still = not hasattr(stop, "acknowledgement")
    return Decision.unless(
        (in_charge_of(by, stop.activity.school, on), NOT_IN_CHARGE),
        (by.user_id != stop.staff.user_id, OWN_STOP),
        (open_still, DONE),
    )
