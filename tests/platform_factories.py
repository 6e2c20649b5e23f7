"""Platforms for tests: vendors, platforms and where they stand."""

from hashlib import sha256

import factory
from factory.django import DjangoModelFactory

from platforms.models import (
    Adoption,
    AdoptionProposal,
    Audit,
    CriteriaSet,
    Criterion,
    Platform,
    Result,
    StatusEvent,
    Vendor,
)
from platforms.terms import Status
from platforms.terms.audits import AuditStage, Grade, Knockout, Value
from platforms.terms.criteria import AdoptionStage
from schools.terms import Role
from tests.factories import LONG_AGO, district_user


class VendorFactory(DjangoModelFactory):
    class Meta:
        model = Vendor

    name = factory.Sequence(lambda n: f"Vendor {n}")
    slug = factory.Sequence(lambda n: f"vendor-{n}")


class PlatformFactory(DjangoModelFactory):
    """A platform approved since long ago; `standing=Status.FLAGGED_FIXING` for another status."""

    class Meta:
        model = Platform
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Platform {n}")
    slug = factory.Sequence(lambda n: f"platform-{n}")
    vendor = factory.SubFactory(VendorFactory)

    @factory.post_generation
    def standing(self, create, status, **facts):
        if create:
            StatusEvent.objects.create(
                platform=self,
                status=status or Status.APPROVED,
                **{"effective_at": LONG_AGO, "recorded_at": LONG_AGO, **facts},
            )


class CriteriaSetFactory(DjangoModelFactory):
    """A set that nobody has adopted; `CriterionFactory(criteria_set=…)` fills it."""

    class Meta:
        model = CriteriaSet

    code = "standard"
    version = factory.Sequence(lambda n: n + 1)
    title = "Security standard"
    content = factory.LazyAttribute(lambda one: f"{one.code} {one.version}")
    sha256 = factory.LazyAttribute(lambda one: sha256(one.content.encode()).hexdigest())
    loaded_by = "manage.py load_criteria"


class AdoptionFactory(DjangoModelFactory):
    """Two people have adopted a set, long ago unless `from_on` says otherwise."""

    class Meta:
        model = Adoption

    class Params:
        reason = "The standard of the district."

    criteria_set = factory.SubFactory(CriteriaSetFactory)
    from_on = LONG_AGO.date()
    proposed_by = factory.LazyFunction(lambda: district_user(Role.ITS))
    confirmed_by = factory.LazyFunction(lambda: district_user(Role.REVIEWER))
    proposal = factory.LazyAttribute(
        lambda one: AdoptionProposal.objects.create(
            criteria_set=one.criteria_set, from_on=one.from_on, reason=one.reason,
            stage=AdoptionStage.CONFIRMED, proposed_by=one.proposed_by,
            answered_by=one.confirmed_by, answered_at=LONG_AGO,
        )
    )  # fmt: skip


class CriterionFactory(DjangoModelFactory):
    class Meta:
        model = Criterion

    criteria_set = factory.SubFactory(CriteriaSetFactory)
    code = factory.Sequence(lambda n: f"AAA-{n:02}")
    place = factory.Sequence(lambda n: n % 1000)
    group = factory.LazyAttribute(lambda one: one.code.partition("-")[0])
    group_title = factory.LazyAttribute(lambda one: f"Group {one.group}")
    text = factory.LazyAttribute(lambda one: f"What {one.code} asks.")
    weight = 10
    knockout = Knockout.NONE
    evidence_expected = "A letter"


class AuditFactory(DjangoModelFactory):
    """An audit that is being assessed, of a tool without student data; `results` come by `ResultFactory`."""

    class Meta:
        model = Audit

    platform = factory.SubFactory(PlatformFactory, standing=Status.IN_REVIEW)
    criteria_set = factory.SubFactory(CriteriaSetFactory)
    stage = AuditStage.ASSESSING
    student_data = False
    auditor = factory.LazyFunction(lambda: district_user(Role.ITS))


class ResultFactory(DjangoModelFactory):
    class Meta:
        model = Result

    audit = factory.SubFactory(AuditFactory)
    criterion = factory.SubFactory(CriterionFactory)
    value = Value.MET
    grade = Grade.ATTESTED
    assessed_by = factory.LazyAttribute(lambda one: one.audit.auditor)
