"""Every address of the site has its row in exactly one table that says who is answered what.

A table is a `DOORS` (or `OPEN_DOORS`) of a module named `test_doors*.py`; a module about one namespace names
it in `NAMESPACE`.
"""

from collections import Counter
from importlib import import_module

from django.urls import get_resolver

from tests.architecture.house import ROOT, TESTS


def tables():
    for path in TESTS:
        if path.stem.startswith("test_doors") and path.parent.name != "architecture":
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            yield import_module(name)


def claimed_by(module):
    space = getattr(module, "NAMESPACE", "")
    for table in ("DOORS", "OPEN_DOORS"):
        keys = getattr(module, table, {})
        # A door with a query of its own is a pair; each door counts once a table.
        yield from {space + (key if isinstance(key, str) else key[0]) for key in keys}


def doors(resolver, space=""):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from doors(pattern, space + inner)
        else:
            yield f"{space}{pattern.name}" if pattern.name else str(pattern.pattern)


def test_every_door_is_held_by_one_table():
    claimed = Counter(door for module in tables() for door in claimed_by(module))

    assert claimed == Counter(set(doors(get_resolver())))
