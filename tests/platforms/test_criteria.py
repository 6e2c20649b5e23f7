"""How a criteria set comes to be used: one person puts it forward, another confirms it, never backwards (P2)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.actor import Actor
from core.decision import Refused
from core.workflow import IllegalMove
from platforms.actions import criteria as actions
from platforms.builtin import read_set, shipped
from platforms.models import Adoption, AdoptionProposal, CriteriaSet
from platforms.reports.criteria import compared
from platforms.terms.audits import Knockout
from platforms.terms.criteria import AdoptionStage
from schools.terms import Role
from tests.factories import actor, district_user
from tests.platform_factories import AdoptionFactory, AuditFactory, CriteriaSetFactory
from trail.models import Entry

pytestmark = pytest.mark.django_db
COMMAND = Actor.command("load_criteria")


def loaded(version=1, **changes):
    """The shipped set, or a later version of it that says a criterion otherwise (`IAM_01={…}`)."""
    (first,) = shipped().values()
    said = {code.replace("_", "-"): facts for code, facts in changes.items()}
    groups = tuple(
        replace(
            group,
            criteria=tuple(
                replace(one, **said.get(one.id, {}))
                for one in group.criteria
                if said.get(one.id, {}) is not None
            ),
        )
        for group in first.groups
    )
    return actions.load(replace(first, version=version, groups=groups), by=COMMAND)[0]


def its():
    return actor(district_user(Role.ITS))


def reviewer():
    return actor(district_user(Role.REVIEWER))


def today(days=0):
    return timezone.localdate() + timedelta(days=days)


def propose(one, by=None, days=0):
    return actions.propose(one, today(days), "It is better.", by=by or its())


@pytest.mark.clause("P2")
def test_two_people_adopt_a_set_from_a_day_on():
    one, by, second = loaded(), its(), reviewer()

    actions.confirm(propose(one, by, days=7), by=second)

    adoption = Adoption.objects.get()
    assert (adoption.proposed_by_id, adoption.confirmed_by_id) == (by.user_id, second.user_id)
    assert CriteriaSet.objects.in_force(today(6)) is None
    assert CriteriaSet.objects.in_force(today(7)) == one
    verbs = Entry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == [
        "criteria.loaded",
        "criteria.put_forward",
        "criteria.answered",
        "criteria.adopted",
    ]


def test_nobody_confirms_or_refuses_what_they_put_forward():
    by = reviewer()
    proposal = propose(loaded(), by)

    for act in (actions.confirm, lambda one, by: actions.refuse(one, "No.", by=by)):
        with pytest.raises(Refused) as refused:
            act(proposal, by=by)
        assert [one.code for one in refused.value.decision.refusals] == ["own_proposal"]
    assert (Adoption.objects.count(), AdoptionProposal.objects.get().stage) == (0, "forward")


def test_an_auditor_does_not_confirm():
    proposal = propose(loaded())

    with pytest.raises(Refused) as refused:
        actions.confirm(proposal, by=its())

    assert [one.code for one in refused.value.decision.refusals] == ["not_a_decider"]
    assert Adoption.objects.count() == 0


def test_the_database_refuses_one_person_for_both():
    one, user = CriteriaSetFactory(), district_user(Role.REVIEWER)

    with pytest.raises(IntegrityError), transaction.atomic():
        AdoptionFactory(criteria_set=one, proposed_by=user, confirmed_by=user)
    proposal = AdoptionFactory(criteria_set=one).proposal
    with pytest.raises(DatabaseError), transaction.atomic():
        AdoptionProposal.objects.filter(pk=proposal.pk).update(answered_by=proposal.proposed_by)
    with pytest.raises(IntegrityError), transaction.atomic():
        Adoption.objects.create(
            criteria_set=one, proposal=propose(one), from_on=today(), proposed_by=user, confirmed_by=user
        )  # fmt: skip


def test_nothing_is_adopted_backwards_not_even_by_a_late_answer(time_machine):
    one = loaded()
    with pytest.raises(Refused) as refused:
        propose(one, days=-1)
    proposal, second = propose(one), reviewer()
    time_machine.move_to(timezone.now() + timedelta(days=1))

    with pytest.raises(Refused) as late:
        actions.confirm(proposal, by=second)

    codes = [[one.code for one in found.value.decision.refusals] for found in (refused, late)]
    assert codes == [["never_backwards"], ["never_backwards"]]
    assert Adoption.objects.count() == 0
    # What cannot be confirmed any more can still be answered.
    actions.refuse(proposal, "Too late; put it forward again.", by=second)


def test_a_proposal_is_answered_once():
    one, by = loaded(), its()
    proposal = propose(one, by)
    actions.confirm(proposal, by=reviewer())

    with pytest.raises(IllegalMove):
        actions.refuse(proposal, "No.", by=reviewer())
    with pytest.raises(IllegalMove):
        actions.withdraw(proposal, by=by)
    assert AdoptionProposal.objects.get().state == AdoptionStage.CONFIRMED


def test_a_set_waits_once_and_only_who_put_it_forward_takes_it_back():
    one, by = loaded(), its()
    proposal = propose(one, by)
    with pytest.raises(Refused) as twice:
        propose(one, its())
    with pytest.raises(Refused) as another:
        actions.withdraw(proposal, by=its())

    actions.withdraw(proposal, by=by)

    codes = [found.value.decision.refusals[0].code for found in (twice, another)]
    assert codes == ["waits_already", "not_yours"]
    assert propose(one, its()).stage == AdoptionStage.PUT_FORWARD


def test_the_set_adopted_last_for_a_day_is_the_one_in_force():
    first, second = loaded(), loaded(2, IAM_01={"weight": 10})
    second_person = reviewer()
    for one, days in ((second, 5), (first, 0), (first, 5)):
        actions.confirm(propose(one, days=days), by=second_person)

    days = {day: CriteriaSet.objects.in_force(today(day)) for day in (0, 4, 5)}

    assert days == {0: first, 4: first, 5: first}


def test_only_the_command_loads():
    with pytest.raises(Refused) as refused:
        actions.load(next(iter(shipped().values())), by=reviewer())

    assert [one.code for one in refused.value.decision.refusals] == ["not_the_command"]
    assert CriteriaSet.objects.count() == 0


def test_two_versions_side_by_side():
    old = loaded()
    new = loaded(2, IAM_01=None, IAM_02={"text": "Another text."}, IAM_03={"weight": 20})

    rows = {row.difference.code: row for row in compared(old, new)}

    assert {code: (row.label, row.carries) for code, row in rows.items()} == {
        "IAM-02": ("Changed", False),
        "IAM-03": ("Changed", True),
        "IAM-01": ("No longer asked", False),
    }
    (weight,) = rows["IAM-03"].parts
    assert [(piece.kind, piece.words) for piece in weight.pieces] == [("out", "10"), ("into", "20")]


# --- pages ---


def test_a_set_is_put_forward_and_confirmed_on_its_page(client):
    one = loaded()
    page = reverse("platforms:criteria_set", args=[one.pk])
    client.force_login(district_user(Role.ITS))
    asked = {"from_on": today(3).isoformat(), "reason": "The first."}
    client.post(reverse("platforms:propose_criteria", args=[one.pk]), asked)
    own = client.get(page).content.decode()
    client.force_login(district_user(Role.REVIEWER))
    theirs = client.get(page).content.decode()
    proposal = AdoptionProposal.objects.get()

    client.post(reverse("platforms:confirm_criteria", args=[proposal.pk]))

    confirm = reverse("platforms:confirm_criteria", args=[proposal.pk])
    assert (confirm in own, confirm in theirs) == (False, True)
    assert Adoption.objects.get().from_on == today(3)
    assert "Agreed for later" in client.get(page).content.decode()


def test_a_day_that_is_over_is_said_at_the_field_and_a_refusal_needs_its_reason(client):
    one = loaded()
    proposal = propose(one)
    client.force_login(district_user(Role.REVIEWER))
    refuse = reverse("platforms:refuse_criteria", args=[proposal.pk])
    empty = client.post(refuse, {"refuse-note": " "})
    client.post(refuse, {"refuse-note": "Not before summer."})

    late = {"from_on": today(-1).isoformat(), "reason": "Why not?"}
    answer = client.post(reverse("platforms:propose_criteria", args=[one.pk]), late)

    assert (empty.status_code, answer.status_code) == (422, 422)
    assert "never from a day that is over" in answer.content.decode()
    assert AdoptionProposal.objects.get().answer_note == "Not before summer."


def test_the_file_of_a_set_reads_back_as_the_set(client):
    one = loaded()
    client.force_login(district_user(Role.ITS))

    answer = client.get(reverse("platforms:criteria_file", args=[one.pk]))

    assert read_set(answer.content) == next(iter(shipped().values()))
    assert answer["Content-Disposition"] == (
        'attachment; filename="district-messaging-security-v1.yaml"'
    )


def test_a_dated_knock_out_is_shown_from_its_day(client):
    one = loaded(ACC_01={"knockout_from": today(1)}, ABU_02={"knockout": Knockout.NONE})
    client.force_login(district_user(Role.ITS))

    context = client.get(reverse("platforms:criteria_set", args=[one.pk])).context

    rows = {row.criterion.code: row for group in context["groups"] for row in group.rows}
    assert (rows["ACC-01"].knockout, rows["ACC-01"].begins_on) == (Knockout.NONE, today(1))
    assert context["summary"] == {"criteria": 35, "points": 505, "hard": 9, "curable": 5}
    assert context["wrong"] == ""


def test_the_list_takes_as_many_queries_for_thirty_sets_as_for_one(client):
    client.force_login(district_user(Role.ITS))
    AuditFactory(criteria_set=AdoptionFactory(criteria_set=loaded()).criteria_set)
    address = reverse("platforms:criteria_sets")
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for number in range(29):
        AdoptionFactory(criteria_set=CriteriaSetFactory(version=100 + number))

    with CaptureQueriesContext(connection) as many:
        page = client.get(address).context["page"]

    assert (len(page.rows), len(many)) == (30, len(few))


def test_a_set_is_found_by_its_version(client):
    client.force_login(district_user(Role.ITS))
    CriteriaSetFactory(version=7)
    CriteriaSetFactory(version=8)

    page = client.get(reverse("platforms:criteria_sets"), {"q": "standard 7"})

    assert [row.criteria_set.version for row in page.context["rows"]] == [7]
