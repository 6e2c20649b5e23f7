"""Who would be on an adult's group text with each student now, judged member by member (T2b, T3a).

A thread that lacks a leg is no thread: the student is not covered, and the reasons say which leg.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from consents.facts.question import Question
from consents.models import Activity, ActivityVersion, PhoneChoice
from consents.policy.answers import standing
from consents.policy.facts import ADULT, EMPLOYEE_EMAIL, STUDENT, guardian_member
from consents.policy.thread import electing
from consents.terms import Channel, GuardianOnThread
from consents.terms.threads import NumberSharing
from consents.verdicts import Judged, judge, on_thread
from core.decision import Reason
from notices.models import NumberStop
from schools.models import District, Guardian, Staff

NO_STUDENT_NUMBER = Reason(
    "no_student_number", "T2b", _("No telephone number of the student is on the permission.")
)
NO_GUARDIAN_NUMBER = Reason(
    "no_guardian_number",
    "T2b",
    _("No guardian who gave permission has written a telephone number of their own."),
)
NUMBER_STOPPED = Reason(
    "number_stopped",
    "T2b",
    _("The number of the guardian who gave permission has asked that texts stop."),
)
OWN_FAMILY = Reason(
    "own_family",
    "T2a",
    _(
        "The only guardian who gave permission also asked for this or is named to text. Another guardian is"
        " needed."
    ),
)
ONE_NUMBER = Reason(
    "one_number", "T2b", _("Student and guardian have the same number: nobody else would see it.")
)
FAMILY = Reason(
    "family", "T1", _("The adult is family of this student; the exception asks for no thread here.")
)
NO_RECORD = Reason(
    "no_record",
    "T2b",
    _("The adult has no e-mail address in the district's domain to keep the record."),
)


@dataclass(frozen=True, slots=True)
class Case:
    """One adult, student and activity."""

    staff_id: int
    activity_id: int
    student_id: int


@dataclass(frozen=True, slots=True)
class Leg:
    """A telephone on a thread. `guardian` is None for the student's own."""

    student_id: int
    guardian: Guardian | None
    choice: PhoneChoice

    @property
    def number(self) -> str:
        return self.choice.own_phone if self.guardian else self.choice.student_phone


@dataclass(frozen=True, slots=True)
class Found:
    """What can be handed out about one student: the judged thread and its legs, or why there is none.

    `able` are all guardians who may be a leg; of them `legs` are on the student's own thread, `shared` on one
    with other families (empty where somebody did not agree to that).
    """

    case: Case
    # Without a thread, and with the student's own.
    base: Judged
    judged: Judged
    missing: tuple[Reason, ...] = ()
    legs: tuple[Leg, ...] = ()
    able: tuple[Leg, ...] = ()
    shared: tuple[Leg, ...] = ()
    email: str = ""
    # The grantors' numbers that have asked that texts stop.
    stopped: frozenset[str] = frozenset()

    @property
    def covered(self) -> bool:
        return self.judged.verdict.allowed and not self.missing

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why there is no thread. A missing leg says more than the policy's word that follows from it."""
        return self.missing or tuple(self.judged.verdict.reasons)

    @property
    def until(self) -> date | None:
        return self.judged.verdict.until


def find(cases: Sequence[Case], at: datetime) -> dict[Case, Found]:
    """What can be handed out in each case now, in a number of queries that does not grow with them."""
    judged = judge(
        [
            Question(
                staff_id=case.staff_id,
                student_id=case.student_id,
                activity_id=case.activity_id,
                at=at,
                known_at=at,
            )
            for case in cases
        ]
    )
    numbers = {choice.own_phone for one in judged for choice in one.phones.values()}
    people = _People.of(cases, NumberStop.objects.stopped(numbers, at))
    return {case: _found(case, one, people) for case, one in zip(cases, judged, strict=True)}


def members_of(legs: Iterable[Leg], *, record: bool, adult: bool = True) -> frozenset[str]:
    """The legs as the policy names them, with the adult and the mailbox."""
    named = {guardian_member(str(leg.guardian.pk)) if leg.guardian else STUDENT for leg in legs}
    return frozenset(
        named | ({ADULT} if adult else set()) | ({EMPLOYEE_EMAIL} if record else set())
    )


@dataclass(frozen=True, slots=True)
class _People:
    """The guardians, who has a stake in each activity by e-mail address, and the adults' mailboxes."""

    guardians: Mapping[str, Guardian]
    stakes: Mapping[int, frozenset[str]]
    emails: Mapping[int, str]
    # Numbers that have asked that texts stop.
    stopped: Collection[str]

    @classmethod
    def of(cls, cases: Sequence[Case], stopped: Collection[str]) -> _People:
        students = {case.student_id for case in cases}
        guardians = Guardian.objects.filter(links__student__in=students).distinct()
        district = District.objects.first() or District()
        staff = Staff.objects.select_related("user").in_bulk({case.staff_id for case in cases})
        return cls(
            guardians={str(one.pk): one for one in guardians},
            stakes=stakes_in({case.activity_id for case in cases}),
            emails={
                key: one.user.email if district.owns_address(one.user.email) else ""
                for key, one in staff.items()
            },
            stopped=stopped,
        )

    def is_staked(self, guardian: Guardian, activity_id: int) -> bool:
        """T2a: whoever asked, or would text, is not the guardian who watches over it."""
        return guardian.email.casefold() in self.stakes[activity_id]


def stakes_in(activity_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """The e-mail addresses of everybody who asked for each activity or is named in it."""
    found: dict[int, set[str]] = defaultdict(set)
    keys = list(activity_ids)
    asked = Activity.objects.filter(pk__in=keys).values_list("pk", "asked_by__email")
    versions = ActivityVersion.objects.filter(activity__in=keys, asked_at__isnull=False)
    rows = versions.values_list("activity_id", "asked_by__email", "adult_rows__staff__user__email")
    for key, email in asked:
        found[key].add(email.casefold())
    for key, asker, adult in rows:
        found[key].update(one.casefold() for one in (asker, adult) if one)
    return {key: frozenset(found[key]) for key in keys}


def _found(case: Case, judged: Judged, people: _People) -> Found:
    if not judged:
        return Found(case, judged, judged)
    if judged.is_exempt:
        return Found(case, judged, judged, missing=(FAMILY,))
    email = people.emails.get(case.staff_id, "")
    grantors = [
        (people.guardians[signer], choice)
        for signer, choice in sorted(judged.phones.items(), key=lambda pair: (pair[1].at, pair[0]))
        if signer in people.guardians
    ]
    able = tuple(
        Leg(case.student_id, guardian, choice)
        for guardian, choice in grantors
        if choice.own_phone
        and choice.own_phone not in people.stopped
        and not (_is_text(judged) and people.is_staked(guardian, case.activity_id))
    )
    own = _student_leg(case, judged.phones.values())
    legs = (own, *_on_own_thread(able, judged)) if own else ()
    return Found(
        case=case,
        base=judged,
        judged=on_thread(judged, members_of(legs, record=bool(email), adult=_is_text(judged))),
        missing=_missing(own, legs, judged, email=email, lacking=_lacking(case, grantors, people)),
        legs=legs,
        able=able,
        shared=_on_shared_thread(case, able, judged, record=bool(email)),
        email=email,
        stopped=frozenset(one.own_phone for _guardian, one in grantors) & frozenset(people.stopped),
    )


def _lacking(
    case: Case, grantors: Sequence[tuple[Guardian, PhoneChoice]], people: _People
) -> Reason:
    """Why no guardian who gave permission can be on the thread."""
    free = [one for one in grantors if not people.is_staked(one[0], case.activity_id)]
    if grantors and not free:
        return OWN_FAMILY
    stopped = any(choice.own_phone in people.stopped for _guardian, choice in free)
    return NUMBER_STOPPED if stopped else NO_GUARDIAN_NUMBER


def _is_text(judged: Judged) -> bool:
    """Whether adult and student would be on one group text; a platform sends to each alone."""
    text = judged.version.channel == Channel.GROUP_TEXT
    return text or judged.facts.rule.guardian_on_thread == GuardianOnThread.ALWAYS


def _student_leg(case: Case, choices: Iterable[PhoneChoice]) -> Leg | None:
    """The student's number as it was written last."""
    written = [one for one in choices if one.student_phone]
    newest = max(written, key=lambda one: (one.at, one.pk), default=None)
    return Leg(case.student_id, None, newest) if newest else None


def _on_own_thread(able: Sequence[Leg], judged: Judged) -> tuple[Leg, ...]:
    """The guardians on the student's own thread; who shares with no other parent is on it alone or not at all."""
    if not _is_text(judged):
        wanted = electing(judged.facts, standing(judged.facts, at=judged.question.at))
        return tuple(leg for leg in able if leg.guardian and str(leg.guardian.pk) in wanted)
    if len(able) < 2 or judged.version.channel == Channel.PLATFORM:
        return tuple(able)
    together = [leg for leg in able if leg.choice.sharing != NumberSharing.NEVER]
    return tuple(together or able[:1])


def _on_shared_thread(
    case: Case, able: Sequence[Leg], judged: Judged, *, record: bool
) -> tuple[Leg, ...]:
    """The legs the student brings to a thread with other families: every number by its guardian's own tick."""
    if judged.version.channel != Channel.GROUP_TEXT:
        return ()
    agreed = [leg for leg in able if leg.choice.sharing == NumberSharing.SHARED]
    own = _student_leg(case, [leg.choice for leg in agreed])
    if own is None or own.number in {leg.number for leg in agreed}:
        return ()
    legs = (own, *agreed)
    return legs if on_thread(judged, members_of(legs, record=record)) else ()


def _missing(
    own: Leg | None, legs: Sequence[Leg], judged: Judged, *, email: str, lacking: Reason
) -> tuple[Reason, ...]:
    """The legs that are not there, each with its reason."""
    found = []
    others = [leg for leg in legs if leg.guardian]
    if own is None:
        found.append(NO_STUDENT_NUMBER)
    if _is_text(judged) and own is not None and not others:
        found.append(lacking)
    if own is not None and own.number in {leg.number for leg in others}:
        found.append(ONE_NUMBER)
    if judged.facts.rule.employee_email_on_thread and not email:
        found.append(NO_RECORD)
    return tuple(found)
