"""The same guardian in two windows at once. Locks mean something on PostgreSQL only."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from consents.actions.withdrawals import withdraw
from consents.models import Answer, ShownForm, Withdrawal
from consents.terms import AnswerDecision
from core.decision import Refused
from documents.models import Document
from notices.models import Notice
from tests.consents.families import ask_of, asked, sign

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts):
    """Do them in threads that start together; what each gave, or the class of its error."""
    start, outcomes = Barrier(len(acts)), []

    def do(act):
        start.wait()
        try:
            outcomes.append(act())
        except Refused as error:
            outcomes.append(type(error))
        finally:
            connection.close()

    threads = [Thread(target=do, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_one_form_sent_twice_at_once_is_one_answer():
    ask = ask_of(asked(guardians=1).guardians[0])

    answers = at_once(lambda: sign(ask), lambda: sign(ask))

    assert answers == [Answer.objects.get()] * 2
    assert [Document.objects.count(), Notice.objects.filter(kind="consents/receipt").count()] == [1, 1]  # fmt: skip


def test_two_guardians_at_once_both_count_and_share_no_row():
    scene = asked()
    asks = [ask_of(guardian) for guardian in scene.guardians]

    at_once(*(lambda one=one: sign(one, AnswerDecision.REFUSED) for one in asks))

    assert sorted(Answer.objects.values_list("guardian", flat=True)) == [
        guardian.pk for guardian in scene.guardians
    ]
    assert ShownForm.objects.count() == 1


def test_of_two_withdrawals_at_once_one_counts():
    ask = ask_of(asked(guardians=1).guardians[0])
    sign(ask)

    outcomes = at_once(*[lambda: withdraw(ask, language="en")] * 2)

    assert outcomes.count(Refused) == 1
    assert Withdrawal.objects.count() == 1
