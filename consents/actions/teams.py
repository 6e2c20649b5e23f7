"""Keep a list of students by name, to be asked for again."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from consents.access import activities as access
from consents.access import teams as team_access
from consents.models import Team, TeamMember
from core.actor import Actor
from schools.models import School, Student
from trail.recording import record


@transaction.atomic
def keep_team(school: School, name: str, students: Iterable[Student], *, by: Actor) -> Team:
    """The students as the actor's team of that name; a team there was becomes exactly these students."""
    access.may_ask_at(by, school).require()
    owner = access.acting_user(by)
    team, _made = Team.objects.get_or_create(school=school, owner=owner, name=name)
    wanted = {student.pk for student in students}
    open_rows = team.members.filter(ended_at__isnull=True)
    open_rows.exclude(student__in=wanted).update(ended_at=timezone.now())
    already = set(open_rows.values_list("student", flat=True))
    TeamMember.objects.bulk_create(
        TeamMember(team=team, student_id=student) for student in sorted(wanted - already)
    )
    record("team.kept", team, by=by, count=len(wanted))
    return team


@transaction.atomic
def leave_team(team: Team, students: Iterable[Student], *, by: Actor) -> int:
    """Take students out of a team; activities that used it stay as they are."""
    team_access.may_change(by, team).require()
    rows = team.members.filter(ended_at__isnull=True, student__in=list(students))
    gone = rows.update(ended_at=timezone.now())
    if gone:
        record("team.left", team, by=by, count=gone)
    return gone
