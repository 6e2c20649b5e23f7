"""A blank form to print, for whoever would rather write by hand (I1, I2, I3). Nobody signs in, nothing is kept."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from incidents.terms import AboutWhom, Post, Safe
from incidents.views.speak_up_door import draw
from schools.lines import lines
from schools.terms import LineKind


@login_not_required
@require_safe
def paper_form(request: HttpRequest) -> HttpResponse:
    """The form, laid out for one sheet; the browser prints it."""
    facts = {
        "about": AboutWhom.labels,
        "posts": Post.labels,
        "safe": [label for value, label in Safe.choices if value],
        "lines": [one for one in lines(timezone.now()) if one.kind == LineKind.CALL],
    }
    return draw(request, "paper", facts)
