"""A guardian without a link: whoever gives a contact gets the same reply, known or not."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from consents import links
from consents.access import codes as access
from consents.actions.asking import invite
from consents.actions.codes import Tried, actor_for, is_right, make_code, take
from consents.models import FamilyRequest, Invitation, OneTimeCode
from core import outbox
from core.actor import ANYONE, Actor
from notices import posting
from notices.terms import Channel
from schools import signing
from schools.actions.own_signer import own_signer
from schools.calendar import year_at
from schools.models import Guardian, GuardianLink, School, Student
from trail.recording import record


@transaction.atomic
def ask_for_link(
    contact: str, *, channel: Channel, language: str, own: bool = False
) -> FamilyRequest:
    """Note who has this contact (often nobody) and leave the rest to a worker.

    Known or not, the same rows are written and the same task is posted, so neither the reply nor its
    time tells. With `own` a student asks for their own page, by district e-mail.
    """
    at = timezone.now()
    row = FamilyRequest.objects.create(
        nonce=secrets.token_hex(16),
        channel=channel,
        guardians=[] if own else [guardian.pk for guardian in _holders(contact, channel)],
        student=Student.objects.filter(email__iexact=contact).first() if own and contact else None,
        language=language,
        created_at=at,
        expires_at=at + access.LIVES,
    )
    outbox.later("consents.answer_family_request", row.pk)
    return row


@transaction.atomic
def answer_request(request_id: int) -> int:
    """Send each holder of the contact a message of their own, with their link and a code; safe twice."""
    row = FamilyRequest.objects.select_for_update().get(pk=request_id)
    at, sent = timezone.now(), 0
    _bring_in_student(row)
    for guardian in _signers().select_for_update().filter(pk__in=row.guardians):
        already = OneTimeCode.objects.filter(nonce=_nonce(row, guardian.pk)).exists()
        already = already or _school_of(guardian) is None
        if row.expires_at > at and not already and access.may_send(guardian, at):
            _send(row, guardian, at)
            sent += 1
    return sent


def _bring_in_student(row: FamilyRequest) -> None:
    """A student who signs for themself by now is the one to write to; a younger one hears nothing."""
    if row.student is None or row.guardians or not signing.signs_alone(row.student):
        return
    if not signing.own_address(row.student, signing.district()):
        return
    row.guardians = [own_signer(row.student, by=Actor.job("consents.answer_family_request")).pk]
    row.save(update_fields=["guardians"])


@transaction.atomic
def try_code(row: FamilyRequest, typed: str) -> Tried:
    """One try at every code of the request: the right one says which guardian it is.

    A wrong try writes the same rows whether anybody has the contact or not.
    """
    row = FamilyRequest.objects.select_for_update().get(pk=row.pk)
    at = timezone.now()
    if row.expires_at <= at or row.attempts >= access.TRIES:
        return Tried(None, 0)
    row.attempts += 1
    row.save(update_fields=["attempts"])
    nonces = [_nonce(row, pk) for pk in row.guardians] or [_nonce(row, 0)]
    codes = OneTimeCode.objects.select_related("guardian").filter(
        nonce__in=nonces, used_at__isnull=True, guardian__in=_signers()
    )
    right = next(
        (one for one in codes if is_right(one, typed) and one.guardian.has_contact(one.address)),
        None,
    )
    if right is None:
        record("family_code.wrong", row, by=ANYONE, attempts=row.attempts)
        return Tried(None, access.TRIES - row.attempts)
    return take(right, typed, at)


@transaction.atomic
def link_for(guardian: Guardian) -> Invitation:
    """The guardian's living link, a new one where there is none."""
    return _invitation(guardian, timezone.now())


def ask_for_fresh_link(ended: Invitation) -> None:
    """Have a worker send a fresh link to the contact on file; once an hour, and the reply is always the same."""
    hour = f"{timezone.now():%Y%m%d%H}"
    key = f"consents.send_fresh_link:{ended.pk}:{hour}"
    outbox.later("consents.send_fresh_link", ended.pk, hour, key=key)


@transaction.atomic
def send_fresh_link(invitation_id: int, hour: str) -> bool:
    """To whoever the link was for, by the contact of now, if they may still sign; safe twice."""
    ended = Invitation.objects.select_related("guardian__merged_into").get(pk=invitation_id)
    person = signing.person_of(ended.guardian)
    guardian = _signers().select_for_update(of=("self",)).filter(pk=person.pk).first()
    reach = posting.reach(guardian) if guardian else None
    if guardian is None or reach is None or signing.is_shut_out(guardian):
        return False
    posting.post(
        "consents/fresh_link",
        channel=reach.channel,
        address=reach.address,
        recipient=actor_for(guardian),
        language=guardian.language,
        facts={"invitation": _invitation(guardian, timezone.now()).pk},
        key=f"fresh-link:{guardian.pk}:{hour}",
    )
    return True


def _holders(contact: str, channel: Channel) -> list[Guardian]:
    """Guardians with this contact who may sign for somebody, and have not been disputed."""
    field = "email__iexact" if channel == Channel.EMAIL else "phone"
    return list(_signers().filter(**{field: contact}).order_by("pk")[:10])


def _signers() -> QuerySet[Guardian]:
    """Guardians who may sign for somebody now, and whose contact nobody disputes; students with their own page."""
    links_now = GuardianLink.objects.with_authority().filter(
        guardian=OuterRef("pk"), student__school__isnull=False
    )
    return Guardian.objects.filter(
        Exists(links_now) | Q(self_of__isnull=False),
        ended_at__isnull=True,
        disputed_at__isnull=True,
    )


def _nonce(row: FamilyRequest, guardian_id: int) -> str:
    return links.derived_nonce("family", row.nonce, guardian_id)


def _send(row: FamilyRequest, guardian: Guardian, at: datetime) -> None:
    channel = Channel(row.channel)
    code = make_code(guardian, channel=channel, nonce=_nonce(row, guardian.pk), at=at)
    posting.post(
        "consents/family",
        channel=channel,
        address=code.address,
        recipient=actor_for(guardian),
        language=row.language,
        facts={"code": code.pk, "invitation": _invitation(guardian, at).pk},
        key=f"family:{row.pk}:{guardian.pk}",
    )


def _invitation(guardian: Guardian, at: datetime) -> Invitation:
    """A link of the school of the first child; the page behind it shows every child."""
    school = _school_of(guardian)
    if school is None:
        raise School.DoesNotExist(f"guardian {guardian.pk} signs for nobody at a school")
    return invite(guardian, school, year_at(school, at), at)


def _school_of(guardian: Guardian) -> School | None:
    schools = (child.school for child in access.children_of(guardian))
    return next((school for school in schools if school is not None), None)
