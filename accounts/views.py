"""Pages of API keys, for system administrators."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import may_manage_keys
from accounts.actions import create_key, revoke_key
from accounts.forms import ApiKeyForm
from accounts.models import ApiKey
from core.http import SignedInRequest, actor_of
from core.paging import page

USUAL_LIFE = timedelta(days=180)


@require_safe
def api_keys(request: SignedInRequest) -> HttpResponse:
    """Every key there is and was, newest first, without the keys themselves."""
    may_manage_keys(actor_of(request)).require()
    now = timezone.now()
    rows = page(request, ApiKey.objects.select_related("created_by"), newest_first=True)
    shown = [(key, key.is_live(now)) for key in rows.rows]
    return render(request, "accounts/api_keys.html", {"keys": shown, "page": rows})


def new_api_key(request: SignedInRequest) -> HttpResponse:
    """Make a key. The answer to the form is the one page that shows it; nothing keeps it for another."""
    by = actor_of(request)
    may_manage_keys(by).require()
    usual = {"expires_on": timezone.localdate() + USUAL_LIFE, "scopes": [ApiKey.Scope.VERDICT]}
    form = ApiKeyForm(request.POST or None, initial=usual)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        row, key = create_key(
            name=given["name"],
            scopes=[ApiKey.Scope(scope) for scope in given["scopes"]],
            expires_at=given["expires_on"],
            by=by,
        )
        return render(request, "accounts/api_key_made.html", {"key": row, "secret": key})
    status = 422 if form.errors else 200
    return render(request, "accounts/new_api_key.html", {"form": form}, status=status)


@require_POST
def revoke_api_key(request: SignedInRequest, pk: int) -> HttpResponse:
    """End a key at once."""
    by = actor_of(request)
    may_manage_keys(by).require()
    key = get_object_or_404(ApiKey, pk=pk)
    revoke_key(key, by=by)
    messages.success(request, _("The key no longer works."))
    return redirect("api_keys")
