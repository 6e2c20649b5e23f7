"""Platforms for tests: vendors, platforms and where they stand."""

import factory
from factory.django import DjangoModelFactory

from platforms.models import Platform, StatusEvent, Vendor
from platforms.terms import Status
from tests.factories import LONG_AGO


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
