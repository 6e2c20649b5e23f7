"""When a reminder of one's own step still leaves. Its words are those of every notice about a case: none of it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from incidents.facts.mandated import case_asks, standing_of
from incidents.facts.readers import reads
from incidents.models import Case, TakenReport
from notices.models import Notice


def step_waits(notice: Notice) -> dict[str, Any] | None:
    """To who reported, or who works on a case; no longer wanted once it is done, or they read the case no more."""
    user = User.objects.filter(pk=notice.recipient_id, is_active=True).first()
    name = notice.facts.get("taken")
    if name:
        row = TakenReport.objects.filter(name=name, case__kept_key__isnull=False).first()
        case, wanted, link = row and row.case, row is not None, reverse("incidents:own_reports")
    else:
        case = Case.objects.filter(code=notice.facts["case"], kept_key__isnull=False).first()
        wanted = bool(user and case and reads(user, case) and case_asks(case))
        link = reverse("incidents:cases")
    if not (user and case and wanted) or standing_of(case, user, timezone.now()).is_settled:
        return None
    return {"link": f"{settings.SITE_URL.rstrip('/')}{link}"}
