"""Looking at what became different, for tests: the register's look, and the words people got."""

from datetime import UTC, datetime

from consents import verdicts
from consents.actions import news
from consents.models import VerdictChange
from core.actor import Actor
from notices.models import Notice
from notices.wording import worded

JOB = Actor.job("tests")
# A Wednesday morning in Chicago: no quiet hours, and the Friday is two school days away.
MORNING = datetime(2026, 10, 14, 15, tzinfo=UTC)


def look(meetup, students=None):
    """Look at the activity once; gives how many changes were noticed."""
    return news.read_activity(meetup.activity.pk, students, by=JOB)


def codes(meetup, adult=None, student=None):
    """The reasons of the verdict on the meetup's coach and student now; empty for a yes."""
    judged = verdicts.verdict(
        (adult or meetup.coach).staff, student or meetup.student, meetup.activity
    )
    return judged.verdict.codes


def changes(**facts):
    """What was noticed, in order: allowed or the reasons."""
    rows = VerdictChange.objects.filter(**facts).order_by("pk")
    return [row.allowed or tuple(row.reasons) for row in rows]


def told(kind, **facts):
    """The addresses that got a message of the kind, sorted."""
    rows = Notice.objects.filter(kind=f"consents/{kind}", **facts)
    return sorted(rows.values_list("address", flat=True))


def letter(kind, **facts):
    """The newest message of the kind, as its reader sees it; None when it is no longer wanted."""
    return worded(Notice.objects.filter(kind=f"consents/{kind}", **facts).latest("pk"))
