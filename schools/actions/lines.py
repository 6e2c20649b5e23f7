"""The lines where students and families can speak up: entered, corrected and ended by the district."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason
from schools import access
from schools.models import LineHours, SpeakUpLine
from trail.recording import record

FIELDS = (
    *("code", "kind", "name", "purpose", "phone", "keyword", "url", "languages"),
    *("round_the_clock", "hours"),
)
ENDED = Reason("line_ended", "I1", _("This line is no longer shown."))


@transaction.atomic
def add_line(facts: Mapping[str, Any], *, by: Actor) -> SpeakUpLine:
    """A new line, verified today by whoever enters it (I1, I2). `facts["week"]`: (weekday, opens, closes) each."""
    access.may_edit_school(by).require()
    return _write(facts, by)


@transaction.atomic
def correct_line(line: SpeakUpLine, facts: Mapping[str, Any], *, by: Actor) -> SpeakUpLine:
    """The line as it is now; the old row ends and stays. Saving it unchanged says that it was looked at."""
    access.may_edit_school(by).require()
    _end(line)
    return _write(facts, by, instead_of=line.pk)


@transaction.atomic
def end_line(line: SpeakUpLine, *, by: Actor) -> SpeakUpLine:
    """Show the line no more."""
    access.may_edit_school(by).require()
    line = _end(line)
    record("line.ended", line, by=by)
    return line


def _end(line: SpeakUpLine) -> SpeakUpLine:
    line = SpeakUpLine.objects.select_for_update().get(pk=line.pk)
    Decision.unless((line.ended_at is None, ENDED)).require()
    line.ended_at = timezone.now()
    line.save(update_fields=["ended_at"])
    return line


def _write(facts: Mapping[str, Any], by: Actor, instead_of: int | None = None) -> SpeakUpLine:
    """What is entered in a practice district never shows in earnest."""
    line = SpeakUpLine.objects.create(
        **{name: facts[name] for name in FIELDS if name in facts},
        is_practice=settings.DEMO,
        verified_on=timezone.localdate(),
    )
    for weekday, opens, closes in facts.get("week", ()):
        LineHours.objects.create(line=line, weekday=weekday, opens=opens, closes=closes)
    record("line.verified", line, by=by, instead_of=instead_of)
    return line
