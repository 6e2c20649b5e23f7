"""Step 3 of a request: the students, by class, grade, search, team, or pasted; and who is not covered."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from consents.actions import activities as actions
from consents.actions import teams as team_actions
from consents.forms.students import (
    AddForm,
    PasteForm,
    TeamForm,
    doubtful_lines,
    students_of,
    ticked,
)
from consents.models import ActivityVersion, TeamMember
from consents.reports.boards import team_list
from consents.reports.matching import match
from consents.reports.programs import told_students
from consents.reports.readiness import coverage_of
from consents.views.finding import draft_or_404
from core.http import SignedInRequest, actor_of, key_in
from core.paging import page
from schools.models import ClassMember, SchoolClass, Student, StudentQuerySet

WAYS = {
    "class": gettext_lazy("By class"),
    "grade": gettext_lazy("By grade"),
    "search": gettext_lazy("Search"),
    "paste": gettext_lazy("Paste a list"),
    "team": gettext_lazy("Team"),
}
ORDER = ["family_name", "given_name"]
PAGE = 50
MOST_CLASSES = 20


@require_safe
def edit_students(request: SignedInRequest, pk: int) -> HttpResponse:
    """The list so far with who is not covered, and the ways to add."""
    version = draft_or_404(request, pk)
    return render(request, "consents/activities/students.html", _context(request, version))


@require_POST
def add_students(request: SignedInRequest, pk: int) -> HttpResponse:
    """The ticked ones, or a whole class, grade or team."""
    version = draft_or_404(request, pk)
    form = AddForm(request.POST)
    wanted = _wanted(request, version, form) if form.is_valid() else []
    _say_added(request, actions.name_students(version, wanted, by=actor_of(request)))
    return _back(request, version)


@require_POST
def remove_students(request: SignedInRequest, pk: int) -> HttpResponse:
    """The ticked ones, or all who cannot be covered."""
    version = draft_or_404(request, pk)
    if "uncovered" in request.POST:
        gone = [row.student for row in coverage_of(version, timezone.now()).uncovered]
    else:
        form = AddForm(request.POST)
        gone = students_of(form.cleaned_data["student"]) if form.is_valid() else []
    count = actions.unname_students(version, gone, by=actor_of(request))
    messages.success(
        request,
        ngettext("%(count)d student removed.", "%(count)d students removed.", count)
        % {"count": count},
    )
    return _back(request, version)


@require_http_methods(["GET", "HEAD", "POST"])
def paste_students(request: SignedInRequest, pk: int) -> HttpResponse:
    """Pasted lines: the sure ones are added at once; the others are shown to choose from or to mend."""
    version = draft_or_404(request, pk)
    if request.method != "POST":
        return redirect(f"{reverse('edit_students', args=[pk])}?by=paste")
    by, school = actor_of(request), version.activity.school
    chosen = _chosen(request, version)
    form = PasteForm(request.POST)
    matches = match(form.cleaned_data["pasted"], school) if form.is_valid() else None
    found = [*chosen, *(matches.found if matches else [])]
    if not found and matches is None:
        return render(
            request,
            "consents/activities/students.html",
            _context(request, version, way="paste", paste=form),
            status=422,
        )
    _say_added(request, actions.name_students(version, found, by=by))
    if matches is None or not (matches.doubts or matches.unknown or matches.left_over):
        return _back(request, version)
    rest = PasteForm(initial={"pasted": "\n".join(matches.unknown)})
    context = _context(request, version, way="paste", paste=rest) | {"matches": matches}
    return render(request, "consents/activities/students.html", context)


@require_POST
def keep_team(request: SignedInRequest, pk: int) -> HttpResponse:
    """Keep the list under a name, for the next request."""
    version = draft_or_404(request, pk)
    form = TeamForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the team a name."))
        return redirect("edit_students", pk)
    team = team_actions.keep_team(
        version.activity.school,
        form.cleaned_data["name"],
        version.students.all(),
        by=actor_of(request),
    )
    messages.success(request, _("Kept as “%(name)s”.") % {"name": team.name})
    return redirect("edit_students", pk)


def _wanted(request: SignedInRequest, version: ActivityVersion, form: AddForm) -> list[Student]:
    """Whom the form means, among the school's enrolled students the reader may see; a team's may be elsewhere."""
    typed = form.cleaned_data
    here = _here(request, version)
    if typed["team"]:
        teams = team_list(request.user).filter(pk=typed["team"])
        members = TeamMember.objects.filter(team__in=teams, ended_at__isnull=True)
        return list(Student.objects.enrolled().filter(pk__in=members.values("student")))
    if typed["school_class"]:
        places = _places(version).filter(school_class=typed["school_class"])
        return list(here.filter(pk__in=places.values("student")))
    if typed["grade"]:
        return list(here.filter(grade=typed["grade"]))
    return list(here.filter(pk__in=typed["student"]))


def _chosen(request: SignedInRequest, version: ActivityVersion) -> list[Student]:
    """Whom the asker took for doubtful lines: students of the school, or one the line itself had named.

    Any other key in the request would be a way to read names of the whole district.
    """
    wanted = set(ticked(request.POST))
    if not wanted:
        return []
    matches = match("\n".join(doubtful_lines(request.POST)), version.activity.school)
    named = [one for doubt in matches.doubts for one in doubt.choices] + matches.found
    known = {student.pk: student for student in named}
    rest = wanted - known.keys()
    return [
        *(student for key, student in known.items() if key in wanted),
        *_here(request, version).filter(pk__in=rest).select_related("school"),
    ]


def _here(request: SignedInRequest, version: ActivityVersion) -> StudentQuerySet:
    program, school = version.activity.program, version.activity.school
    if program is not None:
        # Enrolled or out of school: whose family was told (T4, T5).
        return Student.objects.filter(pk__in=told_students(program, school).values("pk"))
    return Student.objects.visible_to(request.user).enrolled().filter(school=school)


def _places(version: ActivityVersion) -> QuerySet[ClassMember]:
    return ClassMember.objects.filter(
        school_class__school=version.activity.school,
        school_class__ended_at__isnull=True,
        ended_at__isnull=True,
        student__isnull=False,
    )


def _context(
    request: SignedInRequest,
    version: ActivityVersion,
    *,
    way: str = "",
    paste: PasteForm | None = None,
) -> dict[str, Any]:
    way = way or request.GET.get("by", "")
    way = way if way in WAYS else "class"
    found = coverage_of(version, timezone.now())
    rows = {row.student.pk: row for row in found.rows}
    only = request.GET.get("show") == "uncovered"
    listed = version.students.select_related("school")
    if only:
        listed = listed.filter(pk__in=[row.student.pk for row in found.uncovered])
    shown = page(request, listed, ORDER, size=PAGE)
    return {
        "version": version,
        "way": way,
        "ways": WAYS.items(),
        "query": request.GET.get("q", "").strip(),
        "coverage": found,
        "page": shown,
        "rows": [rows[student.pk] for student in shown.rows],
        "only": only,
        "paste": paste or PasteForm(),
        "team_form": TeamForm(),
        **_choices(request, version, way),
    }


def _choices(request: SignedInRequest, version: ActivityVersion, way: str) -> dict[str, Any]:
    """What the chosen way offers."""
    query = request.GET.get("q", "").strip()
    if way == "class":
        return _class_choices(request, version, query)
    if way == "grade":
        counts = _here(request, version).order_by().values("grade").annotate(total=Count("pk"))
        return {"grades": counts.exclude(grade="").order_by("grade")}
    if way == "search":
        return {
            "offered": _offered(_here(request, version).matching(query), version) if query else []
        }
    return {"teams": team_list(request.user)} if way == "team" else {}


def _class_choices(
    request: SignedInRequest, version: ActivityVersion, query: str
) -> dict[str, Any]:
    """The school's classes, or the students of the one that was opened."""
    chosen = key_in(request.GET, "school_class")
    if chosen is None:
        classes = _classes(request, version, query)
        return {"classes": classes[:MOST_CLASSES], "more_classes": len(classes) > MOST_CLASSES}
    places = _places(version).filter(school_class=chosen)
    opened = SchoolClass.objects.filter(pk=chosen, school=version.activity.school).first()
    students = _here(request, version).filter(pk__in=places.values("student"))
    return {"chosen_class": opened, "offered": _offered(students, version)}


def _classes(
    request: SignedInRequest, version: ActivityVersion, query: str
) -> QuerySet[SchoolClass]:
    """The school's classes that have students, the reader's own first, and one more than is shown."""
    classes = SchoolClass.objects.filter(school=version.activity.school, ended_at__isnull=True)
    for word in query.split():
        classes = classes.filter(Q(title__icontains=word) | Q(code__icontains=word))
    places = Q(members__student__isnull=False, members__ended_at__isnull=True)
    own = ClassMember.objects.filter(
        school_class=OuterRef("pk"), user=request.user, ended_at__isnull=True
    )
    return (
        classes.annotate(size=Count("members", filter=places), own=Exists(own))
        .filter(size__gt=0)
        .order_by("-own", "title", "pk")[: MOST_CLASSES + 1]
    )


def _offered(students: QuerySet[Student], version: ActivityVersion) -> list[Student]:
    """Those not on the list yet."""
    listed = version.student_rows.values("student")
    return list(students.exclude(pk__in=listed).order_by(*ORDER, "pk")[: 2 * PAGE])


def _say_added(request: SignedInRequest, count: int) -> None:
    if count:
        messages.success(
            request,
            ngettext("%(count)d student added.", "%(count)d students added.", count)
            % {"count": count},
        )
    else:
        messages.info(request, _("Nobody new was added."))


def _back(request: SignedInRequest, version: ActivityVersion) -> HttpResponse:
    """To the same way of adding."""
    way = request.POST.get("by", "")
    address = reverse("edit_students", args=[version.activity_id])
    return redirect(f"{address}?by={way}" if way in WAYS else address)
