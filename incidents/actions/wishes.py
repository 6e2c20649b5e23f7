"""What a reporter may change or ask for after sending. Every act is a new row; none decides anything by itself."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.actor import Actor
from core.decision import Decision, Reason
from core.marks import mark
from incidents.actions.messages import may_say, may_write, write_as_reporter
from incidents.actions.receiving import add_person, keep_account
from incidents.actions.routing import reroute
from incidents.actions.steps import step
from incidents.actions.telling import tell_readers
from incidents.models import Account, Case, CheckIn, Proof
from incidents.models.cases import SIGNS
from incidents.policy import Person
from incidents.reports.check_ins import due_check_in
from incidents.reports.contact import Contact
from incidents.terms import Part, Post, Rerouted, Stage
from incidents.terms.returning import MessageKind, Since

# Somebody may say so again after this long; before, it has been heard.
AGAIN_AFTER: Final = timedelta(days=1)
MOST_KEPT_OUT: Final = 20
HEARD: Final = Reason(
    "heard", "I1", _("We heard you. Your message went to everybody who reads your report. You can say it again tomorrow.")
)  # fmt: skip
NOT_ASKED: Final = Reason("not_asked", "I2", _("This is not asked now."))
NOT_CLOSED: Final = Reason("not_closed", "I1", _("Your report is still open."))
TOO_MANY: Final = Reason(
    "too_many", "I1", _("You have named many people. Write a message, so that a person can help you.")
)  # fmt: skip


@transaction.atomic
def change_contact(case: Case, contact: Contact, *, by: Actor) -> Account:
    """How to reach the reporter from now on; an empty one takes every earlier one back."""
    may_write(by, case).require()
    words = {
        "name": contact.name,
        "phone": contact.phone,
        "email": contact.email,
        "how": contact.how,
        "ping": str(contact.ping),
    }
    row = keep_account(case, Account.Kind.CONTACT, {} if contact.is_empty else words)
    step(case, "case.contact_changed", by=by, account=row.pk, given=not contact.is_empty)
    return row


@transaction.atomic
def keep_out(case: Case, *, posts: Collection[Post], name: str, by: Actor) -> None:
    """From this moment on these people must not see the report: they lose it in the same instant (A4)."""
    may_write(by, case).require()
    named = case.involved.filter(part=Part.KEEP_FROM, ended_at=None)
    Decision.unless((named.count() < MOST_KEPT_OUT, TOO_MANY)).require()
    known = set(named.values_list("post", flat=True))
    for post in posts:
        if post not in known:
            add_person(case, Person(Part.KEEP_FROM, post=post, is_adult=True))
    if name.strip():
        add_person(case, Person(Part.KEEP_FROM, name=name.strip()))
    step(case, "case.keep_out_asked", by=by, posts=sorted(str(one) for one in posts))
    reroute(case, Rerouted.KEPT_OUT, by=by)
    tell_readers(case, f"kept_out:{named.count()}")


@transaction.atomic
def check_in(case: Case, since: Since, text: str, *, by: Actor) -> CheckIn:
    """The reporter says how it has been since; that it got worse goes to everybody who reads the case."""
    may_write(by, case).require()
    may_say(text, needed=False).require()
    day = due_check_in(case)
    Decision.unless((day is not None, NOT_ASKED)).require()
    row = CheckIn(case=case, day=day or 0)
    row.seal({"since": str(since), "text": text.strip()})
    row.save(force_insert=True)
    step(case, "case.checked_in", by=by, day=day)
    tell_readers(case, f"check_in:{day}", to_all=since == Since.WORSE)
    return row


@transaction.atomic
def say_unanswered(case: Case, text: str, *, by: Actor) -> None:
    """ "Nobody answered me": heard by everybody who reads the case, once a day at most."""
    may_write(by, case).require()
    case = Case.objects.select_for_update().get(pk=case.pk)
    lately = case.messages.filter(
        kind=MessageKind.UNANSWERED, at__gt=timezone.now() - AGAIN_AFTER
    ).exists()
    Decision.unless((not lately, HEARD)).require()
    write_as_reporter(case, text, by=by, kind=MessageKind.UNANSWERED)
    step(case, "case.unanswered", by=by)


@transaction.atomic
def wish_reopened(case: Case, text: str, *, by: Actor) -> None:
    """The reporter wants a closed report to be opened again; the office decides and answers."""
    Decision.unless((case.stage == Stage.CLOSED, NOT_CLOSED)).require()
    write_as_reporter(case, text, by=by, kind=MessageKind.REOPEN)


@transaction.atomic
def give_proof(case: Case, *, by: Actor) -> str:
    """A number for a paper that says: a report was made on this day. It leads to nothing else."""
    may_write(by, case).require()
    number = "".join(secrets.choice(SIGNS) for _ in range(12))
    row = Proof.objects.create(case=case, lookup=mark("proof", number))
    step(case, "case.proof_given", by=by, proof=row.pk)
    return "-".join(number[place : place + 4] for place in range(0, 12, 4))
