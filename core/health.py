"""Is it alive, is it ready, how much is waiting. No names, no ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest

from core.models import Heartbeat, OutboxMessage

# Beat ticks twice a minute; two missed minutes mean that beat or the worker is gone.
FRESH = timedelta(minutes=3)


# What the apps above tell beside it, each under a name: yes or no, and nothing else.
_states: list[Callable[[], Mapping[str, bool]]] = []


def register(states: Callable[[], Mapping[str, bool]]) -> None:
    """Let `/readyz` tell these too. A no does not take the site out of service."""
    _states.append(states)


@login_not_required
@require_safe
def livez(request: HttpRequest) -> HttpResponse:
    return HttpResponse("alive\n", content_type="text/plain")


@login_not_required
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and is migrated; the worker's state is told beside it."""
    try:
        executor = MigrationExecutor(connection)
        migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        worker = worker_is_alive()
    except DatabaseError:
        return JsonResponse({"database": False}, status=503)
    state = {"database": True, "migrated": migrated, "worker": worker}
    if migrated:
        for states in _states:
            state |= states()
    return JsonResponse(state, status=200 if migrated else 503)


def worker_is_alive() -> bool:
    return Heartbeat.objects.filter(name="worker", at__gte=timezone.now() - FRESH).exists()


@login_not_required
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    registry = CollectorRegistry()
    waiting = Gauge("cps_outbox_rows", "Outbox rows by state", ["state"], registry=registry)
    for state in (OutboxMessage.State.WAITING, OutboxMessage.State.FAILED):
        waiting.labels(state=state.value).set(OutboxMessage.objects.filter(state=state).count())
    beat = Gauge("cps_worker_alive", "1 when the worker answered lately", registry=registry)
    beat.set(worker_is_alive())
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)
