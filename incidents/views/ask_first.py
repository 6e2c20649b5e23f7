"""The question about pictures without clothes, before any form that takes files after a report was sent (D9).

It is asked anew each time the page opens: a plain no about one picture is none about the next. Nothing of the answer is
kept. The no goes to the visitor signed for this one page, comes back with the files, and lasts an hour.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from django.core.signing import BadSignature, TimestampSigner
from django.http import HttpRequest

from incidents.forms.evidence import AskFirstForm, FilesForm
from incidents.models import Case
from incidents.policy.speak_up import needs_another_way
from incidents.reports.story import answers_of
from incidents.terms.speak_up import Bare
from incidents.views.evidence_upload import facts_of_form, files_form
from incidents.wording import pages

# Long enough for big films over a slow line.
LASTS: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """The question as it stands, and the form for files: bound only when the signed no, `plain`, came back with them."""

    question: AskFirstForm
    files: FilesForm
    plain: str
    answer: str
    # Whether what was sent is refused: files before a plain no, or no answer at all.
    is_refused: bool = False

    @property
    def takes(self) -> bool:
        return self.files.is_bound

    @property
    def status(self) -> int:
        return 422 if self.takes or self.is_refused else 200

    def facts(self, case: Case, level: str = "") -> dict[str, Any]:
        """What the page reads. Words in the level of the report; a report that said yes shows the other way first."""
        answers = answers_of(case)
        read_at = pages.level_of(level or answers.get("level", {}).get("level", ""))
        return {
            **facts_of_form(self.files),
            "question": self.question,
            "plain": self.plain,
            "asks": pages.page("have", read_at),
            "words": pages.lines_at(read_at),
            "another_way": needs_another_way(self.answer)
            or (not self.answer and needs_another_way(answers.get("have", {}).get("bare", ""))),
        }


def ask_first(request: HttpRequest) -> Asked:
    """What was answered to the question, and the form for files: unbound until a plain no of this page came back."""
    came = request.POST.get("plain", "")
    if came and _holds(came, request):
        return Asked(AskFirstForm(), files_form(request), came, Bare.NO)
    is_sent = request.method == "POST"
    question = AskFirstForm(request.POST if is_sent else None)
    answer = question.cleaned_data["bare"] if question.is_valid() else ""
    plain = _signer(request).sign(Bare.NO.value) if answer == Bare.NO else ""
    note = request.POST.get("note", "")
    is_refused = is_sent and (not answer or bool(request.FILES))
    return Asked(question, FilesForm(initial={"note": note}), plain, answer, is_refused)


def _signer(request: HttpRequest) -> TimestampSigner:
    """Of this page's address, which names the one visit or the one report."""
    return TimestampSigner(salt=f"incidents.ask_first:{request.path}")


def _holds(came: str, request: HttpRequest) -> bool:
    try:
        return _signer(request).unsign(came, max_age=LASTS) == Bare.NO
    except BadSignature:
        return False
