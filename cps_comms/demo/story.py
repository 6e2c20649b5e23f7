"""A few activities in the practice school, each at another point of its way, told through the real actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from consents import showing
from consents.actions import activities, approvals, asking
from consents.actions.activities import Plan
from consents.actions.answers import Evidence, Phones, Signature, sign
from consents.models import ActivityVersion, Approval, Ask, ExceptionKind
from consents.terms import AnswerDecision, Channel
from core.actor import Actor, ActorKind
from cps_comms.demo.district import practice_school
from platforms.models import Platform
from schools.calendar import year_at
from schools.models import Guardian, Staff, Student
from schools.terms import Authority

NECESSARY = (
    "Away games end at changing times and places. Students have no district device on the bus, "
    "so district e-mail does not reach them when a meeting point moves."
)
# No telephone rings at these.
NUMBER = "+1312555{:04}"
# Who speaks what at home, so that every language can be seen.
LANGUAGES = ("es", "pl", "zh-hans", "ar", "ur", "en", "")
GRANTED, REFUSED = AnswerDecision.GRANTED, AnswerDecision.REFUSED
# What the families of the soccer team said, child by child, guardian by guardian; None is silence.
ANSWERS: tuple[tuple[AnswerDecision | None, ...], ...] = (
    (GRANTED, GRANTED),
    (GRANTED, REFUSED),
    (None, None),
    (REFUSED, None),
    (GRANTED, None),
    (None, None),
)


@dataclass(frozen=True, slots=True)
class Request:
    """What one practice activity asks."""

    code: str
    name: str
    purpose: str
    grade: str
    students: int
    platform: str = ""


SOCCER = Request(
    "safety_meetup",
    "Varsity soccer, away games",
    "Where and when to meet the bus, and changes on the way home.",
    "10",
    len(ANSWERS),
)
ROBOTICS = Request(
    "safety_meetup",
    "Robotics club, competition days",
    "Meeting points at the competition hall, and who picks up whom.",
    "11",
    9,
)
DEBATE = Request(
    "safety_meetup",
    "Debate team, city finals",
    "Finding each other between rounds downtown.",
    "12",
    5,
)
ALERTS = Request(
    "bulk_alerts",
    "Grade 9 text alerts",
    "Early dismissals, closings and schedule changes.",
    "09",
    12,
    "Lakeshore Alerts",
)


def tell(people: Mapping[str, User]) -> None:
    """Ask, approve, question and answer as the practice people would have done it."""
    meet_families()
    by = {who: actor(user) for who, user in people.items()}
    soccer = ask(SOCCER, by=by["coach"], adults=[people["coach"], people["teacher"]])
    approve(soccer, by=by["principal"])
    for child, words in zip(families(soccer), ANSWERS, strict=True):
        answer(child, words)
    ask(ROBOTICS, by=by["teacher"], adults=[people["teacher"]])
    debate = ask(DEBATE, by=by["teacher"], adults=[people["teacher"]])
    approvals.question(
        host(debate), by=by["principal"], note="Why does the district's group messaging not do?"
    )
    ask(ALERTS, by=by["principal"], adults=[people["principal"]])


def actor(user: User) -> Actor:
    return Actor(ActorKind.USER, str(user.pk), user.name)


def meet_families() -> None:
    """Guardians of the practice school speak six languages; of some we know neither the language nor whether
    the contact is still theirs.
    """
    guardians = list(
        Guardian.objects.filter(links__student__school=practice_school()).distinct().order_by("pk")
    )
    for number, guardian in enumerate(guardians):
        guardian.language = LANGUAGES[number % len(LANGUAGES)]
        guardian.contact_verified_at = timezone.now() if guardian.language else None
    fields = ["language", "contact_verified_at"]
    Guardian.objects.bulk_update(guardians, fields, batch_size=500)


def ask(request: Request, *, by: Actor, adults: list[User]) -> ActivityVersion:
    """Draft the request and send it to whoever approves."""
    school = practice_school()
    year = year_at(school, timezone.now())
    today = timezone.localdate()
    version = activities.draft(
        school,
        ExceptionKind.objects.get(code=request.code),
        by=by,
        plan=Plan(
            name=request.name,
            purpose=request.purpose,
            starts_on=today,
            ends_on=max(today, year.class_ends_on) if year else today,
            channel=Channel.PLATFORM if request.platform else Channel.GROUP_TEXT,
            platform=Platform.objects.filter(name=request.platform).first(),
        ),
        adults=list(Staff.objects.filter(user__in=adults)),
        students=students(request),
    )
    return activities.ask(version, by=by)


def students(request: Request) -> list[Student]:
    """Students of the grade whose guardians may sign."""
    found = Student.objects.filter(
        school=practice_school(),
        grade=request.grade,
        guardian_links__authority=Authority.YES,
        guardian_links__ended_at__isnull=True,
    )
    if request is SOCCER:
        found = found.exclude(guardian_links__authority=Authority.CHECK)
    return [
        student
        for student in found.distinct().order_by("pk")
        if student.guardian_links.with_authority().count() >= 2 or request is not SOCCER
    ][: request.students]


def host(version: ActivityVersion) -> Approval:
    return version.approvals.get(school=version.activity.school)


def approve(version: ActivityVersion, *, by: Actor) -> None:
    approvals.approve(host(version), by=by, necessary=NECESSARY, authorised="T2")
    asking.ask_families(host(version), by=Actor.job("consents.ask_families"))


def families(version: ActivityVersion) -> list[list[Ask]]:
    """The asks of each student, in the order in which the students were named."""
    asks = Ask.objects.filter(version=version).select_related("student", "guardian").order_by("pk")
    return [
        [ask for ask in asks if ask.student_id == student.pk]
        for student in version.students.order_by("version_rows__pk")
    ]


def answer(asks: list[Ask], words: tuple[AnswerDecision | None, ...]) -> None:
    for one, decision in zip(asks, words, strict=False):
        if decision is not None:
            sign(one, signature(one, decision), evidence=Evidence(proof={"practice": True}))


def signature(ask: Ask, decision: AnswerDecision) -> Signature:
    language = ask.guardian.language or "en"
    return Signature(
        decision=decision,
        typed_name=str(ask.guardian),
        agreed_to_sign_electronically=True,
        language=language,
        form_key=f"practice-{ask.pk}",
        shown_sha256=showing.words_for(ask, language).sha256,
        phones=Phones(
            student_phone=NUMBER.format(5000 + ask.student_id % 1000),
            duplicates=True,
            own_phone=ask.guardian.phone or NUMBER.format(7000 + ask.guardian_id % 1000),
        ),
    )
