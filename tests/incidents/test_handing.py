"""Stepping back, saying what a report is about, and taking it to another office or outside (I1, I2)."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from core.decision import Refused
from core.workflow import IllegalMove
from incidents.actions import handing, reclassifying
from incidents.actions.recusing import recuse
from incidents.decide import decide
from incidents.models import Case, CaseOffice, CaseReason, CaseStep, Recipient, Referral
from incidents.terms import Concern, Ground, OfficeCode, OfficeGround, Priority, Rerouted
from incidents.terms.people import Outside
from notices.models import Notice
from notices.wording import worded
from schools.terms import Role
from tests.factories import SchoolFactory, actor, chief_of, principal_of, staff_at
from tests.incident_factories import accused, bullying, case_of, ended_today, report, seated

pytestmark = pytest.mark.django_db

WHY = "It is nothing for us."
OIG, PROTECTIONS = OfficeCode.OIG, OfficeCode.STUDENT_PROTECTIONS


def reads(case, *people):
    return [Case.objects.visible_to(one).filter(pk=case.pk).exists() for one in people]


# Stepping back


@pytest.mark.clause("I2")
def test_whoever_steps_back_sees_nothing_at_once_and_the_others_hear_no_more_than_that():
    school = SchoolFactory()
    principal, office = principal_of(school, name="Pia Oak"), seated(PROTECTIONS)
    case = case_of(bullying(school))
    Case.objects.filter(pk=case.pk).update(assigned_to=principal, assigned_at=timezone.now())

    row = recuse(case, why="My own daughter.", by=actor(principal))

    case.refresh_from_db()
    notice = Notice.objects.filter(recipient_id=str(office.pk)).latest("pk")
    words = worded(notice)
    assert (reads(case, principal, office), case.assigned_to) == ([False, True], None)
    assert row.words()["note"] == "My own daughter."
    assert [
        word for word in ("Oak", "daughter", case.code) if word in words.subject + words.body
    ] == []
    assert case.routings.order_by("-pk").first().why == Rerouted.KEPT_OUT


def test_when_the_last_of_an_office_steps_back_the_other_office_gets_it():
    one, two, other = seated(), seated(), seated(PROTECTIONS)
    case = case_of(report(SchoolFactory()))

    recuse(case, why="A friend.", by=actor(one))
    halfway = reads(case, one, two, other)
    recuse(case, why="A cousin.", by=actor(two))

    shared = CaseOffice.objects.get(case=case, office=PROTECTIONS)
    assert halfway == [False, True, False]
    assert reads(case, one, two, other) == [False, False, True]
    assert shared.ground == OfficeGround.SHARED
    assert Notice.objects.filter(recipient_id=str(other.pk), facts__case=case.code).exists()
    assert CaseStep.objects.filter(case=case, deed="case.shared_unread").count() == 1


def test_nobody_steps_back_without_a_word_or_from_what_they_do_not_read():
    school = SchoolFactory()
    principal = principal_of(school)
    case = case_of(bullying(school))

    for by, why in ((principal, "  "), (principal_of(), "Mine.")):
        with pytest.raises(Refused):
            recuse(case, why=why, by=actor(by))

    assert reads(case, principal) == [True]


# What it is about


@pytest.mark.clause("I1")
def test_what_turns_out_to_be_about_an_adult_goes_to_the_inspector_general_and_leaves_the_school():
    school = SchoolFactory()
    principal, oig, office = principal_of(school), seated(), seated(PROTECTIONS)
    case = case_of(bullying(school))
    aware_at = case.aware_at

    case = reclassifying.reclassify(case, Concern.ADULT_COMMUNICATION, why=WHY, by=actor(office))

    assert reads(case, principal, oig, office) == [False, True, False]
    assert case.aware_at == aware_at
    assert [one.why for one in case.routings.order_by("pk")] == ["received", "reclassified"]
    assert CaseReason.objects.get(case=case).words() == {"text": WHY}


def test_only_the_inspector_general_says_that_a_report_is_not_theirs():
    oig, office = seated(), seated(PROTECTIONS)
    case = case_of(report(SchoolFactory(), about=()))

    with pytest.raises(Refused) as refused:
        reclassifying.reclassify(case, Concern.ONLINE_BULLYING, why=WHY, by=actor(office))
    before = reads(case, oig, office)
    reclassifying.reclassify(case, Concern.ONLINE_BULLYING, why=WHY, by=actor(oig))

    assert [one.code for one in refused.value.decision.refusals] == ["oig_decides"]
    assert (before, reads(case, oig, office)) == ([True, True], [False, True])


def test_everybody_who_reads_raises_the_alarm_and_the_office_takes_it_back():
    school = SchoolFactory()
    principal, office = principal_of(school), seated(PROTECTIONS)
    case = case_of(bullying(school))

    case = reclassifying.judge_danger(
        case, Priority.LIFE_SAFETY, why="He has a knife.", by=actor(principal)
    )
    raised = case.priority
    with pytest.raises(Refused):
        reclassifying.judge_danger(case, Priority.STANDARD, why=WHY, by=actor(principal))
    with pytest.raises(IllegalMove):
        reclassifying.judge_danger(case, Priority.LIFE_SAFETY, why=WHY, by=actor(office))
    case = reclassifying.judge_danger(
        case, Priority.STANDARD, why="He is at home.", by=actor(office)
    )

    assert (raised, case.priority) == (Priority.LIFE_SAFETY, Priority.STANDARD)


def test_a_report_moves_to_the_school_that_took_over():
    closed, heir = SchoolFactory(), SchoolFactory()
    old, new, office = principal_of(closed), principal_of(heir), seated(PROTECTIONS)
    case = case_of(bullying(closed))

    case = reclassifying.set_school(case, heir, why="Merged in summer.", by=actor(office))
    moved = reads(case, old, new)
    case = reclassifying.set_school(case, None, why="Nobody knows.", by=actor(office))

    assert (moved, reads(case, old, new, office)) == ([False, True], [False, False, True])


# Where it is taken


def test_an_office_shares_a_report_and_both_read_it_whatever_roles_do_later():
    school = SchoolFactory()
    oig, office = seated(), seated(PROTECTIONS)
    case = case_of(report(school))
    aware_at = case.aware_at

    handing.share(case, PROTECTIONS, why="The girl needs help.", by=actor(oig))
    with pytest.raises(Refused):
        handing.share(case, PROTECTIONS, why="Again.", by=actor(oig))
    recuse(case, why="A friend.", by=actor(seated()))

    case.refresh_from_db()
    assert (reads(case, oig, office), case.aware_at) == ([True, True], aware_at)
    said = case.messages.get().words()["text"]
    assert [word for word in ("Inspector", "Protections", "girl") if word in said] == []


def test_an_office_hands_over_only_its_own_and_stops_reading():
    oig, office = seated(), seated(PROTECTIONS)
    case = case_of(report(SchoolFactory(), language="es"))

    with pytest.raises(Refused):
        handing.hand_over(case, PROTECTIONS, OIG, why=WHY, by=actor(oig))
    row = handing.hand_over(case, OIG, PROTECTIONS, why=WHY, by=actor(oig))
    recuse(case, why="A friend.", by=actor(seated(PROTECTIONS)))

    assert (row.ground, reads(case, oig, office)) == (OfficeGround.TRANSFERRED, [False, True])


def test_nothing_is_handed_to_an_office_where_nobody_could_read_it():
    oig, other = seated(), seated()
    only = seated(PROTECTIONS)
    case = case_of(report(SchoolFactory(), people=(accused(only),)))

    for act in (handing.hand_over, handing.share):
        with pytest.raises(Refused):
            act(
                case,
                *([OIG] if act is handing.hand_over else []),
                PROTECTIONS,
                why=WHY,
                by=actor(oig),
            )

    assert reads(case, oig, other, only) == [True, True, False]


def test_a_referral_outside_is_kept_with_its_number_and_what_was_handed_over():
    oig = seated()
    case = case_of(report(SchoolFactory()))
    facts = {
        "number": "CT-88", "who": "I, with desk 4", "handed": "Two pictures", "by": actor(oig), "tells_reporter": False,
    }  # fmt: skip

    row = handing.refer(case, Outside.CYBERTIP, made_at=timezone.now(), **facts)
    with pytest.raises(Refused):
        handing.refer(case, Outside.POLICE, made_at=timezone.now() + timedelta(hours=1), **facts)

    assert row.words() == {"number": "CT-88", "who": "I, with desk 4", "handed": "Two pictures"}
    assert (Referral.objects.count(), case.messages.count()) == (1, 0)


# Whom the office brings in


def test_a_trusted_adult_of_the_school_reads_it_until_the_office_ends_it_or_they_leave():
    school = SchoolFactory()
    nurse, office = staff_at(school, Role.AIDE), seated(PROTECTIONS)
    case = case_of(bullying(school))

    row = handing.bring_in(case, nurse, why="She asked for her.", by=actor(office))
    here = reads(case, nurse)
    ended_today(nurse)
    gone = reads(case, nurse)
    handing.send_out(row, why="She left.", by=actor(office))

    assert (here, gone) == ([True], [False])
    assert Recipient.objects.get(pk=row.pk).ended_at is not None
    assert row.ground == Ground.BROUGHT_IN


def test_nobody_kept_out_and_nobody_from_elsewhere_is_brought_in():
    school = SchoolFactory()
    teacher, oig = staff_at(school), seated()
    case = case_of(report(school, people=(accused(teacher),)))
    before = Recipient.objects.count()

    codes = []
    for user in (teacher, staff_at(), chief_of()):
        with pytest.raises(Refused) as refused:
            handing.bring_in(case, user, why=WHY, by=actor(oig))
        codes.append([one.code for one in refused.value.decision.refusals])

    assert codes == [["kept_out"], ["not_here"], ["not_here"]]
    assert Recipient.objects.count() == before


# Pages


def test_why_here_says_who_was_left_out_to_the_office_alone(client):
    school = SchoolFactory()
    accused_one = staff_at(school, Role.ADMINISTRATOR, name="Abel Left")
    principal, office = principal_of(school), seated(PROTECTIONS)
    case = case_of(bullying(school, people=(accused(accused_one),)))
    address = reverse("incidents:case_routing", args=[case.code])

    pages = []
    for user in (principal, office):
        client.force_login(user)
        pages.append(client.get(address).content.decode())

    assert ["Abel Left" in page for page in pages] == [False, True]
    assert "The report is about them." in pages[1]


def test_a_receipt_is_what_the_command_line_reads_and_answers(client):
    school = SchoolFactory()
    principal_of(school)
    case = case_of(bullying(school))
    client.force_login(seated(PROTECTIONS))

    kept = client.get(
        reverse("incidents:case_receipt", args=[case.code, case.routings.get().name])
    ).json()

    assert decide(kept["asked"]) == kept["answer"]


def test_the_offices_page_takes_a_report_elsewhere(client):
    oig = seated()
    seated(PROTECTIONS)
    case = case_of(report(SchoolFactory()))
    client.force_login(oig)
    page = reverse("incidents:case_offices", args=[case.code])

    shared = client.post(
        reverse("incidents:case_share", args=[case.code]),
        {"share-office": "student_protections", "share-why": WHY},
    )
    referred = client.post(
        reverse("incidents:case_refer", args=[case.code]),
        {
            "refer-to": "police", "refer-number": "RD-1", "refer-who": "Det. Ruiz", "refer-made_at": "2026-01-05T10:00",
            "refer-handed": "The report",
        },
    )  # fmt: skip

    assert [shared.status_code, referred.status_code] == [302, 302]
    assert [
        word in client.get(page).content.decode() for word in ("RD-1", "Student Protections", WHY)
    ] == [True] * 3
