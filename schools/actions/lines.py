"""The numbers where students and families can speak up: entered, corrected and ended by the district."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason
from schools import access
from schools.models import SpeakUpLine
from trail.recording import record

FIELDS = ("name", "purpose", "phone", "hours")
ENDED = Reason("line_ended", "I1", _("This line is no longer shown."))


@transaction.atomic
def add_line(facts: Mapping[str, str], *, by: Actor) -> SpeakUpLine:
    """A new line, verified today by whoever enters it (I1, I2)."""
    access.may_edit_school(by).require()
    return _write(facts, by)


@transaction.atomic
def correct_line(line: SpeakUpLine, facts: Mapping[str, str], *, by: Actor) -> SpeakUpLine:
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


def _write(facts: Mapping[str, str], by: Actor, instead_of: int | None = None) -> SpeakUpLine:
    line = SpeakUpLine.objects.create(
        **{name: facts[name] for name in FIELDS}, verified_on=timezone.localdate()
    )
    record("line.verified", line, by=by, instead_of=instead_of)
    return line
