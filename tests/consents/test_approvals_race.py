"""Two people decide at once: the second is told that it was decided. Locks mean something on PostgreSQL only."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from consents.actions.approvals import approve, deny
from consents.models import ApprovalStep
from consents.terms import Move, Stage
from core.workflow import IllegalMove
from tests.consent_factories import NECESSARY, safety_meetup
from tests.factories import DelegationFactory, actor

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_decisions_at_once_one_counts():
    scene = safety_meetup(stage=Stage.ASKED)
    delegate = DelegationFactory(principal=scene.principal, school=scene.school).delegate
    start, outcomes = Barrier(2), []

    def decide(verb, user, **words):
        start.wait()
        try:
            verb(scene.approval, by=actor(user), **words)
            outcomes.append("decided")
        except IllegalMove:
            outcomes.append("too late")
        finally:
            connection.close()

    threads = [
        Thread(
            target=decide,
            args=(approve, scene.principal),
            kwargs={"necessary": NECESSARY, "authorised": "T2"},
        ),
        Thread(target=decide, args=(deny, delegate), kwargs={"note": "No."}),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    steps = ApprovalStep.objects.filter(approval=scene.approval, move__in=[Move.APPROVE, Move.DENY])
    assert sorted(outcomes) == ["decided", "too late"]
    assert steps.count() == 1
