"""Change which phones the texts go to, at any time, dated."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from consents.access import answers as access
from consents.actions.answers import Phones, ask_in_full, choose_phones
from consents.actions.codes import actor_for
from consents.actions.telling import tell_adults
from consents.models import Answer, PhoneChoice
from schools import signing
from schools.models import Guardian
from trail.recording import record


@transaction.atomic
def change_phones(answer: Answer, phones: Phones) -> PhoneChoice:
    """A new choice for a permission that stands (T2b, T3a); the adults are told to look before they text."""
    guardian = Guardian.objects.select_for_update().get(pk=answer.guardian_id)
    answer.ask, at = ask_in_full(answer.ask_id), timezone.now()
    access.may_change_phones(answer, at).require()
    choice = choose_phones(answer, phones, at)
    record(
        "phones.changed", answer, by=actor_for(signing.person_of(guardian)), topic=answer.ask.version.activity,
        choice=choice.pk, texts_student=choice.texts_student, duplicates=choice.duplicates,
    )  # fmt: skip
    tell_adults("consents/phones_changed", [answer], key=f"phones:{choice.pk}")
    return choice
