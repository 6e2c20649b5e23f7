"""What a student's guardians have said about an activity, as the policy hears it for one adult and day.

A grant speaks only of what its version named; a refusal or a withdrawal of any version speaks of the whole
activity, except a "no to the change" beside an earlier yes that still covers (docs/decisions/0002).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from consents import policy
from consents.facts.question import Question
from consents.facts.rows import Rows
from consents.facts.versions import last_day, names_adult, names_student, same_terms
from consents.models import ActivityVersion, Answer, PhoneChoice
from consents.terms import AnswerDecision, SignerKind
from schools.calendar import local_day

_Names = Callable[[Rows, ActivityVersion, Question], bool]


@dataclass(frozen=True, slots=True)
class Heard:
    """The answers for the policy; who wants the texts alone; the last day each signer's grant speaks of.

    `phones` are the choices made with the grants, the one that counts last; `held` whose yes is being checked.
    """

    answers: tuple[policy.Answer, ...] = ()
    only_me: frozenset[str] = frozenset()
    last_days: tuple[tuple[str, date], ...] = ()
    phones: tuple[tuple[str, PhoneChoice], ...] = ()
    held: frozenset[str] = frozenset()


def heard(rows: Rows, question: Question, current: ActivityVersion, year: policy.Year) -> Heard:
    """Every answer known by then that speaks of this adult, student and day."""
    versions = {version.pk: version for version in rows.versions[question.activity_id]}
    known = [
        _Word(rows, question, answer, versions[answer.version_id], year)
        for answer in rows.answers[question.activity_id, question.student_id]
        if (answer.recorded_at or answer.received_at) <= question.known_at
    ]
    counted = [
        word
        for word in known
        if _counts(word, known, current) and not any(map(word.is_older_than, known))
    ]
    return Heard(
        answers=tuple(word.for_policy() for word in counted),
        only_me=frozenset(word.signer for word in counted if word.only_me),
        last_days=tuple(
            (word.signer, word.last_day) for word in counted if word.granted and not word.only_me
        ),
        phones=tuple(
            (word.signer, word.phones)
            for word in sorted(counted, key=lambda word: word.at)
            if word.phones is not None and word.gives_phones
        ),
        held=frozenset(word.signer for word in known if word.waits_for_a_check),
    )


@dataclass(frozen=True, slots=True)
class _Word:
    """One answer, with what had become of it by the moment."""

    rows: Rows
    question: Question
    answer: Answer
    version: ActivityVersion
    year: policy.Year

    @property
    def signer(self) -> str:
        kind = SignerKind(self.answer.signer_kind)
        if kind == SignerKind.STUDENT:
            return "student"
        # One person under two spellings is one signer, once that is known.
        person = self.rows.signing.person(self.answer.guardian_id, self.question.known_at)
        return str(person)

    @property
    def granted(self) -> bool:
        return self.answer.decision == AnswerDecision.GRANTED

    @property
    def withdrawn_at(self) -> datetime | None:
        found = getattr(self.answer, "withdrawal", None)
        if found and found.recorded_at <= self.question.known_at:
            taken_back: datetime = found.at
            return taken_back
        return self.phone_stopped_at

    @property
    def phone_stopped_at(self) -> datetime | None:
        """Since when the student's phone that the grant names has asked to be let be; START ends that.

        Permissions that stood when the phone said stop are withdrawn by rows of their own and stay so; this
        is about one that names the phone while it is stopped.
        """
        phones = self.phones
        if not self.granted or phones is None or not phones.student_phone:
            return None
        stopped_at = self._stopped_at(phones.student_phone)
        return max(stopped_at, self.at) if stopped_at else None

    @property
    def wants_copies(self) -> bool:
        """T3a: the guardian asked for the same texts, and their own number has not said stop since."""
        phones = self.phones
        return phones is not None and phones.duplicates and not self._stopped_at(phones.own_phone)

    def _stopped_at(self, number: str) -> datetime | None:
        """When the number's last word, as far as it was heard, said that texts stop."""
        heard = [
            stop
            for stop in self.rows.stops[number]
            if stop.at <= self.question.heard_by and stop.recorded_at <= self.question.known_at
        ]
        return heard[-1].at if heard and heard[-1].stops else None

    @property
    def invalidated_at(self) -> datetime | None:
        found = getattr(self.answer, "invalidation", None)
        return found.at if found and found.recorded_at <= self.question.known_at else None

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None and self.withdrawn_at <= self.question.at

    @property
    def is_invalid(self) -> bool:
        return self.invalidated_at is not None and self.invalidated_at <= self.question.at

    @property
    def is_held(self) -> bool:
        """Being checked at the moment: a grant does not count meanwhile, a no does (caution)."""
        hold = getattr(self.answer, "hold", None)
        if hold is None or hold.at > self.question.at or hold.recorded_at > self.question.known_at:
            return False
        release = getattr(hold, "release", None)
        if release is None or release.recorded_at > self.question.known_at:
            return True
        return bool(release.at > self.question.at)

    @property
    def waits_for_a_check(self) -> bool:
        """A yes that would stand, were it not held."""
        return self.granted and self.is_held and not self.is_withdrawn and not self.is_invalid

    @property
    def phones(self) -> PhoneChoice | None:
        """The choice of phones that stood, the latest one by then."""
        chosen = self.rows.phones[self.answer.pk]
        return next((one for one in reversed(chosen) if one.at <= self.question.heard_by), None)

    @property
    def only_me(self) -> bool:
        """A yes that keeps the child's phone out is no permission to text the child."""
        phones = self.phones
        kept_out = phones is not None and not phones.texts_student
        return self.granted and not self.is_withdrawn and kept_out

    @property
    def gives_phones(self) -> bool:
        """A yes that stands for the child's phone too: texts may go to the numbers chosen with it."""
        return self.granted and not (self.only_me or self.is_withdrawn or self.is_invalid)

    @property
    def last_day(self) -> date:
        return last_day(self.rows, self.version, self.question.heard_by)

    @property
    def at(self) -> datetime:
        """When it began to count; a grant signed before the year opened never does (T7)."""
        if self.granted and not self.year.includes(self.answer.signed_at):
            return self.answer.signed_at
        return max(self.answer.signed_at, self.answer.received_at)

    def covers(self, current: ActivityVersion) -> bool:
        """A grant that speaks of the adult, the student, the day, and what is asked for now.

        Whom and what the current version does not name has a reason of its own; it is not counted twice.
        """
        return (
            self.granted
            and not self.is_held
            and not self.only_me
            and same_terms(self.version, current)
            and self._names(names_adult, current)
            and self._names(names_student, current)
            and self._names(_has_day, current)
        )

    def _names(self, names: _Names, current: ActivityVersion) -> bool:
        return names(self.rows, self.version, self.question) or not names(
            self.rows, current, self.question
        )

    def keeps(self, earlier: _Word, current: ActivityVersion) -> bool:
        """Whether this is a "no to the change" beside that earlier yes of the same signer."""
        return (
            self.answer.keeps_earlier
            and earlier.signer == self.signer
            and earlier.version.number < self.version.number
            and earlier.covers(current)
            and not earlier.is_invalid
        )

    def is_older_than(self, other: _Word) -> bool:
        """Paper that came in late: the signer had said something else since, or taken the yes back.

        It never stands before the later word; between two papers the later date does.
        """
        if other.signer != self.signer or other.is_invalid:
            return False
        signed, counts_at = self.answer.signed_at, self.at
        later = signed < other.answer.signed_at and not other.answer.keeps_earlier
        newer = later and other.at <= counts_at
        ended = other.withdrawn_at
        return newer or (ended is not None and signed < ended <= counts_at and other is not self)

    def for_policy(self) -> policy.Answer:
        return policy.Answer(
            signer=self.signer,
            kind=SignerKind(self.answer.signer_kind),
            decision=AnswerDecision.REFUSED
            if self.only_me
            else AnswerDecision(self.answer.decision),
            at=self.at,
            withdrawn_at=self.withdrawn_at,
            invalidated_at=self.invalidated_at,
            duplicates=self.wants_copies,
        )


def _has_day(rows: Rows, version: ActivityVersion, question: Question) -> bool:
    year = rows.activities[question.activity_id].year
    day = local_day(question.at, year.timezone)
    return version.starts_on <= day <= last_day(rows, version, question.heard_by)


def _counts(word: _Word, known: list[_Word], current: ActivityVersion) -> bool:
    if not word.granted:
        return not any(word.keeps(earlier, current) for earlier in known)
    return word.is_withdrawn or word.only_me or word.covers(current)
