"""Audits for tests: ITS people, a small criteria set in force, and an audit at any stage, by the real actions."""

from datetime import timedelta
from io import BytesIO
from types import SimpleNamespace
from uuid import uuid4

from django.utils import timezone
from PIL import Image

from documents.actions import keep_file
from platforms.actions import audits, deciding, results
from platforms.actions.deciding import Words
from platforms.actions.evidence import Piece
from platforms.actions.results import Finding
from platforms.models import Agreement, CriteriaSet, Criterion, Evidence, Result
from platforms.terms import Status
from platforms.terms.audits import Grade, Knockout, Origin, Value
from schools.terms import Role
from tests.factories import actor, district_user
from tests.platform_factories import AdoptionFactory, PlatformFactory

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


def begun(**facts):
    """An audit asked for by one reviewer and being assessed by its auditor.

    Gives its, reviewer, second, asker, auditor (who is `its`), by, platform, audit.
    """
    scene = its_people()
    scene.asker, scene.auditor = district_user(Role.REVIEWER), scene.its
    scene.by |= {"asker": actor(scene.asker), "auditor": scene.by["its"]}
    criteria_in_force()
    scene.platform = PlatformFactory(standing=Status.NOT_REVIEWED)
    scene.audit = audits.request(scene.platform, by=scene.by["asker"], **facts)
    audits.assign(scene.audit, scene.its, by=scene.by["asker"])
    scene.audit.refresh_from_db()
    return scene


def evidence_for(scene, origin=Origin.ITS, until=None):
    """A piece in the platform's store, written past the reading of files."""
    today = timezone.localdate()
    return Evidence.objects.create(
        platform=scene.platform, title="Recording", name="log.txt", origin=origin,
        dated_on=today - timedelta(days=30), valid_until=until, received_by=scene.its,
        file=keep_file(b"seen", "text/plain", source=f"test:{uuid4()}", by=scene.by["its"]),
    )  # fmt: skip


def finding(scene, code, value, grade=Grade.CLAIMED, *, origin=Origin.ITS, days=None, **facts):
    """A finding, on a piece of evidence where its grade wants one; `days` from today are its last."""
    pieces = []
    if "piece_of" in facts:
        pieces = [facts["piece_of"]]
    elif facts.get("elsewhere"):
        other = SimpleNamespace(its=scene.its, by=scene.by, platform=PlatformFactory())
        pieces = [evidence_for(other)]
    elif origin != Origin.ITS or days is not None:
        until = None if days is None else timezone.localdate() + timedelta(days=days)
        pieces = [evidence_for(scene, origin, until)]
    elif grade == Grade.ATTESTED:
        pieces = [evidence_for(scene)]
    return Finding(
        criterion=scene.audit.criteria_set.criteria.get(code=code),
        value=value, grade=grade, evidence=pieces, note=facts.get("note", ""),
    )  # fmt: skip


def assessed(*, with_na=False, values=None, student_data=False):
    """The same, with every finding made and what binds chosen; `values` by code say what is not met."""
    scene = begun()
    seen = evidence_for(scene)
    found = {"IAM-01": Value.MET, "IAM-02": Value.MET, "CON-01": Value.MET, **(values or {})}
    if with_na:
        found["IAM-02"] = Value.NA
    results.assess(
        scene.audit,
        [
            finding(scene, code, value, Grade.OBSERVED, piece_of=seen, note="It has none.")
            for code, value in found.items()
        ],
        by=scene.by["its"],
    )
    scope = audits.Scope(tags=[], student_data=student_data)
    audits.choose_scope(scene.audit, scope, by=scene.by["its"])
    scene.audit.refresh_from_db()
    return scene


def handed_in(**facts):
    """The same, with the second person."""
    scene = assessed(**facts)
    audits.hand_in(scene.audit, by=scene.by["its"])
    scene.audit.refresh_from_db()
    return scene


def reviewed(**facts):
    """The same, with what binds and what does not apply accepted by `reviewer`."""
    scene = handed_in(**facts)
    by = scene.by["reviewer"]
    results.review_scope(scene.audit.scopes.get(), accepted=True, by=by)
    for row in Result.objects.standing().filter(audit=scene.audit, value=Value.NA):
        results.review_na(row, accepted=True, by=by)
    return scene


def decided(words=None, **facts):
    """The same, decided; gives `decision` too."""
    scene = reviewed(**facts)
    words = words or Words(public_reason="It keeps every message.")
    scene.decision = deciding.decide(scene.audit, words, by=scene.by["reviewer"])
    scene.audit.refresh_from_db()
    return scene


def agreed(platform, until):
    """A data agreement in force until the day."""
    today = timezone.localdate()
    return Agreement.objects.create(
        platform=platform, title="Agreement", signed_on=today, starts_on=today, ends_on=until
    )
