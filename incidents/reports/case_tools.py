"""What the report says of the tool it happened on, and the parts about the other registers on a case's page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from incidents.models import Account, Case
from incidents.reports import case_sections, deeds
from platforms.models import Platform


def tool_named(case: Case) -> str:
    """The tool's name, chosen from the list or typed; "" where the report names none."""
    account = case.accounts.filter(kind=Account.Kind.REPORT).order_by("pk").first()
    words = account.words() if account else {}
    chosen = Platform.objects.filter(pk=words.get("platform") or 0).first()
    return chosen.name if chosen else str(words.get("platform_name") or "")


def _section(case: Case, _user: User) -> Mapping[str, Any]:
    return {
        "asked": case.link_answers.count(),
        "handles": case.pattern_entries.filter(kind="handle", ended_at=None).count(),
    }


deeds.register("case.register_asked", _("Another register was asked"))
deeds.register("case.handle_kept", _("A number or user name was entered"))
case_sections.register(
    _("What the registers say"), "incidents/links/_section.html", _section, 60, aside=True, anchor="links"
)  # fmt: skip
