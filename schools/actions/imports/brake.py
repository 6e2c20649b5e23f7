"""An import that would take away too much stops and asks a person."""

from __future__ import annotations

from typing import Final

from django.db.models import Count
from django.utils.translation import gettext as _

from schools.models import GuardianLink, School, Student
from schools.terms import LinkSource

# More than a tenth leaving at once is a broken export far more often than it is true.
MOST_LEAVING: Final = 0.1


class Brake:
    """Looks before and after; `reasons` says why a person must confirm, or nothing."""

    def __init__(self) -> None:
        self.students = _per_school()
        self.links = _contact_links()
        self.open_schools = set(School.objects.open().values_list("pk", flat=True))

    def reasons(self, left: int, links_left: int) -> list[str]:
        found = []
        before = sum(self.students.values())
        if left > before * MOST_LEAVING:
            found.append(
                _("%(left)d of %(before)d students would be marked as having left.")
                % {"left": left, "before": before}
            )
        after = _per_school()
        emptied = [
            school for school, count in self.students.items() if count and school not in after
        ]
        found += [
            _("%(school)s had %(count)d students and would have none.")
            % {"school": school.name, "count": self.students[school.pk]}
            for school in School.objects.filter(pk__in=[key for key in emptied if key])
        ]
        found += self._closed_over_students(after)
        if links_left > self.links * MOST_LEAVING and not found:
            found.append(
                _("%(left)d of %(before)d guardian contacts would be taken off their students.")
                % {"left": links_left, "before": self.links}
            )
        return found

    def _closed_over_students(self, after: dict[int | None, int]) -> list[str]:
        closed = School.objects.filter(pk__in=self.open_schools, closed_on__isnull=False)
        return [
            _("%(school)s would be closed while it has %(count)d students.")
            % {"school": school.name, "count": after[school.pk]}
            for school in closed
            if after.get(school.pk)
        ]


def _per_school() -> dict[int | None, int]:
    counted = Student.objects.enrolled().order_by().values_list("school").annotate(Count("pk"))
    return dict(counted)


def _contact_links() -> int:
    sources = (LinkSource.CONTACTS, LinkSource.ROSTER)
    return GuardianLink.objects.current().filter(source__in=sources).count()
