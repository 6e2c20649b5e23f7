"""Who may open each page of the catalogue, and what they are answered."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from platforms.actions import agreements, catalogue, merges
from platforms.actions.agreements import AgreementSaid, BreachSaid
from platforms.terms import AliasKind
from platforms.urls import catalogue as urls
from tests.factories import actor
from tests.platform_factories import PlatformFactory
from tests.platforms.doors import ITS_ONLY, ROLES, answers, people_of

pytestmark = pytest.mark.django_db

NAMESPACE = "platforms:"


def its_only(status):
    return [302, 404, 404, 404, 404, status, status]


ONLY_POST = {"get": [302, *[405] * 6]}
# Door → method → one answer per role, in the order of doors.ROLES.
DOORS = {
    "catalogue": {"get": ITS_ONLY},
    "new_platform": {"get": ITS_ONLY, "post": its_only(422)},
    "catalogue_platform": {"get": ITS_ONLY, "post": [302, *[405] * 6]},
    "edit_platform": {"get": ITS_ONLY, "post": its_only(422)},
    "add_platform_alias": {**ONLY_POST, "post": its_only(422)},
    "end_platform_alias": {**ONLY_POST, "post": its_only(302)},
    "choose_platform_tags": {**ONLY_POST, "post": its_only(302)},
    "merge_platform": {"get": ITS_ONLY},
    "unmerge_platform": {"get": ITS_ONLY, "post": its_only(422)},
    "new_agreement": {"get": ITS_ONLY, "post": its_only(422)},
    "end_agreement": {"get": ITS_ONLY, "post": its_only(422)},
    "agreement_file": {"get": ITS_ONLY},
    "new_breach": {"get": ITS_ONLY, "post": its_only(422)},
    "correct_breach": {"get": ITS_ONLY, "post": its_only(422)},
    "catalogue_vendors": {"get": ITS_ONLY},
    "catalogue_vendor": {"get": ITS_ONLY},
    "new_vendor": {"get": ITS_ONLY, "post": its_only(422)},
    "edit_vendor": {"get": ITS_ONLY, "post": its_only(422)},
}
OPEN_DOORS = {
    "vendors": {"get": [200] * 7, "post": [405] * 7},
    "vendors_json": {"get": [200] * 7},
    "vendors_csv": {"get": [200] * 7},
    "vendors_agreement": {"get": [200] * 7},
}


@pytest.fixture
def people():
    return people_of()


@pytest.fixture
def places(people):
    by, today = actor(people["its"]), timezone.localdate()
    platform, source = PlatformFactory(), PlatformFactory()
    said = AgreementSaid(
        title="Agreement", signed_on=today, starts_on=today, ends_on=today + timedelta(days=9),
        file=SimpleUploadedFile("a.pdf", b"%PDF-1.7"),
    )  # fmt: skip
    agreement = agreements.enter(platform, said, by=by).pk
    breach = agreements.enter_breach(
        platform, BreachSaid(happened_on=today, told_on=today, description="x"), by=by
    )
    alias = catalogue.add_alias(platform, AliasKind.DOMAIN, "bee.example", by=by)
    merge = merges.merge(source, platform, by=by, reason="One.")
    return {
        **{door: [platform.pk] for door in DOORS},
        **dict.fromkeys(["catalogue", "new_platform", "catalogue_vendors", "new_vendor"]),
        **dict.fromkeys(["vendors", "vendors_json", "vendors_csv"]),
        **{door: [agreement] for door in ("agreement_file", "end_agreement", "vendors_agreement")},
        **{door: [platform.vendor_id] for door in ("catalogue_vendor", "edit_vendor")},
        "end_platform_alias": [platform.pk, alias.pk],
        "correct_breach": [breach.pk],
        "unmerge_platform": [merge.pk],
    }


def test_no_door_is_unlisted():
    assert {pattern.name for pattern in urls.patterns} == set(DOORS) | set(OPEN_DOORS)


def test_doors(people, places):
    doors = {**DOORS, **OPEN_DOORS}

    found = {
        door: {
            method: answers(
                people, method, reverse(f"platforms:{door}", args=places[door]), {"empty": "yes"}
            )
            for method in methods
        }
        for door, methods in doors.items()
    }

    assert len(ROLES) == len(ITS_ONLY)
    assert found == doors
