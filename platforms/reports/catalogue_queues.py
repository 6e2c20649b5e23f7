"""What of the catalogue waits on the ITS desk: agreements that end, addresses to post, tags to choose."""

from __future__ import annotations

from typing import Final

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from platforms.models import Platform
from platforms.reports.catalogue import NO_TAGS, AgreementState, Narrowing, catalogue_list
from platforms.reports.desk import Backlog, Part, Queue, Reader, backlog
from platforms.reports.operators import operator_vendors


def _ending(reader: Reader) -> Backlog:
    wanted = Narrowing(agreement=AgreementState.SOON)
    return Backlog(catalogue_list(Platform.objects.all(), wanted, reader.on).count())


def _no_address(_reader: Reader) -> Backlog:
    return backlog(operator_vendors().filter(Q(address="")), "created_at")


def _untagged(_reader: Reader) -> Backlog:
    rows = Platform.objects.listed().filter(Q(tag_choices__isnull=True))
    return backlog(rows, "created_at")


CATALOGUE_QUEUES: Final[tuple[Queue, ...]] = (
    Queue(
        part=Part.AFTER,
        label=_("Data agreements that end within 90 days"),
        measure=_ending,
        url_name="platforms:catalogue",
        query="agreement=soon",
        hint=_("The one that follows is entered on the platform's page."),
        rests=True,
    ),
    Queue(
        part=Part.AFTER,
        label=_("Vendors whose address is not posted"),
        measure=_no_address,
        url_name="platforms:catalogue_vendors",
        query="address=none",
        hint=_("The law wants it beside their agreement: 105 ILCS 85/27."),
        rests=True,
    ),
    Queue(
        part=Part.AUDITS,
        label=_("Platforms without tags"),
        measure=_untagged,
        url_name="platforms:catalogue",
        query=f"tag={NO_TAGS}",
        hint=_("Until they are chosen, nobody knows which criteria bind."),
        rests=True,
    ),
)
