"""The desk's own parts of a case's page: the story, the words with who reported, notes, clocks and history. Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from core.actor import Actor, ActorKind
from incidents.access.cases import may_lead
from incidents.access.reveals import may_reveal
from incidents.models import Case, CaseMessage, CaseNote
from incidents.reports import deeds
from incidents.reports.case_sections import register
from incidents.reports.clocks import NAMES, timed_one
from incidents.reports.contact import contact_of
from incidents.reports.opened import LASTS, is_revealed, was_opened
from incidents.reports.story import defanged, story_of
from incidents.terms import Part, Voice


def actor_for(user: User) -> Actor:
    return Actor(ActorKind.USER, str(user.pk), str(user))


def _story(case: Case, user: User) -> Mapping[str, Any]:
    now = timezone.now()
    opened = was_opened(case, user, now - LASTS)
    leads = bool(may_lead(actor_for(user), case))
    return {"opened": opened, "story": story_of(case, for_office=leads) if opened else None}


def _reporter(case: Case, user: User) -> Mapping[str, Any]:
    """Who reported it stands apart, shown by a deliberate step alone."""
    shown = is_revealed(case, user, timezone.now())
    facts: dict[str, Any] = {
        "role": case.get_reporter_role_display(),
        "source": case.get_source_display(),
        "shown": shown,
        "may_reveal": may_reveal(actor_for(user), case),
    }
    if shown and facts["may_reveal"]:
        facts["contact"] = contact_of(case)
        known = case.involved.filter(part=Part.REPORTER, ended_at=None)
        facts["known"] = [one.words() for one in known]
    return facts


def _messages(case: Case, _user: User) -> Mapping[str, Any]:
    rows = CaseMessage.objects.filter(case=case).select_related("author").order_by("at", "pk")
    talk = [
        {
            "ours": one.voice == Voice.STAFF,
            "author": one.author,
            "kind": one.get_kind_display(),
            "at": one.at,
            "text": defanged(str(one.words().get("text", ""))),
        }
        for one in rows
    ]
    return {"talk": talk, "unanswered": bool(talk) and not talk[-1]["ours"]}


def _notes(case: Case, _user: User) -> Mapping[str, Any]:
    rows = CaseNote.objects.filter(case=case).select_related("author").order_by("-at", "-pk")
    return {"notes": [{"author": one.author, "at": one.at, **one.words()} for one in rows]}


def _clocks(case: Case, _user: User) -> Mapping[str, Any]:
    found = timed_one(case, timezone.now())
    return {"clocks": [{"name": NAMES[one.promise], "clock": one} for one in found.clocks]}


def _work(case: Case, _user: User) -> Mapping[str, Any]:
    return {"assigned": case.assigned_to, "since": case.assigned_at}


def _history(case: Case, user: User) -> Mapping[str, Any]:
    leads = bool(may_lead(actor_for(user), case))
    return {"events": deeds.history(case, for_office=leads), "most": deeds.MOST}


def sheet_of(case: Case, user: User) -> dict[str, Any]:
    """What stands on the printed sheet: the same parts, as this reader sees them."""
    return {
        "told": _story(case, user),
        "reporter": _reporter(case, user),
        "talk": _messages(case, user)["talk"],
        "notes": _notes(case, user)["notes"],
        "clocks": _clocks(case, user)["clocks"],
    }


register(_("What was reported"), "incidents/desk/_story.html", _story, 10)
register(_("Words with who reported it"), "incidents/desk/_messages.html", _messages, 20)
register(_("What was done"), "incidents/desk/_act.html", _work, 30)
register(_("Notes"), "incidents/desk/_notes.html", _notes, 60)
register(_("By when"), "incidents/desk/_clocks.html", _clocks, 10, aside=True)
register(_("Who works on it"), "incidents/desk/_work.html", _work, 20, aside=True)
register(_("Who reported it"), "incidents/desk/_reporter.html", _reporter, 30, aside=True)
register(_("History"), "incidents/desk/_history.html", _history, 100, aside=True)
