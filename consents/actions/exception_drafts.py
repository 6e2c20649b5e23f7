"""Write the next version of an exception: a draft that is edited freely and published once (T5)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consents.access import exceptions as access
from consents.access.activities import acting_user
from consents.actions.exception_telling import tell_admins
from consents.builtin import (
    Example,
    Terms,
    built_ins,
    read_example,
    written_example,
    written_rule,
    written_terms,
)
from consents.decide import Outcome, outcome
from consents.models import (
    ExampleConfirmed,
    ExceptionDraft,
    ExceptionKind,
    ExceptionRule,
    FormText,
)
from consents.policy import Rule
from consents.reports.exception_drafts import (
    Replayed,
    differs,
    may_publish_version,
    newest_form,
    replay,
)
from consents.wording import Section, sha256_of
from core.actor import Actor
from core.decision import Decision, Reason, Refused
from core.workflow import IllegalMove
from trail.recording import record

UNSEEN = Reason(
    "unseen_example",
    "T5",
    _("An example comes out differently, and you have not confirmed that you saw it."),
)
IN_THE_PAST = Reason("in_the_past", "T5", _("A version holds from now or from a later day on."))


class DraftChanged(Exception):
    """Somebody edited the draft since it was looked at; it must be looked at again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What the editor's first page says."""

    rule: Rule
    terms: Terms
    changes: str
    source: str
    verified_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormWords:
    """A form's words in one language, and the certified translator who read them."""

    title: str
    body: list[Section]
    reviewed_by: str = ""


@transaction.atomic
def start(kind: ExceptionKind, *, by: Actor) -> ExceptionDraft:
    """A draft that begins as the newest version; one that is open already is used again."""
    access.may_edit(by).require()
    user = acting_user(by)
    ExceptionKind.objects.select_for_update().get(pk=kind.pk)
    standing = kind.drafts.filter(closed_at=None).first()
    if standing:
        return standing
    base = kind.rules.order_by("-number").first()
    draft = ExceptionDraft.objects.create(
        kind=kind,
        base=base,
        created_by=user,
        edited_by=user,
        **(_as(base) if base else _cautious()),
    )
    record("exception.drafted", draft, by=by, topic=kind, base=base.number if base else 0)
    return draft


@transaction.atomic
def save(draft: ExceptionDraft, *, by: Actor, revision: int, content: Content) -> ExceptionDraft:
    """Change the conditions, the source and what is said about the change."""
    draft = _open(draft, by, revision)
    draft.rule = written_rule(content.rule)
    draft.beside = written_terms(content.terms)
    draft.changes, draft.source = content.changes, content.source
    draft.verified_on = content.verified_on
    return _saved(draft, by, "conditions")


@transaction.atomic
def put_example(
    draft: ExceptionDraft, example: Example, *, by: Actor, revision: int, position: int | None
) -> ExceptionDraft:
    """Change the example at the position, or add one at the end. `Unreadable` for a bad question."""
    outcome(example, draft.conditions, draft.terms)
    draft = _open(draft, by, revision)
    row = written_example(example)
    if position is None:
        draft.examples = [*draft.examples, row]
    else:
        draft.examples = [
            row if index == position else one for index, one in enumerate(draft.examples)
        ]
    return _saved(draft, by, "example")


@transaction.atomic
def remove_example(
    draft: ExceptionDraft, *, by: Actor, revision: int, position: int
) -> ExceptionDraft:
    """Take an example out; whoever publishes confirms that too."""
    draft = _open(draft, by, revision)
    draft.examples = [one for index, one in enumerate(draft.examples) if index != position]
    return _saved(draft, by, "example")


@transaction.atomic
def put_words(
    draft: ExceptionDraft, language: str, said: FormWords, *, by: Actor, revision: int
) -> ExceptionDraft:
    """The form's words in one language. Words that changed since a translator read them are unread again."""
    draft = _open(draft, by, revision)
    before = _words_now(draft.kind, language)
    reviewed_by = said.reviewed_by
    if before and (before["title"], before["body"]) != (said.title, said.body):
        reviewed_by = "" if reviewed_by == before["reviewed_by"] else reviewed_by
    words = {"title": said.title, "body": said.body, "reviewed_by": reviewed_by}
    kept = {code: row for code, row in draft.words.items() if code != language}
    draft.words = kept if words == before else {**kept, language: words}
    return _saved(draft, by, f"words:{language}")


@transaction.atomic
def discard(draft: ExceptionDraft, *, by: Actor) -> ExceptionDraft:
    """Throw the draft away; it stays on record as it was."""
    draft = _open(draft, by, None)
    draft.closed_at = timezone.now()
    draft.save(update_fields=["closed_at"])
    record("exception.draft_discarded", draft, by=by, topic=draft.kind)
    return draft


@transaction.atomic
def publish(
    draft: ExceptionDraft,
    *,
    by: Actor,
    revision: int,
    seen: Collection[str],
    valid_from: datetime | None = None,
) -> ExceptionRule | None:
    """Make the draft the next version, from now or a later moment on; None where only the form's words change.

    `seen` holds the marks of the examples whose change was confirmed. Raises `DraftChanged` where the draft is not
    the one that was looked at, `Refused` where something is missing or a changed example was not seen.
    """
    draft = _open(draft, by, revision)
    now = timezone.now()
    starts = valid_from or now
    may_publish_version(draft).require()
    changed = [one for one in replay(draft) if one.changed]
    Decision.unless(
        (starts >= now, IN_THE_PAST), (all(one.mark in seen for one in changed), UNSEEN)
    ).require()
    number = _publish_words(draft, starts, by=by) if draft.words else None
    rule = _publish_rule(draft, changed, starts, by=by) if differs(draft) else None
    draft.closed_at = now
    draft.save(update_fields=["closed_at"])
    tell_admins("consents/exception_ruled", draft, by=by, form=number or 0)
    return rule


def _as(base: ExceptionRule) -> dict[str, Any]:
    return {
        name: getattr(base, name)
        for name in ("rule", "beside", "examples", "source", "verified_on")
    }


def _cautious() -> dict[str, Any]:
    """How a new exception begins: as strict as the strictest built-in, and for no grade yet."""
    rule = replace(built_ins()["safety_meetup"].rule, grades=frozenset(), clause="T5")
    return {"rule": written_rule(rule), "beside": written_terms(Terms())}


def _publish_rule(
    draft: ExceptionDraft, changed: list[Replayed], starts: datetime, *, by: Actor
) -> ExceptionRule:
    user = acting_user(by)
    rule = ExceptionRule.objects.create(
        kind=draft.kind,
        number=(draft.base.number if draft.base else 0) + 1,
        rule=draft.rule,
        beside=draft.beside,
        examples=[_as_it_comes_out(one, draft) for one in draft.cases],
        changes=draft.changes,
        valid_from=starts,
        source=draft.source,
        verified_on=draft.verified_on,
        recorded_by=user,
    )
    ExampleConfirmed.objects.bulk_create(
        ExampleConfirmed(
            rule=rule,
            title=one.example.title,
            before=one.before.as_row if one.before else None,
            after=one.after.as_row if one.after else None,
            by=user,
        )
        for one in changed
    )
    record(
        "exception.ruled", rule, by=by, topic=draft.kind, number=rule.number,
        valid_from=starts.isoformat(), confirmed=len(changed),
    )  # fmt: skip
    return rule


def _as_it_comes_out(example: Example, draft: ExceptionDraft) -> dict[str, Any]:
    """The example as the next version expects it: with the outcome that was confirmed."""
    found: Outcome = outcome(example, draft.conditions, draft.terms)
    row = written_example(example) | found.as_row
    return written_example(read_example(row))


def _words_now(kind: ExceptionKind, language: str) -> dict[str, Any] | None:
    texts = kind.form_texts.filter(language=language, number=newest_form(kind))
    found = texts.values("title", "body", "reviewed_by").first()
    return dict(found) if found else None


def _publish_words(draft: ExceptionDraft, starts: datetime, *, by: Actor) -> int:
    """The next number of the form's words: the languages that change, and every other as it was."""
    newest = newest_form(draft.kind)
    standing = draft.kind.form_texts.filter(number=newest).values_list(
        "language", "title", "body", "reviewed_by"
    )
    words: dict[str, Mapping[str, Any]] = {
        language: {"title": title, "body": body, "reviewed_by": reviewed_by}
        for language, title, body, reviewed_by in standing
    } | draft.words
    for language, said in words.items():
        row = FormText.objects.create(
            kind=draft.kind,
            number=newest + 1,
            language=language,
            sha256=sha256_of(language, said["title"], said["body"]),
            valid_from=starts,
            **said,
        )
        record(
            "form.published", row, by=by, topic=draft.kind, language=language, sha256=row.sha256
        )  # fmt: skip
    return newest + 1


def _open(draft: ExceptionDraft, by: Actor, revision: int | None) -> ExceptionDraft:
    """The draft, locked, still open and as it was looked at."""
    access.may_edit(by).require()
    locked = (
        ExceptionDraft.objects.select_for_update(of=("self",))
        .select_related("kind", "base")
        .get(pk=draft.pk)
    )
    if locked.closed_at is not None:
        raise IllegalMove("closed", "change")
    if revision is not None and revision != locked.revision:
        raise DraftChanged
    return locked


def _saved(draft: ExceptionDraft, by: Actor, what: str) -> ExceptionDraft:
    draft.revision += 1
    draft.edited_at, draft.edited_by = timezone.now(), acting_user(by)
    draft.save()
    record(
        "exception.draft_edited", draft, by=by, topic=draft.kind, what=what, revision=draft.revision
    )  # fmt: skip
    return draft


def refused_unseen(refused: Refused) -> bool:
    """Whether a refusal to publish is about examples that were not confirmed."""
    return UNSEEN in refused.decision.refusals
