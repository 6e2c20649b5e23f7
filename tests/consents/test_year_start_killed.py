"""kill -9 while schools are prepared: what was done is done, the rest is done after, nothing twice."""

import signal

import pytest

from tests.serving import drop_database, kill, new_site

pytestmark = [pytest.mark.served, pytest.mark.clause("T9")]

SEED = """
from tests.consents.test_year_start import open_school
from tests.consent_factories import kind
from tests.platform_factories import PlatformFactory
from tests.factories import DistrictFactory, SchoolYearFactory, actor, district_user
from consents.actions import year_start
from consents.actions.year_start import YearForm
from schools.terms import Role
DistrictFactory(), SchoolYearFactory()
schools = [open_school() for _ in range(3)]
form = YearForm(name='Alerts', purpose='Closings.', platform=PlatformFactory())
by = actor(district_user(Role.RECORDS))
year_start.prepare(kind('bulk_alerts'), schools, form, by=by, everywhere=True)
"""
RUN = """
from consents.actions import year_start
from consents.models import SchoolStart
{before}
for key in SchoolStart.objects.order_by('pk').values_list('pk', flat=True):
    year_start.prepare_school(key)
"""
# The last word about the second school is cut off inside its transaction.
DIE = """
import os, signal
record, told = year_start.record, []
def dies(verb, *rest, **facts):
    told.append(verb)
    if told.count('school.prepared') == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return record(verb, *rest, **facts)
year_start.record = dies
"""
COUNTS = """
from consents.models import Activity, ApprovalStep, SchoolStart
from notices.models import Notice
from trail.models import Entry
print(
    SchoolStart.objects.filter(worked_at__isnull=False).count(), Activity.objects.count(),
    ApprovalStep.objects.count(), Notice.objects.count(),
    Entry.objects.filter(verb='school.prepared').count(),
)
"""


@pytest.fixture
def site(tmp_path):
    site = new_site(tmp_path / "site", 8)
    site.manage("migrate", "--verbosity", "0")
    site.shell(SEED)
    yield site
    for process in site.processes:
        kill(process)
    drop_database(site)


def test_the_beginning_of_the_year_survives_kill_9(site):
    dying = site.run("manage.py", "shell", "--no-imports", "--command", RUN.format(before=DIE))

    assert dying.wait(60) == -signal.SIGKILL
    assert site.shell(COUNTS) == "1 1 1 1 1"

    site.shell(RUN.format(before=""))
    assert site.shell(COUNTS) == "3 3 3 3 3"

    site.shell(RUN.format(before=""))
    assert site.shell(COUNTS) == "3 3 3 3 3"
