"""Staff report; an office writes down what it is told; and each has a step of their own (I1, I2)."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from incidents import wording
from incidents.access.closing import in_the_way
from incidents.actions import mandated
from incidents.actions import taking as actions
from incidents.actions.mandated import Told
from incidents.models import Case, CaseStep, Involved, MandatedDeed, TakenReport
from incidents.tasks import remind_mandated
from incidents.terms import OfficeCode, Part, Source
from incidents.terms.desk import Outcome
from incidents.terms.mandated import Said
from notices.models import Notice
from schools.terms import Role
from tests.factories import (
    SchoolFactory,
    SchoolYearFactory,
    StudentFactory,
    actor,
    principal_of,
    staff_at,
)
from tests.incident_factories import bullying, case_of, report, seated
from tests.incidents.reporters import plain_no
from trail.models import Entry

pytestmark = pytest.mark.django_db
SAID = "He writes to her every night and asks for pictures."
NEW, PHONE, PAPER = "/cases/new/", "/cases/new/phone/", "/cases/new/paper/"


@pytest.fixture
def school():
    SchoolYearFactory()
    return SchoolFactory()


def form(**facts):
    return {"once": "o" * 24, "danger_now": "no", "said": SAID, "parent_safe": ""} | facts


def sent(client, address, **facts):
    answer = client.post(address, form(**facts))
    assert answer.status_code == 200, answer.context["form"].errors
    return answer, Case.objects.order_by("-pk").first()


def words_on(answer):
    return list(answer.context["words"])


def reads(user, case):
    return Case.objects.visible_to(user).filter(pk=case.pk).exists()


def people(case):
    rows = Involved.objects.filter(case=case).order_by("pk")
    return [(row.part, row.words()["name"], bool(row.mark)) for row in rows]


@pytest.mark.clause("I1")
def test_a_teacher_reports_a_colleague_who_never_sees_it(client, school):
    teacher, coach = staff_at(school), staff_at(school, Role.COACH)
    principal, oig = principal_of(school), seated()
    client.force_login(teacher)

    answer, case = sent(client, NEW, about=["school_adult"], adults=[coach.pk], school=school.pk)

    assert (case.source, case.concern) == (Source.STAFF, "adult_communication")
    assert [reads(one, case) for one in (oig, principal, coach, teacher)] == [True, True, False, False]  # fmt: skip
    assert case.ways_back.get().lookup == wording.lookup(" ".join(words_on(answer)))
    assert people(case) == [("accused", coach.name, True), ("reporter", "", True)]


def test_who_reported_stands_in_no_plain_column_and_not_in_the_trail(client, school):
    teacher = staff_at(school)
    client.force_login(teacher)

    _answer, case = sent(client, NEW, about=["school_adult"])

    named = CaseStep.objects.filter(case=case, user=teacher).count()
    in_trail = Entry.objects.filter(actor_kind="user", actor_id=str(teacher.pk)).count()
    assert (named, in_trail) == (0, 0)
    assert TakenReport.objects.get().words() == {"user": teacher.pk}


def test_typed_names_are_nobody_for_certain_and_a_number_names_a_student(client, school):
    teacher, student = staff_at(school), StudentFactory(school=school)
    elsewhere = StudentFactory()
    client.force_login(teacher)

    _answer, case = sent(
        client,
        NEW,
        adult_names="Mr. Coach\n\n  Mr. Coach ",
        student_names=f"{student.number}\n{elsewhere.number}",
        hurt_names="Ana",
        keep_posts=["principal"],
        keep_names="Vice",
    )

    given = f"{student.given_name} {student.family_name}"
    assert people(case) == [
        ("accused", "Mr. Coach", False),
        ("accused", given, False),
        ("accused", elsewhere.number, False),
        ("hurt", "Ana", False),
        ("keep_from", "", False),
        ("keep_from", "Vice", False),
        ("reporter", "", True),
    ]


def test_whoever_only_helps_at_a_school_reports_and_sees_no_list_of_it(client, school):
    helper, teacher = staff_at(school, Role.VOLUNTEER), staff_at(school)
    client.force_login(helper)

    page = client.get(NEW)
    tried = client.post(NEW, form(adults=[teacher.pk]))
    _answer, case = sent(client, NEW, adult_names="Somebody")

    assert (page.status_code, "id_adults" in page.content.decode()) == (200, False)
    assert tried.status_code == 422
    assert case.reporter_role == "staff"


def test_a_form_that_is_wrong_comes_back_with_all_that_was_written(client, school):
    client.force_login(staff_at(school))

    answer = client.post(NEW, form(said="", adult_names="Mr. Coach", parent_safe="maybe"))

    assert (answer.status_code, "Mr. Coach" in answer.content.decode()) == (422, True)
    assert Case.objects.count() == 0


def test_the_same_form_sent_twice_is_one_report(client, school):
    client.force_login(staff_at(school))
    sent(client, NEW)

    again = client.post(NEW, form())

    assert (again.url, Case.objects.count()) == (reverse("incidents:own_reports"), 1)


@pytest.mark.clause("I1")
def test_telling_the_principal_does_not_close_the_step_and_the_call_and_the_letter_do(
    client, school
):
    client.force_login(staff_at(school))
    answer, case = sent(client, NEW, about=["school_adult"])
    taken = TakenReport.objects.get()
    address = reverse("incidents:own_deed", args=[taken.name])
    own = reverse("incidents:own_report", args=[taken.name])
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")

    def say(**facts):
        status = client.post(address, {"done_at": now, "taken": ""} | facts).status_code
        return status, client.get(own).context["own"].standing.step

    assert answer.context["own"].standing.step == "call"
    assert [
        say(said="superior"),
        say(said="called"),
        say(said="called", taken="yes", reference="R-1", done_at="2999-01-01T00:00"),
        say(said="called", taken="yes", reference="R-1"),
        say(said="written"),
    ] == [(302, "call"), (422, "call"), (422, "call"), (302, "write"), (302, "done")]
    assert [row.words()["reference"] for row in MandatedDeed.objects.order_by("pk")] == ["", "R-1", ""]  # fmt: skip
    assert not CaseStep.objects.filter(case=case, user__isnull=False).exists()


def test_ones_own_list_tells_the_own_step_and_nothing_of_the_case(client, school):
    teacher, other = staff_at(school), staff_at(school)
    client.force_login(teacher)
    _answer, case = sent(client, NEW, about=["student"])
    page = client.get("/cases/mine/").content.decode()
    client.force_login(other)

    assert ("Nothing to call about" in page, case.code in page) == (True, False)
    assert "You have reported nothing" in client.get("/cases/mine/").content.decode()
    address = reverse("incidents:own_report", args=[TakenReport.objects.get().name])
    assert client.get(address).status_code == 404


def test_a_copy_of_the_messages_is_sealed_with_the_report_and_nobody_elses(client, school):
    teacher, other = staff_at(school), staff_at(school)
    client.force_login(teacher)
    _answer, case = sent(client, NEW)
    address = reverse("incidents:own_files", args=[TakenReport.objects.get().name])

    plain = plain_no(client, address)
    wrong = client.post(
        address, {"plain": plain, "chosen": SimpleUploadedFile("page.html", b"<script>")}
    )
    right = client.post(
        address, {"plain": plain, "chosen": SimpleUploadedFile("chat.txt", b"come alone")}
    )
    client.force_login(other)

    assert (wrong.status_code, right.status_code, client.get(address).status_code) == (422, 302, 404)  # fmt: skip
    kept = case.evidence.get()
    assert (kept.media_type, kept.added_by, kept.words()["file_name"]) == ("text/plain", None, "chat.txt")  # fmt: skip


def test_what_becomes_of_the_case_does_not_show_in_the_own_step(client, school):
    client.force_login(staff_at(school))
    _answer, case = sent(client, NEW, about=["school_adult"])
    Case.objects.filter(pk=case.pk).update(concern="online_bullying", stage="closed")

    rows = client.get("/cases/mine/").context["rows"]

    assert [one.standing.step for one in rows] == ["call"]


def test_ones_own_list_asks_as_many_questions_for_many_rows_as_for_one(client, school):
    teacher = staff_at(school)
    client.force_login(teacher)

    def asked():
        with CaptureQueriesContext(connection) as queries:
            client.get("/cases/mine/")
        return len(queries)

    def give(once):
        actions.report_as_staff(report(school), once=once, by=actor(teacher))

    give("first")
    asked()
    one = asked()
    for number in range(4):
        give(str(number))

    assert asked() == one


@pytest.mark.clause("I1")
def test_reminders_leave_until_the_step_is_done_and_name_nothing(client, school, mailoutbox):
    teacher = staff_at(school)
    client.force_login(teacher)
    sent(client, NEW, about=["school_adult"])
    taken = TakenReport.objects.get()

    def reminded(after):
        with time_machine.travel(taken.at + after):
            remind_mandated()
            remind_mandated()
        return Notice.objects.filter(kind="incidents/step_waits", address=teacher.email).count()

    first = [reminded(timedelta(hours=hours)) for hours in (1, 3, 27)]
    client.post(
        reverse("incidents:own_deed", args=[taken.name]),
        {"said": "called", "taken": "no", "done_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M")},
    )  # fmt: skip
    assert [*first, reminded(timedelta(hours=60))] == [0, 1, 2, 2]
    row = Notice.objects.filter(kind="incidents/step_waits").first()
    assert row.facts == {"taken": str(taken.name)}


def test_who_works_on_the_case_is_asked_too_until_they_are_kept_out(client, school):
    oig = seated()
    case = case_of(report(school))
    client.force_login(oig)
    address = reverse("incidents:case_deed", args=[case.code])
    page = client.get(reverse("incidents:case", args=[case.code])).content.decode()
    now = timezone.localtime().strftime("%Y-%m-%dT%H:%M")

    done = client.post(address, {"said": "shared", "done_at": now, "taken": ""})

    assert "Have you called the child-protection line yourself?" in page
    assert (done.status_code, client.get(address).context["facts"]["standing"].step) == (302, "done")  # fmt: skip
    assert CaseStep.objects.filter(case=case, user=oig, deed="mandated.shared").count() == 1


def test_signs_of_abuse_ask_for_the_call_in_a_report_of_bullying(client, school):
    one = seated(OfficeCode.STUDENT_PROTECTIONS)
    case = case_of(bullying(school))
    client.force_login(one)
    call = reverse("incidents:case_deed", args=[case.code])
    signs = reverse("incidents:mark_abuse", args=[case.code])

    def asked():
        return client.get(call).context["facts"]["asked"]

    before = asked()
    without_reason = client.post(signs, {"reason": ""}).status_code
    client.post(signs, {"reason": "Bruises"})
    marked = asked()
    client.post(signs, {"reason": "A fall in sports, seen by the nurse"})

    assert (before, without_reason, marked, asked()) == (False, 422, True, False)
    assert case.abuse_marks.count() == 2


@pytest.mark.clause("I1")
def test_a_case_ends_only_once_the_call_is_on_record_and_confirmed(school):
    oig = seated()
    case = case_of(report(school))
    at, by = timezone.now(), actor(oig)

    def lacks():
        found = [one.code for one in in_the_way(case, Outcome.UNFOUNDED).refusals]
        return [code for code in found if code in {"no_call", "no_confirmation"}]

    found = [lacks()]
    for told in (
        Told(said=Said.SUPERIOR, at=at),
        Told(said=Said.CALLED, at=at, taken=True),
        Told(said=Said.WRITTEN, at=at),
    ):
        mandated.say(case, told, by=by)
        found.append(lacks())

    assert found == [["no_call"], ["no_call"], ["no_confirmation"], []]


def heard(**facts):
    return {"reporter_role": "student", "language": "es"} | facts


def test_d8_a_telephone_report_goes_where_the_same_one_on_the_page_goes(client, school):
    oig, principal = seated(), principal_of(school)
    client.force_login(oig)

    answer, case = sent(client, PHONE, **heard(about=["school_adult"], school=school.pk))
    same = case_of(report(school, said=SAID))

    def routed(one):
        return one.routings.get().words()["answer"], one.concern, one.priority

    assert routed(case) == routed(same)
    assert (case.source, case.language, case.ways_back.get().must_change) == ("phone", "es", True)
    assert (len(words_on(answer)), reads(principal, case)) == (6, False)
    assert Entry.objects.filter(verb="case.received", actor_id=str(oig.pk)).count() == 1


def test_d8_whoever_took_the_call_reads_it_no_more_once_it_is_kept_from_them(client, school):
    oig, other = seated(), seated()
    client.force_login(oig)

    answer, case = sent(client, PHONE, **heard(about=["school_adult"], keep_from=[oig.pk]))

    assert (reads(oig, case), reads(other, case)) == (False, True)
    assert "You read it no more" in answer.content.decode()
    assert case.code not in answer.content.decode()
    assert client.get(reverse("incidents:case", args=[case.code])).status_code == 404


def test_danger_on_the_telephone_is_life_safety(client, school):
    client.force_login(seated())

    _answer, case = sent(client, PHONE, **heard(danger_now="yes"))

    assert case.priority == "life_safety"


def test_what_a_caller_gives_of_themself_stays_sealed_and_may_be_nothing(client, school):
    client.force_login(seated())
    _answer, anonymous = sent(client, PHONE, **heard())
    _answer, named = sent(
        client, PHONE, **heard(once="p" * 24, contact_name="Ana", contact_phone="773 555 0100", trusted_names="Ms Best")
    )  # fmt: skip

    contacts = [case.accounts.filter(kind="contact").first() for case in (anonymous, named)]

    assert contacts[0] is None
    assert contacts[1].words() == {"name": "Ana", "phone": "773 555 0100", "how": "phone"}
    assert (Part.TRUSTED, "Ms Best", False) in people(named)


def test_a_papers_clock_runs_from_when_the_district_first_had_it(client, school):
    client.force_login(seated())
    first = timezone.localtime() - timedelta(days=2)
    written = first.strftime("%Y-%m-%dT%H:%M")

    to_come = client.post(PAPER, form(**heard(aware_at="2999-01-01T00:00")))
    _answer, case = sent(client, PAPER, **heard(aware_at=written))

    assert to_come.status_code == 422
    assert (case.source, case.aware_at) == ("paper", first.replace(second=0, microsecond=0))
    assert case.received_at > case.aware_at


@pytest.mark.parametrize("address", [PHONE, PAPER])
def test_only_an_offices_people_take_what_others_tell(client, school, address):
    client.force_login(principal_of(school))

    found = [client.get(address).status_code, client.post(address, form(**heard())).status_code]

    assert (found, Case.objects.count()) == ([403, 403], 0)


def test_c1_without_the_forms_token_nothing_is_taken(school):
    oig = seated()
    case = case_of(report(school))
    client = Client(enforce_csrf_checks=True)
    client.force_login(oig)
    doors = [
        NEW,
        PHONE,
        PAPER,
        reverse("incidents:case_deed", args=[case.code]),
        reverse("incidents:mark_abuse", args=[case.code]),
        reverse("incidents:add_duty", args=["oig"]),
    ]

    found = [client.post(door, form(**heard(reason="x"))).status_code for door in doors]

    assert found == [403] * len(doors)
    assert (Case.objects.count(), MandatedDeed.objects.count()) == (1, 0)


def test_the_paper_form_is_there_for_everybody_and_says_nothing_in_its_title(client):
    answer = client.get("/speak-up/form/")

    page = answer.content.decode()
    assert (answer.status_code, "<title>Help page" in page, "911" in page) == (200, True, True)
    assert "no-store" in answer["Cache-Control"]
