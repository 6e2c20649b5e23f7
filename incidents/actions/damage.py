"""Kept words that do not open: changed in the database, swapped between rows or cases, or without their key (A10)."""

from __future__ import annotations

import logging
from typing import Final

from django.db import transaction

from core.actor import Actor
from incidents.actions.steps import step
from incidents.actions.telling import tell_readers
from incidents.models import Case, CaseStep

logger = logging.getLogger(__name__)

BY: Final = Actor.job("incidents.damage")
DEED: Final = "case.damaged"


@transaction.atomic
def note(about: str) -> bool:
    """Write it into the case's history and tell its readers, once for each row; returns whether this call did.

    `about` is what the words are bound to: "incidents.account|CODE|name of the row".
    """
    kind, _, rest = about.partition("|")
    code, _, row = rest.partition("|")
    case = Case.objects.select_for_update().filter(code=code).first()
    if case is None:
        return False
    # Without the case's code: who reads this log may be whom it is about.
    logger.error("words of a report do not open")
    if CaseStep.objects.filter(case=case, deed=DEED, facts__row=row).exists():
        return False
    step(case, DEED, by=BY, kind=kind, row=row)
    tell_readers(case, f"damaged:{row}", to_all=True)
    return True
