from django.apps import AppConfig
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from core import navigation
from schools.terms import Role


def administers(request: HttpRequest) -> bool:
    held = request.user.role_assignments.current()  # type: ignore[union-attr,misc]
    return bool(held.filter(role=Role.ADMIN).exists())


def imports_rosters(request: HttpRequest) -> bool:
    """Whether the reader may bring rosters in; the pages themselves ask `access`."""
    held = request.user.role_assignments.current()  # type: ignore[union-attr,misc]
    return bool(held.filter(role__in=(Role.ADMIN, Role.RECORDS)).exists())


class SchoolsConfig(AppConfig):
    name = "schools"

    def ready(self) -> None:
        navigation.register(_("Students"), "schools:students", "people", 50)
        navigation.register(_("Schools"), "schools:schools", "school", 60)
        navigation.register(_("Imports"), "schools:imports", "upload", 70, visible=imports_rosters)
        navigation.register(_("District"), "schools:district", "settings", 80, visible=administers)
