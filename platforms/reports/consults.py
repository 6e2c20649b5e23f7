"""Consults as the asker, ITS and Procurement see them: lists, the clock, and whether a code still counts (P6). Reads only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median
from typing import Any, Final

from django.db.models import Count, F, Min, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from core.decision import Reason
from platforms import uses
from platforms.models import Consult, ConsultAnswer, ConsultStep, Platform
from platforms.models.procurement import ProcurementFlag
from platforms.policy import Stand
from platforms.policy.consults import fits
from platforms.reports import history, sections
from platforms.reports.checker import why_not
from platforms.reports.desk import Backlog, Part, Queue, Reader
from platforms.terms import Status
from platforms.terms.consults import WAITING, ConsultMove, ConsultStage
from schools.models import District

TONES: Final = {
    ConsultStage.OPEN: "wait",
    ConsultStage.IN_WORK: "info",
    ConsultStage.ANSWERED: "good",
    ConsultStage.WITHDRAWN: "neutral",
}
# The median is of answers that people gave within so many days.
LOOKED_BACK: Final = timedelta(days=180)
MOST_COUNTED: Final = 500


@dataclass(frozen=True, slots=True)
class Clock:
    """How long a request has waited, in school days, and how long is usual."""

    days: int
    late: bool
    usual: int | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an answered tool stands today, and whether its code counts."""

    platform: Platform | None
    stand: Stand
    reasons: tuple[Reason, ...]

    @property
    def counts(self) -> bool:
        return not self.reasons


def weekdays_between(first: date, last: date) -> int:
    """How many weekdays after the first day, up to the last."""
    days = (last - first).days
    return sum((first + timedelta(days=n)).weekday() < 5 for n in range(1, days + 1))


def consult_days() -> int:
    """School days until reviewers hear of a request that waits; the district's own number."""
    district = District.objects.first()
    return district.consult_days if district else 5


def clock_of(consult: Consult, at: datetime) -> Clock:
    days = weekdays_between(timezone.localdate(consult.waits_since), timezone.localdate(at))
    return Clock(days, consult.is_waiting and days > consult_days(), usual_wait(at))


def usual_wait(at: datetime) -> int | None:
    """The median wait for an answer of a person, in school days; None while there is none to count."""
    answers = ConsultAnswer.objects.filter(
        by__isnull=False, at__gte=at - LOOKED_BACK, consult__waits_since__lte=F("at")
    ).order_by("-pk")
    pairs = answers.values_list("consult__waits_since", "at")[:MOST_COUNTED]
    waits = [
        weekdays_between(timezone.localdate(asked), timezone.localdate(at)) for asked, at in pairs
    ]
    return round(median(waits)) if waits else None


def consult_list(user: User) -> QuerySet[Consult]:
    """The requests the reader may see, each with how many others wait for the same tool."""
    others = (
        Consult.objects.waiting()
        .filter(platform=OuterRef("platform"))
        .order_by()
        .values("platform")
        .annotate(total=Count("pk"))
        .values("total")
    )
    return (
        Consult.objects.visible_to(user)
        .annotate(waiting_for_it=Subquery(others))
        .select_related("platform", "school", "owner", "asked_by")
    )


def found(rows: QuerySet[Consult], asked: Mapping[str, str]) -> QuerySet[Consult]:
    """The rows that a search and a stage leave."""
    for word in asked.get("q", "").split():
        rows = rows.filter(
            Q(name__icontains=word) | Q(platform__name__icontains=word) | Q(school__name__icontains=word)
            | Q(asked_by__name__icontains=word)
        )  # fmt: skip
    stage = asked.get("stage", "")
    if stage == "waiting":
        return rows.filter(stage__in=WAITING)
    return rows.filter(stage=stage) if stage in ConsultStage.values else rows


def standing_of(consult: Consult, at: datetime) -> tuple[Platform | None, Stand, list[str]]:
    """The tool a request means now (a merged one's heir), how it stands, and its tags."""
    platform = consult.platform
    if platform is None:
        return None, Stand(Status.NOT_REVIEWED), []
    platform = platform.merged_into or platform
    event = platform.standing(at)
    stand = event.on(timezone.localdate(at)) if event else Stand(Status.NOT_REVIEWED)
    return platform, stand, platform.tags


def code_standing(answer: ConsultAnswer, at: datetime) -> Standing:
    """Whether a yes still counts: the newest answer, the tool still standing, and Procurement not holding it back."""
    consult = answer.consult
    platform, stand, tags = standing_of(consult, at)
    reasons = [_replaced()] if consult.answer != answer or consult.is_waiting else []
    not_now = why_not(stand, consult.use)
    if not_now is not None:
        reasons.append(not_now)
    elif not fits(consult.audiences, tags):
        reasons.append(Reason("other_people", "P2", _("The review was not about these people.")))
    day = timezone.localdate(at)
    if platform and ProcurementFlag.objects.in_force(day).about(platform).exists():
        reasons.append(
            Reason("held_back", "P5", _("Procurement holds this tool or its company back."))
        )
    return Standing(platform, stand, tuple(reasons))


def _replaced() -> Reason:
    return Reason("replaced", "P6", _("The request was opened again or answered anew."))


def reason_of(answer: ConsultAnswer) -> Reason | None:
    """Why a no that rests on a standing is one."""
    if answer.allowed or answer.event is None:
        return None
    return why_not(answer.event.on(timezone.localdate(answer.at)), answer.consult.use)


def use_name(code: str) -> str:
    return uses.names().get(code, code)


def measure(reader: Reader) -> Backlog:
    """The requests that wait for ITS."""
    latest = _weekdays_before(reader.on, consult_days())
    late = Q(waits_since__date__lt=latest)
    counted = Consult.objects.waiting().aggregate(
        count=Count("pk"), oldest=Min("waits_since"), late=Count("pk", filter=late)
    )
    return Backlog(counted["count"], counted["oldest"], counted["late"])


def _weekdays_before(day: date, number: int) -> date:
    while number:
        day -= timedelta(days=1)
        number -= day.weekday() < 5
    return day


QUEUE: Final = Queue(
    part=Part.ASKED,
    label=gettext_lazy("Consults"),
    measure=measure,
    url_name="platforms:its_consults",
    hint=gettext_lazy("Schools that ask before they buy or use a tool"),
)


def _section(platform: Platform, _user: User) -> dict[str, Any]:
    rows = Consult.objects.filter(platform=platform).select_related("school")
    return {"waiting": rows.waiting().count(), "newest": list(rows.order_by("-pk")[:5])}


sections.register(
    "consults",
    gettext_lazy("Asked by schools"),
    "platforms/catalogue/_consults.html",
    _section,
    order=80,
    aside=True,
)


@history.register
def answered(platform_ids: Any) -> list[history.Event]:
    """Requests about a platform that people answered, for its history."""
    steps = ConsultStep.objects.filter(
        consult__platform__in=platform_ids, move=ConsultMove.ANSWER, by__isnull=False
    ).select_related("by", "consult")
    return [
        history.Event(
            at=step.at,
            what=gettext_lazy("A school's request answered"),
            who=step.by.name if step.by else "",
            why=step.note,
            url=reverse("platforms:consult_request", args=[step.consult_id]),
        )
        for step in steps
    ]
