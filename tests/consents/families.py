"""Families on their pages, for tests: get in with a code, fill in the form, sign."""

from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consents import links, showing
from consents.actions import answers, asking, codes
from consents.actions.answers import Evidence, Phones, Signature
from consents.models import Answer, Ask, Invitation, OneTimeCode
from consents.terms import AnswerDecision
from core.actor import Actor
from notices.terms import Channel
from tests.consent_factories import safety_meetup

JOB = Actor.job("tests")
CHILD_PHONE, OWN_PHONE = "+13125550142", "+13125550143"
PHONES = Phones(student_phone=CHILD_PHONE, own_phone=OWN_PHONE, duplicates=True)


def asked(**facts):
    """An approved safety meet-up whose guardians have been asked."""
    meetup = safety_meetup(**facts)
    asking.ask_families(meetup.approval, by=JOB)
    return meetup


def ask_of(guardian, version=None):
    asks = Ask.objects.filter(guardian=guardian)
    return (asks.filter(version=version) if version else asks).get()


def token_of(guardian):
    return links.token_of(Invitation.objects.filter(guardian=guardian).latest("pk"))


def sign(ask, decision=AnswerDecision.GRANTED, *, key="one rendering", **facts):
    """Sign through the action, as a guardian who read the English words."""
    ask = answers.ask_in_full(ask.pk)
    words = showing.words_for(ask, facts.pop("language", "en"))
    evidence = facts.pop("evidence", Evidence("192.0.2.7", "Test browser", proof={"code_id": 1}))
    given = {
        "decision": decision,
        "typed_name": "Ana María O'Neill",
        "agreed_to_sign_electronically": True,
        "language": words.language,
        "form_key": f"{key}-{ask.pk}",
        "shown_sha256": words.sha256,
        "phones": PHONES,
    }
    return answers.sign(
        ask,
        Signature(**{**given, **facts}),
        evidence=evidence,
    )


def digits(guardian):
    """The digits of the newest code sent to the guardian."""
    return links.digits_of(OneTimeCode.objects.filter(guardian=guardian).latest("pk").nonce)


def let_in(guardian, client=None):
    """A browser in which the guardian has been proved, by the pages."""
    client = client or Client()
    code = codes.send_code(guardian, channel=Channel.EMAIL, language="en")
    client.post(at("guardian_code", guardian), {"code": links.digits_of(code.nonce)})
    return client


def at(name, guardian, *args):
    return reverse(name, args=[token_of(guardian), *args])


def long_ago(guardian):
    """A contact last verified in another school year."""
    guardian.contact_verified_at = timezone.now() - timedelta(days=500)
    guardian.save(update_fields=["contact_verified_at"])
    return guardian


def sign_on_pages(client, ask, *, choice="yes", name="Ana María O'Neill", **extra):
    """The whole way through the pages; the last response."""
    guardian = ask.guardian
    client.get(at("guardian_form", guardian, ask.pk))
    client.post(at("guardian_answer", guardian, ask.pk), {"choice": choice})
    if choice == "yes":
        given = {"who": "child", "student_phone": "(312) 555-0142", "own_phone": "312.555.0143"}
        client.post(at("guardian_phones", guardian, ask.pk), given)
    else:
        client.post(at("guardian_reason", guardian, ask.pk), {"reason": extra.get("reason", "")})
    page = client.get(at("guardian_sign", guardian, ask.pk))
    hidden = {key: page.context["form"][key].value() for key in HIDDEN}
    return client.post(
        at("guardian_sign", guardian, ask.pk), {**hidden, "typed_name": name, "agreed": "on"}
    )


HIDDEN = ("form_key", "language", "shown", "draft")


def kept(ask):
    return list(Answer.objects.filter(ask=ask).order_by("pk"))
