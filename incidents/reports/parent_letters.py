"""What parents read: one text for every case, in the family's language. It quotes nothing and names no other child."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from core.templatetags.telephone import telephone_in_text
from incidents.facts.parents import Child, Relative, children_of
from incidents.models import Case, ParentAttempt
from incidents.policy.parents import may_tell
from incidents.terms import Concern
from notices.models import Notice
from notices.terms import Channel
from notices.wording import drawn_words
from schools.models import District

KIND = "incidents/parent_told"


@dataclass(frozen=True, slots=True)
class Letter:
    """The words as they are read, without the subject, and their language."""

    text: str
    language: str


def letter_to(child: Child, relative: Relative, *, on_paper: bool = False) -> Letter:
    """The letter as it would be read now: on paper whole, else as the channel has room for."""
    language = relative.guardian.language or settings.LANGUAGE_CODE
    channel = relative.reach.channel if relative.reach and not on_paper else Channel.EMAIL
    with override(language):
        return Letter(drawn_words(KIND, channel, words_for(child, relative)), language)


def words_for(child: Child, relative: Relative) -> Mapping[str, Any]:
    """What the templates name: this child, the reader, and a number to call. Nothing of the report."""
    of_school = child.facts.concern == Concern.ONLINE_BULLYING and child.student.school is not None
    school = child.student.school if of_school else None
    district = District.objects.order_by("pk").first()
    phone = school.phone if school else (district.phone if district else "")
    return {
        "child": child.student.preferred_name or child.student.given_name,
        "greeting": str(relative.guardian),
        "phone": telephone_in_text(phone),
        "school_name": school.name if school else "",
        "school_phone": school.phone if school else "",
    }


def told(notice: Notice) -> Mapping[str, Any] | None:
    """The words at delivery; None where this contact may not hear of it any more."""
    attempt = ParentAttempt.objects.select_related("case__school", "involved").get(
        name=notice.facts["attempt"]
    )
    found = standing_of(attempt.case, attempt.involved_id, notice.recipient_id)
    if found is None:
        return None
    return words_for(*found)


def standing_of(case: Case, involved_id: int, guardian: str) -> tuple[Child, Relative] | None:
    """The student and this contact, where they may be told now."""
    for child in children_of(case, timezone.localdate()):
        if involved_id not in child.rows or not may_tell(child.facts, timezone.now()):
            continue
        for one in child.to_tell:
            if str(one.guardian.pk) == guardian:
                return child, one
    return None
