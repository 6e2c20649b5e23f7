import pytest

from core import jobs
from core.models import JobRun

pytestmark = pytest.mark.django_db


def test_a_slot_runs_once():
    ran = []

    done = [
        jobs.once("nightly", "2026-11-23", lambda: {"rows": len(ran) + (ran.append(1) or 1)})
        for _ in range(2)
    ]

    assert (done, ran) == ([True, False], [1])
    assert JobRun.objects.get().summary == {"rows": 1}


def test_a_slot_that_failed_runs_again():
    def fails():
        raise RuntimeError

    with pytest.raises(RuntimeError):
        jobs.once("nightly", "2026-11-23", fails)

    assert jobs.once("nightly", "2026-11-23", dict) is True
