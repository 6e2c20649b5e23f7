"""What went wrong, as RFC 9457 has it: one shape for every error of the API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, Final

from django.http import JsonResponse
from ninja import Schema
from pydantic import Field

CONTENT_TYPE: Final = "application/problem+json"


class ProblemError(Schema):
    """One thing that is wrong, and where."""

    field: str = Field(description="Where in the request, such as `student` or `3.at`.")
    message: str


class ProblemOut(Schema):
    """RFC 9457. The type is about:blank: the status says which problem it is."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[ProblemError] = []


PROBLEMS: Final = dict.fromkeys((400, 401, 403, 404, 405, 413, 422, 429), ProblemOut)


class Problem(Exception):
    """Raised by a door, or put in the place of one answer among many."""

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        errors: Sequence[Mapping[str, str]] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.errors = errors
        self.headers = headers or {}

    def told(self) -> dict[str, Any]:
        """The problem's JSON."""
        return {
            "type": "about:blank",
            "title": self.status.phrase,
            "status": self.status.value,
            "detail": self.detail,
            "errors": [dict(error) for error in self.errors],
        }

    def response(self) -> JsonResponse:
        return JsonResponse(
            self.told(),
            status=self.status.value,
            content_type=CONTENT_TYPE,
            headers=dict(self.headers),
        )


def problem_of(
    status: int,
    detail: str,
    errors: Sequence[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
) -> Problem:
    return Problem(HTTPStatus(status), detail, errors, headers)
