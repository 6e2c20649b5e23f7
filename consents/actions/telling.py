"""Tell the adults a form names, at their district addresses, and put what must stop on their list."""

from __future__ import annotations

from collections.abc import Iterable

from consents.actions.stopping import stop, uses_thread_with
from consents.models import Answer
from consents.reports.threads import Case
from consents.terms import Reason
from consents.terms.threads import StopCause
from core.actor import Actor, ActorKind
from notices import posting
from notices.terms import Channel
from schools.models import Staff

# What an e-mail of the kind asks the adult to stop, and why.
STOPS = {
    "consents/withdrawn_staff": Reason.WITHDRAWN.value,
    "consents/phones_changed": StopCause.NUMBER_CHANGED.value,
}


def tell_adults(
    kind: str,
    grants: Iterable[Answer],
    *,
    key: str,
    by: Actor | None = None,
    why: Reason | None = None,
) -> None:
    """One e-mail to the district address of every adult these grants name, and one line to acknowledge.

    Changed phones concern only who holds the old ones. `why` is the reason where it is not the kind's own; `by`
    who did it, where it was not the guardian.
    """
    grants = list(grants)
    last = grants[-1]
    by = by or Actor(ActorKind.GUARDIAN, str(last.guardian_id))
    for adult in _named(grants):
        posting.post(
            kind,
            channel=Channel.EMAIL,
            address=adult.user.email,
            recipient=Actor(ActorKind.USER, str(adult.user_id)),
            language="en",
            facts={"answer": last.pk},
            key=f"{key}:{adult.pk}",
        )
        reason = str(why.value if why else STOPS.get(kind, ""))
        if reason and _concerns(adult, last, reason):
            stop(Case(adult.pk, last.version.activity_id, last.student_id), [reason], by=by)


def _concerns(adult: Staff, grant: Answer, reason: str) -> bool:
    if reason != StopCause.NUMBER_CHANGED:
        return True
    return uses_thread_with(adult, grant.version.activity, grant.student)


def _named(grants: Iterable[Answer]) -> list[Staff]:
    """Everybody any of the versions named, those taken off since too: they may still hold the number."""
    versions = [grant.version_id for grant in grants]
    rows = Staff.objects.filter(version_rows__version__in=versions).select_related("user")
    return list(rows.distinct().order_by("pk"))
