"""Whether a contact is presumed to have authority to sign, from the word the school system uses.

Parents and guardians are; foster parents, grandparents and all others are checked by the school. Custody,
address and emergency order say nothing about authority.
"""

from __future__ import annotations

from typing import Final

from schools.roster.problems import Unclear

YES: Final = "yes"
CHECK: Final = "check"
NO: Final = "no"

PRESUMED: Final = {
    "mother", "father", "parent", "mom", "mum", "dad", "parent/guardian", "guardian", "legal guardian",
    "biological mother", "biological father", "natural mother", "natural father",
    "adoptive mother", "adoptive father", "adoptive parent", "legalguardian",
    "madre", "padre", "tutor legal",
}  # fmt: skip
# Kinds of contact that say "part of the family", as against emergency contacts, case workers, doctors.
FAMILY_TYPES: Final = {"", "guardian", "parent", "parent/guardian", "family", "primary", "legal guardian"}  # fmt: skip
WRITTEN: Final = {
    "yes": YES, "y": YES, "true": YES, "1": YES,
    "no": NO, "n": NO, "false": NO, "0": NO,
    "check": CHECK, "unknown": CHECK,
}  # fmt: skip


def presumed(relationship: str, kind: str = "") -> str:
    """The authority presumed from a relationship word and the kind of contact."""
    known = " ".join(relationship.split()).casefold() in PRESUMED
    return YES if known and kind.strip().casefold() in FAMILY_TYPES else CHECK


def written(word: str) -> str:
    """The authority a file states outright; "" where it states none."""
    asked = word.strip().casefold()
    if not asked:
        return ""
    if asked not in WRITTEN:
        raise Unclear("authority is yes, no or check; set to check")
    return WRITTEN[asked]
