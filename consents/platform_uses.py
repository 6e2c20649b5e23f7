"""The exceptions a platform may be approved for, told to the registry of platforms below (T2, T3, T4, T5)."""

from consents.reports import kinds
from platforms import uses

uses.register(kinds.uses_of_platforms)
