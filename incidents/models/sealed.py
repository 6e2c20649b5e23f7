"""Rows whose words only their case's key opens."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

from core import vault

if TYPE_CHECKING:
    from incidents.models.cases import Case


class Sealed(models.Model):
    """Words under the key of `case`, bound to this very row: moved to another row or case they do not open.

    `seal` before saving; `words` gives them back. `core.vault.Sealed` where they were tampered with,
    `cases.Destroyed` where the case's key was destroyed by lawful disposal.
    """

    name = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sealed = models.BinaryField()

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        case: Any
        case_id: int

    def seal(self, words: Any) -> None:
        """Seal JSON words into the row."""
        written = json.dumps(words, ensure_ascii=False, separators=(",", ":")).encode()
        self.sealed = vault.seal(self._case.key(), written, self._about())

    def words(self) -> Any:
        """The JSON words of the row."""
        return json.loads(vault.unseal(self._case.key(), bytes(self.sealed), self._about()))

    @property
    def _case(self) -> Case:
        found: Case = self.case
        return found

    def _about(self) -> str:
        return f"{self._meta.label_lower}|{self._case.code}|{self.name}"


def sealed_models() -> Iterator[Any]:
    """Every table of words under a case's key, whichever subject it is of."""
    for model in apps.get_app_config("incidents").get_models():
        if issubclass(model, Sealed):
            yield model


def sealed_counts(case: Case) -> dict[str, int]:
    """How many sealed rows of each kind the case has, by what the kind is called."""
    counted = {
        str(model._meta.verbose_name): model._base_manager.filter(case=case).count()
        for model in sealed_models()
    }
    return {name: number for name, number in counted.items() if number}
