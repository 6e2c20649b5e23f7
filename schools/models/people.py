"""Students, where they are enrolled, and who may speak for them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.constraints import not_before, one_of
from schools.models.places import School, SchoolClass
from schools.models.signing import ContactBlock, SigningBranch
from schools.terms import GRADES, Authority, LinkSource, Role, Signs

ADULT_AT = 18

# Offices that work with students of every school. Administrators mend imports; records keeps folders.
ALL_STUDENTS = (Role.RECORDS, Role.OUTREACH, Role.ADMIN)


class StudentQuerySet(models.QuerySet["Student"]):
    def visible_to(self, user: User | AnonymousUser, on: date | None = None) -> Self:
        """Students whose last known school the user works at, leads, or keeps records for."""
        if isinstance(user, AnonymousUser):
            return self.none()
        held = user.role_assignments.current(on)
        if held.filter(role__in=ALL_STUDENTS).exists():
            return self
        own = Q(school__in=held.of_staff().filter(school__isnull=False).values("school"))
        network = Q(school__network__in=held.filter(network__isnull=False).values("network"))
        delegated = Q(school__in=user.delegations.current(on).values("school"))
        return self.filter(own | network | delegated)

    def enrolled(self) -> Self:
        return self.filter(left_on__isnull=True)

    def matching(self, words: str) -> Self:
        """Students whose names or number begin with each of the words."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(given_name__icontains=word)
                | Q(family_name__icontains=word)
                | Q(preferred_name__icontains=word)
                | Q(number__istartswith=word)
            )
        return found

    def without_anyone_to_ask(self) -> Self:
        """Enrolled students for whom nobody may sign: no guardian, and not they themselves."""
        askable = GuardianLink.objects.with_authority().filter(student=OuterRef("pk"))
        minors = Q(birth_on__isnull=True) | Q(
            birth_on__gt=eighteen_years_before(timezone.localdate())
        )
        return (
            self.enrolled()
            .alias(signs=Subquery(_branch(OuterRef("pk"), timezone.now()).values("signs")[:1]))
            .filter(minors, ~Exists(askable))
            # Most students have no branch; "not the student" alone would leave them out.
            .filter(Q(signs__isnull=True) | ~Q(signs=Signs.STUDENT))
        )


class Student(models.Model):
    """A student now. What was before is in `Enrolment` and `Change`."""

    sourced_id = models.CharField(max_length=100, unique=True)
    number = models.CharField(_("student number"), max_length=40, blank=True, db_index=True)
    given_name = models.CharField(_("given name"), max_length=150)
    middle_name = models.CharField(_("middle name"), max_length=150, blank=True)
    family_name = models.CharField(_("family name"), max_length=150)
    preferred_name = models.CharField(_("preferred name"), max_length=150, blank=True)
    grade = models.CharField(_("grade"), max_length=2, blank=True)
    birth_on = models.DateField(_("birth date"), null=True, blank=True)
    email = models.EmailField(_("district e-mail"), blank=True)
    # The current school, or the last one: a student who left keeps the folder's school.
    school = models.ForeignKey(School, models.PROTECT, null=True, related_name="students")
    left_on = models.DateField(_("left on"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = StudentQuerySet.as_manager()

    class Meta:
        constraints = [one_of("grade", ["", *GRADES])]
        indexes = [
            models.Index(fields=["school", "family_name", "given_name", "id"]),
            models.Index(fields=["school", "grade"]),
            models.Index(fields=["family_name", "given_name", "id"]),
        ]

    def __str__(self) -> str:
        return f"{self.preferred_name or self.given_name} {self.family_name}".strip()

    def is_adult(self, on: date) -> bool:
        """18 or older on that day; rights pass to the student then (FERPA). Unknown birth date: no."""
        return self.birth_on is not None and self.birth_on <= eighteen_years_before(on)

    @property
    def birth_on_18(self) -> date | None:
        """The day on which rights pass to the student."""
        return birthday_18(self.birth_on) if self.birth_on else None


def eighteen_years_before(day: date) -> date:
    """Whoever was born by this day is 18 on the day; born on 29 February, one is 18 on 1 March."""
    try:
        return day.replace(year=day.year - ADULT_AT)
    except ValueError:
        # 29 February, and 18 years before was no leap year: born on 28 February or before.
        return day.replace(year=day.year - ADULT_AT, day=28)


def birthday_18(birth_on: date) -> date:
    """The day on which somebody born then is 18."""
    try:
        return birth_on.replace(year=birth_on.year + ADULT_AT)
    except ValueError:
        return date(birth_on.year + ADULT_AT, 3, 1)


class PeriodQuerySet(models.QuerySet["Enrolment"]):
    def on(self, day: date, known_at: datetime | None = None) -> Self:
        """Periods that cover the day, as far as was known at `known_at` (default: now).

        An end we had not heard of by then did not exist for us.
        """
        if known_at is None:
            return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=day), starts_on__lte=day)
        unheard = Q(end_recorded_at__gt=known_at)
        return self.filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day) | unheard,
            starts_on__lte=day,
            recorded_at__lte=known_at,
        )


class Enrolment(models.Model):
    """A student at a school in a grade, from a day to a day. `ends_on` is the last day there."""

    student = models.ForeignKey(Student, models.PROTECT, related_name="enrolments")
    school = models.ForeignKey(School, models.PROTECT, related_name="enrolments")
    grade = models.CharField(max_length=2, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    end_recorded_at = models.DateTimeField(null=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["student", "starts_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["student"],
                condition=Q(ends_on__isnull=True),
                name="schools_enrolment_one_open",
            )
        ]

    def __str__(self) -> str:
        return f"{self.student_id} at {self.school_id} from {self.starts_on}"


class ClassMember(models.Model):
    """A student or a staff member's user in a class, as the roster says."""

    sourced_id = models.CharField(max_length=100, unique=True)
    school_class = models.ForeignKey(SchoolClass, models.PROTECT, related_name="members")
    student = models.ForeignKey(Student, models.PROTECT, null=True, related_name="class_places")
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="class_places")
    starts_on = models.DateField(null=True)
    ends_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(student__isnull=True, user__isnull=False)
                | Q(student__isnull=False, user__isnull=True),
                name="schools_classmember_student_or_user",
            )
        ]

    def __str__(self) -> str:
        return self.sourced_id


class Guardian(models.Model):
    """A parent, guardian or other contact; or a student who signs (`self_of`). An unknown language is blank."""

    sourced_id = models.CharField(max_length=100, blank=True, db_index=True)
    contact_id = models.CharField(max_length=100, blank=True, db_index=True)
    given_name = models.CharField(_("given name"), max_length=150, blank=True)
    family_name = models.CharField(_("family name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"), blank=True, db_index=True)
    phone = models.CharField(
        _("mobile telephone"), max_length=20, blank=True, db_index=True
    )  # E.164
    language = models.CharField(_("language"), max_length=10, blank=True)
    # When the contact was last proved to be theirs (a code typed back, or seen by staff).
    contact_verified_at = models.DateTimeField(null=True)
    # "This is not me": no messages until staff put the contact right.
    disputed_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    # The row that speaks for this person now; what led to it is in `ContactMerge`.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="merged", db_index=True
    )
    # A student who signs for themself, at their district e-mail address alone; linked to nobody.
    self_of = models.OneToOneField(Student, models.PROTECT, null=True, related_name="own_signer")

    students: models.ManyToManyField[Student, GuardianLink] = models.ManyToManyField(
        Student, through="GuardianLink", related_name="guardians"
    )

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def can_be_reached(self) -> bool:
        return bool(self.email or self.phone) and self.disputed_at is None

    def has_contact(self, address: str) -> bool:
        """Whether this e-mail address or number is theirs by the record of now."""
        return bool(address) and address.casefold() in {self.email.casefold(), self.phone}


class LinkQuerySet(models.QuerySet["GuardianLink"]):
    def current(self, at: datetime | None = None) -> Self:
        """Links that stood at the moment (default: now)."""
        if at is None:
            return self.filter(ended_at__isnull=True)
        return self.filter(Q(ended_at__isnull=True) | Q(ended_at__gt=at), recorded_at__lte=at)

    def with_authority(self, at: datetime | None = None) -> Self:
        """Links of those who may sign: authority on file, not kept away, and in the student's branch.

        The same answer as `schools.signing.sheet`, in one query; a guardian without such a link is not asked,
        told, or put on a thread.
        """
        moment = at or timezone.now()
        blocked = ContactBlock.objects.filter(
            student=OuterRef("student"),
            guardian=OuterRef("guardian"),
            at__lte=moment,
            recorded_at__lte=moment,
        ).order_by("-pk")
        branch = _branch(OuterRef("student"), moment)
        return (
            self.current(at)
            .alias(
                blocked=Subquery(blocked.values("is_blocked")[:1]),
                signs=Subquery(branch.values("signs")[:1]),
                named=Subquery(branch.values("signer")[:1]),
            )
            .filter(
                Q(blocked__isnull=True) | Q(blocked=False),
                Q(signs__isnull=True)
                | Q(signs=Signs.GUARDIANS)
                | Q(signs=Signs.NAMED, named=F("guardian")),
                authority=Authority.YES,
            )
        )


def _branch(student: OuterRef, moment: datetime) -> models.QuerySet[SigningBranch]:
    """The branches of a student of the outer query that stood, the newest word first."""
    return SigningBranch.objects.filter(
        student=student, at__lte=moment, recorded_at__lte=moment
    ).order_by("-pk")


class GuardianLink(models.Model):
    """This grown-up belongs to this student, and may or may not sign. A change is a new row."""

    guardian = models.ForeignKey(Guardian, models.PROTECT, related_name="links")
    student = models.ForeignKey(Student, models.PROTECT, related_name="guardian_links")
    relationship = models.CharField(_("relationship"), max_length=60, blank=True)
    authority = models.CharField(max_length=5, choices=Authority, default=Authority.CHECK)
    authority_source = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=10, choices=LinkSource)
    recorded_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)

    objects = LinkQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["guardian", "student"],
                condition=Q(ended_at__isnull=True),
                name="schools_guardianlink_one_open",
            ),
            one_of("authority", Authority.values),
            not_before("ended_at", "recorded_at"),
        ]

    def __str__(self) -> str:
        return f"{self.guardian_id} for {self.student_id}"
