import subprocess
import sys

from django.conf import settings

from cps_comms.celery import app
from tests.architecture.house import ROOT

KNOWN = "import django; django.setup(); from celery import current_app; print('core.run' in current_app.tasks)"


def test_every_scheduled_task_exists():
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert scheduled - set(app.tasks) == set()


def test_a_process_that_is_no_worker_can_hand_over(monkeypatch):
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "cps_comms.settings")

    known = subprocess.run(
        [sys.executable, "-c", KNOWN], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert known.stdout == "True\n"
