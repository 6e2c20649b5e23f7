"""Families to follow up, a silent guardian who was told, a conflict, and the district's lines to call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import time

from django.utils import timezone

from accounts.models import User
from consents import wording
from consents.actions import call_backs, news, others
from consents.actions.answers import Evidence, sign
from consents.models import Ask, CallBack, OtherTold
from consents.terms import AnswerDecision, CallBackKind, CallResult
from core.actor import Actor
from cps_comms.demo import story
from schools.actions import lines
from schools.models import District, Student
from schools.terms import LineCode

TRACK = story.Request(
    "safety_meetup",
    "Track and field, meets",
    "Where the bus waits after a meet, and when it leaves.",
    "12",
    4,
)
WEEKDAYS = range(5)
LINES = (
    {
        "code": LineCode.OIG,
        "name": "Inspector General's line",
        "purpose": "when an adult breaks a rule",
        "phone": "+17734837283",
        "week": [(day, time(8), time(17)) for day in WEEKDAYS],
    },
    {
        "code": LineCode.OIG,
        "name": "Sexual Allegations Unit",
        "purpose": "when an adult's messages feel wrong",
        "phone": "+18338355277",
        "week": [(day, time(8), time(17)) for day in WEEKDAYS],
    },
    {
        "code": LineCode.STUDENT_PROTECTIONS,
        "name": "Student Protections Hotline",
        "purpose": "when students threaten or bully you",
        "phone": "+17735354400",
        "languages": ["en", "es"],
        "week": [(day, time(7), time(18)) for day in WEEKDAYS],
    },
    {
        "code": LineCode.DCFS,
        "name": "Child-protection hotline",
        "purpose": "when a child is hurt or not safe",
        "phone": "+18002522873",
        "languages": ["en", "es"],
        "round_the_clock": True,
    },
)
BY = Actor.command("seed_demo")


def tell(people: Mapping[str, User]) -> None:
    """One form, four families: a silent guardian, an objection, a no with questions, a wish to be called."""
    name_lines()
    use_the_rosters_addresses()
    coach, principal = story.actor(people["coach"]), story.actor(people["principal"])
    track = story.ask(TRACK, by=coach, adults=[people["coach"]])
    story.approve(track, by=principal)
    families = [asks for asks in story.families(track) if asks]
    for asks in families[:2]:
        story.answer(asks, (AnswerDecision.GRANTED,))
    news.read_all(timezone.now(), by=BY)
    object_by_tap()
    if len(families) >= TRACK.students:
        refuse(families[2][0], reason_code="questions")
        refuse(families[3][0], call_me=True)
    news.read_all(timezone.now(), by=BY)
    try_a_call(people["clerk"])


def name_lines() -> None:
    for facts in LINES:
        lines.add_line(facts, by=BY)


def use_the_rosters_addresses() -> None:
    """The district's own e-mail domains: the one its roster's students have, and that of the sign-ins."""
    email = Student.objects.exclude(email="").values_list("email", flat=True).first() or ""
    District.objects.update(email_domain=f"{email.partition('@')[2]}, demo.test".lstrip(", "))


def object_by_tap() -> None:
    """One guardian who was told that the other agreed does not."""
    told = OtherTold.objects.select_related("guardian", "student", "kind", "year").order_by("-pk")
    if told:
        words = wording.Words("en", "May school staff text your child?", [])
        others.object_to(told[0], words=(words, words), evidence=Evidence())


def refuse(ask: Ask, *, reason_code: str = "", call_me: bool = False) -> None:
    signature = story.signature(ask, AnswerDecision.REFUSED)
    wish = replace(signature, reason_code=reason_code, call_me=call_me)
    sign(ask, wish, evidence=Evidence(proof={"practice": True}))


def try_a_call(clerk: User) -> None:
    row = CallBack.objects.filter(kind=CallBackKind.REFUSAL, done_at=None).first()
    if row is not None:
        call_backs.take(row, by=clerk)
        call_backs.note_attempt(row, by=clerk, result=CallResult.NO_ANSWER)
