"""Pauses, family ties and contact outside the rules: what they do to verdicts, and who hears and reads what."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consents import verdicts
from consents.access.pauses import Office
from consents.actions import family_ties, off_channel, pauses
from consents.actions.off_channel import Account
from consents.models import FamilyTie, OffChannel, Pause
from consents.terms import ContactKind, Relationship
from core.decision import Refused
from core.workflow import IllegalMove
from notices.models import Notice
from notices.wording import worded
from schools.terms import Authority, Role
from tests.consent_factories import safety_meetup
from tests.consents.families import ask_of, asked, sign
from tests.factories import (
    DelegationFactory,
    GuardianFactory,
    StudentFactory,
    actor,
    district_user,
    principal_of,
    staff_at,
)

pytestmark = pytest.mark.django_db
REASON = "A complaint by a family is being looked at."


def codes(refused):
    return [reason.code for reason in refused.value.decision.refusals]


def granted():
    scene = asked(guardians=1)
    sign(ask_of(scene.guardians[0]))
    return scene


def judged(scene, **when):
    return verdicts.verdict(scene.coach.staff, scene.student, scene.activity, **when).verdict


def browser(user):
    client = Client()
    client.force_login(user)
    return client


# Pauses


@pytest.mark.clause("T1")
def test_a_pause_is_a_no_from_then_until_it_is_lifted():
    scene = granted()
    before = timezone.now()
    made = pauses.pause(scene.coach.staff, by=actor(scene.principal), reason=REASON)
    during = timezone.now()

    assert judged(scene).codes == ("adult_paused",)
    pauses.lift(made, by=actor(scene.principal))
    assert judged(scene).codes == ()
    assert judged(scene, at=during).codes == ("adult_paused",)
    assert judged(scene, at=during, known_at=before).codes == ()


def test_no_notice_leaves_for_a_pause():
    scene = granted()
    sent = Notice.objects.count()

    pauses.lift(
        pauses.pause(scene.coach.staff, by=actor(scene.principal), reason=REASON),
        by=actor(scene.principal),
    )

    assert Notice.objects.count() == sent


def test_two_offices_pause_and_each_lifts_its_own():
    scene = granted()
    staff = scene.coach.staff
    first = pauses.pause(staff, by=actor(scene.principal), reason=REASON)
    oig = district_user(Role.OIG)
    second = pauses.pause(staff, by=actor(oig), reason="Confidential.")

    with pytest.raises(Refused) as refused:
        pauses.lift(second, by=actor(scene.principal))
    pauses.lift(first, by=actor(scene.principal))

    assert codes(refused) == ["not_your_pause"]
    assert judged(scene).codes == ("adult_paused",)


@pytest.mark.parametrize("who", ["coach", "teacher", "stranger", "records"])
def test_who_has_no_office_over_the_adult_does_not_pause(who):
    scene = granted()
    people = {
        "coach": scene.coach,
        "teacher": staff_at(scene.school),
        "stranger": principal_of(),
        "records": district_user(Role.RECORDS),
    }

    with pytest.raises(Refused):
        pauses.pause(scene.coach.staff, by=actor(people[who]), reason=REASON)

    assert not Pause.objects.exists()


def test_a_principal_is_paused_from_above():
    scene = granted()
    other = principal_of(scene.school)

    with pytest.raises(Refused):
        pauses.pause(other.staff, by=actor(scene.principal), reason=REASON)

    pauses.pause(other.staff, by=actor(scene.chief), reason=REASON)
    assert Pause.objects.get().office == Role.CHIEF


def test_the_same_office_does_not_pause_twice():
    scene = granted()
    pauses.pause(scene.coach.staff, by=actor(scene.principal), reason=REASON)
    delegate = DelegationFactory(principal=scene.principal, school=scene.school).delegate

    with pytest.raises(Refused) as refused:
        pauses.pause(scene.coach.staff, by=actor(delegate), reason=REASON)

    assert codes(refused) == ["paused_already"]


def test_a_register_above_pauses_for_an_office_it_checked_itself():
    scene = granted()
    person = district_user(Role.PROTECTIONS)

    made = pauses.pause(
        scene.coach.staff, by=actor(person), reason=REASON, office=Office(Role.PROTECTIONS)
    )
    pauses.lift(made, by=actor(person), as_office=True)

    with pytest.raises(IllegalMove):
        pauses.lift(made, by=actor(person), as_office=True)


@pytest.mark.parametrize(
    ("who", "reads"),
    [("principal", False), ("chief", False), ("oig", True), ("colleague", True), ("admin", False)],
)
def test_only_the_office_that_paused_reads_why(who, reads):
    scene = granted()
    people = {
        "principal": scene.principal,
        "chief": scene.chief,
        "oig": district_user(Role.OIG),
        "colleague": district_user(Role.OIG),
        "admin": district_user(Role.ADMIN),
    }
    pauses.pause(scene.coach.staff, by=actor(people["oig"]), reason=REASON)

    page = browser(people[who]).get(reverse("adult", args=[scene.coach.staff.pk]))

    shown = page.content.decode()
    assert page.status_code == 200
    assert (REASON in shown) == reads
    assert (people["oig"].name in shown) == reads


def test_everybody_else_reads_only_that_the_district_paused():
    scene = granted()
    pauses.pause(scene.coach.staff, by=actor(scene.principal), reason=REASON)
    address = reverse("may_i_text")
    query = {
        "how": "text",
        "student": scene.student.pk,
        "adult": scene.coach.staff.pk,
        "activity": scene.activity.pk,
    }

    shown = browser(scene.coach).get(address, query).content.decode()

    assert "Paused by the district" in shown
    assert REASON not in shown


# Family ties


def tie_of(scene, relationship=Relationship.PARENT):
    return family_ties.declare(scene.student, relationship, by=actor(scene.coach))


def test_a_tie_counts_from_the_offices_word_and_not_before():
    scene = granted()
    tie = tie_of(scene)
    clerk = staff_at(scene.school, Role.CLERK)

    def family():
        return verdicts.verdict(scene.coach.staff, scene.student, scene.activity).family

    assert family() is None
    family_ties.settle(tie, by=actor(clerk), confirmed=True, note="Birth record.")
    assert family() == Relationship.PARENT
    family_ties.end(tie, by=actor(scene.coach))
    assert family() is None


@pytest.mark.parametrize("who", ["coach", "teacher", "elsewhere"])
def test_neither_the_adult_nor_a_stranger_confirms(who):
    scene = granted()
    people = {
        "coach": scene.coach,
        "teacher": staff_at(scene.school),
        "elsewhere": staff_at(role=Role.CLERK),
    }

    with pytest.raises(Refused):
        family_ties.settle(tie_of(scene), by=actor(people[who]), confirmed=True)


def test_a_clerk_does_not_confirm_a_tie_of_their_own():
    scene = granted()
    clerk = staff_at(scene.school, Role.CLERK)
    tie = family_ties.declare(scene.student, Relationship.SIBLING, by=actor(clerk))

    with pytest.raises(Refused) as refused:
        family_ties.settle(tie, by=actor(clerk), confirmed=True)

    assert codes(refused) == ["own_tie"]


def test_nobody_who_asked_for_the_form_makes_a_tie_of_its_adult():
    scene = granted()
    other = staff_at(scene.school)
    asker = staff_at(scene.school, Role.CLERK)
    type(scene.version).objects.update(asked_by=asker)
    tie = family_ties.declare(scene.student, Relationship.AUNT_OR_UNCLE, by=actor(other))

    with pytest.raises(Refused) as refused:
        family_ties.settle(tie, by=actor(asker), confirmed=True, note="Known.")
    kept = tie.steps.count()
    family_ties.settle(tie, by=actor(asker), confirmed=False, note="Not known.")

    assert (codes(refused), kept) == (["involved"], 0)
    assert [step.move for step in tie.steps.all()] == ["refuse"]


@pytest.mark.parametrize("exempt", [False, True])
def test_it_changes_the_answer_only_where_the_exception_says_so(exempt):
    scene = safety_meetup()
    rule = scene.version.rule
    if exempt:
        newer = type(rule).objects.create(
            kind=rule.kind, number=9, rule=rule.rule, beside=rule.beside | {"family_exempt": True}
        )
        type(scene.version).objects.filter(pk=scene.version.pk).update(rule=newer)
    tie = tie_of(scene)
    family_ties.settle(tie, by=actor(scene.principal), confirmed=True, note="Known.")

    found = verdicts.verdict(scene.coach.staff, scene.student, scene.activity)

    assert found.is_exempt == exempt
    assert found.verdict.codes == (() if exempt else ("no_answer",))


@pytest.mark.parametrize(
    "given", [{"number": "1", "family_name": "x"}, {"family_name": "Somebody"}, {"number": "0"}]
)
def test_a_number_without_its_name_tells_nothing(given):
    scene = safety_meetup()
    data = {
        "number": scene.student.number, "family_name": scene.student.family_name,
        "relationship": "parent", **given,
    }  # fmt: skip

    response = browser(scene.coach).post(reverse("declare_tie"), data)

    assert response.status_code == 422
    assert not FamilyTie.objects.exists()


def test_a_relative_is_declared_on_the_page():
    scene = safety_meetup()
    data = {
        "number": scene.student.number,
        "family_name": scene.student.family_name.upper(),
        "relationship": "grandparent",
    }

    browser(scene.coach).post(reverse("declare_tie"), data)

    assert FamilyTie.objects.get().relationship == Relationship.GRANDPARENT


# Contact outside the rules


def account(**facts):
    defaults = {
        "kind": ContactKind.STUDENT_STARTED,
        "happened_at": timezone.now() - timedelta(hours=1),
        "channel": "text message",
        "account": "The student wrote that the bus had left without them.",
    }
    return Account(**{**defaults, **facts})


def test_each_guardian_with_authority_is_told_and_nobody_kept_away():
    scene = safety_meetup(guardians=1)
    GuardianFactory(of=scene.student, of__authority=Authority.NO)

    made = off_channel.report([scene.student], account(), by=actor(scene.coach))

    notice = Notice.objects.get(kind="consents/off_channel")
    message = worded(notice)
    assert notice.address == scene.guardians[0].email
    assert scene.coach.name in message.body
    assert "bus" not in message.body
    assert str(scene.student) not in message.subject + message.body
    assert made.student_rows.get().told == 1


@pytest.mark.parametrize("who", ["teacher", "clerk", "outreach"])
def test_colleagues_do_not_read_a_report(who):
    scene = safety_meetup()
    people = {
        "teacher": staff_at(scene.school),
        "clerk": staff_at(scene.school, Role.CLERK),
        "outreach": district_user(Role.OUTREACH),
    }
    made = off_channel.report([scene.student], account(), by=actor(scene.coach))

    response = browser(people[who]).get(reverse("off_channel_report", args=[made.pk]))

    assert response.status_code == 404


def test_a_principals_own_report_is_answered_by_the_chief():
    scene = safety_meetup()
    made = off_channel.report([scene.student], account(), by=actor(scene.principal))

    with pytest.raises(Refused) as refused:
        off_channel.answer(made, by=actor(scene.principal), note="Fine.")
    off_channel.answer(made, by=actor(scene.chief), note="Spoken with both.")

    assert codes(refused) == ["own_report"]


@pytest.mark.parametrize(
    ("facts", "code"), [({"happened_at": timezone.now() + timedelta(days=400)}, "in_future")]
)
def test_what_cannot_be_is_refused_and_nobody_is_told(facts, code):
    scene = safety_meetup()

    with pytest.raises(Refused) as refused:
        off_channel.report([scene.student], account(**facts), by=actor(scene.coach))

    assert codes(refused) == [code]
    assert not OffChannel.objects.exists()
    assert not Notice.objects.filter(kind="consents/off_channel").exists()


def test_nobody_reports_about_students_out_of_their_reach():
    scene = safety_meetup()

    with pytest.raises(Refused) as refused:
        off_channel.report([StudentFactory()], account(), by=actor(scene.coach))

    assert codes(refused) == ["out_of_reach"]


def test_it_is_reported_on_the_pages():
    scene = safety_meetup()
    client = browser(scene.coach)
    address = reverse("report_off_channel")
    found = client.get(address, {"q": scene.student.family_name}).context["found"]
    moment = timezone.now() - timedelta(days=1)

    client.post(
        f"{address}?student={found[0].pk}",
        {
            "kind": "emergency",
            "on": moment.date().isoformat(),
            "time": "10:15",
            "channel": "call",
            "account": "An ambulance was called.",
        },
    )

    assert OffChannel.objects.get().staff == scene.coach.staff
    assert found == [scene.student]


def test_what_waits_says_whose_it_is_and_what_is_next():
    scene = granted()
    off_channel.report([scene.student], account(), by=actor(scene.coach))
    tie_of(scene)

    reports = browser(scene.principal).get(reverse("off_channel_reports") + "?show=waiting")
    ties = browser(scene.principal).get(reverse("family_ties") + "?show=waiting")

    assert "Principal or network chief: read it" in reports.content.decode()
    assert "look it up in the record, then confirm or not" in ties.content.decode()
