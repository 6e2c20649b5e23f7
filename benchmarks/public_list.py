"""What the public list costs beside a bare view that returns the same bytes, and how it filters 5,000 platforms.

Limits: no more than 1.25 times the bare view; as many queries for 5,000 platforms as for one. The bare view stands in the same
project, behind the same middleware, and holds its bytes ready; DEBUG is off, as where a district runs it. Runs on a throw-away SQLite file.
"""

from __future__ import annotations

import time
from importlib import import_module
from statistics import median
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402 -- the applications must be ready
from django.contrib.auth.decorators import login_not_required  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import path  # noqa: E402

from cps_comms.urls import urlpatterns as site  # noqa: E402
from platforms.models import Platform, StatusEvent, Vendor  # noqa: E402
from platforms.terms import Status  # noqa: E402

rows = import_module("tests.factories")

LIMIT = 1.25
USUAL, MANY = 300, 5_000
ROUNDS = 1_500
ready: dict[str, bytes] = {}


@login_not_required
def bare(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    return HttpResponse(ready["body"])


def beside_the_list() -> list[Any]:
    """The addresses of the site with the bare view where the list's own stand, so that both are found as fast."""
    ours = [getattr(getattr(one, "urlconf_name", None), "__name__", "") for one in site]
    place = ours.index("platforms.urls")
    return [*site[:place], path("bare/", bare), *site[place:]]


urlpatterns: list[Any] = beside_the_list()


def make(first: int, last: int) -> None:
    vendor, _made = Vendor.objects.get_or_create(name="Vendor", slug="vendor")
    made = Platform.objects.bulk_create(
        Platform(name=f"Tool {n:05}", slug=f"tool-{n}", vendor=vendor) for n in range(first, last)
    )
    statuses = list(Status)
    StatusEvent.objects.bulk_create(
        StatusEvent(
            platform=one,
            status=statuses[one.pk % len(statuses)],
            effective_at=rows.LONG_AGO,
            recorded_at=rows.LONG_AGO,
        )
        for one in made
    )


def paired(client: Client) -> tuple[float, float]:
    """Median milliseconds of the bare view and the list, asked by turns so that the machine treats both alike."""
    times: dict[str, list[float]] = {"/bare/": [], "/platforms/": []}
    for turn in range(ROUNDS):
        for address, taken in times.items():
            begun = time.perf_counter()
            response = client.get(address)
            taken.append((time.perf_counter() - begun) * 1000)
            assert turn or response.content == ready["body"]
    return median(times["/bare/"]), median(times["/platforms/"])


def filtered(client: Client) -> tuple[int, float]:
    """Queries and seconds of a filter that nobody asked before."""
    cache.clear()
    begun = time.perf_counter()
    with CaptureQueriesContext(connection) as asked:
        client.get("/platforms/?status=approved&q=tool")
    return len(asked), time.perf_counter() - begun


@override_settings(
    DEBUG=False, ROOT_URLCONF=__name__, ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False
)
def main() -> None:
    name = str(settings.VAR_DIR / "benchmark.sqlite3")
    connection.settings_dict["TEST"]["NAME"] = name
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        client = Client()
        make(0, 1)
        few, _seconds = filtered(client)
        make(1, USUAL)
        ready["body"] = client.get("/platforms/").content
        peer, ours = paired(client)
        print(f"{'a bare view of the same bytes':<44} {peer:7.3f} ms")
        print(
            f"{f'/platforms/ with {USUAL} platforms':<44} {ours:7.3f} ms  x {ours / peer:.2f} (limit {LIMIT})"
        )
        make(USUAL, MANY)
        many, seconds = filtered(client)
        print(
            f"{f'{MANY:,} platforms read anew and filtered':<44} {seconds:7.2f} s  {many} queries (one platform: {few})"
        )
        assert many == few, f"{many} queries for {MANY}, {few} for one"
        assert ours <= LIMIT * peer, f"{ours / peer:.2f} times the bare view"
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
