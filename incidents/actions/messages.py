"""Words between the reporter and case staff, in both directions (I1, I2)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.actor import Actor, ActorKind
from core.decision import Decision, Reason
from incidents import wording
from incidents.access.cases import acting_user, may_work
from incidents.actions.silence import nobody_answered
from incidents.actions.steps import step
from incidents.actions.telling import ping_reporter, tell_readers
from incidents.models import Case, CaseMessage
from incidents.terms import Voice
from incidents.terms.returning import MessageKind

LONGEST: Final = 10_000
MOST_IN_AN_HOUR: Final = 30
NOTHING: Final = Reason("no_words", "I1", _("Write something first."))
TOO_LONG: Final = Reason(
    "too_long", "I1", _("This is too long to send at once. Send it in two parts.")
)
OWN_WORDS: Final = Reason(
    "own_words", "I1", _("These are your six words. Keep them for yourself: nobody here needs them.")
)  # fmt: skip
MANY: Final = Reason(
    "many_messages", "I1", _("You wrote many messages in this hour, and all are kept. Wait a little, then go on.")
)  # fmt: skip
NOT_THE_REPORTER: Final = Reason("not_the_reporter", "I1", _("Open your report first."))


@transaction.atomic
def write_as_reporter(
    case: Case, text: str, *, by: Actor, kind: MessageKind = MessageKind.WORDS
) -> CaseMessage:
    """The reporter writes; whoever reads the case is told that something waits.

    A wish ("do not do more") may come without words, and decides nothing by itself.
    """
    may_write(by, case).require()
    may_say(text, needed=kind in {MessageKind.WORDS, MessageKind.ADDED}).require()
    Decision.unless((not gives_away(case, text), OWN_WORDS)).require()
    Decision.unless((_lately(case) < MOST_IN_AN_HOUR, MANY)).require()
    message = _keep(case, text, Voice.REPORTER, kind, by=by)
    # That nobody answered goes up at once, to everybody it concerns; anything else to whoever works on it.
    if kind != MessageKind.UNANSWERED or not nobody_answered(case, by=by):
        tell_readers(case, f"written:{_quarter(message.at)}")
    return message


@transaction.atomic
def write_as_staff(
    case: Case,
    text: str,
    *,
    by: Actor,
    kind: MessageKind = MessageKind.WORDS,
    signed: str = "",
) -> CaseMessage:
    """Case staff write to the reporter, who reads "the people who read your report", or the name it was signed with."""
    may_work(by, case).require()
    may_say(text).require()
    message = _keep(case, text, Voice.STAFF, kind, by=by, signed=signed)
    ping_reporter(case)
    return message


def may_write(by: Actor, case: Case) -> Decision:
    """Only who came in with the words of this very case writes as its reporter (A8)."""
    here = by.kind == ActorKind.REPORTER and by.id == case.code
    return Decision.unless((here, NOT_THE_REPORTER))


def may_say(text: str, *, needed: bool = True) -> Decision:
    return Decision.unless(
        (bool(text.strip()) or not needed, NOTHING), (len(text) <= LONGEST, TOO_LONG)
    )


def _lately(case: Case) -> int:
    """How much the reporter wrote within the hour."""
    hour = timezone.now() - timedelta(hours=1)
    return case.messages.filter(voice=Voice.REPORTER, at__gt=hour).count()


def _quarter(at: datetime) -> str:
    """The quarter of an hour: of ten messages in a row staff hear once."""
    return f"{at:%Y-%m-%dT%H}:{at.minute // 15}"


def gives_away(case: Case, text: str) -> bool:
    """Whether the text is the reporter's own six words: they would be read by everybody who reads the case."""
    if len(text) > wording.LONGEST:
        return False
    typed = wording.as_typed(text).split()
    if len(typed) != wording.NUMBER or not set(typed) <= set(wording.listed()):
        return False
    return case.ways_back.filter(lookup=wording.lookup(text), ended_at=None).exists()


def _keep(
    case: Case, text: str, voice: Voice, kind: MessageKind, *, by: Actor, signed: str = ""
) -> CaseMessage:
    author = acting_user(by) if by.user_id else None
    message = CaseMessage(case=case, voice=voice, kind=kind, author=author)
    message.seal({"text": text.strip(), "signed": signed})
    message.save(force_insert=True)
    deed = "case.reporter_wrote" if voice == Voice.REPORTER else "case.wrote_to_reporter"
    step(case, deed, by=by, message=message.pk, kind=str(kind))
    return message
