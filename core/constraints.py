"""Database constraints that say one thing well."""

from collections.abc import Iterable

from django.db.models import CheckConstraint, F, Q


def both_or_neither(left: str, right: str) -> CheckConstraint:
    """A fact and its witness (who, when) are recorded together or not at all."""
    return CheckConstraint(
        condition=Q(**{f"{left}__isnull": True, f"{right}__isnull": True})
        | Q(**{f"{left}__isnull": False, f"{right}__isnull": False}),
        name=f"%(app_label)s_%(class)s_{left}_with_{right}",
    )


def not_before(later: str, earlier: str) -> CheckConstraint:
    """A period does not end before it starts; an open end is allowed."""
    return CheckConstraint(
        condition=Q(**{f"{later}__isnull": True}) | Q(**{f"{later}__gte": F(earlier)}),
        name=f"%(app_label)s_%(class)s_{later}_not_before",
    )


def one_of(field: str, values: Iterable[str]) -> CheckConstraint:
    """A word column holds only words we know."""
    return CheckConstraint(
        condition=Q(**{f"{field}__in": list(values)}),
        name=f"%(app_label)s_%(class)s_{field}_known",
    )
