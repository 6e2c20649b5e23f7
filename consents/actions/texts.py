"""A text comes in: STOP ends our texts to that number at once; a permission ends only where the text is about it.

From a student's own phone STOP ends every permission that rests on that phone. What is not clear goes to
a person. Whatever stopped is confirmed once, by one text (TCPA).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from consents.access import texts as access
from consents.access.texts import Senders
from consents.actions.codes import actor_for
from consents.actions.withdrawals import end_grants, withdraw
from consents.models import Answer, Ask, CallBack, ReplySettled, TextReply, TextSender
from consents.reports.follow_up import due_on
from consents.terms import CallBackKind, ReplyOutcome, Route, SenderKind
from core.actor import ANYONE, Actor, ActorKind
from notices import inbound, kinds, posting, stops
from notices.models import InboundText
from notices.terms import Channel, Reading
from schools import signing
from schools.models import Guardian, Student
from trail.recording import record

CONFIRMED = "consents/text_confirmed"
STUDENT_STOPPED = "consents/student_stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """A text as the carrier hands it over; `sender` is a number in E.164."""

    carrier_id: str
    sender: str
    to: str
    text: str
    at: datetime


@dataclass(slots=True)
class _Done:
    """What a text has ended or begun, for its one confirmation."""

    stopped: bool = False
    started: bool = False
    withdrawn: int = 0
    student: bool = False

    @property
    def anything(self) -> bool:
        return self.stopped or self.started or self.student or self.withdrawn > 0


@transaction.atomic
def take_in(said: Incoming) -> TextReply:
    """Keep the text and do what it asks for; the same text handed over twice does nothing more."""
    known = TextReply.objects.filter(text__carrier_id=said.carrier_id).first()
    if known is not None:
        return known
    read = inbound.read(said.text)
    text = InboundText.objects.create(
        carrier_id=said.carrier_id,
        sender=said.sender,
        to=said.to,
        text=said.text,
        reading=read.reading,
        language=read.language,
        at=said.at,
    )
    people = access.senders_of(said.sender)
    reply = _note(text, people)
    by = _who(people)
    record("text.received", text, by=by, reading=str(read.reading), senders=len(people.guardians) + len(people.students))  # fmt: skip
    done = _act(Reading(read.reading), text, people, by)
    _confirm(reply, people, done)
    return reply


@transaction.atomic
def settle(reply: TextReply, *, by: User, outcome: ReplyOutcome, words: str) -> ReplySettled:
    """Record what a person made of an unclear text, and do it."""
    # Held until we are done, so that two people do not settle one text.
    text = InboundText.objects.get(pk=reply.text_id)
    reply = TextReply.objects.select_for_update().get(pk=reply.pk)
    access.may_settle(by, reply).require()
    access.may_mean(reply, outcome).require()
    actor, people = Actor(ActorKind.USER, str(by.pk), by.name), _people_of(reply)
    done, call_back = _Done(), None
    if outcome == ReplyOutcome.CALL:
        call_back = _call_back(reply, text, people)
    elif outcome == ReplyOutcome.STOP:
        done = _act(Reading.STOP, text, people, actor)
    elif outcome == ReplyOutcome.WITHDRAW:
        done = _act(Reading.WITHDRAW, text, people, actor)
    row = ReplySettled.objects.create(
        reply=reply, outcome=outcome, words=words, by=by, call_back=call_back
    )
    record("text.settled", reply, by=actor, topic=text, outcome=str(outcome))
    _confirm(reply, people, done)
    return row


def _act(reading: Reading, text: InboundText, people: Senders, by: Actor) -> _Done:
    done, at = _Done(), timezone.now()
    if reading == Reading.UNCLEAR:
        return done
    if reading == Reading.START:
        done.started = stops.start(text.sender, text, at=at, by=by) is not None
        return done
    # Read before the number stops: a reply speaks of the last text it got.
    asks = _meant(reading, text.sender, people, at)
    done.stopped = stops.stop(text.sender, text, at=at, by=by) is not None
    if people.students:
        done.student = _end_for_student(text.sender, people, by, at)
    done.withdrawn = sum(_withdraw(ask, by, at) for ask in asks)
    return done


def _meant(reading: Reading, number: str, people: Senders, at: datetime) -> list[Ask]:
    """The permissions the text takes back: the one it answers, or all where it says so."""
    last = access.last_text_to(number)
    asked_whether = last is not None and kinds.confirms_stop(last.kind)
    if reading == Reading.WITHDRAW or (reading == Reading.REVOKE and asked_whether):
        return [ask for guardian in people.guardians for ask in access.live_asks(guardian, at)]
    ask = access.form_of(last)
    return [ask] if ask is not None else []


def _withdraw(ask: Ask, by: Actor, at: datetime) -> int:
    """End it where it still stands; a person who settles a text writes it down for the guardian."""
    still = {one.pk for one in access.live_asks(ask.guardian, at)}
    same = Ask.objects.filter(
        version__activity=ask.version.activity_id,
        student=ask.student_id,
        guardian__in=signing.rows_of(ask.guardian),
    )
    found = same.filter(pk__in=still).first()
    if found is None:
        return 0
    recorder = by if by.kind == ActorKind.USER else None
    withdraw(found, language=ask.guardian.language, route=Route.TEXT, by=recorder)
    return 1


def _end_for_student(number: str, people: Senders, by: Actor, at: datetime) -> bool:
    """The student's own no: every permission that rests on this phone ends, and the guardians hear why."""
    grants: dict[tuple[int, int], list[Answer]] = defaultdict(list)
    for grant in access.grants_naming(number):
        grants[grant.version.activity_id, grant.student_id].append(grant)
    students = {student.pk: student for student in people.students}
    for (_activity, student), some in sorted(grants.items()):
        recorder = by if by.kind == ActorKind.USER else _student_actor(students[student])
        end_grants(some, by=recorder, at=at, route=Route.TEXT)
        for grant in some:
            _tell_guardian(grant)
    return bool(grants)


def _tell_guardian(grant: Answer) -> None:
    reach = posting.reach(grant.guardian)
    if reach is None:
        return
    posting.post(
        STUDENT_STOPPED,
        channel=reach.channel,
        address=reach.address,
        recipient=actor_for(grant.guardian),
        language=grant.guardian.language or grant.language,
        facts={"answer": grant.pk},
        key=f"student-stopped:{grant.pk}",
    )


def _confirm(reply: TextReply, people: Senders, done: _Done) -> None:
    """One text that names what stopped, in the reader's language; nothing where nothing changed."""
    if not done.anything:
        return
    text = InboundText.objects.get(pk=reply.text_id)
    spoken = next((one.language for one in people.guardians if one.language), "")
    posting.post(
        CONFIRMED,
        channel=Channel.SMS,
        address=text.sender,
        recipient=_who(people),
        language=text.language if text.language not in ("", "en") else spoken,
        facts={
            "reply": reply.pk,
            "stopped": done.stopped,
            "started": done.started,
            "withdrawn": done.withdrawn,
            "student": done.student,
            "guardian": bool(people.guardians),
        },
        key=f"text-confirmed:{reply.pk}",
    )


def _note(text: InboundText, people: Senders) -> TextReply:
    reply = TextReply.objects.create(text=text, school=people.school)
    TextSender.objects.bulk_create(
        [
            *(
                TextSender(reply=reply, kind=SenderKind.GUARDIAN, guardian=one)
                for one in people.guardians
            ),
            *(
                TextSender(reply=reply, kind=SenderKind.STUDENT, student=one)
                for one in people.students
            ),
        ]
    )
    return reply


def _people_of(reply: TextReply) -> Senders:
    """Whose number it was when the text came."""
    rows = list(reply.senders.select_related("guardian", "student").order_by("pk"))
    return Senders(
        [row.guardian for row in rows if row.guardian], [row.student for row in rows if row.student]
    )


def _call_back(reply: TextReply, text: InboundText, people: Senders) -> CallBack:
    guardian = next(iter(people.guardians), None)
    return CallBack.objects.create(
        school=reply.school,
        guardian=guardian,
        kind=CallBackKind.OTHER,
        phone=text.sender,
        language=guardian.language if guardian and guardian.language else "en",
        message=text.text[:500],
        due_on=due_on(reply.school, timezone.now()) if reply.school else None,
    )


def _who(people: Senders) -> Actor:
    """The one person with the number; nobody in particular where several share it."""
    everybody: list[Guardian | Student] = [*people.guardians, *people.students]
    if len(everybody) != 1:
        return ANYONE
    (one,) = everybody
    return actor_for(one) if isinstance(one, Guardian) else _student_actor(one)


def _student_actor(student: Student) -> Actor:
    return Actor(ActorKind.STUDENT, str(student.pk), str(student))
