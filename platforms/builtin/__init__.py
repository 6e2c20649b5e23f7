"""Criteria sets as files: those that ship with the product, and how any is read."""

from platforms.builtin.criteria import (
    FOLDER,
    CriterionText,
    GroupText,
    SetText,
    canonical,
    read_set,
    sha256_of,
    shipped,
    written,
)
from platforms.builtin.lines import Problem, Unloadable

__all__ = [
    "FOLDER",
    "CriterionText",
    "GroupText",
    "Problem",
    "SetText",
    "Unloadable",
    "canonical",
    "read_set",
    "sha256_of",
    "shipped",
    "written",
]
