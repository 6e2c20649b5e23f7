"""What a flag stops in this register, and whom it tells, for the registry of platforms below (P4)."""

from consents.reports.platforms import silenced, told_of
from platforms import consequences

consequences.register(silenced)
consequences.register_tells(told_of)
