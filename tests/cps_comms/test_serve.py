"""`manage.py serve`, as a user starts it and as a machine ends it."""

import json
import os
import signal
from pathlib import Path

import pytest

from tests.serving import REDIS_URL, kill, until

pytestmark = pytest.mark.served

HEARTBEAT = (
    "from core.models import Heartbeat as H; print(H.objects.get(name='worker').at.isoformat())"
)


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_serves_until_it_is_told_to_end(served, ending):
    site = served()
    process = site.processes[0]

    process.send_signal(ending)

    # Two seconds on a machine at rest; a busy one, on which everything else is tested too, takes longer.
    assert process.wait(15) == 0
    assert site.status("/livez") is None


def test_beat_and_worker_run_in_it(served):
    site = served()
    until(lambda: json.loads(site.page("/readyz"))["worker"])
    first = site.shell(HEARTBEAT)

    until(lambda: site.shell(HEARTBEAT) > first, seconds=50)

    parts = {"database": True, "migrated": True, "worker": True}
    offices = {"office_oig": False, "office_student_protections": False}
    assert json.loads(site.page("/readyz")) == parts | offices


@pytest.mark.skipif(not REDIS_URL, reason="without Redis all is one process")
def test_when_one_process_dies_all_end_and_say_so(served):
    site = served()
    serve = site.processes[0]
    children = Path(f"/proc/{serve.pid}/task/{serve.pid}/children").read_text().split()

    os.kill(int(children[-1]), signal.SIGKILL)

    assert serve.wait(10) == 1
    assert "The beat process ended by itself; stopping the others." in site.log()
    assert site.status("/livez") is None


def test_what_a_killed_server_left_is_done_after_restart(served):
    site = served()
    kill(site.processes[0])
    site.later("core.heartbeat", key="left behind", handed_over=False)
    assert site.state_of("left behind") == "waiting"

    site.serve()

    until(lambda: site.state_of("left behind") == "done")
