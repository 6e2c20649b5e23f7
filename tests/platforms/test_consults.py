"""A school asks ITS about a tool: answered at once where it can be, by a person where not, by silence never."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.decision import Refused
from core.workflow import IllegalMove
from notices.models import Notice
from notices.wording import worded
from platforms.actions import consult_telling, consults
from platforms.actions.consults import Asked
from platforms.actions.statuses import Standing, set_status
from platforms.models import Consult, ConsultAnswer, ConsultStep, TagChoice
from platforms.policy.consults import LETTERS, MOST, code_of, fits, read_code
from platforms.reports import consults as report
from platforms.terms import Cause, Status
from platforms.terms.consults import ConsultStage
from schools.models import District
from schools.terms import Role
from tests.consent_factories import kind
from tests.factories import DistrictFactory, SchoolFactory, actor, district_user, staff_at
from tests.platform_factories import PlatformFactory
from trail.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    kind("bulk_alerts")
    DistrictFactory(service_desk_phone="+17735550125")
    school = SchoolFactory(name="Lakeside")
    return {
        "teacher": staff_at(school),
        "other": staff_at(school),
        "its": district_user(Role.ITS),
        "reviewer": district_user(Role.REVIEWER),
        "buyer": district_user(Role.PROCUREMENT),
        "school": school,
    }


def asked(platform=None, **facts):
    return Asked(
        **{"name": "Chirp", "platform": platform, "use": "parents", "audiences": ["parents"], "why": "News.", **facts}
    )  # fmt: skip


def ask(people, platform=None, who="teacher", **facts):
    return consults.ask(asked(platform, school=people["school"], **facts), by=actor(people[who]))


def flag(platform, status=Status.FLAGGED_FIXING, **facts):
    with transaction.atomic():
        set_status(
            platform, Standing(status=status, cause=Cause.AUDIT, **facts), by=actor(district_user(Role.REVIEWER))
        )  # fmt: skip


# What stands answers at once


@pytest.mark.clause("P6")
@pytest.mark.parametrize(
    ("status", "facts", "use", "audiences", "tags", "expected"),
    [
        (Status.APPROVED, {}, "parents", ["parents"], [], True),
        (Status.APPROVED, {}, "bulk_alerts", ["students"], ["student_facing"], True),
        (Status.APPROVED, {}, "bulk_alerts", ["students"], [], None),
        (Status.APPROVED, {}, "bulk_alerts", ["students"], ["student_facing", "parents_only"], None),
        (Status.APPROVED, {"until": "2020-08-01"}, "parents", ["parents"], [], None),
        (Status.APPROVED_FOR_USES, {"uses": ["parents"]}, "parents", ["parents"], [], True),
        (Status.APPROVED_FOR_USES, {"uses": ["staff"]}, "parents", ["parents"], [], False),
        (Status.FLAGGED_FIXING, {}, "parents", ["parents"], [], False),
        (Status.FLAGGED_MOVING, {"uses": ["parents"]}, "parents", ["parents"], [], True),
        (Status.NOT_APPROVED, {}, "parents", ["parents"], [], False),
        (Status.RETIRED, {}, "parents", ["parents"], [], False),
        (Status.NOT_REVIEWED, {}, "parents", ["parents"], [], None),
        (Status.IN_REVIEW, {}, "parents", ["parents"], [], None),
    ],
)  # fmt: skip
def test_what_stands_answers_and_everything_else_waits(
    people, status, facts, use, audiences, tags, expected
):
    platform = PlatformFactory(
        standing=status, **{f"standing__{name}": value for name, value in facts.items()}
    )
    TagChoice.objects.create(platform=platform, tags=tags)

    consult = ask(people, platform, use=use, audiences=audiences)

    answer = consult.answer
    assert (answer and answer.allowed) is expected
    assert consult.stage == (ConsultStage.OPEN if expected is None else ConsultStage.ANSWERED)
    assert bool(answer and answer.code) is bool(expected)


@pytest.mark.clause("P6")
def test_a_tool_nobody_knows_waits_for_a_person(people):
    consult = ask(people, name="Xylo")

    assert consult.stage == ConsultStage.OPEN
    assert [step.move for step in consult.steps.all()] == ["ask"]
    assert Entry.objects.about(consult).filter(verb="consult.ask").count() == 1


def test_the_asker_is_told_of_the_answer_with_words_that_fit(people):
    ask(people, PlatformFactory(name="Chirp"))

    notice = Notice.objects.get(kind="platforms/consult_answered")
    message = worded(notice)

    assert notice.address == people["teacher"].email
    assert message.subject == "Yes: Chirp"
    assert "/consult/" in message.body
    assert "AUP-" not in message.body


def test_somebody_without_a_role_asks_nothing(people):
    nobody = actor(district_user(Role.ITS))
    people["its"].role_assignments.all()
    nobody_user = staff_at(people["school"])
    nobody_user.role_assignments.update(ends_on=timezone.localdate() - timedelta(days=1))

    with pytest.raises(Refused):
        consults.ask(asked(), by=actor(nobody_user))

    assert not Consult.objects.exists()
    assert nobody.user_id


# The clock


@pytest.mark.clause("P6")
def test_silence_reminds_the_reviewers_and_rejects_nothing(people):
    with time_machine.travel("2026-11-02T12:00:00-06:00", tick=False):
        consult = ask(people, name="Xylo")
    seen = []
    for day in ("2026-11-06", "2026-11-09", "2026-11-10", "2026-11-16", "2027-06-01"):
        with time_machine.travel(f"{day}T12:00:00-06:00", tick=False):
            consult_telling.watch()
            consult_telling.watch()
            kinds = Notice.objects.filter(kind="platforms/consult_waits")
            seen.append((day, kinds.count()))

    consult.refresh_from_db()
    assert seen == [
        ("2026-11-06", 0),
        ("2026-11-09", 1),
        ("2026-11-10", 1),
        ("2026-11-16", 2),
        ("2027-06-01", 3),
    ]
    assert set(kinds.values_list("address", flat=True)) == {people["reviewer"].email}
    assert consult.stage == ConsultStage.OPEN


def test_the_usual_wait_is_the_median_in_school_days(people):
    for day, later in (("2026-11-02", 1), ("2026-11-02", 3), ("2026-11-06", 3)):
        with time_machine.travel(f"{day}T12:00:00-06:00", tick=False) as clock:
            consult = ask(people, name="Xylo")
            clock.shift(timedelta(days=later))
            consults.answer(consult, by=actor(people["reviewer"]), allowed=False, reason="No.")
            now = timezone.now()

    assert report.usual_wait(now) == 1


# People answer


@pytest.mark.clause("P6")
def test_a_reviewer_says_no_with_a_reason_and_yes_only_to_what_stands(people):
    consult = ask(people, PlatformFactory(standing=Status.IN_REVIEW))
    by = actor(people["reviewer"])

    with pytest.raises(Refused) as refused:
        consults.answer(consult, by=by, allowed=True, reason="Fine.")
    assert [one.code for one in refused.value.decision.refusals] == ["no_standing"]
    assert Consult.objects.get().stage == ConsultStage.OPEN

    consults.answer(consult, by=by, allowed=False, reason="Use Hoot.")
    assert Consult.objects.get().answer.reason == "Use Hoot."
    with pytest.raises(IllegalMove):
        consults.answer(consult, by=by, allowed=False, reason="Again.")


@pytest.mark.clause("P6")
def test_nobody_answers_a_request_of_their_own_not_even_past_the_application(people):
    own = consults.ask(asked(name="Xylo"), by=actor(people["reviewer"]))
    others = ask(people, name="Xylo")

    for consult, who in (
        (own, "reviewer"),
        (others, "its"),
        (others, "teacher"),
        (others, "buyer"),
    ):
        with pytest.raises(Refused):
            consults.answer(consult, by=actor(people[who]), allowed=False, reason="No.")
    with pytest.raises(IntegrityError), transaction.atomic():
        ConsultAnswer.objects.create(
            consult=own,
            asker=people["reviewer"],
            by=people["reviewer"],
            allowed=False,
            reason="No.",
        )

    assert not ConsultAnswer.objects.exists()


@pytest.mark.clause("P6")
def test_a_decision_answers_everybody_who_waited(people, django_capture_on_commit_callbacks):
    platform = PlatformFactory(name="Chirp", standing=Status.IN_REVIEW)
    first, second = (
        ask(people, platform),
        ask(people, platform, who="other", use="staff", audiences=["staff"]),
    )
    elsewhere = ask(people, PlatformFactory(standing=Status.IN_REVIEW))

    with django_capture_on_commit_callbacks(execute=True):
        flag(platform, Status.APPROVED_FOR_USES, uses=["parents"])

    assert [one.answer.allowed for one in (first, second)] == [True, False]
    assert elsewhere.answer is None
    assert set(
        Notice.objects.filter(kind="platforms/consult_answered").values_list("address", flat=True)
    ) == {
        people["teacher"].email,
        people["other"].email,
    }


def test_a_named_tool_that_is_decided_answers_the_request(people):
    consult = ask(people, name="That bird app")

    consults.name_platform(
        consult, PlatformFactory(standing=Status.NOT_APPROVED), by=actor(people["its"])
    )

    consult.refresh_from_db()
    assert [step.move for step in consult.steps.order_by("pk")] == ["ask", "name", "answer"]
    assert consult.answer.allowed is False


def test_messages_go_to_the_other_side_alone(people):
    consult = ask(people, name="Xylo")

    consults.say(consult, "Which one?", by=actor(people["its"]))
    consults.say(consult, "The blue one.", by=actor(people["teacher"]))
    consults.take(consult, by=actor(people["its"]))
    consults.say(Consult.objects.get(), "Soon?", by=actor(people["teacher"]))
    with pytest.raises(Refused):
        consults.say(consult, "Hello.", by=actor(people["other"]))

    told = Notice.objects.filter(kind="platforms/consult_message").order_by("pk")
    assert [one.address for one in told] == [
        people["teacher"].email,
        people["reviewer"].email,
        people["its"].email,
    ]


def test_only_the_asker_takes_it_back_and_it_opens_again(people):
    consult = ask(people, name="Xylo")
    with pytest.raises(Refused):
        consults.withdraw(consult, by=actor(people["its"]))

    consults.withdraw(consult, by=actor(people["teacher"]))
    opened = consults.reopen(consult, by=actor(people["teacher"]), note="We need it after all.")

    assert opened.stage == ConsultStage.OPEN
    assert opened.waits_since > opened.asked_at
    assert ConsultStep.objects.count() == 3


# Codes


@pytest.mark.clause("P6")
def test_a_code_counts_while_the_tool_stands_and_no_longer(people):
    today = timezone.localdate()
    platform = PlatformFactory(standing__until=today + timedelta(days=10))
    consult = ask(people, platform)
    answer, now = consult.answer, timezone.now()

    after = report.code_standing(answer, now + timedelta(days=11))
    flag(platform)
    flagged = report.code_standing(answer, timezone.now())

    assert report.code_standing(answer, now).counts
    assert [one.code for one in after.reasons] == ["approval_ended"]
    assert [one.code for one in flagged.reasons] == ["flagged"]


def test_a_code_is_over_once_the_request_is_open_again(people):
    consult = ask(people, PlatformFactory())
    answer = consult.answer

    consults.reopen(consult, by=actor(people["its"]), note="Other grades.")

    answer.refresh_from_db()
    standing = report.code_standing(ConsultAnswer.objects.get(), timezone.now())
    assert [one.code for one in standing.reasons] == ["replaced"]


def test_a_code_is_read_however_it_is_typed_and_one_wrong_sign_shows():
    code = code_of(MOST - 12345)
    plain = code.replace("-", "").lower()

    assert read_code(f"  {plain[3:]} ") == code
    assert read_code(code.replace("0", "O").replace("1", "I")) == code
    assert read_code("") is None
    for place in range(9):
        signs = plain[3:].upper()
        wrong = {signs[:place] + letter + signs[place + 1 :] for letter in LETTERS} - {signs}
        assert {read_code(one) for one in wrong} == {None}


def test_two_signs_that_changed_places_show():
    signs = code_of(987_654_321_012)[4:].replace("-", "")

    for place in range(8):
        swapped = signs[:place] + signs[place + 1] + signs[place] + signs[place + 2 :]
        assert swapped == signs or read_code(swapped) is None


def test_students_fit_only_where_the_review_was_about_them():
    assert fits(["parents", "staff"], [])
    assert not fits(["students", "parents"], ["two_way"])


# Pages


def say(client, who, name, args=(), data=None, status=302):
    client.force_login(who)
    response = client.post(reverse(f"platforms:{name}", args=args), data or {})
    assert response.status_code == status, response.content.decode()[:2000]
    return response


FORM = {"name": "Chirp", "use": "parents", "audiences": ["parents"], "why": "News."}


@pytest.mark.clause("P6")
def test_a_teacher_asks_and_procurement_finds_the_code(client, people):
    PlatformFactory(name="Chirp", standing__conditions="Phones only.")

    made = say(client, people["teacher"], "consult", data=FORM)
    page = client.get(made["Location"]).content.decode()
    code = re.search(r"AUP-\w{4}-\w{4}-\w", page)[0]
    client.force_login(people["buyer"])
    found = client.get(
        reverse("platforms:procurement_codes"), {"code": code.lower().replace("-", " ")}
    )
    wrong = client.get(
        reverse("platforms:procurement_codes"),
        {"code": code[:-1] + ("0" if code[-1] != "0" else "1")},
    )
    unknown = client.get(reverse("platforms:procurement_codes"), {"code": code_of(7)})

    assert "Phones only." in page
    assert "Lakeside" in found.content.decode()
    assert "The school may buy and use it as asked" in found.content.decode()
    assert "A sign is wrong or missing" in wrong.content.decode()
    assert "Nobody was given this code" in unknown.content.decode()


def test_the_page_shows_the_service_desk_and_says_when_there_is_none(client, people):
    client.force_login(people["teacher"])
    shown = client.get(reverse("platforms:consult")).content.decode()
    District.objects.update(service_desk_phone="")
    without = client.get(reverse("platforms:consult")).content.decode()

    assert "tel:+17735550125" in shown
    assert "has not entered its Service Desk" in without


def test_a_name_that_may_mean_another_tool_is_asked_about(client, people):
    chirp = PlatformFactory(name="Chirp School", standing=Status.NOT_APPROVED)

    unsure = say(
        client, people["teacher"], "consult", data={**FORM, "name": "Chirp Schol"}, status=422
    )
    say(
        client,
        people["teacher"],
        "consult",
        data={**FORM, "name": "Chirp Schol", "meant": chirp.pk},
    )
    say(client, people["teacher"], "consult", data={**FORM, "name": "Chirp Schol", "meant": "none"})

    assert "Which of these do you mean?" in unsure.content.decode()
    assert [(one.platform, one.stage) for one in Consult.objects.order_by("pk")] == [
        (chirp, ConsultStage.ANSWERED),
        (None, ConsultStage.OPEN),
    ]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (
            {"use": "safety_meetup", "audiences": ["students"], "grades": ["05"]},
            "This use is for grades",
        ),
        ({"use": "bulk_alerts"}, "This use writes to students"),
        ({"needed_on": "2020-01-01"}, "This day is past."),
        ({"audiences": []}, "This field is required."),
        ({"link": "javascript:alert(1)"}, "Enter a valid URL."),
    ],
)
def test_a_question_that_does_not_add_up_is_kept_on_the_page(client, people, data, words):
    page = say(
        client, people["teacher"], "consult", data={**FORM, **data}, status=422
    ).content.decode()

    assert words in page
    assert "News." in page
    assert not Consult.objects.exists()


def test_a_link_from_the_list_names_the_tool(client, people):
    PlatformFactory(name="Chirp School", slug="chirp-school")
    client.force_login(people["teacher"])

    page = client.get(reverse("platforms:consult"), {"platform": "chirp-school"}).content.decode()

    assert 'value="Chirp School"' in page


def test_its_answers_on_the_page(client, people):
    consult = ask(people, PlatformFactory(standing=Status.IN_REVIEW))
    yes = {"answer-allowed": "yes", "answer-reason": "Fine."}

    say(client, people["its"], "consult_take", [consult.pk])
    say(client, people["its"], "consult_answer", [consult.pk], yes, status=403)
    refused = say(client, people["reviewer"], "consult_answer", [consult.pk], yes, status=422)
    say(client, people["reviewer"], "consult_answer", [consult.pk], {**yes, "answer-allowed": "no"})

    assert "Yes can be said only to a tool that is approved" in refused.content.decode()
    assert "Fine." in refused.content.decode()
    consult.refresh_from_db()
    assert (consult.stage, consult.owner, consult.answer.by) == (
        ConsultStage.ANSWERED,
        people["its"],
        people["reviewer"],
    )


def test_nobody_sees_the_requests_of_others(client, people):
    consult = ask(people, name="Xylo")

    for who, status in (("teacher", 200), ("its", 200), ("other", 404), ("buyer", 404)):
        client.force_login(people[who])
        assert (
            client.get(reverse("platforms:consult_request", args=[consult.pk])).status_code
            == status
        )
    client.force_login(people["other"])
    assert "Xylo" not in client.get(reverse("platforms:my_consults")).content.decode()


def test_the_queue_counts_who_waits_for_one_tool_and_searches(client, people):
    platform = PlatformFactory(name="Chirp", standing=Status.IN_REVIEW)
    ask(people, platform)
    ask(people, platform, who="other")
    ask(people, name="Xylo")
    client.force_login(people["its"])
    address = reverse("platforms:its_consults")

    everything = client.get(address).content.decode()
    some = client.get(address, {"q": "xylo", "stage": "waiting"}).content.decode()
    none = client.get(address, {"q": "zebra"}).content.decode()

    assert everything.count("2 requests wait for it") == 2
    assert "Xylo" in some
    assert "Chirp" not in some
    assert "Nothing is found" in none


def test_a_long_queue_costs_no_more_queries(client, people):
    client.force_login(people["its"])
    address = reverse("platforms:its_consults")
    platform = PlatformFactory(standing=Status.IN_REVIEW)
    counted = []
    for rows in (1, 30):
        for _n in range(rows):
            Consult.objects.create(
                asked_by=people["teacher"], school=people["school"], name="Chirp", platform=platform,
                use="parents", why="x",
            )  # fmt: skip
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address).content.decode()
        counted.append(len(queries))

    assert counted[0] == counted[1]
    assert 'rel="next"' in page


def test_the_desk_shows_the_oldest_and_the_late(people):
    with time_machine.travel("2026-11-02T12:00:00-06:00", tick=False):
        ask(people, name="Xylo")
    with time_machine.travel("2026-11-11T12:00:00-06:00", tick=False):
        ask(people, name="Yarrow")
        reader = report.Reader(people["its"], timezone.now())

    backlog = report.measure(reader)

    assert (backlog.count, backlog.late) == (2, 1)
    assert backlog.oldest == Consult.objects.earliest("pk").waits_since
