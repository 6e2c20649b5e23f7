"""The register's entries in the staff menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from consents.access.approvals import awaiting, sits_in_an_office
from consents.access.folders import keeps_folders
from consents.terms import Stage
from core import navigation


def register() -> None:
    """Activities for everybody; the principal's queue for those who decide."""
    navigation.register(_("Activities"), "activities", "people", 20)
    navigation.register(
        _("Approvals"), "approvals", "check-circle", 30, visible=_decides, count=_waiting
    )
    navigation.register(_("Folders"), "folders", "folder", 55, visible=_keeps)


def _keeps(request: HttpRequest) -> bool:
    user = request.user
    return user.is_authenticated and keeps_folders(user)


def _decides(request: HttpRequest) -> bool:
    user = request.user
    return user.is_authenticated and sits_in_an_office(user)


def _waiting(request: HttpRequest) -> int:
    user = request.user
    return awaiting(user).filter(stage=Stage.ASKED).count() if user.is_authenticated else 0
