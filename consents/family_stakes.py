"""Who gains from a family's yes: the adults who asked for it and those whom it would let text (T2a)."""

from consents.access import families
from schools import stakes

stakes.register(families.has_stake)
