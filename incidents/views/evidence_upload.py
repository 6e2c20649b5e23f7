"""What every door that takes files has in common: they arrive encrypted, and each is taken or refused by itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest

from core import limits
from core.decision import Refused
from documents.arriving import Arrived
from documents.media import ACCEPTED
from incidents.access.visits import visit_of
from incidents.actions.evidence import NotTaken
from incidents.forms.evidence import FilesForm
from incidents.models import Draft
from incidents.reports import evidence as reports
from incidents.views.return_door import cookie_of

PREFIX: Final = "/speak-up/"
# Where reporters add files: while they write, and when they came back.
OF_DRAFT: Final = re.compile(r"/speak-up/r/([^/]{1,64})/files/")
OF_VISIT: Final = re.compile(r"/speak-up/return/([^/]{1,64})/files/")
# The form around the files.
ROOM_FOR_A_FORM: Final = 256 * 1024


def most_of_a_file() -> int:
    """How long one file may be; of a longer one nothing is kept."""
    return reports.limits().file_bytes


def files_form(request: HttpRequest) -> FilesForm:
    sent = request.method == "POST"
    return FilesForm(request.POST if sent else None, request.FILES if sent else None)


def take_files(form: FilesForm, take: Callable[[Arrived, str], Any]) -> bool:
    """Take each file of the form; whether all were. What was refused stands in the form with what to do instead."""
    if not form.is_valid():
        return False
    refused = []
    for file in form.files_chosen:
        try:
            take(file, form.cleaned_data["note"])
        except NotTaken as error:
            refused.append((file.name or "", error.why))
        except Refused as error:
            form.add_error(None, str(error))
            return False
    form.refuse(refused)
    return not refused


def facts_of_form(form: FilesForm) -> dict[str, Any]:
    """What the form's part of a page reads."""
    return {
        "form": form,
        "limits": reports.limits(),
        "has_room": reports.has_room(),
        "accepted": ACCEPTED,
    }


def _most_from(request: HttpRequest) -> int:
    """All that a report may have, from whoever writes one or came back to one; nothing more from anybody else."""
    if not _has_business(request) or not reports.has_room():
        return 0
    return reports.limits().total_bytes + ROOM_FOR_A_FORM


def _has_business(request: HttpRequest) -> bool:
    if writing := OF_DRAFT.fullmatch(request.path):
        handle = writing[1]
        has_cookie = cookie_of(handle) in request.COOKIES
        return has_cookie and Draft.objects.filter(handle=handle, sent_at=None).exists()
    if back := OF_VISIT.fullmatch(request.path):
        return visit_of(back[1], request.COOKIES.get(cookie_of(back[1]), "")) is not None
    return False


limits.let_send(PREFIX, _most_from)
