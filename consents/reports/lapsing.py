"""What ends with a school year (T7): per activity the permissions that still live, and who is to be told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Prefetch, QuerySet

from accounts.models import User
from consents import standing
from consents.models import Activity, ActivityVersion, Answer, VersionStudent
from consents.terms import AnswerDecision, Stage
from schools.calendar import local_day
from schools.models import Guardian, GuardianLink, SchoolYear

# A guardian's word for a student in an activity.
Said = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Lapse:
    """One activity at its year's end. `version` is the newest one approved, else the newest sent."""

    activity: Activity
    version: ActivityVersion | None
    was_approved: bool
    adults: tuple[User, ...]
    students: int
    permissions: tuple[Answer, ...]

    @property
    def guardians(self) -> list[Guardian]:
        """Those whose permission still lives, once each."""
        found = {answer.guardian_id: answer.guardian for answer in self.permissions}
        return [found[key] for key in sorted(found)]


def last_moment(year: SchoolYear) -> datetime:
    """The last moment of the last consent day, in the zone of the year's own calendar."""
    after = datetime.combine(year.ends_on + timedelta(days=1), time.min)
    return after.replace(tzinfo=ZoneInfo(year.timezone)) - timedelta(microseconds=1)


def has_ended(year: SchoolYear, at: datetime) -> bool:
    """Whether the local day is past the last consent day."""
    return local_day(at, year.timezone) > year.ends_on


def ended_years(at: datetime) -> list[SchoolYear]:
    """Years that are over and have activities whose end nobody has recorded."""
    open_ends = SchoolYear.objects.filter(activities__end__isnull=True, activities__isnull=False)
    years = open_ends.distinct().order_by("ends_on", "pk")
    return [year for year in years if has_ended(year, at)]


def with_people(activities: QuerySet[Activity]) -> QuerySet[Activity]:
    """Fetch what `lapses` reads of an activity."""
    sent = ActivityVersion.objects.filter(asked_at__isnull=False).order_by("number")
    versions = sent.prefetch_related("approvals", "adult_rows__staff__user")
    return activities.select_related("school", "kind", "year", "asked_by", "end").prefetch_related(
        "narrowings", Prefetch("versions", versions)
    )


def lapses(activities: Sequence[Activity], at: datetime) -> list[Lapse]:
    """Each activity (fetched `with_people`) as it stands at the moment, or stood when its year ended."""
    living = _living(activities, at)
    standing_versions = {one.pk: _standing(one) for one in activities}
    counts = dict(
        VersionStudent.objects.filter(version__in=[v for v in standing_versions.values() if v])
        .values_list("version")
        .annotate(number=Count("pk"))
    )
    return [
        _lapse(one, standing_versions[one.pk], counts, tuple(living[one.pk])) for one in activities
    ]


def _lapse(
    activity: Activity,
    version: ActivityVersion | None,
    counts: dict[int, int],
    permissions: tuple[Answer, ...],
) -> Lapse:
    adults = [staff.user for staff in standing.adults_of(version)] if version else []
    return Lapse(
        activity=activity,
        version=version,
        was_approved=version is not None and _is_approved(version),
        adults=tuple(adults),
        students=counts.get(version.pk, 0) if version else 0,
        permissions=permissions,
    )


def _standing(activity: Activity) -> ActivityVersion | None:
    versions = list(activity.versions.all())
    approved = [version for version in versions if _is_approved(version)]
    return next(reversed(approved or versions), None)


def _is_approved(version: ActivityVersion) -> bool:
    host = version.activity.school_id
    rows = version.approvals.all()
    return any(row.school_id == host and row.stage == Stage.APPROVED for row in rows)


def _living(activities: Sequence[Activity], at: datetime) -> dict[int, list[Answer]]:
    """The grants of each activity that stand and whose signer may still sign for the student."""
    answers = Answer.objects.filter(
        version__activity__in=activities, signed_at__lte=at, received_at__lte=at
    )
    told = answers.select_related("guardian", "version", "withdrawal", "invalidation")
    found: dict[int, list[Answer]] = defaultdict(list)
    last = _last_words(told.order_by("signed_at", "pk"), at).values()
    may_sign = _may_sign(last, at)
    for answer in last:
        if _lives(answer, at) and (answer.guardian_id, answer.student_id) in may_sign:
            found[answer.version.activity_id].append(answer)
    return found


def _last_words(answers: Iterable[Answer], at: datetime) -> dict[Said, Answer]:
    """What each guardian said last; a "no to the change" leaves the yes before it as it was."""
    words: dict[Said, Answer] = {}
    for answer in answers:
        said = (answer.version.activity_id, answer.student_id, answer.guardian_id)
        invalid = getattr(answer, "invalidation", None)
        if invalid is not None and invalid.at <= at:
            continue
        if not (answer.keeps_earlier and said in words):
            words[said] = answer
    return words


def _lives(answer: Answer, at: datetime) -> bool:
    withdrawal = getattr(answer, "withdrawal", None)
    withdrawn = withdrawal is not None and withdrawal.at <= at
    return answer.decision == AnswerDecision.GRANTED and not withdrawn


def _may_sign(answers: Iterable[Answer], at: datetime) -> set[tuple[int, int]]:
    students = {answer.student_id for answer in answers}
    links = GuardianLink.objects.with_authority(at).filter(student__in=students)
    return set(links.values_list("guardian_id", "student_id"))
