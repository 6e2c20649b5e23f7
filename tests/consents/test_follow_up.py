"""The follow-up list and an adult's changes, as pages: who has what, by when, what was tried, what is shown."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consents.access import call_backs as access
from consents.actions import call_backs as actions
from consents.actions.call_backs import CallBackWish
from consents.models import CallAttempt, CallBack
from consents.terms import AnswerDecision, CallBackKind, CallResult
from core.decision import Refused
from schools.actions import signing
from schools.calendar import weekdays_after
from schools.models import District
from schools.terms import Role
from tests.consent_factories import make_activity
from tests.consents.families import ask_of, asked, sign
from tests.consents.news import MORNING, look
from tests.consents.signing import answer
from tests.factories import GuardianFactory, StudentFactory, actor, district_user, staff_at
from trail.models import Entry

pytestmark = pytest.mark.django_db
NO = AnswerDecision.REFUSED
WISH = CallBackWish(CallBackKind.NO_CODE, "+13125550177", name="María")


@pytest.fixture(autouse=True)
def morning():
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


@pytest.fixture
def meetup():
    """The mother said yes; the father said no, and has questions: two entries."""
    found = asked(at=MORNING - timedelta(days=1), name="Chess club")
    found.mother, found.father = found.guardians
    sign(ask_of(found.mother))
    sign(ask_of(found.father), NO, reason_code="questions", reason="Which phone is it?")
    look(found)
    return found


@pytest.fixture
def clerk(meetup, client):
    user = staff_at(meetup.school, Role.CLERK)
    client.force_login(user)
    return user


def shown(client, **query):
    return [row.kind for row in client.get("/follow-up/", query).context["page"].rows]


def entry(kind=CallBackKind.REFUSAL):
    return CallBack.objects.get(kind=kind)


def test_each_open_entry_leads_to_record_an_answer(client, clerk, meetup):
    way = f'href="/students/{meetup.student.pk}/answer/"'

    assert client.get("/follow-up/").content.decode().count(way) == 2


def test_the_list_holds_both_kinds_the_oldest_first(client, clerk):
    assert shown(client) == [CallBackKind.REFUSAL, CallBackKind.CONFLICT]


@pytest.mark.parametrize(
    ("query", "kinds"),
    [
        ({"kind": "conflict"}, ["conflict"]),
        ({"language": "pl"}, []),
        ({"language": "en"}, ["refusal", "conflict"]),
        ({"owner": "mine"}, []),
        ({"owner": "nobody"}, ["refusal", "conflict"]),
        ({"q": "Nobody"}, []),
        ({"kind": "no such kind"}, ["refusal", "conflict"]),
    ],
)
def test_the_list_is_narrowed(client, clerk, query, kinds):
    assert shown(client, **query) == kinds


def test_the_list_finds_a_student(client, meetup, clerk):
    assert shown(client, q=meetup.student.family_name) == ["refusal", "conflict"]


def test_late_ones_say_so(client, clerk, morning):
    assert "Late" not in client.get("/follow-up/").content.decode()

    morning.shift(timedelta(days=4))
    client.force_login(clerk)

    assert client.get("/follow-up/").content.decode().count("Late") == 2


def test_taken_and_given_back(client, clerk):
    row = entry()
    client.post(f"/follow-up/{row.pk}/take/")
    row.refresh_from_db()
    assert (row.assigned_to, shown(client, owner="mine")) == (clerk, ["refusal"])

    client.post(f"/follow-up/{row.pk}/let-go/")

    row.refresh_from_db()
    assert row.assigned_to is None
    assert [one.verb for one in Entry.objects.filter(verb__startswith="call_back.").order_by("pk")][-2:] == [
        "call_back.taken", "call_back.let_go",
    ]  # fmt: skip


def test_nobody_gives_back_what_another_has(meetup, clerk):
    row = actions.take(entry(), by=clerk)

    with pytest.raises(Refused) as refused:
        actions.let_go(row, by=staff_at(meetup.school, Role.CLERK))

    assert refused.value.decision.refusals == (access.NOT_YOURS,)
    row.refresh_from_db()
    assert row.assigned_to == clerk


def test_each_try_is_written_down_and_settles_nothing(client, clerk):
    row = entry()
    wrong = client.post(f"/follow-up/{row.pk}/tried/", {"result": "asleep"})
    client.post(f"/follow-up/{row.pk}/tried/", {"result": "left_message", "note": "In Spanish."})

    assert wrong.status_code == 422
    tried = CallAttempt.objects.get()
    assert (tried.by, tried.result, tried.note) == (clerk, CallResult.LEFT_MESSAGE, "In Spanish.")
    row.refresh_from_db()
    assert row.done_at is None
    page = client.get(f"/follow-up/{row.pk}/").content.decode()
    assert "Left a message" in page
    assert "In Spanish." in page


@pytest.mark.parametrize("verb", ["take", "tried", "settle"])
def test_a_settled_entry_is_closed_to_everything(client, clerk, verb):
    row = entry()
    actions.settle(row, by=clerk, outcome="Called", contact_proved=False)

    sent = {"result": "reached", "outcome": "Again"}

    assert client.post(f"/follow-up/{row.pk}/{verb}/", sent).status_code == 403
    assert CallAttempt.objects.count() == 0


def test_the_entry_says_reason_words_and_form(client, clerk):
    page = client.get(f"/follow-up/{entry().pk}/").content.decode()

    said = ["I have questions first", "Which phone is it?", "Chess club", "Call and listen."]
    assert [one for one in said if one not in page] == []


@pytest.mark.clause("T1")
def test_who_is_kept_away_since_is_not_called(client, meetup, clerk):
    meetup.father.phone, meetup.father.email = "+13125550188", "father@home.example"
    meetup.father.save()
    CallBack.objects.filter(kind=CallBackKind.REFUSAL).update(phone="+13125550188")
    by = actor(district_user(Role.RECORDS))
    signing.block(meetup.father, [meetup.student], by=by, source="Court order.")

    listed = client.get("/follow-up/").content.decode()
    shown = client.get(f"/follow-up/{entry().pk}/").content.decode()

    assert [one for one in ("555-0188", meetup.father.email) if one in listed + shown] == []
    assert "Must not be contacted" in listed
    assert "Do not call" in shown


def test_a_conflict_shows_both_and_where_to_record_a_new_answer(client, meetup, clerk):
    page = client.get(f"/follow-up/{entry(CallBackKind.CONFLICT).pk}/").content.decode()

    said = [
        str(meetup.mother),
        str(meetup.father),
        "Record a new answer",
        "Do not say to one guardian",
    ]
    assert [one for one in said if one not in page] == []
    # There is no one contact to prove.
    assert "contact_proved" not in page


@pytest.mark.parametrize("kind", CallBackKind)
def test_every_kind_says_what_to_do_next(client, meetup, clerk, kind):
    row = actions.ask_for_call(meetup.school, WISH, guardian=meetup.mother)
    CallBack.objects.filter(pk=row.pk).update(kind=kind)

    assert client.get(f"/follow-up/{row.pk}/").context["next_action"] != ""


def test_the_list_asks_as_much_of_the_database_for_thirty(client, meetup, clerk):
    with CaptureQueriesContext(connection) as few:
        client.get("/follow-up/")
    for _ in range(20):
        actions.ask_for_call(
            meetup.school, WISH, guardian=GuardianFactory(of=StudentFactory(school=meetup.school))
        )

    with CaptureQueriesContext(connection) as many:
        client.get("/follow-up/")
    assert len(many) == len(few)


def test_the_district_says_within_how_many_school_days(meetup):
    District.objects.update(call_within_days=3)

    # Wednesday and three: Thursday, Friday, Monday.
    row = actions.ask_for_call(meetup.school, WISH, guardian=None)

    assert row.due_on == date(2026, 10, 19)


@pytest.mark.parametrize(
    ("day", "number", "expected"),
    [
        (date(2026, 10, 14), 0, date(2026, 10, 14)),
        (date(2026, 10, 16), 1, date(2026, 10, 19)),
        (date(2026, 10, 17), 1, date(2026, 10, 19)),
        (date(2026, 10, 16), 6, date(2026, 10, 26)),
    ],
)
def test_school_days_skip_the_weekend(day, number, expected):
    assert weekdays_after(day, number) == expected


# An adult's changes


def begun(client, **query):
    page = client.get("/changes/", query)
    return [line.row.student for line in page.context["lines"]]


def test_an_adult_sees_whom_and_why(client, meetup, morning):
    client.force_login(meetup.coach)
    student = StudentFactory(school=meetup.school)
    activity = make_activity(
        meetup.school, asked_by=meetup.coach, students=[student], decided_by=meetup.principal,
        at=MORNING - timedelta(days=1),
    )  # fmt: skip
    answer(activity.latest, student, GuardianFactory(of=student), at=MORNING)
    meetup.activity = activity
    look(meetup)
    assert (begun(client, show="begun"), begun(client)) == ([student], [])

    student.enrolments.update(
        ends_on=MORNING.date() - timedelta(days=1), end_recorded_at=timezone.now()
    )
    look(meetup)

    assert begun(client) == [student]
    page = client.get("/changes/").content.decode()
    assert "The student is not enrolled" in page
    assert begun(client, q=student.family_name) == [student]
    assert begun(client, q="zzz") == []


def test_nobody_sees_anothers_changes(client, meetup):
    client.force_login(meetup.principal)

    assert begun(client, show="begun") == []


def test_the_changes_ask_as_much_of_the_database_for_thirty(client, meetup):
    client.force_login(meetup.coach)

    def count(size):
        students = [StudentFactory(school=meetup.school) for _ in range(size)]
        meetup.activity = make_activity(
            meetup.school, asked_by=meetup.coach, students=students,
            decided_by=meetup.principal, at=MORNING - timedelta(days=1),
        )  # fmt: skip
        for student in students:
            answer(meetup.activity.latest, student, GuardianFactory(of=student), at=MORNING)
        look(meetup)
        with CaptureQueriesContext(connection) as queries:
            assert len(begun(client, show="begun")) > 0
        return len(queries)

    assert count(1) == count(29)
