"""Answers that do not agree: both guardians hear what happens next, and the school's office has a call to make."""

from __future__ import annotations

from collections import defaultdict

from consents.actions.follow_ups import close, open_entry
from consents.actions.news_telling import after_quiet, to_guardian
from consents.models import Answer, CallBack
from consents.reports.may_be_told import reachable_signers
from consents.reports.news import News
from consents.terms import CallBackKind, SettledBy
from core.actor import Actor
from notices import posting


def follow(news: News, *, by: Actor) -> None:
    """Open an entry for every student whose guardians' answers differ now; close those that agree again.

    Inside the caller's transaction. What the office has settled stays settled until somebody answers anew.
    """
    students = list(news.judged)
    open_rows = {
        row.student_id: row
        for row in CallBack.objects.select_for_update(of=("self",))
        .filter(
            kind=CallBackKind.CONFLICT, activity=news.activity, student__in=students, done_at=None
        )
        .select_related("school")
    }
    differing = [student for student in students if news.differ(student)]
    for student, row in open_rows.items():
        if student not in differing and student is not None:
            moot = news.is_moot(student)
            close(row, SettledBy.OVER if moot else SettledBy.AGREED, by=by, at=news.at)
    _open([one for one in differing if one not in open_rows], news, by)


def _open(students: list[int], news: News, by: Actor) -> None:
    if not students:
        return
    words: dict[int, list[Answer]] = defaultdict(list)
    answers = (
        Answer.objects.filter(version__activity=news.activity, student__in=students)
        .select_related("guardian", "student__school", "version__activity__school")
        .order_by("pk")
    )
    for answer in answers:
        words[answer.student_id].append(answer)
    signers = reachable_signers(students)
    leaves = after_quiet(news.at, news.activity.year.timezone)
    drafts = []
    for student in students:
        said = words[student]
        row = open_entry(
            said[-1], CallBackKind.CONFLICT, by=by, at=news.at, phone="",
            language=said[-1].guardian.language or "en",
        )  # fmt: skip
        spoke = {one.guardian.merged_into_id or one.guardian_id for one in said} if row else set()
        # Each guardian with a word in it, if they may still sign: what happens next, never who said what.
        drafts += [
            to_guardian(
                "consents/conflict",
                told,
                facts={"call_back": row.pk},
                key=f"conflict:{row.pk}:{told.guardian.pk}",
                not_before=leaves,
            )
            for told in signers[student]
            if row is not None and told.guardian.pk in spoke
        ]
    posting.post_all(drafts)
