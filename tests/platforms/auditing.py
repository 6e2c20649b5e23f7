"""Audits for tests: ITS people, a small criteria set in force, and an audit at any stage, by the real actions."""

from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace

from django.utils import timezone
from PIL import Image

from platforms.actions.evidence import Piece
from platforms.models import CriteriaSet, Criterion
from platforms.terms.audits import Knockout, Origin
from schools.terms import Role
from tests.factories import actor, district_user
from tests.platform_factories import AdoptionFactory

# Code → group, weight, knock-out, whether documents suffice, tags it binds by.
CRITERIA = {
    "IAM-01": ("IAM", 10, Knockout.HARD, False, []),
    "IAM-02": ("IAM", 10, Knockout.NONE, False, []),
    "CON-01": ("CON", 10, Knockout.CURABLE, True, []),
    "PAR-01": ("PAR", 10, Knockout.HARD, False, ["student_facing"]),
}


def png():
    drawn = BytesIO()
    Image.new("RGB", (8, 8), "white").save(drawn, "PNG")
    return drawn.getvalue()


PNG = png()


def piece(**facts):
    """A file that ITS made today; plain text unless `content` says otherwise."""
    defaults = {
        "title": "What we saw",
        "name": "log.txt",
        "content": b"signed in without a second factor",
        "origin": Origin.ITS,
        "dated_on": timezone.localdate(),
    }
    return Piece(**{**defaults, **facts})


def criteria_in_force(criteria=CRITERIA):
    """A set adopted some time ago."""
    made = CriteriaSet.objects.create(
        code="standard", version=CriteriaSet.objects.count() + 1, title="Security standard",
        content="{}", sha256=f"{CriteriaSet.objects.count():064}", loaded_by="test",
    )  # fmt: skip
    for place, (code, (group, weight, knockout, suffice, tags)) in enumerate(criteria.items(), 1):
        Criterion.objects.create(
            criteria_set=made, code=code, place=place, group=group, group_title=f"Group {group}",
            text=f"What {code} asks.", weight=weight, knockout=knockout, tags=tags,
            documents_suffice=suffice, evidence_expected="A recording",
        )  # fmt: skip
    AdoptionFactory(criteria_set=made, from_on=timezone.localdate() - timedelta(days=9))
    return made


def its_people():
    """An auditor, a reviewer and a second reviewer, with their actors in `by`."""
    people = SimpleNamespace(
        its=district_user(Role.ITS),
        reviewer=district_user(Role.REVIEWER),
        second=district_user(Role.REVIEWER),
    )
    people.by = {who: actor(user) for who, user in vars(people).items()}
    return people
