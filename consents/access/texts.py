"""Whose number a text came from, what it may end, and whose office reads the ones that are not clear."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.access import answers
from consents.access.call_backs import offices_of, with_stake
from consents.models import (
    Answer,
    Ask,
    PhoneChoice,
    TextReply,
    TextSender,
    VersionAdult,
    VersionStudent,
)
from consents.terms import AnswerDecision, ReplyOutcome
from core.decision import Decision, Reason
from notices.models import Notice
from notices.terms import Channel, NoticeState
from schools import signing
from schools.models import Guardian, School, Student
from schools.roles import holds
from schools.terms import Role

NOT_THE_OFFICE = Reason(
    "not_the_office", "T1", _("Only the school's office reads what families text back.")
)
SETTLED = Reason("already_settled", "T1", _("Somebody has settled this text already."))
NO_GUARDIAN = Reason(
    "no_guardian",
    "T1",
    _("No guardian has this number, so there is no permission of theirs to end."),
)
NO_OFFICE = Reason(
    "no_office", "T1", _("No family has this number, so no school's office would make the call.")
)


@dataclass(frozen=True, slots=True)
class Senders:
    """Everybody whose number it is on file: guardians, and students whose guardians named it as theirs."""

    guardians: list[Guardian]
    students: list[Student]

    @property
    def school(self) -> School | None:
        """Whose office reads it: the school of the first child."""
        children = [*self.students]
        # Who is kept away from a child hears from no school, not even its name.
        for guardian in self.guardians:
            if signing.is_shut_out(guardian):
                continue
            links = guardian.links.current().select_related("student__school")
            children += [link.student for link in links.order_by("student_id")]
        return next((child.school for child in children if child.school), None)


def senders_of(number: str) -> Senders:
    """The people with the number now, several where they share it."""
    grants = grants_naming(number)
    students = Student.objects.filter(pk__in=[grant.student_id for grant in grants])
    guardians = Guardian.objects.filter(phone=number, ended_at__isnull=True, merged_into=None)
    return Senders(
        list(guardians.order_by("pk")), list(students.select_related("school").order_by("pk"))
    )


def grants_naming(number: str) -> list[Answer]:
    """Permissions not taken back whose choice of phones names the number as the student's."""
    chosen = PhoneChoice.objects.filter(student_phone=number, texts_student=True)
    grants = (
        Answer.objects.filter(
            pk__in=chosen.values("answer"),
            decision=AnswerDecision.GRANTED,
            withdrawal__isnull=True,
            invalidation__isnull=True,
        )
        .select_related("version__activity__year", "student", "guardian")
        .prefetch_related("phone_choices")
        .order_by("pk")
    )
    return [grant for grant in grants if _newest(grant).student_phone == number]


def live_asks(guardian: Guardian, at: datetime) -> list[Ask]:
    """One ask for each student and activity in which a permission of the guardian stands."""
    rows = signing.rows_of(guardian)
    granted = Ask.objects.filter(guardian__in=rows, answers__decision=AnswerDecision.GRANTED)
    found: dict[tuple[int, int], Ask] = {}
    for ask in granted.select_related("version__activity__year", "guardian").order_by("pk"):
        found[ask.version.activity_id, ask.student_id] = ask
    return [ask for ask in found.values() if answers.may_withdraw(ask, at)]


def last_text_to(number: str) -> Notice | None:
    """The newest text of ours that left to the number: a reply speaks of it."""
    left = Notice.objects.filter(
        channel=Channel.SMS, address=number, state=NoticeState.SENT, left_at__isnull=False
    )
    return left.order_by("-left_at", "-pk").first()


def form_of(notice: Notice | None) -> Ask | None:
    """The one form a text was about, where it was about exactly one answer."""
    if notice is None or "answer" not in notice.facts:
        return None
    found = Ask.objects.filter(answers=notice.facts["answer"])
    return found.select_related("version__activity__year", "guardian").first()


def visible_to(user: User, on: date | None = None) -> QuerySet[TextReply]:
    """Unclear texts of the user's schools, less those of families the user has asked or is named to.

    Texts from a number nobody has are for the records office.
    """
    unclear = TextReply.objects.filter(text__reading="unclear")
    of_family = TextSender.objects.filter(reply=OuterRef("pk"))
    asked = Ask.objects.filter(with_stake(user))
    listed = VersionStudent.objects.filter(
        Q(version__asked_by=user)
        | Q(version__activity__asked_by=user)
        | Q(version__in=VersionAdult.objects.filter(staff__user=user).values("version"))
    )
    mine = of_family.filter(
        Q(guardian__in=asked.values("guardian")) | Q(student__in=listed.values("student"))
    )
    here = Q(school__in=offices_of(user, on))
    if holds(user.pk, [Role.RECORDS], on):
        here |= Q(school__isnull=True)
    return unclear.filter(here).exclude(Exists(mine))


def may_settle(user: User, reply: TextReply, on: date | None = None) -> Decision:
    """The office that sees it, once."""
    seen = visible_to(user, on).filter(pk=reply.pk).exists()
    return Decision.unless((seen, NOT_THE_OFFICE), (not hasattr(reply, "settled"), SETTLED))


def may_mean(reply: TextReply, outcome: ReplyOutcome) -> Decision:
    """Whether the text can have this outcome: a call needs an office, a permission somebody who gave it."""
    has_guardian = reply.senders.filter(guardian__isnull=False).exists()
    return Decision.unless(
        (outcome != ReplyOutcome.CALL or reply.school_id is not None, NO_OFFICE),
        (outcome != ReplyOutcome.WITHDRAW or has_guardian, NO_GUARDIAN),
    )


def reads_replies(user: User, on: date | None = None) -> bool:
    """Whether such texts come to the user at all."""
    return offices_of(user, on).exists() or holds(user.pk, [Role.RECORDS], on)


def _newest(grant: Answer) -> PhoneChoice:
    return max(grant.phone_choices.all(), key=lambda choice: (choice.at, choice.pk))
