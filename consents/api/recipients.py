"""What bulk systems ask: whom may this activity's texts go to now?"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import NinjaAPI, Query, Schema
from pydantic import ConfigDict, Field

from consents.actions.exports import note_reading
from consents.api.doors import Bearer, PerKey
from consents.models import Activity, ActivityVersion
from consents.reports import lookups
from consents.reports.recipients import Recipient, batch, may_export, sender
from consents.reports.versions import current_version
from core.actor import Actor, ActorKind
from core.problems import PROBLEMS, ProblemOut, problem_of

MOST = 500
recipients_only = Bearer("recipients")


class PartIn(Schema):
    """Which part of the list."""

    model_config = ConfigDict(extra="forbid")

    after: int = Field(0, ge=0, le=10**15, description="`next` of the part before; 0 begins.")
    limit: int = Field(MOST, ge=1, le=MOST, description="How many students at most.")


class RecipientOut(Schema):
    """One telephone that the texts may go to now."""

    reference: str = Field(description="Ours for this activity; the same in every export.")
    kind: str = Field(description="`student`, or `guardian`: somebody who gets the same texts.")
    student: str = Field(description="The roster's id of the student.")
    given_name: str
    family_name: str
    phone: str = Field(description="E.164.")
    until: date | None = Field(description="The last day of the yes.")


class RecipientsOut(Schema):
    """A part of the list. Whoever is not in the whole list may not be texted."""

    activity: str
    platform: str
    as_of: datetime
    recipients: list[RecipientOut]
    next: int | None = Field(description="Ask on with `after`; null at the end.")


def open_recipients(api: NinjaAPI) -> None:
    """Put the door into the API."""
    api.get(
        "/activities/{activity_id}/recipients",
        auth=recipients_only,
        throttle=[PerKey("600/m", "recipients")],
        response={200: RecipientsOut, 409: ProblemOut, **PROBLEMS},
        operation_id="recipients",
        tags=["Recipients"],
        summary="Whom may this activity's texts go to now?",
    )(recipients)


def recipients(request: HttpRequest, activity_id: str, part: Query[PartIn]) -> dict[str, Any]:
    """Only those whose verdict is a yes. 409: there is no list today, and why; then none of it is given."""
    unknown = sorted(set(request.GET) - set(PartIn.model_fields))
    if unknown:
        errors = [{"field": name, "message": "unknown"} for name in unknown]
        raise problem_of(422, "The request is not as described.", errors)
    activity, version = _found(activity_id)
    now = timezone.now()
    decision = may_export(activity, version, now)
    if not decision:
        raise problem_of(
            409,
            "There is no list of recipients for this activity today.",
            [
                {"field": one.code, "message": f"{one.text} ({one.clause})"}
                for one in decision.refusals
            ],
        )
    adult = sender(activity, version, now)
    assert adult is not None  # noqa: S101 -- may_export has said so
    found = batch(activity, version, adult, now, after=part.after, size=part.limit)
    key = request.auth  # type: ignore[attr-defined]
    note_reading(
        activity,
        rows=len(found.recipients),
        after=part.after,
        by=Actor(ActorKind.API_KEY, str(key.pk), key.name),
    )
    return {
        "activity": str(activity.pk),
        "platform": version.platform.name if version.platform else "",
        "as_of": now,
        "recipients": [_told(one) for one in found.recipients],
        "next": found.last if found.students == part.limit else None,
    }


def _found(activity_id: str) -> tuple[Activity, ActivityVersion]:
    key = lookups.activities({activity_id})[activity_id].key if activity_id.isprintable() else None
    activity = (
        Activity.objects.select_related("school", "kind", "year").filter(pk=key).first()
        if key is not None
        else None
    )
    version = current_version(activity) if activity else None
    if activity is None or version is None:
        errors = [{"field": "activity", "message": "nobody has it"}]
        raise problem_of(404, "Not found: activity.", errors)
    return activity, version


def _told(one: Recipient) -> dict[str, Any]:
    person = one.guardian or one.student
    given = person.given_name if one.guardian else one.student.preferred_name or person.given_name
    return {
        "reference": one.reference,
        "kind": one.kind,
        "student": one.student.sourced_id,
        "given_name": given,
        "family_name": person.family_name,
        "phone": one.number,
        "until": one.until,
    }
