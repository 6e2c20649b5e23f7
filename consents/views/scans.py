"""One scanned page in two panes: the sheet, and what is decided about it. One key a sheet."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consents import sheets
from consents.access import paper as access
from consents.access.call_backs import offices_of
from consents.actions import readings, stacks
from consents.forms.paper import LookForm, ReadForm
from consents.models import Review, Scan
from consents.reports import paper as report
from consents.terms import GuardianOnThread
from consents.terms.paper import ANSWERS, Reading, ScanStage
from core.decision import Refused
from core.http import SignedInRequest, actor_of, key_in
from documents import actions as documents
from documents import keeping
from schools.models import Student

SANDBOX = "default-src 'none'; sandbox"
FOUND_AT_MOST = 8


@require_safe
def scan(request: SignedInRequest, pk: int) -> HttpResponse:
    """The page, what is known of it, and the buttons of its stage."""
    found = _scan(request, pk)
    return _page(request, found)


@require_safe
def scan_image(request: SignedInRequest, pk: int) -> HttpResponse:
    """The picture of the page; who looked is written down, and nothing keeps a copy."""
    found = _scan(request, pk)
    if found.image is None:
        raise Http404
    try:
        content = documents.open_kept(found.image, by=actor_of(request))
    except keeping.Damaged:
        raise Http404 from None
    response = HttpResponse(content, content_type=found.image.media_type)
    response["Cache-Control"] = "no-store, private"
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
def scan_decide(request: SignedInRequest, pk: int) -> HttpResponse:
    """What the first person reads; the button pressed is the reading."""
    found = _scan(request, pk)
    known = _known(request, found)
    form = _form(known, request)
    pressed = request.POST.get("reading", "")
    if form.is_valid() and pressed not in Reading.values:
        form.add_error(None, _("Press the button or the key of what stands there."))
    if not form.is_valid():
        return _page(request, found, form=form, status=422)
    reading = Reading(pressed)
    given = form.cleaned_data
    read = readings.Read(
        reading=reading,
        version=known.version,
        student=known.student,
        guardian=given["guardian"] or known.meant,
        signed_on=given["signed_on"] if reading in ANSWERS else None,
        typed_name=given["typed_name"],
        phones=form.phones(),
        note=given["note"],
    )
    try:
        readings.decide(found, read, by=actor_of(request))
    except Refused as refused:
        return _refused(request, found, refused, form)
    return _onward(request, found, ScanStage.REVIEW)


@require_POST
def scan_look(request: SignedInRequest, pk: int) -> HttpResponse:
    """The second person agrees or sees something else."""
    found = _scan(request, pk)
    review = get_object_or_404(
        Review.objects.select_related("scan__stack", "by", "student"),
        pk=key_in(request.POST, "review") or 0,
        scan=found,
    )
    form = LookForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422)
    try:
        readings.look_again(
            review,
            agrees=request.POST.get("agrees") == "yes",
            by=actor_of(request),
            note=form.cleaned_data["note"],
        )
    except Refused as refused:
        return _refused(request, found, refused, None)
    return _onward(request, found, ScanStage.SECOND)


@require_POST
def scan_reopen(request: SignedInRequest, pk: int) -> HttpResponse:
    """A page that was thought done is read after all."""
    found = _scan(request, pk)
    stacks.reopen(found, by=actor_of(request))
    return redirect("scan", pk)


def _scan(request: SignedInRequest, pk: int) -> Scan:
    """A page of the user's schools: elsewhere 404; a family of one's own stake 403, with the reason."""
    here = Scan.objects.filter(school__in=offices_of(request.user))
    found = get_object_or_404(report.scans_in_full(here).select_related("image"), pk=pk)
    access.may_see(request.user, found).require()
    return found


def _known(request: SignedInRequest, found: Scan) -> report.Known:
    """By hand: a code in print, or a student and a form chosen from what was found."""
    sheet = sheets.sheet_called(request.GET.get("code", ""))
    here = Student.objects.visible_to(request.user)
    if sheet and here.filter(pk=sheet.student_id).exists():
        return report.known_of(found, sheet.version, sheet.student)
    student = here.filter(pk=key_in(request.GET, "student") or 0).select_related("school").first()
    if student is None:
        return report.known_of(found, None, None)
    version = report.forms_for(student, key_in(request.GET, "version"))
    return report.known_of(found, version, student)


def _form(known: report.Known, request: SignedInRequest | None = None) -> ReadForm:
    form = ReadForm(
        request.POST if request else None, guardians=known.guardians, version=known.version
    )
    if known.meant in known.guardians:
        form.fields["guardian"].initial = known.meant
    return form


def _page(
    request: SignedInRequest, found: Scan, *, form: ReadForm | None = None, status: int = 200
) -> HttpResponse:
    known, review = _known(request, found), report.newest_review(found)
    stage = ScanStage(found.stage)
    same = access.scans_of(request.user).filter(stage=stage).order_by("pk")
    query = request.GET.get("q", "").strip()
    facts: dict[str, Any] = {
        "scan": found,
        "line": report.lines([found])[0],
        "known": known,
        "review": review,
        "form": form or _form(known),
        "look_form": LookForm(),
        "reads": stage in {ScanStage.REVIEW, ScanStage.BY_HAND},
        "looks": stage == ScanStage.SECOND,
        "by_hand": stage == ScanStage.BY_HAND,
        "may_look": access.may_look_again(request.user, review) if review else None,
        "may_reopen": stage == ScanStage.DONE and bool(access.may_reopen(request.user, found)),
        "always": _always(known),
        "query": query,
        "people": _people(request, query),
        "forms": report.forms_offered(known.student) if stage == ScanStage.BY_HAND else [],
        "previous": same.filter(pk__lt=found.pk).last(),
        "next": same.filter(pk__gt=found.pk).first(),
        "left": same.count(),
        "asked": request.GET.urlencode(),
        "place": found.stack.places.order_by("-pk").first(),
    }
    return render(request, "consents/paper/scan.html", facts, status=status)


def _always(known: report.Known) -> bool:
    rule = known.version.rule.rule if known.version else {}
    return bool(rule.get("guardian_on_thread") == GuardianOnThread.ALWAYS)


def _people(request: SignedInRequest, query: str) -> QuerySet[Student] | list[Student]:
    if not query:
        return []
    found = Student.objects.visible_to(request.user).matching(query).select_related("school")
    return found.order_by("family_name", "given_name", "pk")[:FOUND_AT_MOST]


def _refused(
    request: SignedInRequest, found: Scan, refused: Refused, form: ReadForm | None
) -> HttpResponse:
    """On the same page, with every reason and what to do."""
    for reason in refused.decision.refusals:
        if form is not None:
            form.add_error(None, str(reason))
        else:
            messages.error(request, str(reason))
    fresh = _scan(request, found.pk)
    return _page(request, fresh, form=form, status=422)


def _onward(request: SignedInRequest, done: Scan, stage: ScanStage) -> HttpResponse:
    """The next page that waits for the same; the list once none does."""
    waiting = access.scans_of(request.user).filter(stage=stage)
    if stage == ScanStage.SECOND:
        mine = Review.objects.filter(by=request.user, second_look__isnull=True)
        waiting = waiting.exclude(pk__in=mine.values("scan"))
    following = (
        waiting.filter(pk__gt=done.pk).order_by("pk").first() or waiting.order_by("pk").first()
    )
    if following is None:
        messages.success(request, _("No page waits for this any more."))
        desk = "" if stage == ScanStage.REVIEW else f"?desk={stage}"
        return redirect(f"{reverse('paper')}{desk}")
    return redirect("scan", following.pk)
