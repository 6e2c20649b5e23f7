"""How a request comes in: by whose key, how often, and how every refusal looks alike."""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import timezone
from ninja import NinjaAPI
from ninja.errors import HttpError, Throttled, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.security import HttpBearer
from ninja.throttling import SimpleRateThrottle

from accounts.actions import note_use
from accounts.api_keys import holder_of
from accounts.models import ApiKey
from core.problems import CONTENT_TYPE, Problem, problem_of

logger = logging.getLogger(__name__)
View = Callable[..., HttpResponse]
NO_KEY = {"WWW-Authenticate": 'Bearer realm="api"'}


class Bearer(HttpBearer):
    """A living key that may do this: 401 without one, 403 for one that may do something else."""

    def __init__(self, scope: str) -> None:
        super().__init__()
        self.scope = scope

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey:
        now = timezone.now()
        key = holder_of(token.strip(), now)
        if key is None:
            raise problem_of(401, "The key is unknown, expired or revoked.", headers=NO_KEY)
        if self.scope not in key.scopes:
            raise problem_of(403, f"The key has no scope {self.scope}.")
        note_use(key, now)
        return key


class PerKey(SimpleRateThrottle):
    """So many requests for each key and each door."""

    def __init__(self, rate: str, scope: str) -> None:
        self.scope = scope
        super().__init__(rate)

    def get_cache_key(self, request: HttpRequest) -> str:
        return f"api:{self.scope}:{request.auth.pk}"  # type: ignore[attr-defined]


class Api(NinjaAPI):
    """Every error is a problem; the published description says so."""

    def __init__(self, **facts: Any) -> None:
        super().__init__(**facts)
        for kind, handler in HANDLERS.items():
            self.add_exception_handler(kind, handler)

    def get_openapi_schema(self, **facts: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**facts)
        for path in schema["paths"].values():
            for operation in path.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400 and "content" in response:
                        response["content"][CONTENT_TYPE] = response["content"].pop(
                            "application/json"
                        )
        return schema


def open_doors(api: NinjaAPI) -> list[URLPattern]:
    """The API's routes, outside the sign-in wall (a key is asked for instead), with problems for pages."""
    patterns = cast("list[URLPattern]", api.urls[0])
    for pattern in patterns:
        pattern.callback = login_not_required(_door(pattern.callback))
    return patterns


def _door(view: View) -> View:
    """The view, with what it says outside the API's own handlers turned into problems."""

    @functools.wraps(view)
    def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            return problem_of(404, "There is nothing at this address.").response()
        if response.status_code == 405:
            allow = response.headers.get("Allow", "")
            detail = f"{request.method} is not possible here."
            return problem_of(405, detail, headers={"Allow": allow}).response()
        return response

    return door


def _from_problem(request: HttpRequest, error: Problem) -> HttpResponse:
    return error.response()


def _from_http(request: HttpRequest, error: HttpError) -> HttpResponse:
    headers = NO_KEY if error.status_code == 401 else {}
    detail = "A key is needed." if error.status_code == 401 else str(error)
    return problem_of(error.status_code, detail, headers=headers).response()


def _from_throttle(request: HttpRequest, error: Throttled) -> HttpResponse:
    wait = {"Retry-After": str(error.wait)} if error.wait else {}
    return problem_of(429, "Too many requests with this key.", headers=wait).response()


def _from_validation(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [
        {"field": _place(one["loc"]), "message": str(one["msg"]).removeprefix("Value error, ")}
        for one in error.errors
    ]
    return problem_of(422, "The request is not as described.", errors).response()


def _from_too_much(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
    return problem_of(413, "The request is larger than this accepts.").response()


def _from_anything(request: HttpRequest, error: Exception) -> HttpResponse:
    """Our fault. The class is logged, never the text: it may quote people's data."""
    logger.error("API request failed: %s", type(error).__name__)
    return problem_of(500, "Something went wrong here. Nothing was changed.").response()


def _place(where: tuple[str | int, ...]) -> str:
    """`3.at` for the fourth question's time; the names of our own parameters are left out."""
    ours = {"query", "body", "asked"}
    return ".".join(str(part) for part in where if part not in ours)


HANDLERS: dict[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
    Problem: _from_problem,
    HttpError: _from_http,
    Throttled: _from_throttle,
    ValidationError: _from_validation,
    RequestDataTooBig: _from_too_much,
    Exception: _from_anything,
}
