"""Put the shipped exceptions and their forms into the register."""

from __future__ import annotations

from django.db import transaction

from consents.builtin import BuiltIn, built_ins, written_rule
from consents.models import ExceptionKind, ExceptionRule, FormText
from consents.wording import ShippedText, shipped
from core.actor import Actor
from trail.recording import record


@transaction.atomic
def load_built_ins(*, by: Actor) -> list[ExceptionKind]:
    """Every shipped exception as a published kind with rule 1 (T2, T3, T4); what is there stays as it is."""
    kinds = [_load(one, by) for one in built_ins().values()]
    for text in shipped():
        _load_text(text, by)
    return kinds


def _load_text(text: ShippedText, by: Actor) -> None:
    """One form in one language, for families who read it (T1, T9)."""
    kind = ExceptionKind.objects.filter(code=text.kind).first()
    if kind is None:
        return
    row, made = FormText.objects.get_or_create(
        kind=kind,
        number=text.number,
        language=text.language,
        defaults={"title": text.title, "body": text.body, "sha256": text.sha256},
    )
    if made:
        record("form.published", row, by=by, topic=kind, language=text.language, sha256=text.sha256)


def _load(shipped: BuiltIn, by: Actor) -> ExceptionKind:
    kind, made = ExceptionKind.objects.get_or_create(
        code=shipped.code, defaults={"name": shipped.name, "is_published": True}
    )
    if made:
        record("exception.published", kind, by=by, code=kind.code)
    rule, made = ExceptionRule.objects.get_or_create(
        kind=kind,
        number=1,
        defaults={
            "rule": written_rule(shipped.rule),
            "source": shipped.source,
            "verified_on": shipped.verified_on,
            "recorded_by_id": by.user_id,
        },
    )
    if made:
        record("exception.ruled", rule, by=by, topic=kind, number=1)
    return kind
