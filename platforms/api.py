"""The public list for other systems: GET /api/v1/platforms, put into the API of the register above."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query, Schema
from pydantic import ConfigDict, Field

from core.problems import ProblemOut
from platforms.reports.list_answers import for_programs, json_of
from platforms.reports.list_filters import BOTH_FLAGS, LONGEST
from platforms.terms import Status, Tag


class FiltersIn(Schema):
    """What narrows the list; all that are given must fit."""

    model_config = ConfigDict(extra="forbid")

    q: str = Field("", max_length=LONGEST, description="Words of the name, company or nickname.")
    status: str = Field("", description=", ".join([*Status.values, f"{BOTH_FLAGS}: both flags"]))
    use: str = Field("", description="The code of a use: approved for it today.")
    audience: str = Field("", description=", ".join(Tag.values))
    language: str = Field("", description="Of `status_label`; else by Accept-Language.")


class PlatformOut(Schema):
    """A platform as it stands today. What is not in the list is not approved."""

    slug: str
    name: str
    vendor: str
    summary: str
    status: Literal[tuple(Status.values)]  # type: ignore[valid-type]
    status_label: str
    flagged: bool
    lapsed: bool = Field(description="An approval that ended by itself; reads as not approved.")
    since: date
    until: date | None = Field(
        description="Last day of the approval, or of the uses kept on a flag."
    )
    every_use: bool = Field(description="Approved without limits to its uses.")
    uses: list[str] = Field(description="Stated uses of an approval, or those kept on a flag.")
    conditions: str
    reason: str
    audiences: list[str]
    alternatives: int = Field(description="How many approved platforms share an audience.")
    updated: datetime
    url: str


class ListOut(Schema):
    """The whole list, or what the filters leave of it."""

    as_of: datetime
    total: int
    filters: dict[str, str]
    platforms: list[PlatformOut]


def open_platforms(api: NinjaAPI) -> None:
    """Put the door into the API; it asks for no key."""
    api.get(
        "/platforms",
        auth=None,
        response={200: ListOut, 422: ProblemOut},
        operation_id="platforms",
        tags=["Platforms"],
        summary="Which messaging tools may be used?",
    )(platforms)


def platforms(request: HttpRequest, asked: Query[FiltersIn]) -> HttpResponse:  # noqa: ARG001 -- read once more, strictly, below
    """The same rows in the same order as /platforms/ shows; `ETag` and `If-None-Match` work."""
    return for_programs(request, json_of, page="json", content_type="application/json")
