"""A guardian asks that an adult may text their child; the school finds the adult, prepares the form, or says no (T5)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from consents.access import reasons
from consents.access import wishes as access
from consents.actions import activities
from consents.actions.activities import Plan
from consents.actions.codes import actor_for
from consents.actions.steps import post_to
from consents.models import ActivityVersion, ExceptionKind, GuardianWish
from consents.reports.readiness import rule_in_force
from consents.terms import WishMove, WishStage
from consents.workflow import WISH
from core.actor import Actor, ActorKind
from core.decision import Decision, Refused
from notices import posting
from schools import signing
from schools.calendar import local_day, year_at
from schools.models import Guardian, Staff, Student
from trail.recording import record


@transaction.atomic
def wish(
    guardian: Guardian, student: Student, kind: ExceptionKind, *, adult: str, why: str
) -> GuardianWish:
    """Put the wish on the list of the child's school. Asked twice, it is one wish."""
    guardian = Guardian.objects.select_for_update().get(pk=guardian.pk)
    rows = signing.rows_of(guardian)
    same = GuardianWish.objects.filter(
        guardian__in=rows, student=student, kind=kind, adult_typed__iexact=adult,
        stage__in=[WishStage.OPEN, WishStage.MATCHED],
    ).first()  # fmt: skip
    if same:
        return same
    school = student.school
    if school is None:
        raise Refused(Decision((access.NOT_YOUR_CHILD,)))
    access.may_wish(guardian, student, kind, rows, timezone.now()).require()
    made = GuardianWish.objects.create(
        guardian=guardian,
        student=student,
        school=school,
        kind=kind,
        adult_typed=adult,
        why=why,
    )
    record(
        "wish.made", made, by=actor_for(guardian), topic=student, exception=kind.code,
        school=made.school_id,
    )  # fmt: skip
    return made


@transaction.atomic
def take_back(row: GuardianWish, *, guardian: Guardian) -> GuardianWish:
    """The family no longer wants it; nothing was asked of anybody."""
    row = _locked(row)
    row.stage = WISH.next(WishStage(row.stage), WishMove.TAKE_BACK)
    row.save(update_fields=["stage"])
    record("wish.taken_back", row, by=actor_for(guardian), topic=row.student)
    return row


@transaction.atomic
def match(row: GuardianWish, staff: Staff, *, by: User) -> GuardianWish:
    """Say which adult of the school the family means; the adult hears of it."""
    row = _locked(row)
    access.may_match(by, row, staff).require()
    row.stage = WISH.next(WishStage(row.stage), WishMove.MATCH)
    row.staff, row.matched_at, row.matched_by = staff, timezone.now(), by
    row.save(update_fields=["stage", "staff", "matched_at", "matched_by"])
    record("wish.matched", row, by=_actor(by), topic=row.student, staff=staff.pk)
    key = f"wish_matched:{row.pk}:{staff.pk}"
    post_to(staff.user, "consents/wish_matched", facts={"wish": row.pk}, key=key)
    return row


@transaction.atomic
def begin(row: GuardianWish, *, by: User) -> ActivityVersion:
    """Open the request, filled in: this adult, this child, the family's words. The principal decides as always."""
    row = _locked(row)
    access.may_begin(by, row).require()
    stage = WISH.next(WishStage(row.stage), WishMove.BEGIN)
    version = activities.draft(
        row.school,
        row.kind,
        by=_actor(by),
        plan=_plan(row),
        adults=[row.staff] if row.staff else [],
        students=[row.student],
    )
    row.stage, row.activity = stage, version.activity
    row.save(update_fields=["stage", "activity"])
    record("wish.begun", row, by=_actor(by), topic=row.student, activity=version.activity_id)
    return version


@transaction.atomic
def decline(row: GuardianWish, *, by: User, words: str) -> GuardianWish:
    """Say no, in words the family reads on its own page; the message says only that there is an answer."""
    row = _locked(row)
    access.may_decline(by, row).require()
    row.stage = WISH.next(WishStage(row.stage), WishMove.DECLINE)
    row.declined_at, row.declined_by, row.declined_words = timezone.now(), by, words
    row.save(update_fields=["stage", "declined_at", "declined_by", "declined_words"])
    record("wish.declined", row, by=_actor(by), topic=row.student)
    person = signing.person_of(row.guardian)
    reach = posting.reach(person)
    if reach:
        posting.post(
            "consents/wish_declined",
            channel=reach.channel,
            address=reach.address,
            recipient=Actor(ActorKind.GUARDIAN, str(person.pk)),
            language=person.language,
            facts={"wish": row.pk},
            key=f"wish_declined:{row.pk}",
        )
    return row


def _plan(row: GuardianWish) -> Plan:
    """From today until classes end, or for as many days as the exception allows."""
    at = timezone.now()
    year = year_at(row.school, at)
    if year is None:
        raise Refused(Decision((reasons.NO_YEAR,)))
    today = local_day(at, year.timezone)
    last = max(today, year.class_ends_on)
    longest = rule_in_force(row.kind, at).terms.longest_days
    if longest is not None:
        last = min(last, today.fromordinal(today.toordinal() + longest - 1))
    return Plan(
        # The name travels in messages, so it names nobody.
        name=row.kind.name,
        purpose=row.why,
        starts_on=today,
        ends_on=min(last, year.ends_on),
        wished=True,
    )


def _locked(row: GuardianWish) -> GuardianWish:
    return (
        GuardianWish.objects.select_for_update(of=("self",))
        .select_related("school", "kind", "student", "guardian__merged_into", "staff__user")
        .get(pk=row.pk)
    )


def _actor(user: User) -> Actor:
    return Actor(ActorKind.USER, str(user.pk), user.name)
