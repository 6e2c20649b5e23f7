"""This year's activities go on as drafts in the next school year (T7): nothing is sent, nobody is asked."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from consents.access import next_year as access
from consents.access.activities import acting_user
from consents.actions import activities
from consents.models import Activity, Continuation, VersionAdult, VersionStudent
from consents.reports.next_year import Plan, plans, with_everybody
from consents.reports.readiness import rule_in_force
from core.actor import Actor, ActorKind
from core.decision import Decision
from trail.recording import record


def continue_all(
    found: Sequence[Activity], *, by: Actor
) -> tuple[list[Continuation], list[tuple[Activity, Decision]]]:
    """A draft for each, each in a transaction of its own; those that cannot go on, with why."""
    made, refused = [], []
    for activity in found:
        outcome = continue_one(activity, by=by)
        if isinstance(outcome, Decision):
            refused.append((activity, outcome))
        else:
            made.append(outcome)
    return made, refused


@transaction.atomic
def continue_one(activity: Activity, *, by: Actor) -> Continuation | Decision:
    """The activity as a draft of who asked for it, in the next year; once, however often it is asked for.

    A no comes back with its reasons; only who may not do it at all is refused.
    """
    access.may_continue(by, activity).require()
    user = acting_user(by)
    Activity.objects.select_for_update().get(pk=activity.pk)
    before = Continuation.objects.filter(source=activity).first()
    if before:
        return before
    (fresh,) = with_everybody(Activity.objects.filter(pk=activity.pk))
    plan = next(iter(plans([fresh])), None)
    decision = _may_go_on(plan)
    if plan is None or not decision:
        return decision
    drafted = _drafted(plan)
    row = Continuation.objects.create(
        source=activity,
        activity=drafted,
        by=user,
        left_out=[[one.kind, one.who.pk, str(one.why)] for one in plan.gone],
    )
    record(
        "activity.continued", row, by=by, topic=drafted, source=activity.pk,
        students=len(plan.students), left_out=len(plan.gone),
    )  # fmt: skip
    return row


def _may_go_on(plan: Plan | None) -> Decision:
    if plan is None:
        return Decision((access.NOT_APPROVED,))
    return Decision.unless(
        (plan.year, access.NO_NEXT_YEAR), (plan.asker and plan.adults, access.NOBODY_LEFT)
    )


def _drafted(plan: Plan) -> Activity:
    """The draft, held by who asked: they look it over and send it; the principal decides then."""
    source, old, asker = plan.activity, plan.version, plan.asker
    if asker is None or plan.year is None or plan.starts_on is None or plan.ends_on is None:
        raise ValueError("a plan without its year or asker is no draft")
    activity = Activity.objects.create(
        school=source.school, kind=source.kind, year=plan.year, asked_by=asker
    )
    version = activities.new_version(
        activity,
        rule_in_force(source.kind, timezone.now()),
        activities.Plan(
            name=old.name,
            purpose=old.purpose,
            starts_on=plan.starts_on,
            ends_on=plan.ends_on,
            channel=old.channel,
            platform=old.platform,
        ),
        by=Actor(ActorKind.USER, str(asker.pk), asker.name),
    )
    VersionAdult.objects.bulk_create(
        VersionAdult(version=version, staff=one) for one in plan.adults
    )
    VersionStudent.objects.bulk_create(
        (VersionStudent(version=version, student=one) for one in plan.students), batch_size=1_000
    )
    return activity
