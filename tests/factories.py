"""People and places for tests: as few facts as make a true one."""

from datetime import UTC, date, datetime

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import User
from core.actor import Actor, ActorKind
from schools import models
from schools.terms import (
    NETWORK_ROLES,
    SCHOOL_ROLES,
    VOLUNTEER_ROLES,
    Authority,
    LinkSource,
    Role,
)

# Before every moment a test is likely to ask about.
LONG_AGO = datetime(2020, 7, 1, 12, tzinfo=UTC)
PASSWORD = "demo-only"


def this_year():
    """The calendar year in which the school year of today began (consent years run 1 Jul to 30 Jun)."""
    today = timezone.localdate()
    return today.year if today.month >= 7 else today.year - 1


class DistrictFactory(DjangoModelFactory):
    class Meta:
        model = models.District
        django_get_or_create = ("name",)

    name = "Practice District"
    email_domain = "district.example"
    phone = "+17735550100"


class NetworkFactory(DjangoModelFactory):
    class Meta:
        model = models.Network

    name = factory.Sequence(lambda n: f"Network {n}")


class SchoolFactory(DjangoModelFactory):
    class Meta:
        model = models.School

    name = factory.Sequence(lambda n: f"School {n:03}")
    sourced_id = factory.Sequence(lambda n: f"school-{n}")
    phone = "+17735550199"
    network = factory.SubFactory(NetworkFactory)


class SchoolYearFactory(DjangoModelFactory):
    """The district's year that holds today, unless `starts` (a calendar year) or `school` says otherwise."""

    class Meta:
        model = models.SchoolYear
        django_get_or_create = ("school", "starts_on")

    class Params:
        starts = factory.LazyFunction(this_year)

    school = None
    name = factory.LazyAttribute(lambda year: f"{year.starts}-{(year.starts + 1) % 100:02}")
    class_starts_on = factory.LazyAttribute(lambda year: date(year.starts, 8, 24))
    class_ends_on = factory.LazyAttribute(lambda year: date(year.starts + 1, 6, 11))
    starts_on = factory.LazyAttribute(lambda year: date(year.starts, 7, 1))
    ends_on = factory.LazyAttribute(lambda year: date(year.starts + 1, 6, 30))
    recorded_at = LONG_AGO


class SchoolClassFactory(DjangoModelFactory):
    class Meta:
        model = models.SchoolClass

    sourced_id = factory.Sequence(lambda n: f"class-{n}")
    school = factory.SubFactory(SchoolFactory)
    title = factory.Sequence(lambda n: f"Algebra {n}")


class StudentFactory(DjangoModelFactory):
    """A student enrolled since long ago; `enrolled=False` makes one without a period at the school."""

    class Meta:
        model = models.Student
        skip_postgeneration_save = True

    sourced_id = factory.Sequence(lambda n: f"student-{n}")
    number = factory.Sequence(lambda n: f"{50000000 + n}")
    given_name = factory.Sequence(lambda n: f"Given{n}")
    family_name = factory.Sequence(lambda n: f"Family{n:03}")
    grade = "10"
    birth_on = factory.LazyFunction(lambda: date(this_year() - 15, 3, 4))
    school = factory.SubFactory(SchoolFactory)

    @factory.post_generation
    def enrolled(self, create, wanted, **_kwargs):
        if create and wanted is not False:
            models.Enrolment.objects.create(
                student=self,
                school=self.school,
                grade=self.grade,
                starts_on=LONG_AGO.date(),
                recorded_at=LONG_AGO,
            )


class ClassMemberFactory(DjangoModelFactory):
    class Meta:
        model = models.ClassMember

    sourced_id = factory.Sequence(lambda n: f"place-{n}")
    school_class = factory.SubFactory(SchoolClassFactory)
    student = factory.SubFactory(
        StudentFactory, school=factory.SelfAttribute("..school_class.school")
    )


class GuardianFactory(DjangoModelFactory):
    """`GuardianFactory(of=student, of__authority="check")` also links them; the default is authority yes."""

    class Meta:
        model = models.Guardian
        skip_postgeneration_save = True

    contact_id = factory.Sequence(lambda n: f"contact-{n}")
    given_name = factory.Sequence(lambda n: f"Parent{n}")
    family_name = factory.Sequence(lambda n: f"Family{n:03}")
    email = factory.Sequence(lambda n: f"guardian{n}@example.org")
    phone = factory.Sequence(lambda n: f"+1312555{n % 10000:04}")
    contact_verified_at = factory.LazyFunction(timezone.now)

    @factory.post_generation
    def of(self, create, student, **extra):
        if create and student is not None:
            GuardianLinkFactory(guardian=self, student=student, **extra)


class GuardianLinkFactory(DjangoModelFactory):
    class Meta:
        model = models.GuardianLink

    guardian = factory.SubFactory(GuardianFactory)
    student = factory.SubFactory(StudentFactory)
    relationship = "Mother"
    authority = Authority.YES
    source = LinkSource.CONTACTS
    recorded_at = LONG_AGO


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@district.example")
    name = factory.Sequence(lambda n: f"Person {n:03}")
    password = "!"  # set by nobody yet


class StaffFactory(DjangoModelFactory):
    """Entered by hand: no roster knows them, so none ends their work."""

    class Meta:
        model = models.Staff

    user = factory.SubFactory(UserFactory)
    number = factory.Sequence(lambda n: f"{900000 + n}")


class RoleAssignmentFactory(DjangoModelFactory):
    class Meta:
        model = models.RoleAssignment

    user = factory.SubFactory(UserFactory)
    school = factory.SubFactory(SchoolFactory)
    role = Role.TEACHER
    starts_on = LONG_AGO.date()
    recorded_at = LONG_AGO


class DelegationFactory(DjangoModelFactory):
    class Meta:
        model = models.Delegation

    principal = factory.SubFactory(UserFactory)
    delegate = factory.SubFactory(UserFactory)
    school = factory.SubFactory(SchoolFactory)
    starts_on = factory.LazyFunction(timezone.localdate)
    ends_on = factory.LazyFunction(timezone.localdate)


def user_with(role, place=None, **user_facts):
    """A signed-up user who holds the role: at the school (or the school's network), or district-wide."""
    user = StaffFactory(user=UserFactory(**user_facts)).user
    school = network = None
    if role in SCHOOL_ROLES + VOLUNTEER_ROLES:
        school = place or SchoolFactory()
    elif role in NETWORK_ROLES:
        network = getattr(place, "network", place) or NetworkFactory()
    RoleAssignmentFactory(user=user, role=role, school=school, network=network)
    return user


def staff_at(school=None, role=Role.TEACHER, **user_facts):
    return user_with(role, school, **user_facts)


def principal_of(school=None, **user_facts):
    return user_with(Role.PRINCIPAL, school, **user_facts)


def chief_of(school=None, **user_facts):
    return user_with(Role.CHIEF, school, **user_facts)


def district_user(role=Role.ADMIN, **user_facts):
    return user_with(role, **user_facts)


def actor(user):
    return Actor(ActorKind.USER, str(user.pk), user.name)
