"""Hand the numbers of group texts to an adult, and keep who got which, when and how (T2b)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consents.access import threads as access
from consents.access.activities import acting_user
from consents.models import (
    Activity,
    ActivityVersion,
    HandOut,
    Narrowing,
    Thread,
    ThreadMember,
)
from consents.reports.threads import Case, Found, Leg, find
from consents.reports.versions import current_version
from consents.terms import Move, Narrowed, Stage
from consents.terms.threads import HandOutForm
from core.actor import Actor
from core.decision import Decision, Reason
from core.workflow import IllegalMove
from schools.models import District, Staff
from trail.recording import record

NOBODY_CHOSEN = Reason("nobody_chosen", "T2b", _("Choose at least one student of the activity."))
NOT_ALL_SHARE = Reason(
    "not_all_share",
    "T2b",
    _("A family did not agree that other families see their numbers. Text that student alone."),
)


@dataclass(frozen=True, slots=True)
class Wish:
    """Which students' threads, in which form; `shared`: one group for all of them."""

    students: Sequence[int]
    form: HandOutForm
    shared: bool = False


@transaction.atomic
def hand_out(activity: Activity, wish: Wish, *, by: Actor) -> HandOut:
    """Keep and give out one thread per student, or shared ones under the set limit.

    Raises `Refused` with every reason when any of the threads lacks a leg: then none is handed out.
    """
    user, at = acting_user(by), timezone.now()
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
    version = _sent_version(activity)
    access.may_take_threads(user, version).require()
    adult = access.own_place(user, version)
    assert adult is not None  # noqa: S101 -- may_take_threads has said so
    found = _chosen(activity, version, adult, wish, at)
    row = HandOut.objects.create(
        activity=activity, version=version, staff=adult, form=wish.form,
        email=found[0].email, at=at,
    )  # fmt: skip
    for group in _groups(found, wish):
        _keep(row, group, shared=wish.shared)
    record(
        "thread.handed_out", row, by=by, topic=activity, form=str(wish.form), shared=wish.shared,
        version=version.number, count=len(found), students=[one.case.student_id for one in found],
    )  # fmt: skip
    return row


def most_on_thread() -> int:
    """The district's limit for one group text, the mailbox included."""
    return (District.objects.first() or District()).most_on_thread


def _sent_version(activity: Activity) -> ActivityVersion:
    version = current_version(activity)
    if version is None:
        raise IllegalMove(Stage.DRAFT, Move.ASK)
    return version


def _chosen(
    activity: Activity, version: ActivityVersion, adult: Staff, wish: Wish, at: datetime
) -> list[Found]:
    """What is found for the chosen students who are listed, in the order of their names; whole or not at all."""
    off = Narrowing.objects.filter(
        activity=activity, what=Narrowed.STUDENT, up_to_version__gte=version.number
    )
    listed = version.students.filter(pk__in=wish.students).exclude(pk__in=off.values("student"))
    keys = listed.order_by("family_name", "given_name", "pk").values_list("pk", flat=True)
    Decision.unless((keys, NOBODY_CHOSEN)).require()
    found = list(find([Case(adult.pk, activity.pk, key) for key in keys], at).values())
    refusals = [reason for one in found for reason in one.reasons]
    if wish.shared and not all(one.shared for one in found):
        refusals.append(NOT_ALL_SHARE)
    Decision(tuple(dict.fromkeys(refusals))).require()
    return found


def _groups(found: Sequence[Found], wish: Wish) -> list[list[Found]]:
    """One student a thread; of a shared one as many families as the limit holds."""
    if not wish.shared:
        return [[one] for one in found]
    most = most_on_thread()
    groups: list[list[Found]] = []
    for one in found:
        if not groups or _size([*groups[-1], one]) > most:
            groups.append([])
        groups[-1].append(one)
    return groups


def _size(group: Sequence[Found]) -> int:
    """The different numbers, and the mailbox. A parent of two students is one person."""
    return len({leg.number for one in group for leg in one.shared}) + 1


def _keep(row: HandOut, group: Sequence[Found], *, shared: bool) -> None:
    days = [one.until for one in group if one.until]
    thread = Thread.objects.create(hand_out=row, is_shared=shared, until=min(days))
    ThreadMember.objects.bulk_create(
        _member(thread, leg) for one in group for leg in (one.shared if shared else one.legs)
    )


def _member(thread: Thread, leg: Leg) -> ThreadMember:
    return ThreadMember(
        thread=thread, student_id=leg.student_id, guardian=leg.guardian, choice=leg.choice
    )
