"""What a flag would stop in this register, told to the registry of platforms below before it is decided (P4)."""

from consents.reports.platforms import silenced
from platforms import consequences

consequences.register(silenced)
