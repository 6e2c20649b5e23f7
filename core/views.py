"""Pages that belong to no app: refusals, and the gallery of components."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.gallery import LAYOUTS, samples


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page waited too long, or cookies are off."""
    return render(request, "403_csrf.html", status=403)


@require_safe
@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state; `?layout=` shows them in another shell."""
    layout = request.GET.get("layout", "staff")
    chosen = layout if layout in LAYOUTS else "staff"
    facts = samples() | {"layout": f"layouts/{chosen}.html", "layouts": LAYOUTS, "chosen": chosen}
    return render(request, "core/gallery.html", facts)
