"""One platform as everybody may read it, and "Can I use X for Y?" (P3)."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.views.decorators.http import require_safe

from core import public_pages as public
from platforms.forms.public_list import CheckForm
from platforms.reports import checker, public_page
from platforms.reports.public_list import Snapshot, current
from platforms.views.public_list import HTML, shown


@login_not_required
@require_safe
def public_platform(request: HttpRequest, slug: str) -> HttpResponse:
    """Where one platform stands, since when and why; one that was merged away leads to the other."""
    with public.in_language(request):
        found = current()
        row = found.find(slug)
        if row is None:
            target = public_page.moved_to(slug)
            if target is not None and found.find(target):
                moved = reverse("platforms:public_platform", args=[target])
                # Not for ever: they may be taken apart again, and browsers remember.
                return HttpResponseRedirect(moved + public.languages(request)["carry"])
            return _nothing(request, found, slug)
        page = public_page.page_of(found, row, timezone.now())
        facts = {
            "page": page,
            "shown": shown(found, row),
            "meaning": public_page.meaning(row),
            "alternatives": [shown(found, one) for one in page.alternatives],
            "past": [(one, public_page.use_names(one.uses, dict(found.uses))) for one in page.past],
            "as_of": found.as_of,
            **public.languages(request),
        }
        body = public.drawn("platforms/public/platform.html", facts)
        # Agreements and breaches are no part of the list, so the page's own bytes name it.
        mark = salted_hmac("platforms.public_platform", body).hexdigest()
        return public.answer(
            request,
            found.source,
            lambda: body,
            page=f"platform:{mark}",
            asked={"language": public.language_of(request)},
            content_type=HTML,
        )


def _nothing(request: HttpRequest, found: Snapshot, slug: str) -> HttpResponse:
    """404 that says what it means, with what the reader may have looked for."""
    words = slug.replace("-", " ").replace("_", " ")
    _row, near = public_page.look_up(found, words)
    facts = {
        "typed": words,
        "near": [shown(found, one) for one in near],
        **public.languages(request),
    }
    return HttpResponse(public.drawn("platforms/public/not_found.html", facts), status=404)


@login_not_required
@require_safe
def public_check(request: HttpRequest) -> HttpResponse:
    """The checker: its address is the question, so an answer can be sent to somebody."""
    with public.in_language(request):
        found = current()
        # A link from a tool's page names the tool alone: nothing is asked yet, so nothing is wrong.
        typed = request.GET.get("platform", "")
        row = found.find(typed)
        form = CheckForm(
            request.GET if "use" in request.GET else None,
            initial={"platform": row.name if row else typed},
            uses=found.uses.values(),
        )
        names = ("platform", "use", "grade", public.LANGUAGE)
        asked = {name: request.GET[name] for name in names if request.GET.get(name)}
        response = public.answer(
            request,
            found.source,
            lambda: public.drawn("platforms/public/check.html", _checked(request, found, form)),
            page="check",
            asked={**asked, "asked": str(form.is_bound)},
            content_type=HTML,
        )
    if form.is_bound and not form.is_valid() and response.status_code == 200:
        response.status_code = 422
    return response


def _checked(request: HttpRequest, found: Snapshot, form: CheckForm) -> dict[str, Any]:
    facts: dict[str, Any] = {"form": form, "as_of": found.as_of, **public.languages(request)}
    if not (form.is_bound and form.is_valid()):
        return facts
    given = form.cleaned_data
    row, near = public_page.look_up(found, given["platform"])
    use = found.uses[given["use"]]
    facts |= {
        "typed": given["platform"],
        "use": use,
        "near": [shown(found, one) for one in near],
        "asked": True,
    }
    if row is None:
        return facts
    answered = checker.answer(found, row, use, given["grade"])
    nearest = [shown(found, one) for one in answered.nearest]
    return facts | {"answered": answered, "shown": shown(found, row), "nearest": nearest}
