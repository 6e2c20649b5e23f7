"""Keeping the catalogue (P1): vendors, platforms, what else they are known by, and their tags."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason, Refused
from platforms.access.roles import acting_user, may_work
from platforms.actions.statuses import MERGED_AWAY
from platforms.models import Platform, PlatformAlias, TagChoice, Vendor
from platforms.policy.folding import fold, folded
from platforms.reports.matching import owners_of, vendors_named
from platforms.terms import AliasKind, Tag
from schools.actions.history import note_change
from trail.recording import record

NAME_TAKEN = Reason("name_taken", "P1", _("Another platform bears this name."))
VENDOR_TAKEN = Reason("vendor_taken", "P1", _("Another vendor bears this name."))
NO_NAME = Reason("no_name", "P1", _("A name has letters or digits."))
ALIAS_TAKEN = Reason("alias_taken", "P1", _("This stands for a platform already."))
NOT_OF_KIND = Reason("not_of_its_kind", "P1", _("This is not written like one of its kind."))
OWN_NAME = Reason("own_name", "P1", _("This is the platform's own name: give it another first."))
# Addresses under /platforms/ that are no platform's.
NOT_A_SLUG = frozenset({"vendors", "embed", "checker", "new"})
SLUG = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorSaid:
    """What ITS writes about a vendor. `security_contact` is never shown to the public."""

    name: str
    website: str = ""
    address: str = ""
    security_contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformSaid:
    """What ITS writes about a platform; `summary` is for the public."""

    name: str
    vendor: Vendor
    website: str = ""
    summary: str = ""


@transaction.atomic
def add_vendor(said: VendorSaid, *, by: Actor) -> Vendor:
    """Enter a vendor once: case, spaces, marks and the kind of company make no second one."""
    may_work(by).require()
    _vendor_name(said.name, None).require()
    vendor = Vendor.objects.create(
        **asdict(said), slug=_slug(Vendor.objects.all(), said.name), created_by=acting_user(by)
    )
    record("vendor.added", vendor, by=by)
    return vendor


@transaction.atomic
def edit_vendor(vendor: Vendor, said: VendorSaid, *, by: Actor) -> Vendor:
    """Put right what is written about it; what stood there before is kept."""
    may_work(by).require()
    vendor = Vendor.objects.select_for_update().get(pk=vendor.pk)
    _vendor_name(said.name, vendor).require()
    changed = _write(vendor, asdict(said), by=by)
    if changed:
        record("vendor.edited", vendor, by=by, fields=changed)
    return vendor


@transaction.atomic
def add_platform(said: PlatformSaid, *, by: Actor) -> Platform:
    """Enter a platform once. It is not reviewed; its name finds it, and no other platform."""
    may_work(by).require()
    _platform_name(said.name, None).require()
    user = acting_user(by)
    platform = Platform.objects.create(
        name=said.name, vendor=said.vendor, website=said.website, summary=said.summary,
        slug=_slug(Platform.objects.all(), said.name), created_by=user,
    )  # fmt: skip
    _take(platform, AliasKind.NAME, said.name, by=by)
    record("platform.added", platform, by=by, vendor=said.vendor.pk)
    return platform


@transaction.atomic
def edit_platform(platform: Platform, said: PlatformSaid, *, by: Actor) -> Platform:
    """Put right what is written about it. Its former name stays one of its names; its address stays."""
    may_work(by).require()
    platform = Platform.objects.select_for_update().get(pk=platform.pk)
    _platform_name(said.name, platform).require()
    new_name = fold(said.name) != fold(platform.name)
    if new_name:
        _keep_name(platform, platform.name, by=by)
    facts = {
        "name": said.name,
        "vendor": said.vendor,
        "website": said.website,
        "summary": said.summary,
    }
    changed = _write(platform, facts, by=by)
    if new_name:
        _keep_name(platform, platform.name, by=by)
    if changed:
        record("platform.edited", platform, by=by, fields=changed)
    return platform


@transaction.atomic
def add_alias(platform: Platform, kind: AliasKind, typed: str, *, by: Actor) -> PlatformAlias:
    """From now on what was typed means this platform; it means no other meanwhile."""
    may_work(by).require()
    value = folded(kind, typed)
    taken = bool(value) and bool(owners_of(kind, value))
    Decision.unless((value, NOT_OF_KIND), (not taken, ALIAS_TAKEN)).require()
    alias = _take(platform, kind, typed, by=by)
    record("alias.added", alias, by=by, topic=platform, kind=str(kind))
    return alias


@transaction.atomic
def end_alias(alias: PlatformAlias, *, by: Actor) -> PlatformAlias:
    """It means this platform no more; another may take it. That it once did is kept."""
    may_work(by).require()
    alias = PlatformAlias.objects.select_for_update().select_related("platform").get(pk=alias.pk)
    Decision.unless((not is_own_name(alias), OWN_NAME)).require()
    if alias.ended_at is None:
        alias.ended_at, alias.ended_by = timezone.now(), acting_user(by)
        alias.save(update_fields=["ended_at", "ended_by"])
        record("alias.ended", alias, by=by, topic=alias.platform, kind=alias.kind)
    return alias


@transaction.atomic
def choose_tags(platform: Platform, tags: Collection[Tag], *, by: Actor) -> TagChoice | None:
    """From now on these tags hold, chosen by ITS and never by the vendor; None where they hold already."""
    may_work(by).require()
    platform = Platform.objects.select_for_update().get(pk=platform.pk)
    Decision.unless((platform.merged_into_id is None, MERGED_AWAY)).require()
    chosen = [str(tag) for tag in Tag if tag in tags]
    if chosen == platform.tags and platform.tag_choices.exists():
        return None
    choice = TagChoice.objects.create(platform=platform, tags=chosen, by=acting_user(by))
    record("platform.tagged", choice, by=by, topic=platform, tags=chosen)
    return choice


def is_own_name(alias: PlatformAlias) -> bool:
    """Whether the alias is the name its platform bears now."""
    return alias.kind == AliasKind.NAME and alias.value == fold(alias.platform.name)


def _vendor_name(name: str, but: Vendor | None) -> Decision:
    others = [one for one in vendors_named(name) if but is None or one.pk != but.pk]
    return Decision.unless((fold(name), NO_NAME), (not others, VENDOR_TAKEN))


def _platform_name(name: str, but: Platform | None) -> Decision:
    value = fold(name)
    owners = owners_of(AliasKind.NAME, value) if value else []
    others = [pk for pk in owners if but is None or pk != but.pk]
    return Decision.unless((value, NO_NAME), (not others, NAME_TAKEN))


def _keep_name(platform: Platform, name: str, *, by: Actor) -> None:
    """The name stands among the platform's names; nothing to do where it does."""
    if not platform.aliases.filter(
        kind=AliasKind.NAME, value=fold(name), ended_at__isnull=True
    ).exists():
        _take(platform, AliasKind.NAME, name, by=by)


def _take(platform: Platform, kind: AliasKind, typed: str, *, by: Actor) -> PlatformAlias:
    """The row; where somebody took the same at this very moment, the database says so."""
    try:
        with transaction.atomic():
            return PlatformAlias.objects.create(
                platform=platform, kind=kind, value=folded(kind, typed), shown=typed[:200],
                added_by=acting_user(by),
            )  # fmt: skip
    except IntegrityError:
        raise Refused(Decision((ALIAS_TAKEN,))) from None


def _write(row: models.Model, facts: dict[str, object], *, by: Actor) -> Sequence[str]:
    """Write what differs, keeping what stood there; the names of the fields that changed."""
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    for name in changed:
        note_change(row, name, getattr(row, name), facts[name], by=by)
        setattr(row, name, facts[name])
    if changed:
        row.save(update_fields=changed)
    return changed


def _slug(rows: models.QuerySet[Any], name: str) -> str:
    """An address for ever: of the name, with an ending where another has it already."""
    base = slugify(name)[:SLUG] or get_random_string(8, "bcdfghjkmnpqrstvwxz23456789")
    taken = set(rows.filter(slug__startswith=base[: SLUG - 5]).values_list("slug", flat=True))
    slug, number = base, 1
    while slug in taken or slug in NOT_A_SLUG:
        number += 1
        slug = f"{base[: SLUG - len(str(number)) - 1]}-{number}"
    return slug
