"""May this guardian sign, withdraw or change phones now? A signature that cannot count is not taken."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from consents import standing
from consents.models import Answer, Ask
from consents.terms import AnswerDecision
from core.decision import Decision, Reason
from schools import signing
from schools.models import Guardian, GuardianLink

NO_AUTHORITY = Reason(
    "no_authority",
    "T1",
    _("The school's record does not say now that you may sign for this student."),
)
NOT_YET_OPEN = Reason("signing_not_open", "T7", _("Signing for this school year has not opened."))
YEAR_OVER = Reason("year_over", "T7", _("The school year of this form is over."))
ACTIVITY_OVER = Reason("activity_over", "T7", _("The activity is over."))
NOT_APPROVED = Reason(
    "not_approved", "T2a", _("The principal's approval of this form does not stand now.")
)
PROGRAM_OVER = Reason("program_over", "T4", _("The program of this form is over."))
TAKEN_OFF = Reason("taken_off", "T7", _("Your child is no longer on the list of this activity."))
NO_ADULT = Reason("no_adult", "T2", _("No adult named on this form is left."))
NEWER_FORM = Reason("newer_form", "T7", _("A newer form has taken the place of this one."))
OFF_THE_LIST = Reason("taken_off", "T7", _("You are no longer on the list of this activity."))
STUDENT_IS_ADULT = Reason(
    "student_is_adult", "T1", _("The student is 18 or older and answers for themselves.")
)
NOTHING_TO_WITHDRAW = Reason(
    "nothing_to_withdraw", "T1", _("There is no permission of yours that still stands here.")
)


def has_authority(guardian: Guardian, student_id: int) -> bool:
    """Whether this person may sign for the student now: as a guardian, or as the student themself (T1)."""
    person = signing.person_of(guardian)
    if person.self_of is not None:
        return person.self_of_id == student_id and signing.signs_alone(person.self_of)
    return (
        person.ended_at is None
        and GuardianLink.objects.with_authority()
        .filter(guardian=person, student_id=student_id)
        .exists()
    )


def may_answer(ask: Ask, at: datetime) -> Decision:
    """Every reason why a signature on this ask could not count now (T2a, T7)."""
    newer = Ask.objects.filter(
        guardian__in=signing.rows_of(ask.guardian),
        student=ask.student_id,
        version__activity=ask.version.activity_id,
        version__number__gt=ask.version.number,
    )
    signer = (has_authority(ask.guardian, ask.student_id), NO_AUTHORITY)
    return Decision.unless(signer, (not newer.exists(), NEWER_FORM), *form_checks(ask, at))


def form_checks(ask: Ask, at: datetime) -> list[tuple[object, Reason]]:
    """The checks on the form itself; asks nothing of the database when fetched with `standing.FETCH`."""
    version, student = ask.version, ask.student
    year, day = version.activity.year, standing.today_at(version, at)
    last = min(standing.ends_on_of(version), year.ends_on)
    return [
        (day >= year.starts_on, NOT_YET_OPEN),
        (day <= year.ends_on, YEAR_OVER),
        (day <= last or day > year.ends_on, ACTIVITY_OVER),
        (standing.is_approved(version, student), NOT_APPROVED),
        (standing.program_in_force(version, at), PROGRAM_OVER),
        (
            not standing.is_taken_off(version, student),
            OFF_THE_LIST if ask.guardian.self_of_id else TAKEN_OFF,
        ),
        (standing.adults_of(version), NO_ADULT),
        (ask.guardian.self_of_id or not student.is_adult(day), STUDENT_IS_ADULT),
    ]


def has_answered(ask: Ask) -> bool:
    """Whether this guardian has signed any form of the activity for the student that counts."""
    return Answer.objects.filter(
        guardian=ask.guardian_id,
        student=ask.student_id,
        version__activity=ask.version.activity_id,
        invalidation__isnull=True,
    ).exists()


def live_grants(ask: Ask) -> list[Answer]:
    """This guardian's grants for the student and activity, of every version, that still stand.

    The latest word counts: a grant before a refusal no longer stands, unless the refusal kept it.
    """
    answers = (
        Answer.objects.filter(
            guardian__in=signing.rows_of(ask.guardian),
            student=ask.student_id,
            version__activity=ask.version.activity_id,
        )
        .select_related("withdrawal", "invalidation", "version")
        .order_by("signed_at", "pk")
    )
    standing_now: list[Answer] = []
    for answer in answers:
        if hasattr(answer, "invalidation"):
            continue
        if answer.decision == AnswerDecision.REFUSED and not answer.keeps_earlier:
            standing_now = []
        if answer.decision == AnswerDecision.GRANTED and not hasattr(answer, "withdrawal"):
            standing_now.append(answer)
    return standing_now


def may_withdraw(ask: Ask, at: datetime) -> Decision:
    """A permission that still stands in its school year can be taken back by the one who gave it."""
    day = standing.today_at(ask.version, at)
    return Decision.unless(
        (has_authority(ask.guardian, ask.student_id), NO_AUTHORITY),
        (day <= ask.version.activity.year.ends_on, YEAR_OVER),
        (live_grants(ask), NOTHING_TO_WITHDRAW),
    )


def may_change_phones(answer: Answer, at: datetime) -> Decision:
    """Phones can be changed as long as the permission stands."""
    decision = may_withdraw(answer.ask, at)
    if not decision:
        return decision
    stands = any(grant.pk == answer.pk for grant in live_grants(answer.ask))
    return Decision.unless((stands, NOTHING_TO_WITHDRAW))
