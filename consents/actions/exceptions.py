"""Put the shipped exceptions and their forms into the register, the district's own or another pack's."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from consents.access import exceptions as access
from consents.builtin import (
    FOLDER,
    OWN,
    BuiltIn,
    Pack,
    packs,
    written_example,
    written_rule,
    written_terms,
)
from consents.models import ExceptionKind, ExceptionPublication, ExceptionRule, FormText
from consents.wording import ShippedText, shipped
from core.actor import Actor
from core.decision import Decision, Refused
from trail.recording import entry, record, record_all


@transaction.atomic
def load_built_ins(*, by: Actor) -> list[ExceptionKind]:
    """The district's own pack, as it is published (T2, T3, T4, G1); what is there stays as it is."""
    return _load_pack(packs()[OWN], by)


@transaction.atomic
def load_pack(code: str, *, by: Actor) -> list[ExceptionKind]:
    """Every exception of a pack as an unpublished kind with its version 1; what is there stays as it is (T5).

    Only the district's own pack is published as its files say. `Refused` for a pack that does not ship.
    """
    access.may_edit(by).require()
    pack = packs().get(code)
    if pack is None:
        raise Refused(Decision((access.NO_SUCH_PACK,)))
    return _load_pack(pack, by)


def _load_pack(pack: Pack, by: Actor) -> list[ExceptionKind]:
    codes = [one.code for one in pack.exceptions]
    known = {kind.code: kind for kind in ExceptionKind.objects.filter(code__in=codes)}
    kinds = [known.get(one.code) or _load(one, pack, by) for one in pack.exceptions]
    texts = [*shipped(), *shipped(FOLDER / pack.code / "wording")]
    _load_texts([one for one in texts if one.kind in codes], kinds, by)
    return kinds


def _load(one: BuiltIn, pack: Pack, by: Actor) -> ExceptionKind:
    is_published = one.published and pack.code == OWN
    kind = ExceptionKind.objects.create(
        code=one.code, name=one.name, is_published=is_published, pack=pack.code
    )
    rule = ExceptionRule.objects.create(
        kind=kind,
        number=1,
        rule=written_rule(one.rule),
        beside=written_terms(one.terms),
        examples=[written_example(example) for example in one.examples],
        source=one.source,
        verified_on=one.verified_on,
        recorded_by_id=by.user_id,
    )
    record("exception.ruled", rule, by=by, topic=kind, number=1, pack=pack.code)
    if is_published:
        ExceptionPublication.objects.create(kind=kind, is_published=True, by_id=by.user_id)
        record("exception.published", kind, by=by, code=kind.code)
    return kind


def _load_texts(texts: Iterable[ShippedText], kinds: list[ExceptionKind], by: Actor) -> None:
    """The forms' words in each language, for families who read it (T1, T9)."""
    by_code = {kind.code: kind for kind in kinds}
    there = set(
        FormText.objects.filter(kind__in=kinds).values_list("kind__code", "number", "language")
    )
    rows = FormText.objects.bulk_create(
        FormText(
            kind=by_code[text.kind],
            number=text.number,
            language=text.language,
            title=text.title,
            body=text.body,
            sha256=text.sha256,
        )
        for text in texts
        if (text.kind, text.number, text.language) not in there
    )
    record_all(
        [
            entry(
                "form.published",
                row,
                by=by,
                topic=row.kind,
                language=row.language,
                sha256=row.sha256,
            )
            for row in rows
        ]
    )
