"""Tell the adults a form names, at their district addresses."""

from __future__ import annotations

from collections.abc import Iterable

from consents.models import Answer
from core.actor import Actor, ActorKind
from notices import posting
from notices.terms import Channel
from schools.models import Staff


def tell_adults(kind: str, grants: Iterable[Answer], *, key: str) -> None:
    """One e-mail to the district address of every adult these grants name."""
    grants = list(grants)
    for adult in _named(grants):
        posting.post(
            kind,
            channel=Channel.EMAIL,
            address=adult.user.email,
            recipient=Actor(ActorKind.USER, str(adult.user_id)),
            language="en",
            facts={"answer": grants[-1].pk},
            key=f"{key}:{adult.pk}",
        )


def _named(grants: Iterable[Answer]) -> list[Staff]:
    """Everybody any of the versions named, those taken off since too: they may still hold the number."""
    versions = [grant.version_id for grant in grants]
    rows = Staff.objects.filter(version_rows__version__in=versions).select_related("user")
    return list(rows.distinct().order_by("pk"))
