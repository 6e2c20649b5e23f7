"""Who is shown who reported a case, and how to reach them (I1, I2): by a deliberate step, each for themself."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason
from incidents.access.cases import may_lead, may_work
from incidents.models import Account, Case
from incidents.terms import Part

NOBODY: Final = Reason(
    "nobody_said", "I1", _("Whoever reported it left no name and no way to reach them.")
)
ANONYMOUS: Final = Reason(
    "no_name_given",
    "I1",
    _("Whoever reported it gave no name. Write to them here; only the office sees how else to reach them."),
)  # fmt: skip


def _left(case: Case) -> dict[str, str]:
    """What the reporter left last, of a name and ways to reach them."""
    kept = case.accounts.filter(kind=Account.Kind.CONTACT).order_by("-pk").first()
    words = kept.words() if kept else {}
    return {key: words[key] for key in ("name", "phone", "email") if words.get(key)}


def may_reveal(by: Actor, case: Case) -> Decision:
    """Case staff, where the reporter gave a name; where they gave only a way to reach them, an office that has it."""
    worked = may_work(by, case)
    if not worked:
        return worked
    left = _left(case)
    known = case.involved.filter(part=Part.REPORTER, ended_at=None).exists()
    named = known or "name" in left
    return Decision.unless(
        (known or left, NOBODY), (named or not left or may_lead(by, case), ANONYMOUS)
    )
