"""What the practice district's schools ask ITS about tools: a yes with a code, a no, and one that waits."""

from __future__ import annotations

from collections.abc import Mapping

from accounts.models import User
from cps_comms.demo.district import practice_school
from cps_comms.demo.story import actor
from platforms.actions import consults
from platforms.actions.consults import Asked
from platforms.models import Platform, StatusEvent
from platforms.terms import Status
from schools.models import School


def tell(people: Mapping[str, User]) -> None:
    """Through the same doors as anybody; the district's platforms stand already."""
    school, teacher = practice_school(), actor(people["teacher"])
    for status, why in (
        (Status.APPROVED, "To tell parents of the reading club when we meet."),
        (Status.NOT_APPROVED, "Parents asked for it."),
    ):
        event = StatusEvent.objects.filter(status=status, platform__merged_into=None).first()
        if event is not None:
            consults.ask(_asked(event.platform, event.platform.name, why, school), by=teacher)
    waiting = consults.ask(
        _asked(None, "Songbird Class", "The music teachers want one place for news.", school),
        by=actor(people["coach"]),
    )
    consults.take(waiting, by=actor(people["its"]))
    consults.say(
        waiting, "Is it the app, or the website of the same name?", by=actor(people["its"])
    )


def _asked(platform: Platform | None, name: str, why: str, school: School) -> Asked:
    return Asked(
        name=name,
        platform=platform,
        use="parents",
        audiences=["parents"],
        why=why,
        school=school,
        students=40,
    )
