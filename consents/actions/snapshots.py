"""Everything a signed form will say, frozen when it is signed; the PDF draws from this alone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import translation

from consents import standing
from consents.models import ActivityVersion, Answer, Recording, ShownForm
from consents.terms import AnswerDecision, Channel, SignerKind
from consents.wording.refusals import words_of

SCHEMA = 1


def snapshot_of(answer: Answer) -> dict[str, Any]:
    """The answer with its words, people, approval and evidence, as plain values."""
    version, zone = answer.version, answer.version.activity.year.timezone
    with translation.override(answer.language):
        decision = str(AnswerDecision(answer.decision).label)
    return {
        "schema": SCHEMA,
        "answer_id": answer.pk,
        "decision": str(answer.decision),
        "decision_label": decision,
        "keeps_earlier": answer.keeps_earlier,
        "language": answer.language,
        "texts": _texts(answer),
        **_people(answer),
        **_activity(version),
        "approval": _approval(answer),
        "choices": _choices(answer),
        "reason": _reason(answer),
        "signed_at": _utc(answer.signed_at),
        "signed_at_local": answer.signed_at.astimezone(ZoneInfo(zone)).isoformat("T", "seconds"),
        "timezone": zone,
        "received_at": _utc(answer.received_at),
        "route": str(answer.route),
        "evidence": {
            "address": answer.address,
            "browser": answer.browser,
            "proof": answer.proof,
            "agreed_to_sign_electronically": answer.agreed_to_sign_electronically,
        },
        "version": {"id": version.pk, "number": version.number},
        **_picture(answer),
    }


def _picture(answer: Answer) -> dict[str, Any]:
    """The scanned paper behind the answer, named by its hash; the file shows it as its last page."""
    recording = (
        Recording.objects.filter(answer=answer).select_related("review__scan__image").first()
    )
    image = recording.review.scan.image if recording and recording.review else None
    if image is None:
        return {}
    return {"picture": {"sha256": image.sha256, "stored_as": image.stored_as}}


def _reason(answer: Answer) -> str:
    """The reason chosen and the one written, in the language of the form."""
    with translation.override(answer.language):
        chosen = words_of(answer.reason_code) if answer.reason_code else ""
    return ": ".join(filter(None, [chosen, answer.reason]))


def _texts(answer: Answer) -> list[dict[str, Any]]:
    """Signed language first, then the English of the same version."""
    forms = [answer.shown]
    if answer.shown_english_id != answer.shown_id:
        forms.append(answer.shown_english)
    return [_text(form) for form in forms]


def _text(form: ShownForm) -> dict[str, Any]:
    return {
        "language": form.language,
        "title": form.title,
        "sections": form.body,
        "sha256": form.sha256,
    }


def _people(answer: Answer) -> dict[str, Any]:
    student, guardian = answer.student, answer.guardian
    school = student.school or answer.version.activity.school
    link = guardian.links.current().filter(student=student).first()
    return {
        "student": {"name": str(student), "number": student.number, "grade": student.grade},
        "school": {"name": school.name, "phone": school.phone},
        "adults": [
            {"name": adult.user.name, "email": adult.user.email}
            for adult in standing.adults_of(answer.version)
        ],
        "signer": {
            "typed_name": answer.typed_name,
            "name_on_file": str(guardian),
            "relationship": link.relationship if link else "",
            "kind": str(SignerKind(answer.signer_kind)),
        },
    }


def _activity(version: ActivityVersion) -> dict[str, Any]:
    year, kind = version.activity.year, version.activity.kind
    channel = str(Channel(version.channel).label)
    return {
        "activity": {
            "name": version.name,
            "purpose": version.purpose,
            "starts_on": version.starts_on.isoformat(),
            "ends_on": standing.ends_on_of(version).isoformat(),
            "channel": f"{channel}: {version.platform.name}" if version.platform else channel,
        },
        "exception": {
            "code": kind.code,
            "name": kind.name,
            "clause": version.rule.rule.get("clause", ""),
        },
        "year": {
            "name": year.name,
            "starts_on": year.starts_on.isoformat(),
            "ends_on": year.ends_on.isoformat(),
        },
    }


def _approval(answer: Answer) -> dict[str, Any]:
    approval = standing.approval_for(answer.version, answer.student)
    step = standing.approve_step(approval) if approval else None
    return {
        "approved_by": step.by.name if step else "",
        "approved_at": _utc(step.at) if step else "",
        "necessary": step.necessary if step else "",
        "authorised": step.authorised if step else "",
    }


def _choices(answer: Answer) -> dict[str, Any]:
    if answer.version.rule.is_opt_out:
        # Such a form names no telephone.
        return {}
    phones = answer.phone_choices.order_by("-pk").first()
    if phones is None or answer.decision == AnswerDecision.REFUSED:
        return {
            "texts_student": False,
            "student_phone": "",
            "duplicates": False,
            "own_phone": "",
            "sharing": "",
        }
    return {
        "texts_student": phones.texts_student,
        "student_phone": phones.student_phone,
        "duplicates": phones.duplicates,
        "own_phone": phones.own_phone,
        # On a platform nobody sees anybody's number.
        "sharing": phones.sharing if answer.version.channel == Channel.GROUP_TEXT else "",
    }


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
