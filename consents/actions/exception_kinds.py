"""Add an exception of the district's own, and say from when on schools may ask for one (T5)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consents.access import exceptions as access
from consents.actions import exception_drafts
from consents.actions.exception_telling import tell_admins
from consents.models import ExceptionDraft, ExceptionKind, ExceptionPublication
from consents.reports.exception_drafts import may_publish_kind
from consents.reports.readiness import newest_in_force
from core.actor import Actor
from core.decision import Decision, Reason
from core.workflow import IllegalMove
from trail.recording import record

TAKEN = Reason("taken", "T5", _("An exception with this code is there already."))


@transaction.atomic
def add(code: str, name: str, *, by: Actor) -> ExceptionDraft:
    """A new, unpublished exception with a draft of its first version: cautious, and for no grade yet."""
    access.may_edit(by).require()
    Decision.unless((not ExceptionKind.objects.filter(code=code).exists(), TAKEN)).require()
    kind = ExceptionKind.objects.create(code=code, name=name)
    record("exception.added", kind, by=by, code=code)
    return exception_drafts.start(kind, by=by)


@transaction.atomic
def publish(kind: ExceptionKind, *, by: Actor) -> ExceptionPublication:
    """From now on schools may ask for it; `Refused` while a condition or its source is missing."""
    kind = _locked(kind, by)
    if kind.is_published:
        raise IllegalMove("published", "publish")
    may_publish_kind(kind, newest_in_force(kind, timezone.now())).require()
    return _set(kind, by, is_published=True)


@transaction.atomic
def unpublish(kind: ExceptionKind, *, by: Actor) -> ExceptionPublication:
    """From now on nobody asks for it; activities that were asked for stay as they are."""
    kind = _locked(kind, by)
    if not kind.is_published:
        raise IllegalMove("not published", "unpublish")
    return _set(kind, by, is_published=False)


def _locked(kind: ExceptionKind, by: Actor) -> ExceptionKind:
    access.may_edit(by).require()
    return ExceptionKind.objects.select_for_update().get(pk=kind.pk)


def _set(kind: ExceptionKind, by: Actor, *, is_published: bool) -> ExceptionPublication:
    kind.is_published = is_published
    kind.save(update_fields=["is_published"])
    row = ExceptionPublication.objects.create(
        kind=kind, is_published=is_published, by_id=by.user_id
    )
    verb = "exception.published" if is_published else "exception.unpublished"
    record(verb, kind, by=by, code=kind.code)
    tell_admins("consents/exception_publication", row, by=by)
    return row
