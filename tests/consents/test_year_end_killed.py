"""kill -9 in the middle of the year's end: what was done is done, the rest is done after, nothing twice."""

import signal

import pytest

from tests.serving import drop_database, kill, new_site

pytestmark = pytest.mark.served

SEED = """
from tests.consent_factories import make_activity
from tests.factories import SchoolFactory
school = SchoolFactory()
for _ in range(4):
    make_activity(school)
"""
RUN = """
from datetime import timedelta
from django.utils import timezone
from consents.actions import year_end
from core.actor import Actor
{before}
year_end.record_year_end(timezone.now() + timedelta(days=400), by=Actor.job(year_end.JOB))
"""
# Each activity tells its asker; the third word is cut off inside its transaction.
DIE = """
import os, signal
post, told = year_end.posting.post, []
def dies(*kind, **facts):
    told.append(kind)
    if len(told) == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return post(*kind, **facts)
year_end.posting.post = dies
"""
COUNTS = """
from consents.models import ActivityEnd
from core.models import JobRun, OutboxMessage
from notices.models import Notice
from trail.models import Entry
print(
    ActivityEnd.objects.count(), Entry.objects.filter(verb='activity.ended').count(),
    Notice.objects.count(), OutboxMessage.objects.filter(task='notices.deliver').count(),
    JobRun.objects.filter(finished_at__isnull=False).count(),
)
"""


@pytest.fixture
def site(tmp_path):
    site = new_site(tmp_path / "site", 7)
    site.manage("migrate", "--verbosity", "0")
    site.shell(SEED)
    yield site
    for process in site.processes:
        kill(process)
    drop_database(site)


@pytest.mark.clause("T7")
def test_the_years_end_survives_kill_9(site):
    dying = site.run("manage.py", "shell", "--no-imports", "--command", RUN.format(before=DIE))

    assert dying.wait(60) == -signal.SIGKILL
    assert site.shell(COUNTS) == "2 2 2 2 0"

    site.shell(RUN.format(before=""))
    assert site.shell(COUNTS) == "4 4 4 4 1"

    site.shell(RUN.format(before=""))
    assert site.shell(COUNTS) == "4 4 4 4 1"
