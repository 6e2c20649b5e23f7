"""The follow-up list: families to call, by when, who has taken it, and what an entry is about. Reads only."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.models import Activity, CallBack
from consents.reports.boards import BoardRow, answers_board
from consents.terms import CallBackKind
from consents.wording.refusals import words_of
from schools.calendar import local_day, weekdays_after, zone_of
from schools.models import ContactBlock, District, GuardianLink, School, Student

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

# What the office does next, and how the entry leaves the list.
NEXT: dict[str, _StrPromise] = {
    CallBackKind.NUMBER_CHANGED: _("Check who is calling, correct the contact, settle it."),
    CallBackKind.NO_CODE: _("Check who is calling, look at the contact on file, settle it."),
    CallBackKind.NOT_ME: _("Find the right contact, correct it, settle it."),
    CallBackKind.NOT_MY_ANSWER: _(
        "Ask who recorded the answer and who was the witness, call the guardian, settle it."
    ),
    CallBackKind.OTHER: _("Call, answer the question, settle it."),
    CallBackKind.REFUSAL: _(
        "Call and listen. A no may stay a no: settle it. A new answer takes the entry off the list."
    ),
    CallBackKind.CALL_ME: _(
        "Call in the family's language and explain the form. A new answer takes the entry off the list."
    ),
    CallBackKind.CONFLICT: _(
        "Call both guardians, press neither. When their answers agree, the entry leaves the list."
    ),
}


def due_on(school: School | None, at: datetime) -> date:
    """The day by which the office calls a family that asks for it at the moment: a setting of the district."""
    district = District.objects.order_by("pk").first() or District()
    return weekdays_after(local_day(at, str(zone_of(school, at))), district.call_within_days)


def marked(found: QuerySet[CallBack]) -> QuerySet[CallBack]:
    """Marked where the guardian is kept away from the student, or signs for nobody else: nobody calls them (T1)."""
    blocks = ContactBlock.objects.standing().filter(guardian=OuterRef("guardian"))
    signs = GuardianLink.objects.with_authority().filter(guardian=OuterRef("guardian"))
    return found.annotate(
        is_kept_away=Exists(blocks.filter(student=OuterRef("student")))
        | (Exists(blocks) & ~Exists(signs))
    )


def with_calls(found: QuerySet[CallBack]) -> QuerySet[CallBack]:
    """What a row of the list shows: people, form, how often somebody tried and when last."""
    return (
        marked(found)
        .select_related("guardian", "school", "student", "assigned_to", "answer")
        .prefetch_related("guardian__students")
        .annotate(tries=Count("attempts"), tried_at=Max("attempts__at"))
    )


def matching(found: QuerySet[CallBack], words: str) -> QuerySet[CallBack]:
    """Every word in the name or number given, or in a name on file."""
    for word in words.split():
        students = Student.objects.matching(word)
        found = found.filter(
            Q(name__icontains=word)
            | Q(phone__icontains=word)
            | Q(guardian__given_name__icontains=word)
            | Q(guardian__family_name__icontains=word)
            | Q(guardian__in=students.values("guardian_links__guardian"))
            | Q(student__in=students)
        )
    return found


def narrowed(found: QuerySet[CallBack], asked: dict[str, str], user: User) -> QuerySet[CallBack]:
    """The list by kind, language, and whose it is."""
    if asked.get("kind"):
        found = found.filter(kind=asked["kind"])
    if asked.get("language"):
        found = found.filter(language=asked["language"])
    if asked.get("owner") == "mine":
        found = found.filter(assigned_to=user)
    elif asked.get("owner") == "nobody":
        found = found.filter(assigned_to=None)
    return found


def next_action(kind: str) -> str:
    return str(NEXT[CallBackKind(kind)])


def why_words(row: CallBack) -> str:
    """The reason a family chose with its no, in words; empty where it chose none."""
    return words_of(row.answer.reason_code) if row.answer and row.answer.reason_code else ""


def answers_of(row: CallBack) -> BoardRow | None:
    """Each guardian's word on the entry's form, for the office that calls them."""
    if row.student is None or row.activity is None:
        return None
    latest = Activity.objects.get(pk=row.activity.pk).latest
    return answers_board(row.activity, [row.student], set(), latest.number)[0]
