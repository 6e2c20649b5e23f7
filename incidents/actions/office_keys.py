"""The offices' public keys, and how much evidence is taken (I1)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from core.actor import Actor
from documents import sealing
from incidents.access import evidence as access
from incidents.access.cases import acting_user
from incidents.models import EvidenceLimits, OfficeKey
from incidents.policy.evidence import Limits
from incidents.terms import OfficeCode
from trail.recording import record


@transaction.atomic
def set_key(office: OfficeCode, public: str, *, by: Actor) -> OfficeKey:
    """Put a new public key forward for one's own office; it counts once somebody else of it confirms it.

    `sealing.NotAKey` for what is no age public key.
    """
    access.may_set_key(by, office).require()
    key = OfficeKey.objects.create(
        office=office, public=sealing.checked(public), set_by=acting_user(by)
    )
    record("office_key.set", key, by=by, office=str(office), key=sealing.fingerprint(key.public))
    return key


@transaction.atomic
def confirm_key(key: OfficeKey, *, by: Actor) -> OfficeKey:
    """A second person of the office compared the key: from now on evidence is sealed to it."""
    key = OfficeKey.objects.select_for_update().get(pk=key.pk)
    access.may_confirm_key(by, key.office, key.set_by_id).require()
    if key.confirmed_at is None:
        key.confirmed_by, key.confirmed_at = acting_user(by), timezone.now()
        key.save(update_fields=["confirmed_by", "confirmed_at"])
        record("office_key.confirmed", key, by=by, key=sealing.fingerprint(key.public))
    return key


@transaction.atomic
def found_key(office: OfficeCode, public: str, *, by: Actor) -> OfficeKey:
    """The key an office is founded with, set at the server, once: an office that has one changes it itself.

    `AlreadyFounded` where it has one, `sealing.NotAKey` for what is no age public key.
    """
    if OfficeKey.objects.filter(office=office).exists():
        raise AlreadyFounded(office)
    key = OfficeKey.objects.create(
        office=office, public=sealing.checked(public), confirmed_at=timezone.now()
    )
    record("office_key.founded", key, by=by, office=str(office), key=sealing.fingerprint(public))
    return key


class AlreadyFounded(Exception):
    """The office has a key already."""


@transaction.atomic
def set_limits(limits: Limits, *, by: Actor) -> EvidenceLimits:
    """The district's numbers from now on; what was taken before stays."""
    access.may_set_limits(by).require()
    row = EvidenceLimits.objects.create(
        file_megabytes=limits.file_megabytes,
        files=limits.files,
        total_megabytes=limits.total_megabytes,
        by=acting_user(by),
    )
    record("evidence_limits.set", row, by=by, file=limits.file_megabytes, files=limits.files, total=limits.total_megabytes)  # fmt: skip
    return row
