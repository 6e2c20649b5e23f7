"""Who keeps the catalogue (P1): auditors and reviewers of ITS. For everybody else it does not exist.

The administrator sets the site up and works on no platform, so the catalogue is none of theirs either.
"""

from __future__ import annotations

from accounts.models import User
from platforms.access.roles import is_its
from platforms.models import Platform
from platforms.models.catalogue import PlatformQuerySet


def platforms_for(user: User) -> PlatformQuerySet:
    """Every platform, merged ones too, for those who keep the catalogue."""
    return Platform.objects.all() if is_its(user.pk) else Platform.objects.none()
