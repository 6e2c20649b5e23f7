"""kill -9 between a guardian's signature and its receipt: after a restart the receipt leaves."""

import pytest

from tests.serving import kill, until

pytestmark = pytest.mark.served

# Signs as the page does; the process is killed when it would hand its work over, right after the commit.
SIGN_AND_DIE = """
import os, signal
from cps_comms.demo.story import answer
from consents.models import Ask
from consents.terms import AnswerDecision
from core import outbox
outbox.hand_over = lambda message_id: os.kill(os.getpid(), signal.SIGKILL)
answer([Ask.objects.filter(answers=None)[0]], (AnswerDecision.GRANTED,))
"""
RECEIPT = """
from consents.models import Answer
from documents.models import Document
from notices.models import Notice
newest = Answer.objects.latest("pk")
receipt = Notice.objects.get(key=f"receipt:{newest.pk}")
form = Document.objects.get(source=f"consents.answer:{newest.pk}")
print(receipt.state, form.made_at is not None)
"""


def test_a_receipt_leaves_after_the_process_was_killed(served):
    site = served()
    site.manage("seed_demo")
    kill(site.processes[0])

    killed = site.run("manage.py", "shell", "--no-imports", "--command", SIGN_AND_DIE)
    killed.wait(60)
    before = site.shell(RECEIPT)
    site.serve()
    until(lambda: site.shell(RECEIPT) == "sent True", 180)

    assert (killed.returncode, before) == (-9, "waiting False")
