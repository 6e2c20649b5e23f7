"""Every address of the site has its row in exactly one table that says who is answered what."""

from collections import Counter

from django.urls import get_resolver

from tests.consents import (
    test_doors_families,
    test_doors_requests,
    test_doors_verdicts,
)
from tests.cps_comms import test_doors as house
from tests.schools import test_doors as schools

TABLES = {
    "schools": {f"schools:{door}" for door in schools.DOORS},
    "requests": set(test_doors_requests.DOORS),
    "families": set(test_doors_families.DOORS),
    "families without a link": set(test_doors_families.OPEN_DOORS),
    "verdicts": {door for door, _query in test_doors_verdicts.DOORS},
    "the house": set(house.DOORS),
}


def doors(resolver, space=""):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from doors(pattern, space + inner)
        else:
            yield f"{space}{pattern.name}" if pattern.name else str(pattern.pattern)


def test_every_door_is_held_by_one_table():
    claimed = Counter(door for table in TABLES.values() for door in table)

    assert claimed == Counter(set(doors(get_resolver())))
