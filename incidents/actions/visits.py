"""The reporter comes in with six words, writes new ones down, and leaves."""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core import vault
from core.actor import Actor, ActorKind
from incidents import wording
from incidents.actions.receiving import make_way_back
from incidents.actions.steps import step
from incidents.models import Case, Visit, WayBack
from incidents.policy.returning import IDLE


@dataclass(frozen=True, slots=True)
class Entered:
    """A visit that began, and the secret that only the visitor's cookie has."""

    visit: Visit
    secret: str


def reporter_of(case: Case) -> Actor:
    """The reporter as they act, once their words led them in."""
    return Actor(ActorKind.REPORTER, case.code)


@transaction.atomic
def begin(case: Case, words: Sequence[str] = ()) -> Entered:
    """A visit to the case; right after a report came in also with the words that are to be written down."""
    way_back = case.ways_back.filter(ended_at=None).latest("pk")
    return _begin(way_back, words)


def enter(typed: str, *, patience: float) -> Entered | None:
    """Come in with what was typed; None alike for wrong, ended and disposed (R2). `wording.Busy` when too many knock.

    The slow look-up is done whatever was typed, outside the transaction.
    """
    lookup = wording.lookup(typed, patience=patience)
    return _enter(lookup)


@transaction.atomic
def _enter(lookup: str) -> Entered | None:
    way_back = (
        WayBack.objects.select_related("case")
        .filter(lookup=lookup, ended_at=None, case__kept_key__isnull=False)
        .first()
    )
    if way_back is None:
        return None
    now = timezone.now()
    way_back.last_visit_at = now
    way_back.proved_at = way_back.proved_at or now
    way_back.save(update_fields=["last_visit_at", "proved_at"])
    fresh = wording.draw() if way_back.must_change else ()
    entered = _begin(way_back, fresh, draws_new=way_back.must_change)
    step(way_back.case, "case.reporter_came", by=reporter_of(way_back.case), visit=entered.visit.pk)
    return entered


@transaction.atomic
def draw_new_words(visit: Visit, secret: str) -> None:
    """Show six new words, which lead back instead of the old as soon as they were written down."""
    visit.words = _sealed(visit.handle, secret, wording.draw())
    visit.draws_new, visit.written_at = True, None
    visit.save(update_fields=["words", "draws_new", "written_at"])


@transaction.atomic
def write_down(visit: Visit, secret: str) -> Entered:
    """The words are written down. New ones take over now: every visit by the old ones ends, this one goes on anew (R5)."""
    visit = Visit.objects.select_for_update().get(pk=visit.pk)
    now = timezone.now()
    words = words_of(visit, secret)
    visit.written_at = now
    visit.save(update_fields=["written_at"])
    way_back = visit.way_back
    if not visit.draws_new:
        way_back.proved_at = way_back.proved_at or now
        way_back.save(update_fields=["proved_at"])
        return Entered(visit, secret)
    made = make_way_back(way_back.case, words)
    WayBack.objects.filter(pk=made.pk).update(proved_at=now, last_visit_at=now)
    end_all(way_back.case)
    entered = _begin(made, words, written=True)
    step(way_back.case, "case.new_words", by=reporter_of(way_back.case))
    return entered


def is_right(visit: Visit, secret: str, typed: str) -> bool:
    """Whether these are the words that are shown."""
    return wording.as_typed(typed) == " ".join(words_of(visit, secret))


def words_of(visit: Visit, secret: str) -> tuple[str, ...]:
    """The words the visit shows, opened with the visitor's own secret; none where there are none to show."""
    if visit.words is None:
        return ()
    opened = vault.unseal(_key(secret), bytes(visit.words), _about(visit.handle))
    return tuple(json.loads(opened))


def leave(visit: Visit) -> None:
    """The visit is over, and the words it showed are gone."""
    _end(Visit.objects.filter(pk=visit.pk))


def end_all(case: Case) -> None:
    _end(Visit.objects.filter(way_back__case=case, ended_at=None))


def forget_words() -> int:
    """Words that no visit can show any more are removed: of visits that ended by silence."""
    over = Visit.objects.filter(seen_at__lte=timezone.now() - IDLE, words__isnull=False)
    return over.update(words=None)


def seen(visit: Visit) -> None:
    Visit.objects.filter(pk=visit.pk).update(seen_at=timezone.now())


def digest_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _begin(
    way_back: WayBack, words: Sequence[str], *, draws_new: bool = False, written: bool = False
) -> Entered:
    secret = secrets.token_urlsafe(32)
    now = timezone.now()
    visit = Visit(
        way_back=way_back,
        digest=digest_of(secret),
        draws_new=draws_new,
        began_at=now,
        seen_at=now,
        written_at=now if written else None,
    )
    visit.words = _sealed(visit.handle, secret, words) if words else None
    visit.save(force_insert=True)
    return Entered(visit, secret)


def _end(visits: QuerySet[Visit]) -> None:
    visits.filter(ended_at=None).update(ended_at=timezone.now(), words=None)


def _sealed(handle: str, secret: str, words: Sequence[str]) -> bytes:
    return vault.seal(_key(secret), json.dumps(list(words)).encode(), _about(handle))


def _key(secret: str) -> bytes:
    return hashlib.sha256(f"visit\0{secret}".encode()).digest()


def _about(handle: str) -> str:
    return f"visit|{handle}"
