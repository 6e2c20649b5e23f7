"""The guardian who has not answered: told once that another one agreed, and able to object in one tap."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from consents import wording
from consents.access import others as access
from consents.actions.answers import Evidence, keep_words
from consents.actions.codes import actor_for
from consents.actions.day_messages import Wanted, invite_all
from consents.actions.news_queue import look_again
from consents.actions.news_telling import after_quiet, to_guardian
from consents.models import Activity, ActivityVersion, Answer, Ask, OtherTold
from consents.reports.may_be_told import Told, reachable_signers
from consents.terms import AnswerDecision, Route
from core.actor import Actor
from notices import posting
from schools import signing
from schools.calendar import local_day
from schools.models import Guardian, Student
from trail.recording import entry, record, record_all

# One person under two spellings has spoken, and was told, under either.
PERSON = Coalesce("guardian__merged_into", "guardian")
# What a page said: in the reader's language, and in English.
Shown = tuple[wording.Words, wording.Words]


def tell_others(
    activity: Activity, students: Collection[int], *, by: Actor, at: datetime
) -> list[OtherTold]:
    """Tell the guardians who have not answered about these students, once an exception, student and year.

    Inside the caller's transaction. Not where the exception says so, nor where silence is an answer.
    """
    rule = activity.latest.rule
    if rule.is_opt_out or not rule.terms.tells_others:
        return []
    # Whoever answers for themself needs nobody else's word.
    alone = signing.who_sign_alone(
        Student.objects.filter(pk__in=students), local_day(at, activity.year.timezone)
    )
    signers = reachable_signers(set(students) - alone)
    silent = _silent(activity, signers)
    rows = [
        OtherTold(
            guardian=told.guardian, student_id=student, kind=activity.kind, year=activity.year,
            activity=activity, at=at,
        )
        for student, told in silent
    ]  # fmt: skip
    made = OtherTold.objects.bulk_create(rows, batch_size=500)
    record_all(
        entry("other.told", row, by=by, topic=activity, guardian=row.guardian_id, student=row.student_id)
        for row in made
    )  # fmt: skip
    _post(activity, made, {told.guardian.pk: told for _student, told in silent}, at)
    return made


@transaction.atomic
def object_to(told: OtherTold, *, words: Shown, evidence: Evidence) -> list[Answer]:
    """A no to every form of the exception that the guardian has not answered for the student; `Refused` otherwise.

    `words` are those of the page, as shown and in English. The link suffices: whoever holds it can only take permission away. The contact on file gets word of it,
    and an answer given with a code takes its place.
    """
    person = signing.person_of(told.guardian)
    guardian = Guardian.objects.select_for_update().get(pk=person.pk)
    at, by = timezone.now(), actor_for(guardian)
    access.may_object(told, at).require()
    answers = [
        _refuse(told, version, words, evidence, at) for version in access.open_versions(told, at)
    ]
    for answer in answers:
        record(
            "answer.given", answer, by=by, topic=answer.version.activity,
            decision=str(answer.decision), version=answer.version_id, student=answer.student_id,
            keeps_earlier=False, shown=answer.shown.sha256, language=answer.language, route=str(Route.LINK),
        )  # fmt: skip
        look_again(answer.version.activity_id, answer.student_id)
    _confirm(answers[0], guardian)
    return answers


def _silent(activity: Activity, signers: dict[int, list[Told]]) -> list[tuple[int, Told]]:
    """Who said nothing about the activity and was not told before in this year."""
    spoke = set(
        Answer.objects.filter(version__activity=activity, student__in=signers).values_list(
            "student", PERSON
        )
    )
    before = set(
        OtherTold.objects.filter(
            kind=activity.kind_id, year=activity.year_id, student__in=signers
        ).values_list("student", PERSON)
    )
    return [
        (student, told)
        for student, each in sorted(signers.items())
        for told in each
        if (student, told.guardian.pk) not in spoke | before
    ]


def _post(
    activity: Activity, rows: list[OtherTold], reached: dict[int, Told], at: datetime
) -> None:
    year = activity.year
    wanted = {row.guardian_id: Wanted(row.guardian_id, activity.school, year) for row in rows}
    leaves = after_quiet(at, year.timezone)
    invitations = invite_all(list(wanted.values()), at)
    posting.post_all(
        to_guardian(
            "consents/other_agreed",
            reached[row.guardian_id],
            facts={"told": row.pk, "invitation": invitations[row.guardian_id].pk},
            key=f"other:{row.pk}",
            not_before=leaves,
        )
        for row in rows
    )


def _refuse(
    told: OtherTold,
    version: ActivityVersion,
    words: Shown,
    evidence: Evidence,
    at: datetime,
) -> Answer:
    ask, _made = Ask.objects.get_or_create(
        version=version, student=told.student, guardian=told.guardian
    )
    shown, english = (keep_words(one) for one in words)
    return Answer.objects.create(
        ask=ask,
        version=version,
        student=told.student,
        guardian=signing.person_of(told.guardian),
        decision=AnswerDecision.REFUSED,
        signed_at=at,
        received_at=at,
        route=Route.LINK,
        shown=shown,
        shown_english=english,
        language=shown.language,
        typed_name="",
        address=evidence.address,
        browser=evidence.browser[:300],
        proof={"link": True, "told": told.pk},
    )


def _confirm(answer: Answer, guardian: Guardian) -> None:
    reach = posting.reach(guardian)
    if reach is not None:
        posting.post(
            "consents/objected",
            channel=reach.channel,
            address=reach.address,
            recipient=actor_for(guardian),
            language=answer.language,
            facts={"answer": answer.pk},
            key=f"objected:{answer.pk}",
        )
