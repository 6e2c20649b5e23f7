"""A student who answers for themself: the signer's row, with their district e-mail address and no other contact."""

from __future__ import annotations

from django.db import transaction

from core.actor import Actor
from schools import signing
from schools.models import Guardian, Student
from trail.recording import record

COPIED = ("given_name", "family_name")


@transaction.atomic
def own_signer(student: Student, *, by: Actor) -> Guardian:
    """The row under which the student signs, made or brought up to the student's record; nobody is linked to it."""
    facts = {name: getattr(student, name) for name in COPIED}
    facts["email"] = signing.own_address(student, signing.district())
    signer, made = Guardian.objects.select_for_update().get_or_create(
        self_of=student, defaults=facts
    )
    changed = [name for name, value in facts.items() if getattr(signer, name) != value]
    for name in changed:
        setattr(signer, name, facts[name])
    if changed:
        signer.save(update_fields=changed)
    if made or changed:
        record("own_signer.kept", signer, by=by, topic=student, made=made, fields=changed)
    return signer
