"""An adult reports contact with a student outside the rules; the guardians are told; the school answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consents.access import off_channel as access
from consents.access.activities import acting_user
from consents.access.verdicts import students_in_reach
from consents.models import OffChannel, OffChannelSeen, OffChannelStudent
from consents.terms import ContactKind
from core.actor import Actor, ActorKind
from core.decision import Decision, Reason
from notices import contacts, posting
from schools.models import GuardianLink, School, Staff, Student
from trail.recording import record

KIND = "consents/off_channel"
IN_FUTURE = Reason("in_future", "T1", _("That moment is still to come."))
OUT_OF_REACH = Reason(
    "out_of_reach", "T1", _("You may report about students you work with. Tell your principal.")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What happened, in the words of the adult."""

    kind: ContactKind
    happened_at: datetime
    channel: str
    account: str
    copy: str = ""


@transaction.atomic
def report(students: Sequence[Student], account: Account, *, by: Actor) -> OffChannel:
    """Keep the report and tell each guardian with authority, at once; contacts kept away hear nothing."""
    user = acting_user(by)
    staff = Staff.objects.filter(user=user).first()
    access.may_report(staff, {student.school_id for student in students}).require()
    reach = students_in_reach(user).filter(pk__in=[student.pk for student in students])
    Decision.unless(
        (account.happened_at <= timezone.now(), IN_FUTURE),
        (reach.count() == len(students), OUT_OF_REACH),
    ).require()
    row = OffChannel.objects.create(
        school=School.objects.get(students=students[0]),
        staff=Staff.objects.get(user=user),
        kind=account.kind,
        happened_at=account.happened_at,
        channel=account.channel,
        account=account.account,
        copy=account.copy,
    )
    told = sum(_tell(row, student) for student in students)
    record(
        "off_channel.reported", row, by=by, topic=row.school, kind=str(row.kind),
        students=[student.pk for student in students], told=told,
    )  # fmt: skip
    return row


@transaction.atomic
def answer(row: OffChannel, *, by: Actor, note: str) -> OffChannelSeen:
    """Who answers for the school has read it, and says what follows."""
    row = (
        OffChannel.objects.select_for_update(of=("self",))
        .select_related("staff", "school")
        .get(pk=row.pk)
    )
    access.may_answer(by, row).require()
    seen = OffChannelSeen.objects.create(report=row, by=acting_user(by), note=note)
    record("off_channel.answered", seen, by=by, topic=row.school)
    return seen


def _tell(row: OffChannel, student: Student) -> int:
    """How many guardians of the student were told."""
    links = GuardianLink.objects.with_authority().filter(
        student=student, guardian__ended_at__isnull=True
    )
    guardians = [link.guardian for link in links.select_related("guardian").order_by("pk")]
    told = 0
    for guardian in guardians:
        reach = contacts.reaches([guardian])[guardian.pk]
        if reach is None:
            continue
        told += 1
        posting.post(
            KIND,
            channel=reach.channel,
            address=reach.address,
            recipient=Actor(ActorKind.GUARDIAN, str(guardian.pk)),
            language=guardian.language,
            facts={"report": row.pk, "student": student.pk},
            key=f"off_channel:{row.pk}:{guardian.pk}",
        )
    OffChannelStudent.objects.create(report=row, student=student, told=told)
    return told
