"""Exceptions as data: how rows and files keep them, and those that ship with the product."""

from consents.builtin.packs import FOLDER, OWN, BuiltIn, Pack, built_ins, packs, read, read_pack
from consents.builtin.rows import (
    MOST_DAYS,
    Example,
    Terms,
    read_example,
    read_rule,
    read_terms,
    written_example,
    written_rule,
    written_terms,
)

__all__ = [
    "FOLDER",
    "MOST_DAYS",
    "OWN",
    "BuiltIn",
    "Example",
    "Pack",
    "Terms",
    "built_ins",
    "packs",
    "read",
    "read_example",
    "read_pack",
    "read_rule",
    "read_terms",
    "written_example",
    "written_rule",
    "written_terms",
]
