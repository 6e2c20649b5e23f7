"""Put the shipped words of the forms into the register."""

from __future__ import annotations

from django.db import transaction

from consents import wording
from consents.models import ExceptionKind, FormText
from core.actor import Actor
from trail.recording import record


@transaction.atomic
def load_form_texts(*, by: Actor) -> int:
    """Every shipped form text whose kind is in the register; what is there stays. Returns how many are new."""
    kinds = {kind.code: kind for kind in ExceptionKind.objects.all()}
    made = 0
    for text in wording.shipped():
        if text.kind in kinds:
            made += _load(text, kinds[text.kind], by)
    return made


def _load(text: wording.ShippedText, kind: ExceptionKind, by: Actor) -> bool:
    row, made = FormText.objects.get_or_create(
        kind=kind,
        number=text.number,
        language=text.language,
        defaults={"title": text.title, "body": text.body, "sha256": text.sha256},
    )
    if made:
        record(
            "form_text.published", row, by=by, topic=kind,
            number=text.number, language=text.language, sha256=text.sha256,
        )  # fmt: skip
    return made
