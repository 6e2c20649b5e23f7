from datetime import timedelta

import pytest
from django.utils import timezone

from core.actor import ANYONE
from core.decision import Refused
from core.models import Heartbeat, JobRun, OutboxMessage
from core.workflow import IllegalMove
from notices import actions, reports
from notices.models import Notice
from schools.terms import Role
from tests.factories import actor, user_with
from tests.notices.posted import posted
from trail.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("words")]
PAGE = "/operations/"


def failed_notice():
    notice = posted()
    Notice.objects.filter(pk=notice.pk).update(state="failed", attempts=12, last_error="OSError")
    notice.refresh_from_db()
    return notice


def failed_work():
    return OutboxMessage.objects.create(
        task="documents.make", args=[4], state="failed", attempts=12
    )


@pytest.mark.parametrize("role", list(Role))
def test_only_system_administrators_have_these_doors(client, role):
    notice, work = failed_notice(), failed_work()
    client.force_login(user_with(role))
    doors = [
        client.get(PAGE),
        client.post(f"/operations/work/{work.pk}/retry/"),
        client.post(f"/operations/notices/{notice.pk}/send-again/"),
    ]

    wanted = [200, 302, 302] if role == Role.ADMIN else [404, 404, 404]
    assert [response.status_code for response in doors] == wanted


def test_visitors_are_asked_to_sign_in(client):
    assert client.get(PAGE).status_code == 302


def test_it_shows_what_failed_and_what_lives(client):
    notice, work = failed_notice(), failed_work()
    Heartbeat.objects.create(name="worker", at=timezone.now())
    JobRun.objects.create(job="consents.record_year_end", slot="2025-26")
    newest = JobRun.objects.create(job="consents.record_year_end", slot="2026-27")
    client.force_login(user_with(Role.ADMIN))

    context = client.get(PAGE).context

    assert context["failed_notices"] == [notice]
    assert context["failed_work"] == [work]
    assert context["runs"] == [newest]
    assert context["pulse"].alive is True
    assert context["notices"] == {"waiting": 0, "held": 0, "sent": 0, "unwanted": 0, "failed": 1}


def test_a_silent_worker_is_said_loudly(client):
    Heartbeat.objects.create(
        name="worker", at=timezone.now() - reports.ALIVE - timedelta(seconds=1)
    )
    client.force_login(user_with(Role.ADMIN))

    page = client.get(PAGE).content

    assert b"No worker has answered for three minutes" in page


def test_no_heartbeat_at_all_is_silence():
    assert reports.pulse(timezone.now()).alive is False


@pytest.mark.parametrize(("minutes", "late"), [(4, False), (6, True)])
def test_work_that_waits_past_its_time_is_late(minutes, late):
    OutboxMessage.objects.create(task="x", not_before=timezone.now() - timedelta(minutes=minutes))

    assert reports.work(timezone.now()).late is late


def test_sending_again_gives_new_tries():
    notice, admin = failed_notice(), actor(user_with(Role.ADMIN))

    actions.send_again(notice, by=admin)

    assert Notice.objects.values("state", "attempts", "last_error").get() == {
        "state": "waiting",
        "attempts": 0,
        "last_error": "",
    }
    assert OutboxMessage.objects.filter(task="notices.deliver", args=[notice.pk]).count() == 2
    assert Entry.objects.latest("pk").verb == "notice.sent_again"


def test_what_was_sent_is_not_sent_again():
    notice = posted()
    Notice.objects.update(state="sent")

    with pytest.raises(IllegalMove):
        actions.send_again(notice, by=actor(user_with(Role.ADMIN)))

    assert OutboxMessage.objects.count() == 1


def test_work_is_retried_once_it_was_given_up():
    work, admin = failed_work(), actor(user_with(Role.ADMIN))

    actions.retry_work(work, by=admin)

    work.refresh_from_db()
    assert (work.state, work.attempts) == ("waiting", 0)
    assert Entry.objects.latest("pk").verb == "work.retried"
    with pytest.raises(IllegalMove):
        actions.retry_work(work, by=admin)


@pytest.mark.parametrize("role", [None, Role.PRINCIPAL])
def test_a_refused_retry_changes_nothing(role):
    notice, work = failed_notice(), failed_work()
    by = actor(user_with(role)) if role else ANYONE

    with pytest.raises(Refused):
        actions.send_again(notice, by=by)
    with pytest.raises(Refused):
        actions.retry_work(work, by=by)

    assert Notice.objects.get().state == "failed"
    assert OutboxMessage.objects.get(pk=work.pk).state == "failed"
    assert Entry.objects.count() == 0
