"""Why an answer is checked before it counts: where it was signed from does not fit who signed it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet

from accounts.models import User
from consents.access.families import has_stake
from consents.models import Answer, OneTimeCode, PhoneChoice, SchoolTablet
from consents.terms import Route
from consents.terms.holds import HoldCause
from schools import signing
from schools.models import Change, GuardianLink, Student
from trail.models import name_of

# One browser that signs for a second family is looked at for this long.
DEVICE_REMEMBERED = timedelta(days=90)
# An address and a kind of browser are shared by many (a parents' evening): more families, and a day only.
PLACE_REMEMBERED = timedelta(days=1)
FAMILIES_FROM_A_PLACE = 3


@dataclass(frozen=True, slots=True)
class Signed:
    """An answer just written, with where it came from."""

    answer: Answer
    tablet: SchoolTablet | None = None

    @property
    def address(self) -> str:
        """The e-mail address or number the person was proved by.

        By telephone that is the number on file, which the office called. Paper and a person at the desk are
        proved by two members of staff, and by no contact.
        """
        if self.answer.route == Route.PHONE:
            return self.answer.guardian.phone
        code = OneTimeCode.objects.filter(pk=self.answer.proof.get("code_id") or 0)
        return code.values_list("address", flat=True).first() or ""


def causes_of(signed: Signed) -> list[HoldCause]:
    """Every cause, in the order of `HoldCause`; an empty list where the answer counts at once."""
    answer, address = signed.answer, signed.address
    checks = [
        (HoldCause.NOT_ON_FILE, _is_not_on_file(answer, address)),
        (HoldCause.CHANGED_SINCE, address and _changed_since(answer, address)),
        (HoldCause.STAFF_CONTACT, address and _is_staff(address)),
        (HoldCause.STUDENT_CONTACT, address and _is_students(answer, address)),
        (HoldCause.SHARED_CONTACT, address and _signs_elsewhere(answer, address)),
        (HoldCause.SHARED_DEVICE, not _excused(signed) and _device_signs_elsewhere(answer)),
    ]
    return [cause for cause, holds in checks if holds]


def others_from_here(answer: Answer) -> QuerySet[Answer]:
    """The answers of unrelated families from the same browser or contact, for whoever checks this one."""
    contact = _same_contact(answer.guardian.email, answer.guardian.phone)
    device = Q(device=answer.device) if answer.device else Q(pk__in=[])
    found = Answer.objects.filter(contact | device | _same_place(answer))
    return _unrelated(answer, found).select_related("student__school", "guardian")


def _is_not_on_file(answer: Answer, address: str) -> bool:
    if address:
        return not answer.guardian.has_contact(address)
    return answer.route == Route.PHONE


def _changed_since(answer: Answer, address: str) -> bool:
    return any(row.after.casefold() == address.casefold() for row in changes_since(answer))


def changes_since(answer: Answer) -> QuerySet[Change]:
    """What was entered as the signer's contacts after the form was sent to the family.

    Who could not be asked is asked by the very call that is recorded: their form was sent when the others' was.
    """
    own = answer.guardian.self_of
    sent_at = answer.ask.created_at
    if answer.recorded_by_id is not None:
        sent_at = min(sent_at, answer.version.asked_at or sent_at)
    return Change.objects.filter(
        subject=name_of(own or answer.guardian), field__in=["email", "phone"], at__gt=sent_at
    )


def _is_staff(address: str) -> bool:
    return "@" in address and User.objects.filter(email__iexact=address).exists()


def _is_students(answer: Answer, address: str) -> bool:
    """A student's district address, or a number that some guardian named as a child's."""
    if answer.guardian.self_of_id is not None:
        return False
    if "@" in address:
        return Student.objects.filter(email__iexact=address).exists()
    return PhoneChoice.objects.filter(texts_student=True, student_phone=address).exists()


def _signs_elsewhere(answer: Answer, address: str) -> bool:
    same = Answer.objects.filter(
        _same_contact(address if "@" in address else "", "" if "@" in address else address)
    )
    return _unrelated(answer, same).exists()


def _device_signs_elsewhere(answer: Answer) -> bool:
    if answer.device:
        since = answer.signed_at - DEVICE_REMEMBERED
        same = Answer.objects.filter(device=answer.device, signed_at__gte=since)
        if _unrelated(answer, same).exists():
            return True
    near = _unrelated(answer, Answer.objects.filter(_same_place(answer)))
    return near.values("student").distinct().count() >= FAMILIES_FROM_A_PLACE


def _excused(signed: Signed) -> bool:
    """On a marked tablet many families sign; not where who marked it gains from the answer (T2a)."""
    tablet, answer = signed.tablet, signed.answer
    if tablet is None or tablet.ended_at is not None:
        return False
    in_time = tablet.marked_at <= answer.signed_at < tablet.expires_at
    return in_time and not has_stake(tablet.marked_by_id, [answer.student_id])


def _same_contact(email: str, phone: str) -> Q:
    by_email = Q(guardian__email__iexact=email) if email else Q(pk__in=[])
    return by_email | (Q(guardian__phone=phone) if phone else Q(pk__in=[]))


def _same_place(answer: Answer) -> Q:
    if not (answer.address and answer.browser):
        return Q(pk__in=[])
    since = answer.signed_at - PLACE_REMEMBERED
    return Q(address=answer.address, browser=answer.browser, signed_at__gte=since)


def _unrelated(answer: Answer, found: QuerySet[Answer]) -> QuerySet[Answer]:
    """Of these answers those about students who share no contact with this one's."""
    own = signing.rows_of(answer.guardian)
    links = GuardianLink.objects.current()
    children = _keys(links.filter(guardian__in=own), "student") | {answer.student_id}
    grown_ups = _keys(links.filter(student__in=children), "guardian") | set(own)
    related = _keys(links.filter(guardian__in=grown_ups), "student") | children
    return found.exclude(student__in=related).exclude(guardian__in=own).exclude(pk=answer.pk)


def _keys(links: QuerySet[GuardianLink], field: str) -> set[int]:
    return set(links.values_list(field, flat=True))
