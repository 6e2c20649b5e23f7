"""Writing a report: one question a page, in any order, each may be left out; then a last look, and sending (I1, I2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from core.actor import ANYONE
from core.http import client_address
from incidents.actions import automation, drafts
from incidents.actions.drafts import Kept, Sender
from incidents.forms.speak_up import FORMS, NONE_OF_THESE, FindForm, PeopleForm, Question
from incidents.forms.words import clean_words
from incidents.policy.automation import pause_for
from incidents.policy.speak_up import may_add_files, report_of, step_after, step_before, steps_for
from incidents.reports.choices import platforms_named, schools_named
from incidents.reports.evidence import kept_of_draft
from incidents.reports.told import told
from incidents.reports.who_reads import reading_of
from incidents.terms import ReporterRole
from incidents.terms.speak_up import Bare, Level, Step
from incidents.views.come_back import open_receipt
from incidents.views.slowness import slow_down
from incidents.views.speak_up_door import (
    Room,
    behind_draft,
    closed,
    draw,
    key_of,
    take_key,
)
from incidents.wording import danger, pages

# What a typed name is looked for in, and under what the draft keeps what was chosen.
FINDERS: Final = {
    Step.WHERE: (platforms_named, "platform"),
    Step.SCHOOL: (schools_named, "school"),
}
LANGUAGES: Final = dict(settings.LANGUAGES)
# A field that only machines find.
TRAP: Final = "website"


@require_http_methods(["GET", "HEAD", "POST"])
@behind_draft
def speak_up_step(request: HttpRequest, room: Room, step: str) -> HttpResponse:
    """One page of the report. An address that is no page leads to the first."""
    if step not in Step.values:
        return room.to(Step.SAID)
    here = Step(step)
    if request.method == "POST":
        return _answer(request, room, here)
    if here == Step.CHECK:
        return _check(request, room)
    return _page(request, room, here, _form(here, None, room.kept))


@require_POST
@login_not_required
def speak_up_send(request: HttpRequest, handle: str) -> HttpResponse:
    """Hand it in. A second press of the button gives the receipt of the first."""
    return _send(request, handle)


def _send(request: HttpRequest, handle: str) -> HttpResponse:
    key = key_of(request, handle)
    language = get_language() or settings.LANGUAGE_CODE
    visitors = automation.from_one(client_address(request))
    slow_down(pause_for(visitors))
    sender = Sender(trapped=bool(request.POST.get(TRAP)), visitors=visitors)
    received = key and drafts.send(
        handle, key, language=language, by=ANYONE, at=timezone.now(), sender=sender
    )
    if not received:
        return closed(request)
    return take_key(open_receipt(request, received), handle)


def _answer(request: HttpRequest, room: Room, here: Step) -> HttpResponse:
    """Keep what was answered, then go where the reporter wished."""
    go = request.POST.get("go", "next")
    if here == Step.CHECK:
        return _moved(request, room, here, go)
    if go == "skip":
        return _keep_and_move(request, room, here, {}, "next")
    form = _form(here, request.POST, room.kept)
    if not form.is_valid():
        return _not_fitting(request, room, here, form, go)
    if _asks_again(request, form, go):
        return _page(request, room, here, form)
    answer = _chosen(here, form) if isinstance(form, FindForm) else form.answer()
    return _keep_and_move(request, room, here, answer, go)


def _not_fitting(
    request: HttpRequest, room: Room, here: Step, form: Question, go: str
) -> HttpResponse:
    """The same page with what was typed; going back is never held up by it."""
    if go == "back":
        return _moved(request, room, here, go)
    return _page(request, _with_words(request, room), here, form, status=422)


def _keep_and_move(
    request: HttpRequest, room: Room, here: Step, answer: Mapping[str, Any], go: str
) -> HttpResponse:
    lost = _kept(request, room, here, answer)
    if lost:
        return lost
    # What follows from this answer stands on the same page.
    follows = answer.get("bare") not in {None, Bare.NOTHING, *_before(room, here)}
    if here == Step.HAVE and go == "next" and follows:
        return room.to(here)
    return _moved(request, room, here, go)


def _asks_again(request: HttpRequest, form: Question, go: str) -> bool:
    """Whether the page has more to ask: one more person, or which of several is meant."""
    if isinstance(form, FindForm):
        return go in {"next", "find"} and _must_choose(request, form, go)
    return isinstance(form, PeopleForm) and go == "more"


def _before(room: Room, here: Step) -> list[Any]:
    return list(room.kept.given.get(here, {}).values())


def _form(here: Step, data: QueryDict | None, kept: Kept) -> Question:
    """The page's form: what the draft holds, or what was just sent with what the register knows by that name."""
    initial = kept.given.get(here, {})
    if here not in FINDERS:
        return FORMS[here](data, initial=dict(initial))
    find, _name = FINDERS[here]
    form = FORMS[here]
    assert issubclass(form, FindForm)  # noqa: S101 -- the two that FINDERS names
    if data is None:
        return form(initial=initial)
    typed = clean_words(data.get("typed", "")).strip()
    if data.get("asked", "") != typed:
        # What was chosen belongs to another name.
        data = data.copy()
        data.pop("chosen", None)
    return form(data, found=find(typed))


def _must_choose(request: HttpRequest, form: FindForm, go: str) -> bool:
    """Whether to show what the register knows by that name: asked for, or not shown yet and not the very name."""
    typed = form.cleaned_data["typed"]
    if go == "find":
        return True
    exactly = any(name.casefold() == typed.casefold() for _pk, name in form.found)
    return bool(form.found) and not exactly and request.POST.get("asked", "") != typed


def _chosen(here: Step, form: FindForm) -> dict[str, Any]:
    """What was typed, and the row of the register that was chosen or has exactly that name."""
    typed, chosen = form.cleaned_data["typed"], form.cleaned_data.get("chosen", "")
    if not typed:
        return {}
    same = [pk for pk, name in form.found if name.casefold() == typed.casefold()]
    pk = same[0] if same and not chosen else None
    if chosen and chosen != NONE_OF_THESE:
        pk = int(chosen)
    named = {FINDERS[here][1]: pk} if pk else {}
    return {"typed": dict(form.found).get(pk, typed) if pk else typed, **named}


def _kept(
    request: HttpRequest, room: Room, here: Step, answer: Mapping[str, Any]
) -> HttpResponse | None:
    """Keep the answer; the page that says what to do where the draft is gone meanwhile."""
    words = request.POST.get("words", "")
    alarming = any(danger.sounds_like(text) for text in _texts(answer))

    def change(kept: Kept) -> Kept:
        others = {step: given for step, given in kept.given.items() if step != here}
        return replace(
            kept,
            answers={**others, str(here): dict(answer)} if answer else others,
            level=words if words in Level.values else kept.level,
            card=kept.card or alarming,
        )

    return None if room.change(change) else closed(request)


def _texts(answer: object) -> Iterator[str]:
    if isinstance(answer, str):
        yield answer
    elif isinstance(answer, Mapping):
        for one in answer.values():
            yield from _texts(one)
    elif isinstance(answer, list | tuple):
        for one in answer:
            yield from _texts(one)


def _with_words(request: HttpRequest, room: Room) -> Room:
    """The same page in other words, where that was wished while something did not fit."""
    words = request.POST.get("words", "")
    if words not in Level.values:
        return room
    return replace(room, kept=replace(room.kept, level=words))


def _moved(request: HttpRequest, room: Room, here: Step, go: str) -> HttpResponse:
    """To the page that was wished; an answer just given may add or leave out pages."""
    if request.POST.get("language", "") in LANGUAGES:
        return _in_language(room, here, request.POST["language"])
    if request.POST.get("words", "") in Level.values:
        if here == Step.CHECK:
            room.change(lambda kept: replace(kept, level=request.POST["words"]))
        return room.to(here)
    if go == "send":
        return _send(request, room.handle)
    now = drafts.opened(room.handle, room.key, at=timezone.now()) or room.kept
    steps = steps_for(now.given, danger=now.is_danger)
    if go == "back":
        return room.to(step_before(here, steps) or here)
    return room.to(Step.CHECK if go == "check" else step_after(here, steps))


def _in_language(room: Room, here: Step, language: str) -> HttpResponse:
    response = room.to(here)
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite="Lax",
    )
    return response


def _page(
    request: HttpRequest, room: Room, here: Step, form: Question, *, status: int = 200
) -> HttpResponse:
    kept = room.kept
    steps = steps_for(kept.given, danger=kept.is_danger)
    level = pages.level_of(kept.level)
    role = kept.given.get(Step.YOU, {}).get("role", "")
    facts = {
        "step": here,
        "page": pages.page(pages.name_of(here, role), level),
        "form": form,
        "kind": _kind(form),
        "place": steps.index(here) + 1 if here in steps else 1,
        "of": len(steps),
        "is_first": step_before(here, steps) is None,
        "may_check": bool(kept.given) or status != 200,
        "answer": kept.given.get(here, {}),
        **_shared(room),
    }
    return draw(request, "step", facts, status=status, level=level, leave_url=_leave(room))


def _kind(form: Question) -> str:
    if isinstance(form, PeopleForm):
        return "people"
    return "find" if isinstance(form, FindForm) else "plain"


def _check(request: HttpRequest, room: Room) -> HttpResponse:
    """Everything that was answered, who will read it, and whether and when parents hear."""
    kept, now = room.kept, timezone.now()
    steps = steps_for(kept.given, danger=kept.is_danger)
    level = pages.level_of(kept.level)
    report = report_of(kept.given, danger=kept.is_danger, language=get_language() or "en")
    facts = {
        "step": Step.CHECK,
        "page": pages.page(Step.CHECK, level),
        "told": [(one, room.url(one.step)) for one in told(kept.given, steps, level)],
        "reading": reading_of(report, at=now),
        "works_at_school": report.reporter_role == ReporterRole.STAFF,
        "place": len(steps),
        "of": len(steps),
        "send_url": reverse("incidents:speak_up_send", args=[room.handle]),
        "anything": bool(kept.given),
        **_shared(room),
    }
    return draw(request, "check", facts, level=level, leave_url=_leave(room))


def _shared(room: Room) -> dict[str, Any]:
    return {
        "card": room.kept.card or room.kept.is_danger,
        "files_url": reverse("incidents:draft_files", args=[room.handle]),
        "files_number": kept_of_draft(room.handle).files,
        "files_shut": not may_add_files(room.kept.given),
        "languages": [
            {**translation.get_language_info(code), "current": code == get_language()}
            for code in LANGUAGES
        ],
    }


def _leave(room: Room) -> str:
    return reverse("incidents:speak_up_leave_room", args=[room.handle])
