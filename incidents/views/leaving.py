"""Leaving in a hurry: where it leads from every page for reporters."""

from __future__ import annotations

from typing import Final

from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language

from core.public_pages import LANGUAGE

SEE_OTHER: Final = 303


def away() -> HttpResponse:
    """To a public page about something else, in the same language; the browser is told to forget the pages it kept."""
    asked = urlencode({LANGUAGE: get_language() or "en"})
    address = f"{reverse('platforms:public_list')}?{asked}"
    response = HttpResponseRedirect(address, status=SEE_OTHER)
    # Not the cookies: another report may be open in this browser.
    response["Clear-Site-Data"] = '"cache"'
    return response
