"""Holds, and disposal by two people: what goes, what stays, and who may not."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from core.actor import ANYONE
from core.decision import Refused
from core.marks import mark_of_user
from core.vault import Sealed
from incidents import wording
from incidents.actions import keeping, reading, receiving
from incidents.facts.keeping import with_quiet
from incidents.models import (
    Account,
    Case,
    CaseMessage,
    Certificate,
    Destroyed,
    Disposal,
    DisposalAnswer,
    Involved,
    MandatedDeed,
    NameFit,
    TakenReport,
    WayBack,
)
from incidents.policy import Person
from incidents.policy.keeping import KeepingFacts, against, due_on, quiet_by
from incidents.terms import OfficeCode, Part, Source, Stage, Voice
from incidents.terms.keeping import HoldGround, Obstacle
from tests.factories import SchoolFactory, actor, staff_at
from tests.incident_factories import accused, bullying, seated
from tests.incidents.keeping import LONG_AGO, OFFICE, closed_long_ago

TODAY = date(2026, 10, 12)


@pytest.mark.parametrize(
    ("facts", "found"),
    [
        ({}, ()),
        ({"is_closed": False}, (Obstacle.NOT_CLOSED,)),
        ({"is_held": True}, (Obstacle.HELD,)),
        ({"quiet_since": date(2019, 10, 13)}, (Obstacle.TOO_EARLY,)),
        ({"quiet_since": date(2019, 10, 12)}, ()),
        ({"is_closed": False, "is_held": True, "years": 20}, tuple(Obstacle)[:3]),
    ],
)
def test_what_stands_against_disposal(facts, found):
    given = {"is_closed": True, "is_held": False, "quiet_since": date(2012, 1, 1), "years": 7}

    assert against(KeepingFacts(**given | facts), TODAY) == found


def test_a_leap_day_is_kept_a_day_longer_rather_than_less():
    assert due_on(date(2024, 2, 29), 7) == date(2031, 3, 1)
    assert quiet_by(date(2024, 2, 29), 7) == date(2017, 2, 28)


@pytest.mark.django_db
def test_p5_a_second_person_of_the_office_destroys_what_the_first_proposed():
    first, second = seated(OFFICE), seated(OFFICE)
    case = closed_long_ago()

    certificate = keeping.approve(
        keeping.propose(case, "Its time is over.", by=actor(first)), "Agreed.", by=actor(second)
    )

    case = Case.objects.get(pk=case.pk)
    with pytest.raises(Destroyed):
        Account.objects.get(case=case).words()
    assert not Case.objects.visible_to(second).exists()
    assert list(Certificate.objects.visible_to(first)) == [certificate]
    assert certificate.sha256 == keeping.hash_of(certificate.facts)
    assert [row.deed for row in case.steps.order_by("pk")][-2:] == [
        "disposal.proposed",
        "disposal.done",
    ]
    destroyed = certificate.facts["destroyed"]
    assert destroyed["account rows"] == Account.objects.filter(case=case).count()


@pytest.mark.django_db
def test_p5_the_words_lead_back_no_more_and_no_mark_finds_anybody():
    school = SchoolFactory()
    first, second, named = seated(OFFICE), seated(OFFICE), seated(OfficeCode.OIG)
    received = receiving.receive(
        bullying(school, people=(accused(named),)), source=Source.WEB, by=ANYONE
    )
    case = closed_long_ago(people=(accused(first),))
    third = seated(OFFICE)
    lookup = wording.lookup(" ".join(received.words))
    WayBack.objects.filter(case=received.case).update(lookup="0" * 64)
    WayBack.objects.filter(case=case).update(lookup=lookup)

    disposal = keeping.propose(case, "Over.", by=actor(second))
    keeping.approve(disposal, "Agreed.", by=actor(third))

    assert not WayBack.objects.filter(lookup=lookup).exists()
    assert list(Certificate.objects.visible_to(first)) == []
    assert Certificate.objects.visible_to(third).count() == 1
    assert Involved.objects.filter(case=case).exclude(mark="").count() == 1


@pytest.mark.django_db
def test_p5_who_was_named_or_could_have_been_is_found_by_no_mark():
    school = SchoolFactory()
    first, second, coach = seated(OFFICE), seated(OFFICE), staff_at(school, name="Wilma Zorn")
    typed = Person(Part.ACCUSED, name="Iris Nguyen", is_adult=True)
    case = closed_long_ago(school, people=(accused(coach), typed))
    NameFit.objects.create(involved=case.involved.get(mark=""), mark=mark_of_user(coach.pk))
    row = case.involved.exclude(mark="").get()
    settled = Involved(case=case, part=row.part, mark=row.mark, settled="staff", follows=row)
    settled.seal({"name": "Wilma Zorn"})
    settled.save(force_insert=True)
    marked = {"case": case, "mark": mark_of_user(coach.pk)}
    taken = TakenReport(**marked, source=Source.STAFF, asks_call=True, once="0" * 64)
    deed = MandatedDeed(**marked, said="called", done_at=case.received_at, taken=True)
    for one in (taken, deed):
        one.seal({"user": coach.pk})
        one.save(force_insert=True)
    for one, why in ((row, "who somebody is"), (taken, "took a report"), (deed, "they did")):
        with pytest.raises(DatabaseError, match=why), transaction.atomic():
            type(one).objects.filter(pk=one.pk).update(mark="0" * 64)

    keeping.approve(keeping.propose(case, "Over.", by=actor(first)), "Yes.", by=actor(second))

    assert not Involved.objects.filter(mark=mark_of_user(coach.pk)).exists()
    assert not NameFit.objects.exists()
    assert not TakenReport.objects.filter(mark=mark_of_user(coach.pk)).exists()
    assert not MandatedDeed.objects.filter(mark=mark_of_user(coach.pk)).exists()
    assert Certificate.objects.get().facts["destroyed"]["marks"] == 4


@pytest.mark.django_db
def test_p5_the_same_person_twice_is_refused_by_the_action_and_by_the_database():
    one = seated(OFFICE)
    case = closed_long_ago()
    disposal = keeping.propose(case, "Over.", by=actor(one))

    with pytest.raises(Refused, match="Somebody else of the same office"):
        keeping.approve(disposal, "Me again.", by=actor(one))
    answer = DisposalAnswer(disposal=disposal, case=case, office=OFFICE, approved=True, by=one)
    answer.seal({"reason": ""})
    with pytest.raises(DatabaseError, match="nobody approves"), transaction.atomic():
        answer.save(force_insert=True)

    assert Case.objects.visible_to(one).get() == case


@pytest.mark.django_db
def test_p5_another_office_does_not_decide_even_past_the_action():
    first, oig = seated(OFFICE), seated(OfficeCode.OIG)
    case = closed_long_ago()
    disposal = keeping.propose(case, "Over.", by=actor(first))

    with pytest.raises(Refused):
        keeping.approve(disposal, "Agreed.", by=actor(oig))
    answer = DisposalAnswer(
        disposal=disposal, case=case, office=OfficeCode.OIG, approved=True, by=oig
    )
    answer.seal({"reason": ""})
    with pytest.raises(DatabaseError, match="only the proposing office"), transaction.atomic():
        answer.save(force_insert=True)


@pytest.mark.django_db
def test_p5_a_hold_or_a_new_message_saves_a_case_also_after_it_was_proposed():
    first, second = seated(OFFICE), seated(OFFICE)
    held, written_to = closed_long_ago(), closed_long_ago()
    proposals = [keeping.propose(one, "Over.", by=actor(first)) for one in (held, written_to)]
    keeping.place_hold(held, HoldGround.LITIGATION, "Sued.", by=actor(first))
    message = CaseMessage(case=written_to, voice=Voice.REPORTER)
    message.seal({"text": "It began again."})
    message.save()

    for proposal, why in zip(proposals, ("A hold is on it", "Its time is not over"), strict=True):
        with pytest.raises(Refused, match=why):
            keeping.approve(proposal, "Agreed.", by=actor(second))

    assert set(Case.objects.visible_to(first)) == {held, written_to}
    assert not DisposalAnswer.objects.exists()


@pytest.mark.django_db
def test_the_database_takes_no_certificate_while_a_hold_stands():
    first, second = seated(OFFICE), seated(OFFICE)
    case = closed_long_ago()
    disposal = keeping.propose(case, "Over.", by=actor(first))
    keeping.place_hold(case, HoldGround.APPEAL, "A hearing.", by=actor(second))
    answer = DisposalAnswer(disposal=disposal, case=case, office=OFFICE, approved=True, by=second)
    answer.seal({"reason": ""})
    answer.save(force_insert=True)

    with pytest.raises(DatabaseError, match="a second person and no hold"), transaction.atomic():
        Certificate.objects.create(case=case, answer=answer, office=OFFICE, facts={}, sha256="")


@pytest.mark.django_db
def test_a_lifted_hold_gives_the_case_free_and_looking_at_it_is_no_work_on_it():
    first = seated(OFFICE)
    case = closed_long_ago()
    hold = keeping.place_hold(case, HoldGround.APPEAL, "A hearing.", by=actor(first))
    with pytest.raises(Refused, match="A hold is on it"):
        keeping.propose(case, "Over.", by=actor(first))

    keeping.lift_hold(hold, "The hearing is over.", by=actor(first))
    keeping.propose(case, "Over.", by=actor(first))

    assert Disposal.objects.standing().count() == 1


@pytest.mark.django_db
def test_a_refused_disposal_changes_nothing_and_can_be_proposed_again():
    first, second = seated(OFFICE), seated(OFFICE)
    case = closed_long_ago()
    disposal = keeping.propose(case, "Over.", by=actor(first))

    keeping.refuse(disposal, "A sister is still at the school.", by=actor(second))

    assert Account.objects.get(case=case).words()["said"]
    assert keeping.propose(case, "Over now.", by=actor(second)).proposed_by == second


@pytest.mark.django_db
def test_an_open_case_and_a_young_one_are_not_proposed():
    first = seated(OFFICE)
    working, young = closed_long_ago(), closed_long_ago()
    Case.objects.filter(pk=working.pk).update(stage=Stage.WORKING)
    keeping.set_rule(years=60, starts_on=TODAY, basis="Schedule 12", by=actor(first))

    with pytest.raises(Refused, match="is not closed"):
        keeping.propose(working, "", by=actor(first))
    with pytest.raises(Refused, match="Its time is not over"):
        keeping.propose(young, "", by=actor(first))


@pytest.mark.django_db
def test_a10_words_moved_to_another_case_do_not_open():
    one, other = closed_long_ago(), closed_long_ago()
    row = Account.objects.get(case=one)
    row.case = other

    with pytest.raises(Sealed):
        row.words()


@pytest.mark.django_db
def test_reading_a_case_and_who_reported_it_puts_its_end_no_further_off():
    reporter = Person(Part.REPORTER, name="Ann Lee", is_adult=True)
    case, member = closed_long_ago(people=(reporter,)), seated(OFFICE)

    reading.open_story(case, by=actor(member))
    reading.reveal(case, "The archive asks.", by=actor(member))

    assert case.steps.filter(deed__in=["case.read", "case.reporter_revealed"]).count() == 2
    assert with_quiet(Case.objects.filter(pk=case.pk)).get().quiet_since == LONG_AGO
