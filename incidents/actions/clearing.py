"""What of a case can be read, or lead to a person, is destroyed. Only an approved disposal comes here."""

from __future__ import annotations

import secrets
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from core.marks import mark_of_user
from incidents.actions.evidence_custody import destroy as destroy_evidence
from incidents.models import (
    Case,
    CaseKey,
    Export,
    Involved,
    MandatedDeed,
    NameFit,
    OfficeSeat,
    PatternEntry,
    TakenReport,
    Visit,
)
from incidents.models.sealed import sealed_counts
from incidents.terms import KEPT_OUT


def clear(case: Case) -> dict[str, int | str]:
    """Destroy the key, so that every sealed row is noise; delete the files; forget the marks and the way back.

    Gives how much of what: the facts of the certificate. Files go once the transaction has committed; the hourly task
    deletes what a crash left behind.
    """
    now = timezone.now()
    key = CaseKey.objects.select_for_update().get(case=case)
    counts: dict[str, int | str] = {"key": key.ring}
    counts |= {f"{name} rows": number for name, number in sealed_counts(case).items()}
    key.delete()
    counts["evidence files"] = destroy_evidence(case)
    counts["marks"] = _forget_people(case)
    counts["pattern marks"] = _forget_patterns(case)
    counts["ways back"] = _forget_ways_back(case)
    counts["bundles"] = _forget_bundles(case)
    case.recipients.filter(ended_at=None).update(ended_at=now)
    Case.objects.filter(pk=case.pk).update(assigned_to=None, assigned_at=None)
    return counts


def _forget_people(case: Case) -> int:
    """Nobody is found by a mark any more, but colleagues who are kept out of the certificate too."""
    seats = OfficeSeat.objects.standing().values_list("assignment__user", flat=True)
    colleagues = {mark_of_user(one) for one in seats}
    NameFit.objects.filter(involved__case=case).exclude(mark__in=colleagues).delete()
    named = Involved.objects.filter(case=case).exclude(mark="")
    rows: list[Involved | TakenReport | MandatedDeed] = list(
        named.exclude(part__in=KEPT_OUT, mark__in=colleagues)
    )
    rows += [*TakenReport.objects.filter(case=case), *MandatedDeed.objects.filter(case=case)]
    for row in rows:
        # A mark that is nobody's: that somebody was known stays, who it was does not.
        type(row)._base_manager.filter(pk=row.pk).update(mark=secrets.token_hex(32))
    return len(rows)


def _forget_patterns(case: Case) -> int:
    """No later report is found to be about the same."""
    entries = list(PatternEntry.objects.filter(case=case))
    for entry in entries:
        entry.mark = secrets.token_hex(32)
        entry.keep_until = min(entry.keep_until, timezone.now())
        entry.save(update_fields=["mark", "keep_until"])
    return len(entries)


def _forget_ways_back(case: Case) -> int:
    """Who types the words afterwards is answered as for words that never were."""
    now = timezone.now()
    ways = list(case.ways_back.all())
    Visit.objects.filter(way_back__in=ways, ended_at=None).update(ended_at=now)
    for way in ways:
        way.lookup = secrets.token_hex(32)
        way.ended_at = way.ended_at or now
        way.save(update_fields=["lookup", "ended_at"])
    return len(ways)


def _forget_bundles(case: Case) -> int:
    kept = Export.objects.filter(case=case).exclude(stored_as="")
    names = list(kept.values_list("stored_as", flat=True))
    kept.update(ended_at=timezone.now(), stored_as="")
    delete_after_commit(names)
    return len(names)


def delete_after_commit(names: list[str]) -> None:
    """Files go only when the rows that say so have stayed."""
    for name in names:
        transaction.on_commit(partial(default_storage.delete, name))
