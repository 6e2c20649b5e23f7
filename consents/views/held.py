"""Answers that are checked before they count; and saying that one does not."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consents.access import holds as access
from consents.access.call_backs import offices_of
from consents.access.causes import others_from_here
from consents.actions import holds as actions
from consents.forms.held import InvalidateForm, ReleaseForm
from consents.models import Answer, Hold
from consents.terms.holds import HoldCause
from core.decision import Decision, Refused
from core.http import SignedInRequest, actor_of
from core.paging import page
from schools.models import Student

FETCH = (
    "answer__guardian",
    "answer__student__school",
    "answer__version__activity__school",
    "answer__invalidation",
    "release__by",
)
MOST_OTHERS = 12


@require_safe
def answers_held(request: SignedInRequest) -> HttpResponse:
    """Open ones, the longest waiting first; or those settled, the newest first."""
    _checker(request)
    settled = request.GET.get("show") == "settled"
    words = request.GET.get("q", "").strip()
    everything = access.visible_to(request.user)
    waiting = everything.open()
    found = everything.exclude(pk__in=waiting.values("pk")) if settled else waiting
    facts = {
        "page": page(request, _matching(found, words).select_related(*FETCH), newest_first=settled),
        "settled": settled,
        "is_open": not settled,
        "words": words,
        "waiting": None if settled else waiting.count(),
        "at_school": offices_of(request.user).exists(),
    }
    return render(request, "consents/held/index.html", facts)


@require_safe
def answer_held(request: SignedInRequest, pk: int) -> HttpResponse:
    """One held answer: who signed, from where, why it is held, and who else signed from there."""
    return _detail(request, _visible(request, pk), ReleaseForm())


@require_POST
def answer_release(request: SignedInRequest, pk: int) -> HttpResponse:
    """It is theirs: from now on it counts."""
    row = _visible(request, pk)
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        return _detail(request, row, form, status=422)
    actions.release(row, by=actor_of(request), words=form.cleaned_data["words"])
    messages.success(request, _("The answer counts from now, and is off the list."))
    return redirect("answers_held")


@require_http_methods(["GET", "HEAD", "POST"])
def answer_invalidate(request: SignedInRequest, pk: int) -> HttpResponse:
    """An answer turned out not to count: whose it was not, and since when."""
    answer = _answer(request, pk)
    access.may_check(request.user, answer).require()
    decision = access.may_invalidate(request.user, answer)
    form = InvalidateForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _invalidate(request, answer, form):
        messages.success(
            request, _("The answer does not count. The adults it named are told at once.")
        )
        return redirect("folder", answer.student_id)
    facts = {"answer": answer, "form": form, "decision": decision}
    status = 422 if form.errors else 200
    return render(request, "consents/held/invalidate.html", facts, status=status)


def _invalidate(request: SignedInRequest, answer: Answer, form: InvalidateForm) -> bool:
    given = form.cleaned_data
    try:
        actions.invalidate(answer, by=actor_of(request), reason=given["reason"], at=given["at"])
    except Refused as refused:
        about_time = {access.BEFORE_SIGNING, access.IN_FUTURE}
        if not set(refused.decision.refusals) <= about_time:
            raise
        form.add_error("at", str(refused))
        return False
    return True


def _checker(request: SignedInRequest) -> None:
    if not access.is_checker(request.user):
        raise Refused(Decision((access.NOT_A_CHECKER,)))


def _visible(request: SignedInRequest, pk: int) -> Hold:
    return get_object_or_404(access.visible_to(request.user).select_related(*FETCH), pk=pk)


def _answer(request: SignedInRequest, pk: int) -> Answer:
    """An answer about a student the reader may see; anything else does not exist."""
    full = Answer.objects.select_related(
        "guardian", "student__school", "version__activity__school", "invalidation", "withdrawal"
    )
    answer = full.filter(pk=pk, student__in=Student.objects.visible_to(request.user)).first()
    if answer is None:
        raise Http404
    return answer


def _matching(found: QuerySet[Hold], words: str) -> QuerySet[Hold]:
    """Every word in a name of the student, the signer or the activity."""
    for word in words.split():
        students = Student.objects.matching(word).values("pk")
        found = found.filter(
            Q(answer__student__in=students)
            | Q(answer__guardian__given_name__icontains=word)
            | Q(answer__guardian__family_name__icontains=word)
            | Q(answer__version__name__icontains=word)
        )
    return found


def _detail(
    request: SignedInRequest, row: Hold, form: ReleaseForm, *, status: int = 200
) -> HttpResponse:
    visible = Student.objects.visible_to(request.user).values("pk")
    others = others_from_here(row.answer)
    facts = {
        "row": row,
        "answer": row.answer,
        "causes": [HoldCause(code).label for code in row.causes],
        "others": others.filter(student__in=visible).order_by("-signed_at")[:MOST_OTHERS],
        "elsewhere": others.exclude(student__in=visible).count(),
        "link": row.answer.guardian.links.current().filter(student=row.answer.student_id).first(),
        "form": form,
        "may_release": access.may_release(request.user, row),
    }
    return render(request, "consents/held/detail.html", facts, status=status)
