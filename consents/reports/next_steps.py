"""What would make a no a yes: for each reason one concrete next step, and who can take it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from consents.terms import ApprovalDecision, Reason
from consents.verdicts import Judged

if TYPE_CHECKING:
    from core.decision import Reason as Refusal


def isolated(name: object) -> str:
    """A name that keeps its own writing direction inside a sentence of another (the marks of <bdi>)."""
    return f"\u2068{name}\u2069"


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """The names that a step may say. Empty where the reader may not see them."""

    student: str
    adult: str
    adult_email: str
    asker: str
    principals: tuple[str, ...] = ()
    guardians: dict[str, str] | None = None
    platform: str = ""
    # The exception asks no principal: the outreach office decides in their place (T4).
    by_office: bool = False

    @property
    def principal(self) -> str:
        if self.by_office:
            return _("The outreach office")
        if not self.principals:
            return _("The principal")
        return _("The principal ({names})").format(names=", ".join(self.principals))

    def of(self, ids: frozenset[str]) -> str:
        """The guardians with these ids, by name where they may be named."""
        known = self.guardians or {}
        names = [known[one] for one in sorted(ids) if one in known]
        return ", ".join(names) or _("the guardian")


@dataclass(frozen=True, slots=True)
class Line:
    """A reason with its next step."""

    text: str
    clause: str
    step: str
    code: str = ""


Told = tuple[Judged, People]


def lines(judged: Judged, people: People) -> list[Line]:
    """Every reason of the verdict, each with what somebody can do about it."""
    return [_line(reason, (judged, people)) for reason in judged.verdict.reasons]


def _line(reason: Refusal, told: Told) -> Line:
    return Line(str(reason.text), reason.clause, STEPS[Reason(reason.code)](told), reason.code)


def _not_enrolled(told: Told) -> str:
    return _(
        "If {student} does attend a school of the district, the school's office corrects the record."
    ).format(student=told[1].student)


def _grade(_told: Told) -> str:
    return _(
        "Write by district e-mail or in the district's classroom tools: those need no permission."
    )


def _not_designated(told: Told) -> str:
    judged, people = told
    if not judged.covers_adult:
        return _(
            "{asker} asks for a wider version that names an adult this exception covers instead of {adult}."
        ).format(asker=people.asker, adult=people.adult)
    return _(
        "{asker} asks for a wider version that names {adult}; the principal approves it and the families sign again."
    ).format(asker=people.asker, adult=people.adult)


def _not_active(told: Told) -> str:
    return _(
        "If {adult} still works for the district, the school's office has the roster corrected."
    ).format(adult=told[1].adult)


def _paused(told: Told) -> str:
    return _(
        "Paused by the district. The office that paused {adult} ends it; write to nobody until then."
    ).format(adult=told[1].adult)


def _not_approved(told: Told) -> str:
    judged, people = told
    approval = judged.facts.approval
    if approval and approval.decision == ApprovalDecision.DENIED:
        return _("{principal} said no. {asker} can ask again with other reasons.").format(
            principal=people.principal, asker=people.asker
        )
    if approval:
        return _("{principal} decides; the request is waiting in the list of approvals.").format(
            principal=people.principal
        )
    return _("{asker} sends the request; then {principal} decides.").format(
        asker=people.asker, principal=people.principal
    )


def _revoked(told: Told) -> str:
    people = told[1]
    return _("{asker} asks anew, and {principal} approves again.").format(
        asker=people.asker, principal=people.principal
    )


def _program(_told: Told) -> str:
    return _(
        "The outreach office enters the CEO's approval, or a later last day, and a second person publishes it."
    )


def _platform(told: Told) -> str:
    people = told[1]
    return _("ITS decides about {platform}. Meanwhile {asker} can ask for another channel.").format(
        platform=people.platform or _("the platform"), asker=people.asker
    )


def _not_this_activity(told: Told) -> str:
    judged, people = told
    activity = judged.facts.activity
    if activity is None or not activity.student_listed:
        return _(
            "{asker} asks for a wider version that lists {student}; the family then signs."
        ).format(asker=people.asker, student=people.student)
    day = judged.facts.year.day(judged.question.at)
    if activity.starts_on and day < activity.starts_on:
        return _("Wait until the first day: {day}.").format(
            day=date_format(activity.starts_on, "DATE_FORMAT")
        )
    return _("{asker} asks for a later last day; the families then sign again.").format(
        asker=people.asker
    )


def _no_answer(told: Told) -> str:
    judged, people = told
    facts = judged.facts
    if judged.held:
        return _(
            "An answer is there and is being checked: the school's office settles it in its list of held answers."
        )
    if facts.student.adult:
        return _(
            "{student} signs for themself, on their own page ({page}) or on paper at the school's office."
        ).format(student=people.student, page=reverse("my_forms"))
    silent = facts.guardians - judged.grantors
    if not facts.guardians:
        return _(
            "The school's office settles who may sign for {student}, and then the family is asked."
        ).format(student=people.student)
    return _(
        "A guardian signs: {names}. They have a message with a link; the school's office helps where it did not arrive."
    ).format(names=people.of(silent))


def _refused(told: Told) -> str:
    judged, people = told
    if judged.only_me:
        return _(
            "{names} can allow the student's phone too, on their own page. Until then text the guardian alone."
        ).format(names=people.of(judged.only_me))
    return _(
        "Only who refused can change it, on their own page. Refusing is their right; do not press."
    )


def _withdrawn(_told: Told) -> str:
    return _("Only who took it back can give it again, on their own page. Stop the thread now.")


def _conflict(told: Told) -> str:
    judged, people = told
    if judged.only_me:
        return _refused(told)
    against = judged.facts.guardians - judged.grantors
    return _(
        "Whoever is against it can change their own answer: {names}. The office may talk with the family."
    ).format(names=people.of(against))


def _another_year(told: Told) -> str:
    return _(
        "{asker} asks again for the new school year, and the families sign a new form."
    ).format(asker=told[1].asker)


def _guardian_left_out(told: Told) -> str:
    judged, people = told
    if not judged.grantors:
        return _("Put a guardian who gave permission on the thread; nobody has yet.")
    return _("Put a guardian who gave permission on the thread: {names}.").format(
        names=people.of(judged.grantors)
    )


def _duplicate_left_out(told: Told) -> str:
    judged, people = told
    wanted = frozenset(
        one.removeprefix("guardian:")
        for one in judged.verdict.required_members
        if one.startswith("guardian:")
    )
    return _("Put them on the thread: {names}.").format(names=people.of(wanted))


def _email_left_out(told: Told) -> str:
    return _("Add {email} to the thread; it keeps the record.").format(email=told[1].adult_email)


def _not_entitled(_told: Told) -> str:
    return _("Take them off, or start a new thread without them.")


STEPS: dict[Reason, Callable[[Told], str]] = {
    Reason.STUDENT_NOT_ENROLLED: _not_enrolled,
    Reason.GRADE_NOT_COVERED: _grade,
    Reason.ADULT_NOT_DESIGNATED: _not_designated,
    Reason.ADULT_NOT_ACTIVE: _not_active,
    Reason.ADULT_PAUSED: _paused,
    Reason.NOT_APPROVED: _not_approved,
    Reason.APPROVAL_REVOKED: _revoked,
    Reason.PROGRAM_NOT_APPROVED: _program,
    Reason.PLATFORM_NOT_APPROVED: _platform,
    Reason.NOT_THIS_ACTIVITY: _not_this_activity,
    Reason.NO_ANSWER: _no_answer,
    Reason.REFUSED: _refused,
    Reason.WITHDRAWN: _withdrawn,
    Reason.CONFLICT: _conflict,
    Reason.ANOTHER_SCHOOL_YEAR: _another_year,
    Reason.GUARDIAN_LEFT_OUT: _guardian_left_out,
    Reason.DUPLICATE_LEFT_OUT: _duplicate_left_out,
    Reason.EMPLOYEE_EMAIL_LEFT_OUT: _email_left_out,
    Reason.NOT_ENTITLED_ON_THREAD: _not_entitled,
}
