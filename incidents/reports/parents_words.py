"""What the reporter reads about parents: whether they hear of it, and whether they did (I2). No name, no other family."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from incidents.facts.parents import children_of
from incidents.models import Case, Visit
from incidents.policy.parents import told
from incidents.reports import reporter_sections
from incidents.terms import ParentNotice, Part, ReporterRole
from incidents.terms.parents import Standing

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# Staff and strangers are told nothing about a child's family.
READS: Final = (ReporterRole.STUDENT, ReporterRole.GUARDIAN)
TOLD: Final = _("The parents of the student it happened to were told. They were not shown what you wrote.")  # fmt: skip
NOT_NOW: Final = _("A person thought about it and decided not to tell the parents now.")
BY_NOTICE: Final = {
    ParentNotice.PROMPT: _("The parents of the student it happened to hear about it within a day. They are not shown what you wrote."),
    ParentNotice.HELD: _("No parent is told by itself. A person first thinks about whether it is safe, and about what you said."),
}  # fmt: skip


def words_of(case: Case) -> str | _StrPromise:
    """One sentence: what was done where something was done, else what the rules say."""
    at = timezone.now()
    children = children_of(case, timezone.localdate(at))
    stands = {told(one.facts, at).standing for one in children if one.involved.part == Part.HURT}
    if stands == {Standing.TOLD}:
        return TOLD
    if stands == {Standing.NOT_TOLD}:
        return NOT_NOW
    notice = case.routings.order_by("-pk").values_list("parent_notice", flat=True).first()
    return BY_NOTICE[ParentNotice(notice or ParentNotice.HELD)]


def _section(case: Case, _visit: Visit) -> Mapping[str, Any] | None:
    return {"words": words_of(case)} if case.reporter_role in READS else None


reporter_sections.register(_("What parents hear"), "incidents/return/_parents.html", _section, 40)
