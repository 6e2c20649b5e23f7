"""What was put right in what is written about a vendor. Reads only."""

from __future__ import annotations

from django.utils.translation import gettext as _

from accounts.models import User
from core.actor import ActorKind
from platforms.models import Vendor
from platforms.reports.history import Event
from schools.models import Change
from trail.models import name_of


def changes_of(vendor: Vendor) -> list[Event]:
    """Entered, then every change with what stood there before, newest first."""
    fields = {field.name: str(field.verbose_name) for field in Vendor._meta.get_fields() if hasattr(field, "verbose_name")}  # fmt: skip
    changes = list(Change.objects.filter(subject=name_of(vendor)).order_by("-pk")[:100])
    people = User.objects.in_bulk(
        {int(one.actor_id) for one in changes if one.actor_kind == ActorKind.USER}
    )
    events = []
    for one in changes:
        who = people.get(int(one.actor_id)) if one.actor_kind == ActorKind.USER else None
        what = _("%(field)s changed") % {"field": fields.get(one.field, one.field).capitalize()}
        why = f"{one.before or _('nothing')} → {one.after or _('nothing')}"
        events.append(Event(one.at, what, who.name if who else "", why))
    by = vendor.created_by.name if vendor.created_by else ""
    return [*events, Event(vendor.created_at, _("Entered in the catalogue"), by)]
