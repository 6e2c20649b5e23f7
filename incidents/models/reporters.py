"""The reporter's side: a report not sent yet, the way back to a sent one, and words in both directions."""

from __future__ import annotations

import json
import secrets
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.utils import timezone

from accounts.models import User
from core import vault
from core.constraints import one_of
from incidents.models.cases import Case
from incidents.models.sealed import Sealed
from incidents.terms import Voice
from incidents.terms.returning import MessageKind


class DraftQuerySet(models.QuerySet["Draft"]):
    def older_than(self, moment: datetime) -> Self:
        return self.filter(started_at__lt=moment)

    def sent_before(self, moment: datetime) -> Self:
        return self.filter(sent_at__lt=moment)


class Draft(models.Model):
    """A report that is being written. Its words open only with the key in the visitor's own cookie, an hour at most."""

    # Where it is in addresses; says nothing and opens nothing.
    handle = models.CharField(max_length=32, unique=True)
    sealed = models.BinaryField()
    started_at = models.DateTimeField(default=timezone.now)
    # Sent: what is sealed now is the receipt, for a second press of the same button; a few minutes at most.
    sent_at = models.DateTimeField(null=True)

    objects = DraftQuerySet.as_manager()

    def __str__(self) -> str:
        return self.handle

    def seal(self, key: bytes, words: Any) -> None:
        """Seal JSON words into the row, under the visitor's key."""
        written = json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()
        self.sealed = vault.seal(key, written, f"draft|{self.handle}")

    def words(self, key: bytes) -> Any:
        """The JSON words of the row; `core.vault.Sealed` for every other key."""
        return json.loads(vault.unseal(key, bytes(self.sealed), f"draft|{self.handle}"))


class WayBack(models.Model):
    """How the reporter comes back: six words that only they have.

    `lookup` is an HMAC under `WAY_BACK_KEY` of an Argon2id hash of the words. A row ends when new words replace it.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="ways_back")
    lookup = models.CharField(max_length=64, unique=True)
    # Given out by a hotline worker, who saw them: the reporter draws new ones at the first visit.
    must_change = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)
    # The words were typed once, so they were written down or remembered.
    proved_at = models.DateTimeField(null=True)
    last_visit_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"way back to {self.case_id}"


def new_handle() -> str:
    """Where a visit is in addresses: two reports open in one browser stay apart."""
    return secrets.token_hex(10)


class Visit(models.Model):
    """The reporter is in: from the words until a quarter of an hour of silence, or until they leave."""

    way_back = models.ForeignKey(WayBack, models.PROTECT, related_name="visits")
    # Where it is in addresses; says nothing and opens nothing.
    handle = models.CharField(max_length=20, unique=True, default=new_handle, editable=False)
    # SHA-256 of the secret in the visitor's cookie.
    digest = models.CharField(max_length=64, unique=True)
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    # Six words to be written down, sealed under a key made of that secret; gone when the visit ends.
    words = models.BinaryField(null=True)
    # The words are new ones, which take the place of the old when they were written down.
    draws_new = models.BooleanField(default=False)
    # They were typed once, or said to be written down.
    written_at: models.DateTimeField[datetime | None, datetime | None] = models.DateTimeField(
        null=True
    )

    def __str__(self) -> str:
        return f"visit {self.pk}"


class CaseMessage(Sealed):
    """Words between the reporter and case staff. Words: {"text", "signed"}.

    Whoever of staff wrote is not shown to the reporter, unless they signed with a name: `signed` is then that name.
    """

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="messages")
    voice = models.CharField(max_length=10, choices=Voice)
    kind = models.CharField(max_length=14, choices=MessageKind, default=MessageKind.WORDS)
    author = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["case", "at"])]
        constraints = [one_of("voice", Voice.values), one_of("kind", MessageKind.values)]

    def __str__(self) -> str:
        return f"{self.voice} in {self.case_id}"


class CaseNote(Sealed):
    """What case staff write for each other; the reporter never sees it. Words: {"text"}."""

    append_only = True

    case = models.ForeignKey(Case, models.PROTECT, related_name="notes")
    author = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["case", "at"])]

    def __str__(self) -> str:
        return f"note in {self.case_id}"
