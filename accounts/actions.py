"""The verbs of API keys."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.access import may_manage_keys
from accounts.api_keys import USE_NOTED_EVERY, digest_of, new_key
from accounts.models import ApiKey, User
from core.actor import Actor
from core.decision import Decision, Reason
from trail.recording import record

LONGEST = timedelta(days=366)
NO_SCOPE = Reason("no_scope", "", _("Say what the key may be used for."))
BAD_EXPIRY = Reason("bad_expiry", "", _("A key expires after today and within a year."))


@transaction.atomic
def create_key(
    *, name: str, scopes: Collection[ApiKey.Scope], expires_at: datetime, by: Actor
) -> tuple[ApiKey, str]:
    """Make a key; the second value is the key itself, told this once and never kept."""
    may_manage_keys(by).require()
    now = timezone.now()
    known = bool(scopes) and all(scope in ApiKey.Scope.values for scope in scopes)
    soon = now < expires_at <= now + LONGEST
    Decision.unless((known, NO_SCOPE), (soon, BAD_EXPIRY)).require()
    prefix, key = new_key()
    row = ApiKey.objects.create(
        name=name,
        prefix=prefix,
        digest=digest_of(key),
        scopes=sorted(str(scope) for scope in scopes),
        expires_at=expires_at,
        created_by=User.objects.get(pk=by.id),
    )
    record(
        "api_key.created", row, by=by,
        prefix=prefix, scopes=row.scopes, expires_at=expires_at.isoformat(),
    )  # fmt: skip
    return row, key


@transaction.atomic
def revoke_key(key: ApiKey, *, by: Actor) -> None:
    """End a key at once; twice is once."""
    may_manage_keys(by).require()
    row = ApiKey.objects.select_for_update().get(pk=key.pk)
    if row.revoked_at is None:
        row.revoked_at = timezone.now()
        row.save(update_fields=["revoked_at"])
        record("api_key.revoked", row, by=by, prefix=row.prefix)


def note_use(key: ApiKey, at: datetime) -> None:
    """Remember when the key was last used, to the minute."""
    if key.last_used_at is not None and at - key.last_used_at < USE_NOTED_EVERY:
        return
    stale = Q(last_used_at__isnull=True) | Q(last_used_at__lt=at - USE_NOTED_EVERY)
    ApiKey.objects.filter(stale, pk=key.pk).update(last_used_at=at)
