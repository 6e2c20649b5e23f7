"""Who signed, and who may: an answer to check, a contact kept away, a ward, one person in two rows, an 18th birthday."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from consents.actions import holds
from consents.models import Answer, VersionStudent
from consents.terms.holds import HoldCause
from core.actor import Actor
from cps_comms.demo import story
from schools import access
from schools.actions import corrections, signing
from schools.actions.signing import Ruling
from schools.models import GuardianLink, Student
from schools.terms import Authority, Branch

BY = Actor.command("seed_demo")
DUE = timedelta(days=10)
BIRTHDAY = timedelta(days=6)
# Whoever has a stake in a family's answer leaves it alone, in the practice district too.
MOST_TRIED = 60


def tell(people: Mapping[str, User]) -> None:
    """Students of no approved activity stand for the branches, so that no story changes.

    Whoever prepared a form has a stake in every family it asks, so the administrator enters what gives permission.
    """
    records, admin = story.actor(people["records"]), story.actor(people["admin"])
    _hold_an_answer()
    quiet = _quiet_students(people["clerk"])
    if len(quiet) >= 3:
        _keep_away(quiet[0], records)
        signing.set_branch(
            quiet[1], Ruling(Branch.NOBODY), by=records, source="Custody is open; call the court."
        )
        _stand_twice(quiet[2], admin)
    _turn_18_soon(admin)


def _hold_an_answer() -> None:
    """The newest refusal: held, it still counts, so that no verdict of the practice district changes."""
    answer = Answer.objects.filter(decision="refused").order_by("-pk").first()
    if answer is not None:
        holds.hold(answer, [HoldCause.CHANGED_SINCE, HoldCause.SHARED_DEVICE], by=BY)


def _quiet_students(clerk: User) -> list[Student]:
    listed = VersionStudent.objects.filter(version__approvals__stage="approved").values("student")
    found = Student.objects.visible_to(clerk).enrolled().exclude(pk__in=listed)
    with_contacts = found.filter(guardian_links__ended_at=None).distinct().order_by("pk")
    return list(with_contacts[:3])


def _keep_away(student: Student, records: Actor) -> None:
    link = GuardianLink.objects.current().filter(student=student).select_related("guardian").first()
    if link is not None:
        due = timezone.localdate() + DUE
        signing.block(
            link.guardian, [student], by=records, source="By telephone; the order comes.", proof_due_on=due
        )  # fmt: skip


def _stand_twice(student: Student, admin: Actor) -> None:
    """The same contact under another spelling."""
    link = GuardianLink.objects.current().filter(student=student).select_related("guardian").first()
    if link is None:
        return
    known = link.guardian
    facts = {
        "given_name": known.given_name[:1],
        "family_name": known.family_name,
        "email": known.email,
        "phone": known.phone,
    }
    corrections.add_guardian(
        student,
        facts,
        relationship=link.relationship,
        authority=Authority(link.authority),
        reason="On the enrolment card.",
        by=admin,
    )


def _turn_18_soon(admin: Actor) -> None:
    """A listed student whose parents' yes ends next week."""
    place = VersionStudent.objects.filter(
        version__asked_at__isnull=False, version__approvals__stage="approved"
    )
    rows = place.select_related("student__school").order_by("-student__grade", "pk")[:MOST_TRIED]
    row = next((one for one in rows if access.may_correct(admin, one.student)), None)
    if row is None:
        return
    day = timezone.localdate() + BIRTHDAY
    born = day.replace(year=day.year - 18, day=min(day.day, 28))
    corrections.correct_student(row.student, {"birth_on": born}, by=admin)
