"""A report while it is written: ciphertext here, the key at the visitor's, an hour at most."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import vault
from core.actor import ANYONE
from incidents.actions import drafts
from incidents.actions.drafts import Kept
from incidents.models import Case, Draft
from incidents.tasks import forget_drafts
from tests.incident_factories import SAID

pytestmark = pytest.mark.django_db
KEPT = Kept(danger="no", level="k4", answers={"said": {"said": SAID}})


def test_a_draft_is_ciphertext_that_only_its_own_key_opens():
    draft, key = drafts.begin(KEPT)
    now = timezone.now()

    found = [drafts.opened(draft.handle, one, at=now) for one in (key, vault.new_key())]

    assert found == [KEPT, None]
    assert SAID.encode() not in bytes(Draft.objects.get().sealed)


def test_a_draft_under_the_handle_of_another_does_not_open():
    one, key = drafts.begin(KEPT)
    other, _other_key = drafts.begin(KEPT)

    Draft.objects.filter(pk=other.pk).update(sealed=one.sealed)

    assert drafts.opened(other.handle, key, at=timezone.now()) is None


def test_a_draft_opens_for_an_hour_and_the_beat_forgets_it():
    draft, key = drafts.begin(KEPT)
    at = draft.started_at
    hour, later = at + timedelta(hours=1), at + timedelta(hours=1, seconds=1)

    found = [drafts.opened(draft.handle, key, at=moment) for moment in (hour, later)]
    Draft.objects.update(started_at=at - timedelta(minutes=61))
    forget_drafts()

    assert found == [KEPT, None]
    assert Draft.objects.count() == 0


def test_sending_twice_is_one_case_and_the_same_receipt():
    draft, key = drafts.begin(KEPT)
    send = {"language": "en", "by": ANYONE, "at": timezone.now()}

    first = drafts.send(draft.handle, key, **send)
    second = drafts.send(draft.handle, key, **send)

    assert (second.case, second.words) == (first.case, first.words)
    assert Case.objects.count() == 1
    assert drafts.opened(draft.handle, key, at=timezone.now()) is None
    assert drafts.send(draft.handle, vault.new_key(), **send) is None


def test_leaving_forgets_the_draft_and_nobody_else_can_make_it_so():
    draft, key = drafts.begin(KEPT)

    drafts.leave(draft.handle, vault.new_key())
    before = Draft.objects.count()
    drafts.leave(draft.handle, key)

    assert (before, Draft.objects.count()) == (1, 0)
