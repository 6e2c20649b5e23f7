"""What each notice to and about guardians says, worked out when it leaves. None: no longer wanted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from consents import links
from consents.access import answers
from consents.access.programs import in_force
from consents.models import Answer, Invitation, OffChannel, OneTimeCode, ProgramTerms
from consents.reports import day_letters
from consents.terms import AnswerDecision
from notices.models import Notice
from schools import signing
from schools.calendar import local_day
from schools.models import Guardian, Student

Words = dict[str, Any]


def asked(notice: Notice) -> Words | None:
    """The schools, how many forms wait and until when, and the link; never a child, never an adult.

    Unwanted once nothing waits: answered, taken back, over, or the guardian may no longer sign.
    """
    invitation = _invitation(notice)
    if invitation is None or not reaches(notice, invitation.guardian):
        return None
    guardian = invitation.guardian
    waiting = day_letters.waiting_for(guardian, notice, timezone.now())
    if guardian.ended_at is not None or not waiting.forms:
        return None
    return {
        **waiting.words,
        "link": links.address_of(invitation),
        "greeting": _greeting(guardian, notice.address),
    }


def program_offered(notice: Notice) -> Words | None:
    """T5: that a child qualifies and what the program asks, by its neutral name; no child is named.

    Unwanted once the program is no longer in force, the child is off its list, or the guardian may not sign.
    """
    terms = ProgramTerms.objects.select_related("program").get(pk=notice.facts["terms"])
    guardian = Guardian.objects.get(pk=notice.recipient_id)
    student = Student.objects.select_related("school").get(pk=notice.facts["student"])
    qualifies = terms.program.student_rows.filter(student=student, removed_at__isnull=True)
    is_own = guardian.self_of_id == student.pk
    signs = is_own or guardian.links.with_authority().filter(student=student).exists()
    wanted = in_force(terms.program) and qualifies.exists() and signs
    if not wanted or guardian.ended_at or not reaches(notice, guardian) or not student.school:
        return None
    return {
        "program_name": terms.public_name,
        "is_own": is_own,
        "requirements": terms.requirements.strip(),
        "school_name": student.school.name,
        "school_phone": student.school.phone,
        "greeting": _greeting(guardian, notice.address),
    }


def fresh_link(notice: Notice) -> Words | None:
    """The new link, for whoever held one that was over and asked for another."""
    invitation = _invitation(notice)
    if invitation is None or not reaches(notice, invitation.guardian):
        return None
    return {
        "link": links.address_of(invitation),
        "greeting": _greeting(invitation.guardian, notice.address),
    }


def off_channel(notice: Notice) -> Words | None:
    """That an adult reported contact outside the rules, with the school to call; no child is named."""
    report = OffChannel.objects.select_related("staff__user", "school").get(
        pk=notice.facts["report"]
    )
    guardian = Guardian.objects.get(pk=notice.recipient_id)
    signs = guardian.links.with_authority().filter(student=notice.facts["student"])
    if guardian.ended_at or not signs.exists() or not reaches(notice, guardian):
        return None
    return {
        "adult_name": report.staff.user.name,
        "kind": report.get_kind_display(),
        "happened_at": report.happened_at,
        "school_name": report.school.name,
        "school_phone": report.school.phone,
        "greeting": _greeting(guardian, notice.address),
    }


def code(notice: Notice) -> Words | None:
    """The digits, while they can still be used."""
    row = _living_code(notice)
    if row is None:
        return None
    return {
        "code": links.digits_of(row.nonce),
        "greeting": _greeting(row.guardian, notice.address),
    }


def family(notice: Notice) -> Words | None:
    """The digits and the guardian's own link, for somebody who came without one."""
    row, invitation = _living_code(notice), _invitation(notice)
    if row is None or invitation is None:
        return None
    return {
        "code": links.digits_of(row.nonce),
        "link": links.address_of(invitation),
        "greeting": _greeting(row.guardian, notice.address),
    }


def receipt(notice: Notice) -> Words | None:
    """That an answer is kept and where the copy is. The words name no child: others read mailboxes too."""
    answer = _answer(notice)
    link = link_of(answer.guardian)
    if link is None or not reaches(notice, answer.guardian):
        return None
    if signing.shut_out_of(answer.guardian, answer.student):
        return None
    return {
        "granted": answer.decision == AnswerDecision.GRANTED,
        "is_being_checked": answer.is_being_checked,
        "school_name": answer.version.activity.school.name,
        "school_phone": answer.version.activity.school.phone,
        "activity_name": answer.version.name,
        "link": link,
    }


def recorded(notice: Notice) -> Words | None:
    """That the school wrote down an answer in the guardian's name, by which way, and where to object."""
    words, answer = receipt(notice), _answer(notice)
    return words and {**words, "route": answer.route, "said_on": _day_of(answer)}


def witness(notice: Notice) -> Words:
    """For the member of staff named as witness: which form and when; never the child."""
    answer = Answer.objects.select_related("recorded_by", "version__activity__year").get(
        pk=notice.facts["answer"]
    )
    return {
        "activity_name": answer.version.name,
        "recorder": answer.recorded_by.name if answer.recorded_by else "",
        "route": answer.route,
        "said_on": _day_of(answer),
    }


def withdrawn_guardian(notice: Notice) -> Words | None:
    """That the permission has ended."""
    return receipt(notice)


def invalidated_guardian(notice: Notice) -> Words | None:
    """That an answer of theirs does not count; why, the office says to them alone, on the telephone."""
    return receipt(notice)


def answer_held(notice: Notice) -> Words | None:
    """To another guardian: an answer was given and is being checked; not whose, not which. Unwanted once settled."""
    answer = _answer(notice)
    guardian = Guardian.objects.get(pk=notice.facts["guardian"])
    link = link_of(guardian)
    settled = not answer.is_being_checked or hasattr(answer, "invalidation")
    if settled or link is None or not reaches(notice, guardian):
        return None
    if not answers.has_authority(guardian, answer.student_id):
        return None
    school = answer.version.activity.school
    return {"school_name": school.name, "school_phone": school.phone, "link": link}


def about_answer(notice: Notice) -> Words | None:
    """For the adults: which student, which activity."""
    answer = _answer(notice)
    return {
        "student_name": str(answer.student),
        "activity_name": answer.version.name,
        "activity_url": answer.version.activity.get_absolute_url(),
    }


def _day_of(answer: Answer) -> date:
    return local_day(answer.signed_at, answer.version.activity.year.timezone)


def _living_code(notice: Notice) -> OneTimeCode | None:
    row = OneTimeCode.objects.select_related("guardian").get(pk=notice.facts["code"])
    over = row.used_at or row.expires_at <= timezone.now() or not reaches(notice, row.guardian)
    return None if over else row


def reaches(notice: Notice, guardian: Guardian) -> bool:
    """Whether the notice still goes to the guardian: it may have waited while the contact was put right.

    Never to somebody kept away from the student.
    """
    theirs = guardian.disputed_at is None and guardian.has_contact(notice.address)
    return theirs and not signing.is_shut_out(guardian)


def _invitation(notice: Notice) -> Invitation | None:
    live = Invitation.objects.live(timezone.now()).select_related("guardian", "school")
    return live.filter(pk=notice.facts["invitation"]).first()


def _answer(notice: Notice) -> Answer:
    full = Answer.objects.select_related(
        "guardian",
        "student",
        "version__activity__school",
        "version__activity__year",
        "hold__release",
        "invalidation",
    )
    return full.get(pk=notice.facts["answer"])


def link_of(guardian: Guardian) -> str | None:
    """The address of the guardian's newest living link, for a message to them alone."""
    live = Invitation.objects.live(timezone.now()).filter(guardian=guardian).order_by("pk").last()
    return links.address_of(live) if live else None


def _greeting(guardian: Guardian, address: str) -> str:
    """The given name, only where guardians share the mailbox and must tell their messages apart."""
    field = "email" if "@" in address else "phone"
    sharing = Guardian.objects.filter(ended_at__isnull=True, **{f"{field}__iexact": address})
    return guardian.given_name if sharing.exclude(pk=guardian.pk).exists() else ""
