from datetime import timedelta

import pytest
from django.utils import timezone

from consents.access.approvals import approvers, awaiting, may_approve, stranded
from consents.actions.approvals import approve, deny, question, reply, revoke
from consents.models import Approval, ApprovalStep
from consents.terms import Move, Stage
from core.actor import Actor
from core.decision import Refused
from core.models import OutboxMessage
from core.workflow import IllegalMove
from notices.models import Notice
from schools.terms import Role
from tests.consent_factories import NECESSARY, make_activity, make_version, safety_meetup
from tests.factories import (
    DelegationFactory,
    SchoolFactory,
    StudentFactory,
    actor,
    chief_of,
    district_user,
    principal_of,
    staff_at,
)
from trail.models import Entry

pytestmark = pytest.mark.django_db
WHY = {"necessary": NECESSARY, "authorised": "T2"}


@pytest.fixture
def scene():
    return safety_meetup(stage=Stage.ASKED)


def codes(refused):
    return [reason.code for reason in refused.value.decision.refusals]


def everything():
    return [
        list(Approval.objects.order_by("pk").values()),
        ApprovalStep.objects.count(),
        Entry.objects.count(),
        Notice.objects.count(),
        OutboxMessage.objects.count(),
    ]


def decides(user, approval):
    """What the action and the queue say; they must agree."""
    allowed = bool(may_approve(actor(user), approval))
    assert awaiting(user).filter(pk=approval.pk).exists() == allowed
    return allowed


@pytest.mark.clause("T2a")
@pytest.mark.clause("T6")
def test_the_principal_says_why_texting_is_necessary_and_authorised(scene):
    approve(scene.approval, by=actor(scene.principal), note="Until spring.", **WHY)

    scene.approval.refresh_from_db()
    step = scene.approval.steps.order_by("pk").last()
    assert scene.approval.stage == Stage.APPROVED
    assert (step.move, step.by, step.on_behalf_of) == (Move.APPROVE, scene.principal, None)
    assert (step.necessary, step.authorised, step.note) == (NECESSARY, "T2", "Until spring.")
    entry = Entry.objects.latest("pk")
    assert (entry.verb, entry.actor_id) == ("approval.approved", str(scene.principal.pk))
    assert [(one.kind, one.address) for one in Notice.objects.all()] == [
        ("consents/approval_decided", scene.coach.email)
    ]
    asks = OutboxMessage.objects.get(task="consents.ask_families")
    assert (asks.args, asks.key) == ([scene.approval.pk], f"ask:{scene.approval.pk}")


@pytest.mark.parametrize(
    ("decide", "stage", "verb"),
    [(deny, Stage.DENIED, "approval.denied"), (question, Stage.QUESTIONED, "approval.questioned")],
)
def test_the_principal_denies_or_asks_back(scene, decide, stage, verb):
    decide(scene.approval, by=actor(scene.principal), note="Why not by e-mail?")

    scene.approval.refresh_from_db()
    assert scene.approval.stage == stage
    assert scene.approval.steps.order_by("pk").last().note == "Why not by e-mail?"
    assert Entry.objects.latest("pk").verb == verb
    assert [one.address for one in Notice.objects.all()] == [scene.coach.email]
    assert not OutboxMessage.objects.filter(task="consents.ask_families").exists()


def test_the_asker_answers_and_the_principal_hears_of_it(scene):
    question(scene.approval, by=actor(scene.principal), note="Why not by e-mail?")

    reply(scene.approval, by=actor(scene.coach), note="They have no device on the bus.")

    scene.approval.refresh_from_db()
    assert scene.approval.stage == Stage.ASKED
    assert Notice.objects.latest("pk").address == scene.principal.email
    assert Entry.objects.latest("pk").verb == "approval.replied"


def test_nobody_answers_for_the_asker(scene):
    question(scene.approval, by=actor(scene.principal), note="Why?")
    before = everything()

    with pytest.raises(Refused) as refused:
        reply(scene.approval, by=actor(scene.principal), note="Because.")

    assert codes(refused) == ["not_yours"]
    assert everything() == before


def approve_it(approval, by):
    approve(approval, by=by, **WHY)


def deny_it(approval, by):
    deny(approval, by=by, note="No.")


def question_it(approval, by):
    question(approval, by=by, note="Why?")


@pytest.mark.parametrize("decide", [approve_it, deny_it, question_it])
@pytest.mark.parametrize("role", [Role.TEACHER, Role.CLERK, Role.ADMINISTRATOR])
def test_other_staff_of_the_school_do_not_decide(scene, decide, role):
    user = staff_at(scene.school, role)
    before = everything()

    with pytest.raises(Refused) as refused:
        decide(scene.approval, actor(user))

    assert codes(refused) == ["not_the_principal"]
    assert everything() == before
    assert not decides(user, scene.approval)


@pytest.mark.parametrize(
    "somebody",
    [
        lambda scene: principal_of(),
        lambda scene: scene.chief,
        lambda scene: district_user(Role.ADMIN),
        lambda scene: district_user(Role.RECORDS),
        lambda scene: DelegationFactory(principal=scene.principal).delegate,
        lambda scene: DelegationFactory(principal=scene.chief, school=scene.school).delegate,
        lambda scene: DelegationFactory(principal=principal_of(), school=scene.school).delegate,
    ],
    ids=[
        "another school's principal",
        "the chief beside a free principal",
        "an administrator of the system",
        "the records office",
        "a delegate for another school",
        "the chief's delegate beside a free principal",
        "a delegate of another school's principal",
    ],
)
def test_nobody_but_the_principal_or_a_delegate_decides(scene, somebody):
    user = somebody(scene)

    with pytest.raises(Refused) as refused:
        approve(scene.approval, by=actor(user), **WHY)

    assert codes(refused) == ["not_the_principal"]
    assert not decides(user, scene.approval)


def test_only_somebody_who_signed_in_decides(scene):
    with pytest.raises(Refused):
        approve(scene.approval, by=Actor.job("consents.anything"), **WHY)


def test_a_delegate_decides_on_behalf_of_the_principal(scene):
    delegate = DelegationFactory(principal=scene.principal, school=scene.school).delegate

    step = approve(scene.approval, by=actor(delegate), **WHY)

    assert (step.by, step.on_behalf_of) == (delegate, scene.principal)
    assert Entry.objects.latest("pk").facts["on_behalf_of"] == scene.principal.pk


@pytest.mark.parametrize(
    "facts",
    [
        {"starts_on": timezone.localdate() + timedelta(days=1), "ends_on": timezone.localdate() + timedelta(days=9)},
        {"starts_on": timezone.localdate() - timedelta(days=9), "ends_on": timezone.localdate() - timedelta(days=1)},
        {"revoked_at": timezone.now()},
    ],
    ids=["not yet", "no longer", "taken back"],
)  # fmt: skip
def test_a_delegate_decides_only_on_the_days_named(scene, facts):
    delegation = DelegationFactory(principal=scene.principal, school=scene.school, **facts)

    assert not decides(delegation.delegate, scene.approval)


@pytest.mark.parametrize("named", [False, True], ids=["asked", "named"])
def test_who_asked_or_is_named_never_decides(named):
    school = SchoolFactory()
    principal, chief = principal_of(school), chief_of(school)
    people = {"adults": [principal]} if named else {"asked_by": principal}
    activity = make_activity(
        school, students=[StudentFactory(school=school)], stage=Stage.ASKED, **people
    )
    approval = activity.latest.approvals.get()
    before = everything()

    with pytest.raises(Refused) as refused:
        approve(approval, by=actor(principal), **WHY)

    assert codes(refused) == ["named_in_it" if named else "asked_it"]
    assert everything() == before
    assert not decides(principal, approval)
    assert decides(chief, approval)
    assert approve(approval, by=actor(chief), **WHY).on_behalf_of is None


def test_a_delegate_of_a_principal_who_is_in_it_does_not_decide_but_the_chiefs_does():
    school = SchoolFactory()
    principal, chief = principal_of(school), chief_of(school)
    delegate = DelegationFactory(principal=principal, school=school).delegate
    for_chief = DelegationFactory(principal=chief, school=school).delegate
    activity = make_activity(school, asked_by=principal, stage=Stage.ASKED)
    approval = activity.latest.approvals.get()

    with pytest.raises(Refused) as refused:
        approve(approval, by=actor(delegate), **WHY)

    assert codes(refused) == ["chief_decides"]
    assert not decides(delegate, approval)
    assert decides(for_chief, approval)
    assert approve(approval, by=actor(for_chief), **WHY).on_behalf_of == chief


def test_of_two_principals_the_one_who_is_not_in_it_decides():
    school = SchoolFactory()
    asker, other, chief = principal_of(school), principal_of(school), chief_of(school)
    approval = make_activity(school, asked_by=asker, stage=Stage.ASKED).latest.approvals.get()

    assert [decides(user, approval) for user in (asker, other, chief)] == [False, True, False]


def test_a_delegate_who_is_named_does_not_decide(scene):
    aide = staff_at(scene.school, Role.AIDE)
    DelegationFactory(principal=scene.principal, delegate=aide, school=scene.school)
    version = make_version(scene.activity, adults=[aide], stage=Stage.ASKED)

    assert not decides(aide, version.approvals.get())
    assert decides(aide, scene.approval)


def test_without_a_principal_nobody_decides_and_the_chief_is_told_whom_to_name():
    school = SchoolFactory()
    chief = chief_of(school)
    approval = make_activity(school, stage=Stage.ASKED).latest.approvals.get()
    school.role_assignments.filter(role=Role.PRINCIPAL).delete()

    with pytest.raises(Refused) as refused:
        approve(approval, by=actor(chief), **WHY)

    assert codes(refused) == ["no_principal"]
    assert not decides(chief, approval)
    assert list(stranded()) == [approval]


def test_where_principal_and_chief_are_both_in_it_the_request_is_stranded():
    school = SchoolFactory()
    principal, chief = principal_of(school), chief_of(school)
    approval = make_activity(
        school, asked_by=principal, adults=[chief], stage=Stage.ASKED
    ).latest.approvals.get()
    safety_meetup(stage=Stage.ASKED)

    assert approvers(approval) == []
    assert list(stranded()) == [approval]


def test_a_former_principal_does_not_decide(scene):
    scene.principal.role_assignments.update(ends_on=timezone.localdate() - timedelta(days=1))

    assert not decides(scene.principal, scene.approval)


def test_a_second_click_is_told_that_it_was_decided(scene):
    stale = Approval.objects.get(pk=scene.approval.pk)
    approve(scene.approval, by=actor(scene.principal), **WHY)
    before = everything()

    with pytest.raises(IllegalMove):
        approve(stale, by=actor(scene.principal), **WHY)

    assert everything() == before


def test_another_schools_principal_decides_for_that_school_alone(scene):
    elsewhere = StudentFactory()
    principal = principal_of(elsewhere.school)
    version = make_version(scene.activity, adults=[scene.coach], students=[elsewhere], stage=Stage.ASKED)  # fmt: skip
    theirs = version.approvals.get(school=elsewhere.school)

    approve(theirs, by=actor(principal), **WHY)

    stages = dict(version.approvals.values_list("school", "stage"))
    assert stages == {scene.school.pk: Stage.ASKED, elsewhere.school_id: Stage.APPROVED}
    assert not decides(principal, version.approvals.get(school=scene.school))


def test_taking_an_approval_back_counts_at_once_for_every_version_and_tells_every_adult():
    scene = safety_meetup()
    aide = staff_at(scene.school, Role.AIDE)
    wider = make_version(scene.activity, adults=[scene.coach, aide], students=[scene.student])

    steps = revoke(wider.approvals.get(), by=actor(scene.principal), note="The bus stopped.")

    assert [step.approval for step in steps] == [scene.approval, wider.approvals.get()]
    assert set(Approval.objects.values_list("stage", flat=True)) == {Stage.REVOKED}
    assert [(one.kind, one.address) for one in Notice.objects.order_by("pk")] == [
        ("consents/revoked", scene.coach.email),
        ("consents/revoked", aide.email),
    ]
    assert Entry.objects.filter(verb="approval.revoked").count() == 2


@pytest.mark.parametrize(
    "somebody",
    [
        lambda scene: scene.principal,
        lambda scene: scene.chief,
        lambda scene: DelegationFactory(principal=scene.principal, school=scene.school).delegate,
    ],
    ids=["principal", "chief", "delegate"],
)
def test_who_answers_for_the_school_takes_back(somebody):
    scene = safety_meetup()

    revoke(scene.approval, by=actor(somebody(scene)), note="It is over.")

    scene.approval.refresh_from_db()
    assert scene.approval.stage == Stage.REVOKED


@pytest.mark.parametrize("who", ["coach", "clerk"])
def test_nobody_else_takes_back(who):
    scene = safety_meetup()
    user = scene.coach if who == "coach" else staff_at(scene.school, Role.CLERK)
    before = everything()

    with pytest.raises(Refused) as refused:
        revoke(scene.approval, by=actor(user), note="It is over.")

    assert codes(refused) == ["not_the_principal"]
    assert everything() == before


def test_what_is_not_approved_is_not_taken_back(scene):
    with pytest.raises(IllegalMove):
        revoke(scene.approval, by=actor(scene.principal), note="No.")
