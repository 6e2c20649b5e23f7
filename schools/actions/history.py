"""A person's word on a field, kept with what stood there before. It pins the field against imports."""

from __future__ import annotations

from datetime import date

from django.db import models

from core.actor import Actor
from schools.models import Change
from schools.terms import LinkSource
from trail.models import name_of


def note_change(
    subject: models.Model, field: str, before: object, after: object, *, by: Actor
) -> Change:
    return Change.objects.create(
        subject=name_of(subject),
        field=field,
        before=_text(before),
        after=_text(after),
        source=LinkSource.PERSON,
        actor_kind=str(by.kind),
        actor_id=by.id,
    )


def _text(value: object) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
