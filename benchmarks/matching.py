"""How well, and how quickly, what schools type finds the platform they mean (P1).

The figure to reach: of the claims of 630 schools with 12 tools each, at least 95 in 100 find their platform without a
person, and none finds a wrong one. Runs on a throw-away SQLite file.
"""

from __future__ import annotations

import random
import time

import django

django.setup()

from importlib import import_module  # noqa: E402 -- the applications must be ready

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from platforms.models import Platform, PlatformAlias  # noqa: E402
from platforms.policy.folding import folded  # noqa: E402
from platforms.reports.matching import find, find_all  # noqa: E402
from platforms.terms import AliasKind  # noqa: E402

factories = import_module("tests.platform_factories")

PLATFORMS, SCHOOLS, CLAIMS, LEAST = 5_000, 630, 12, 0.95
# One look-up while nothing in the catalogue changed, in seconds.
ALONE = 0.4
FIRST = "Harbor Maple River Stone Copper Velvet Summit Meadow Lantern Willow Falcon Orchid Timber Canyon Breeze".split()
THEN = "Connect Bridge Signal Notes Alert Circle Ladder Beacon Mailer Parent Campus Relay Window Courier Bulletin".split()
LAST = "Plus School Team Home Class Day Link Desk Hub Voice Loop Path Spot Deck Wire Port Nest Yard Line Board Star Gate Way".split()


def names(dice: random.Random) -> list[str]:
    """Names of two or three words, no two alike."""
    made = [f"{a} {b}" for a in FIRST for b in THEN]
    made += [f"{a} {b} {c}" for a in FIRST for b in THEN for c in LAST]
    dice.shuffle(made)
    return made[:PLATFORMS]


def typed_by_hand(name: str, domain: str, dice: random.Random) -> str:
    """As a school writes it: mostly right, in other capitals, run together, by its domain, or with a slip."""
    way = dice.random()
    if way < 0.4:
        return dice.choice([name, name.lower(), name.upper(), name.replace(" ", "")])
    if way < 0.6:
        return dice.choice([f"the {name} app", f"{name}, Inc.", name.replace(" ", "-")])
    if way < 0.75:
        return dice.choice([f"https://www.{domain}/login", domain])
    at = dice.randrange(1, len(name) - 1)
    return dice.choice(
        [
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        ]
    )


def prepared(dice: random.Random) -> list[tuple[str, str]]:
    """5,000 platforms, each with a domain and an app id; their names with their domains."""
    vendor = factories.VendorFactory()
    rows = Platform.objects.bulk_create(
        Platform(name=name, slug=f"p-{n}", vendor=vendor) for n, name in enumerate(names(dice))
    )
    known = [(one.name, f"{one.name.lower().replace(' ', '')}.example") for one in rows]
    kinds = [(AliasKind.DOMAIN, "{}"), (AliasKind.APP_ID, "app.{}")]
    PlatformAlias.objects.bulk_create(
        PlatformAlias(platform=one, kind=kind, value=folded(kind, form.format(domain)))
        for one, (_name, domain) in zip(rows, known, strict=True)
        for kind, form in kinds
    )
    return known


def seconds_to_find(typed: str) -> float:
    begun = time.perf_counter()
    find(typed)
    return time.perf_counter() - begun


def main() -> None:
    name = str(settings.VAR_DIR / "benchmark.sqlite3")
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        dice = random.Random(11)
        popular = prepared(dice)[:400]
        meant = [dice.choice(popular) for _ in range(SCHOOLS * CLAIMS)]
        typed = [typed_by_hand(*one, dice) for one in meant]
        begun = time.perf_counter()
        found = find_all(typed)
        taken = time.perf_counter() - begun
        pairs = [(one.platform.name if one.platform else "", name) for one, (name, _) in zip(found, meant, strict=True)]  # fmt: skip
        right = sum(had == wanted for had, wanted in pairs) / len(pairs)
        wrong = sum(had not in ("", wanted) for had, wanted in pairs)
        alone = seconds_to_find(typed[-1])
        print(f"{SCHOOLS} schools x {CLAIMS} claims among {PLATFORMS:,} platforms {taken:6.2f} s")
        print(f"found without a person: {right:.1%} (limit {LEAST:.0%}), a wrong one: {wrong}")
        print(f"one claim alone, the catalogue as it was: {alone:.2f} s (limit {ALONE:.2f} s)")
        assert right >= LEAST, right
        assert wrong == 0, wrong
        assert alone <= ALONE, alone
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
