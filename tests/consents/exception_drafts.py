"""Drafts of exceptions for tests: edit one and publish it, as an administrator who confirms everything."""

from dataclasses import replace

from consents.actions import exception_drafts
from consents.actions.exception_drafts import Content
from consents.reports.exception_drafts import replay


def content(draft, *, changes="The board decided so.", terms=None, source=None, **rule):
    return Content(
        rule=replace(draft.conditions, **rule),
        terms=replace(draft.terms, **(terms or {})),
        changes=changes,
        source=draft.source if source is None else source,
        verified_on=draft.verified_on,
    )


def edit(draft, by, **changes):
    return exception_drafts.save(
        draft, by=by, revision=draft.revision, content=content(draft, **changes)
    )


def marks(draft):
    return [one.mark for one in replay(draft) if one.changed]


def publish(draft, by, **given):
    wanted = {"revision": draft.revision, "seen": marks(draft)}
    return exception_drafts.publish(draft, by=by, **{**wanted, **given})
