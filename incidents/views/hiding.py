"""A case that one may not see is not there by any method: not even as an address that would take another one (A1)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from incidents.models import Case


def hidden(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view of an address with a case's code: where it does not take the method, only the case's readers are told so."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, code: str, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = view(request, *args, code=code, **kwargs)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        if not Case.objects.visible_to(request.user).filter(code=code).exists():
            raise Http404
        return response

    return asked
