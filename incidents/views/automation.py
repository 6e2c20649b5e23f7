"""Somebody who read a report says that a person wrote it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from core.http import SignedInRequest, actor_of
from incidents.actions import automation
from incidents.reports import automation as _section  # noqa: F401 -- registers its part of the page
from incidents.views.cases import case_or_404


@require_POST
def case_human(request: SignedInRequest, code: str) -> HttpResponse:
    """Take the case back among the others."""
    automation.say_a_person_wrote_it(case_or_404(request, code), by=actor_of(request))
    messages.success(request, _("It stands among the others again."))
    return redirect("incidents:case", code)
