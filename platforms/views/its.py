"""Pages inside ITS: for everybody else there is nothing at the address."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.http import Http404
from django.http.response import HttpResponseBase

from core.http import SignedInRequest
from platforms.access.roles import is_its

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)
View = Callable[Concatenate[SignedInRequest, P], R]


def for_its(view: View[P, R]) -> View[P, R]:
    """404 unless the reader is an auditor or a reviewer (P2)."""

    @wraps(view)
    def asked(request: SignedInRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
        if not is_its(request.user.pk):
            raise Http404
        return view(request, *args, **kwargs)

    return asked
