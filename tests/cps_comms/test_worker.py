"""A real Celery worker on a real broker, and what happens to its work when it is killed."""

import pytest

from tests.serving import REDIS_URL, drop_database, kill, new_site, until

pytestmark = [
    pytest.mark.served,
    pytest.mark.skipif(not REDIS_URL, reason="needs Redis; the suite's second run has it"),
]

WORKER = ["-m", "celery", "-A", "tests.cps_comms.slow_task", "worker", "--concurrency", "1"]
PASS_THE_HOLD = (
    "from django.utils import timezone; from core.models import OutboxMessage as M;"
    "M.objects.filter(held_until__isnull=False).update(held_until=timezone.now())"
)


@pytest.fixture
def site(tmp_path):
    site = new_site(tmp_path / "site", 0)
    site.manage("migrate", "--verbosity", "0")
    yield site
    for process in site.processes:
        kill(process)
    drop_database(site)


def test_a_worker_does_what_a_transaction_left(site):
    site.run(*WORKER)

    site.later("core.heartbeat", key="one")

    until(lambda: site.state_of("one") == "done")


def test_a_worker_that_starts_takes_up_what_was_never_handed_over(site):
    site.later("core.heartbeat", key="one", handed_over=False)

    site.run(*WORKER)

    until(lambda: site.state_of("one") == "done")


def test_work_cut_off_by_kill_9_is_done_once_after_restart(site, tmp_path):
    begun, go, done = (tmp_path / name for name in ("begun", "go", "done"))
    worker = site.run(*WORKER)
    site.later("tests.take_time", str(tmp_path), key="slow")
    until(begun.exists)
    kill(worker)
    assert site.state_of("slow") == "waiting"
    go.touch()

    site.shell(PASS_THE_HOLD)
    site.run(*WORKER)

    until(lambda: site.state_of("slow") == "done")
    assert begun.read_text() == "begun\nbegun\n"
    assert done.read_text() == "done\n"
