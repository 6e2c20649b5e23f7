"""Paper at work: what waits at each desk, one stack with its pages, one page with what is known of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consents.access import paper as access
from consents.access.recorded import forms_to_record
from consents.models import ActivityVersion, Review, Scan, Stack
from consents.terms.paper import ANSWERS, SENT_BACK, Pile, Reading, ScanStage
from schools.models import Guardian, GuardianLink, Student

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

PROBLEMS: Mapping[str, _StrPromise] = {
    "locked": _("The file wants a password. Save it without one and upload it again."),
    "damaged": _("The file cannot be opened: it is damaged. Scan the stack again."),
    "too_long": _("The file has more than 400 pages. Scan it in parts."),
}
TONES = {
    ScanStage.REVIEW: "wait",
    ScanStage.SECOND: "info",
    ScanStage.BY_HAND: "bad",
    ScanStage.DONE: "good",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A page in a list: where it stands, in a word, what comes next, and who does it."""

    scan: Scan
    label: object
    tone: str
    next_step: object
    owner: object


@dataclass(frozen=True, slots=True)
class Known:
    """What the system knows of a page: student, form, who may sign."""

    student: Student | None
    version: ActivityVersion | None
    guardians: list[Guardian]
    meant: Guardian | None


def lines(scans: list[Scan]) -> list[Line]:
    return [_line(scan) for scan in scans]


def scans_in_full(scans: QuerySet[Scan]) -> QuerySet[Scan]:
    """Everything that a list or a page of scans reads, in a constant number of queries."""
    newest = Review.objects.select_related("by", "guardian", "student", "second_look__by").order_by(
        "-pk"
    )
    return scans.select_related(
        "stack", "school", "sheet__student", "sheet__version", "sheet__guardian", "same_as"
    ).prefetch_related(Prefetch("reviews", queryset=newest))


def matching(scans: QuerySet[Scan], words: str) -> QuerySet[Scan]:
    """Every word in the student's name or number, or in the file's name."""
    for word in words.split():
        students = Student.objects.matching(word).values("pk")
        scans = scans.filter(
            Q(sheet__student__in=students)
            | Q(reviews__student__in=students)
            | Q(stack__file_name__icontains=word)
        ).distinct()
    return scans


def counts(user: User) -> dict[str, int]:
    """How many pages wait at each desk; letters too."""
    rows = access.scans_of(user).order_by().values_list("stage").annotate(Count("pk"))
    return {**dict(rows), "letters": access.letters_waiting(user).count()}


def waiting_for(user: User) -> int:
    """Pages this very user can do something about now: for the menu."""
    scans = access.scans_of(user)
    mine = Review.objects.filter(by=user, second_look__isnull=True).values("scan")
    open_now = scans.filter(stage__in=[ScanStage.REVIEW, ScanStage.BY_HAND])
    return open_now.count() + scans.filter(stage=ScanStage.SECOND).exclude(pk__in=mine).count()


def tally(stack: Stack) -> list[tuple[str, int]]:
    """How the pages of a stack were sorted; those of other schools as one number."""
    rows = Scan.objects.filter(stack=stack).order_by()
    here = dict(rows.filter(school=stack.school_id).values_list("pile").annotate(Count("pk")))
    found = [(str(Pile(pile).label), here[pile]) for pile in Pile.values if pile in here]
    elsewhere = rows.exclude(school=stack.school_id).count()
    return [*found, (str(_("Another school's form")), elsewhere)] if elsewhere else found


def newest_review(scan: Scan) -> Review | None:
    return next(iter(scan.reviews.all()), None)


def known_of(scan: Scan, version: ActivityVersion | None, student: Student | None) -> Known:
    """By the code on the sheet; by hand the student and form that somebody found overrule it."""
    review = newest_review(scan)
    if student is None and review and review.student and scan.sheet is None:
        student, version = review.student, review.version
    sheet = scan.sheet
    if student is None and sheet:
        student, version = sheet.student, sheet.version
    if student is None:
        return Known(None, None, [], None)
    links = GuardianLink.objects.with_authority().filter(student=student)
    guardians = [
        link.guardian
        for link in links.select_related("guardian").order_by("pk")
        if link.guardian.ended_at is None
    ]
    return Known(student, version, guardians, sheet.guardian if sheet else None)


def forms_offered(student: Student | None) -> list[ActivityVersion]:
    """The approved forms that name the student."""
    return forms_to_record(student, timezone.localdate()) if student else []


def forms_for(student: Student, version: int | None) -> ActivityVersion | None:
    """The form that was meant: the one asked for, or the only one."""
    offered = forms_offered(student)
    chosen = [one for one in offered if one.pk == version]
    if chosen:
        return chosen[0]
    return offered[0] if len(offered) == 1 else None


def _line(scan: Scan) -> Line:
    review, stage = newest_review(scan), ScanStage(scan.stage)
    if stage == ScanStage.DONE:
        label = _ended(scan, review)
        return Line(scan, label, "neutral" if review is None else "good", "", "")
    step: object = NEXT.get(stage, "")
    if stage == ScanStage.SECOND and review:
        step = _("Somebody else than %(name)s looks at it again.") % {"name": review.by.name}
        return Line(scan, Reading(review.reading).label, TONES[stage], step, _("The office"))
    if stage == ScanStage.BY_HAND:
        step = _by_hand(scan, review)
    return Line(scan, stage.label, TONES[stage], step, _("The office"))


NEXT = {ScanStage.REVIEW: _("Read it: one key.")}
BY_HAND = {
    Pile.FOREIGN: _("Its code is not ours. Find the student by name, or set it aside."),
    Pile.DAMAGED: _("Scan this page again, or read the paper and set this page aside."),
    Pile.UNMATCHED: _("Find the student by name or by the code in print."),
}


def _by_hand(scan: Scan, review: Review | None) -> object:
    look = getattr(review, "second_look", None) if review else None
    if look is not None and not look.agrees:
        return _("%(name)s saw something else. Read it again.") % {"name": look.by.name}
    return BY_HAND.get(Pile(scan.pile), _("Read it with the paper in hand."))


def _ended(scan: Scan, review: Review | None) -> object:
    if review is None:
        return Pile(scan.pile).label
    reading = Reading(review.reading)
    if reading in ANSWERS:
        return _("Recorded: %(answer)s") % {"answer": reading.label}
    if reading in SENT_BACK:
        return _("Back to the family: %(cause)s") % {"cause": reading.label}
    return reading.label
