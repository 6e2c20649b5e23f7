"""The auditor's desk: one group of criteria at a time, kept as a whole or not at all (P2)."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.http import SignedInRequest, actor_of
from core.workflow import IllegalMove
from platforms.actions import results as actions
from platforms.actions.results import Kept
from platforms.forms.audits import FindingForm, seen_results
from platforms.models import Audit, Evidence
from platforms.reports.audit_rows import Group, Row, groups_of, rows_of
from platforms.reports.evidence import store_of
from platforms.terms.audits import AuditStage
from platforms.views.audits import READ_OR_SEND, audit_or_404
from platforms.views.its import for_its

FEW = 8


@dataclass(frozen=True, slots=True)
class Desk:
    """A criterion beside the form that is filled in for it."""

    row: Row
    form: FindingForm
    few: bool

    @property
    def opened(self) -> bool:
        """Whether the evidence shows at once: there is little of it, or something is wrong with it."""
        return self.few or "evidence" in self.form.errors


@require_http_methods(READ_OR_SEND)
@for_its
def audit_group(request: SignedInRequest, pk: int, group: str) -> HttpResponse:
    """One group: each criterion with what is known, and what is found of it."""
    audit = audit_or_404(request, pk)
    groups = groups_of(rows_of(audit, timezone.localdate()))
    here = next((one for one in groups if one.code == group), None)
    if here is None:
        raise Http404
    if request.method == "POST" and audit.stage != AuditStage.ASSESSING:
        raise IllegalMove(audit.stage, "assess")
    store = list(store_of(audit.platform))
    desks = _desks(request, audit, here, store)
    # Each is asked, so that every field in error says so.
    valid = [desk.form.is_valid() for desk in desks]
    if request.method == "POST" and all(valid):
        return _keep(request, audit, desks, groups)
    place = groups.index(here)
    context = {
        "audit": audit,
        "group": here,
        "groups": groups,
        "desks": desks,
        "forms": [desk.form for desk in desks] if request.method == "POST" else [],
        "writable": audit.stage == AuditStage.ASSESSING,
        "store_count": len(store),
        "next": groups[place + 1] if place + 1 < len(groups) else None,
        "previous": groups[place - 1] if place else None,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "platforms/audits/group.html", context, status=status)


def _desks(
    request: SignedInRequest, audit: Audit, here: Group, store: list[Evidence]
) -> list[Desk]:
    """A form for each row. Sent ones begin with what their page showed, whatever was kept since."""
    sent = request.POST if request.method == "POST" else None
    keys = (
        [sent.get(f"c{row.criterion.pk}-seen", "") for row in here.rows]
        if sent is not None
        else [str(row.result.pk) for row in here.rows if row.result]
    )
    seen = seen_results(audit, keys)
    return [
        Desk(
            row,
            FindingForm(
                sent, criterion=row.criterion, seen=seen.get(row.criterion.pk), store=store
            ),
            len(store) <= FEW,
        )
        for row in here.rows
    ]


def _keep(
    request: SignedInRequest, audit: Audit, desks: list[Desk], groups: list[Group]
) -> HttpResponse:
    """Keep what was touched and is not so already; say what came in between and what is still too weak."""
    touched = [desk for desk in desks if desk.form.is_touched and not _stands_so(desk)]
    findings = [desk.form.finding() for desk in touched]
    kept = actions.assess(audit, findings, by=actor_of(request)) if findings else []
    for desk, one in zip(touched, kept, strict=True):
        if one.between:
            messages.warning(request, _between(desk, one))
    if kept:
        messages.success(request, _("Kept: %(count)s.") % {"count": len(kept)})
    else:
        messages.info(request, _("Nothing was changed."))
    asked = request.POST.get("then", "")
    if asked in {group.code for group in groups}:
        return redirect("platforms:audit_group", audit.pk, asked)
    here = desks[0].row.criterion.group
    address = reverse("platforms:audit_group", args=[audit.pk, here])
    return redirect(f"{address}#{asked}" if asked in _codes(desks) else address)


def _codes(desks: list[Desk]) -> set[str]:
    return {desk.row.criterion.code for desk in desks}


def _stands_so(desk: Desk) -> bool:
    """The same was kept already: a form sent twice, or two people who agree."""
    standing, finding = desk.row.result, desk.form.finding()
    if standing is None or desk.row.result is desk.form.seen_result:
        return False
    same_pieces = {one.pk for one in desk.row.pieces} == {one.pk for one in finding.evidence}
    said = (standing.value, standing.grade, standing.note)
    return same_pieces and said == (finding.value, finding.grade, finding.note.strip())


def _between(desk: Desk, kept: Kept) -> str:
    other = kept.between
    assert other is not None  # noqa: S101 -- asked by the caller
    return _(
        "%(code)s: %(name)s kept “%(value)s” at %(time)s while your page was open. Yours counts now; theirs"
        " stands below it."
    ) % {
        "code": desk.row.criterion.code,
        "name": other.assessed_by.name,
        "value": other.get_value_display(),
        "time": date_format(timezone.localtime(other.assessed_at), "TIME_FORMAT"),
    }
