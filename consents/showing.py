"""The exact words one family is shown for one ask, and what differs from the version before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _

from consents import standing, wording
from consents.models import ActivityVersion, Ask, FormText
from consents.terms import AnswerRule, GuardianOnThread

if TYPE_CHECKING:
    from datetime import date


@dataclass(frozen=True, slots=True)
class Change:
    """One thing a wider version changes."""

    label: str
    before: str
    after: str


def words_for(ask: Ask, language: str) -> wording.Words:
    """The form filled in, in the language or, where nobody wrote it, in English.

    A student who signs for themself reads it in words of their own.
    """
    # A packet's sheet is for whoever signs it: it names no signer yet.
    signer = getattr(ask, "guardian", None)
    if signer is not None and signer.self_of_id is not None:
        own = wording.for_students(language, _sort(ask.version))
        return wording.filled(own.language, own.title, own.body, _values(ask, own.language))
    text = _text(ask.version, language) or _text(ask.version, wording.ENGLISH)
    if text is None:
        raise FormText.DoesNotExist(f"kind {ask.version.activity.kind_id} has no English form")
    return wording.filled(text.language, text.title, text.body, _values(ask, text.language))


def adult_lines(version: ActivityVersion) -> list[str]:
    """Each adult with the district address that will be on the thread (T2b)."""
    return [f"{adult.user.name} ({adult.user.email})" for adult in standing.adults_of(version)]


def changes_between(old: ActivityVersion, new: ActivityVersion) -> list[Change]:
    """What the newer version asks that the older one did not; empty when nothing a family sees changed."""
    pairs = [
        (_("Name"), old.name, new.name),
        (_("Purpose"), old.purpose, new.purpose),
        (_("Adults"), _names(old), _names(new)),
        (_("First day"), _day(old.starts_on), _day(new.starts_on)),
        (_("Last day"), _day(standing.ends_on_of(old)), _day(standing.ends_on_of(new))),
        (_("How"), _channel(old), _channel(new)),
    ]
    return [Change(label, before, after) for label, before, after in pairs if before != after]


def _sort(version: ActivityVersion) -> str:
    """Which of the forms for students speaks of this version."""
    rule = version.rule.conditions
    if rule.answer_rule == AnswerRule.UNLESS_REFUSED:
        return "opt_out"
    return "group" if rule.guardian_on_thread == GuardianOnThread.ALWAYS else "bulk"


def _text(version: ActivityVersion, language: str) -> FormText | None:
    return version.texts().filter(language=language).first()


def _values(ask: Ask, language: str) -> dict[str, str]:
    version = ask.version
    approval = standing.approval_for(version, ask.student)
    step = standing.approve_step(approval) if approval else None
    platform = version.platform.name if version.platform else ""
    year = version.activity.year
    return {
        "student": str(ask.student),
        "school": version.activity.school.name,
        "activity": version.name,
        "purpose": version.purpose.strip(),
        "necessary": step.necessary.strip() if step else "",
        "adults": wording.list_in(language, adult_lines(version)),
        "channel": wording.channel_in(language, version.channel, platform),
        "starts_on": wording.day_in(language, version.starts_on),
        "ends_on": wording.day_in(language, standing.ends_on_of(version)),
        "year_end": wording.day_in(language, year.ends_on),
        "year": year.name,
    }


def _names(version: ActivityVersion) -> str:
    return ", ".join(adult_lines(version))


def _day(day: date) -> str:
    return wording.day_in(_language(), day)


def _channel(version: ActivityVersion) -> str:
    name = version.platform.name if version.platform else ""
    return wording.channel_in(_language(), version.channel, name)


def _language() -> str:
    return translation.get_language() or wording.ENGLISH
