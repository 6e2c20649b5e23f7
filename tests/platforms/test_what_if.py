"""A criteria set tried on the platforms' newest decisions: who would move, whom it touches, and nothing written (P2)."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from platforms.models import AuditDecision, Platform
from platforms.reports.what_if import what_if
from platforms.terms import Status
from platforms.terms.audits import AuditStage, Knockout, Outcome, Value
from platforms.terms.criteria import Shift
from schools.terms import Role
from tests.factories import district_user
from tests.platform_factories import (
    AuditFactory,
    CriteriaSetFactory,
    CriterionFactory,
    PlatformFactory,
    ResultFactory,
)
from trail.models import Entry

pytestmark = pytest.mark.django_db


def a_set(**changes):
    """Two criteria that say the same in every set, but for what is changed by code."""
    made = CriteriaSetFactory()
    for place, code in enumerate(("A-1", "A-2")):
        facts = changes.get(code.replace("-", "_"), {})
        CriterionFactory(criteria_set=made, code=code, place=place, **facts)
    return made


def decided(under, platform=None, outcome=Outcome.APPROVED, **values):
    """A decided audit; a criterion that is not named was met."""
    audit = AuditFactory(criteria_set=under, platform=platform or PlatformFactory())
    for criterion in under.criteria.all():
        value = values.get(criterion.code.replace("-", "_"), Value.MET)
        ResultFactory(audit=audit, criterion=criterion, value=value)
    # As the decision itself does it: from then on nothing of the audit changes.
    audit.stage = AuditStage.DECIDED
    audit.save()
    AuditDecision.objects.create(
        audit=audit, outcome=outcome, public_reason="Because.", receipt="{}",
        sha256=f"{audit.pk:064}", decided_by=district_user(Role.REVIEWER),
    )  # fmt: skip
    return audit


def page_of(client, the_set, **asked):
    client.force_login(district_user(Role.ITS))
    return client.get(reverse("platforms:criteria_what_if", args=[the_set.pk]), asked)


@pytest.mark.clause("P2")
def test_a_set_is_tried_on_each_platforms_newest_decision_and_writes_nothing(client):
    old = a_set()
    harder = a_set(A_2={"knockout": Knockout.HARD})
    weak = decided(old, A_2=Value.PARTIAL)
    # An earlier audit of the same platform is no longer what stands.
    strong = PlatformFactory(name="Strong")
    decided(old, strong, Outcome.APPROVED_FOR_USES, A_2=Value.PARTIAL)
    decided(old, strong)
    trail = Entry.objects.count()

    rows = page_of(client, harder).context["page"].rows

    assert [(row.audit.platform, row.shift, row.reasons) for row in rows] == [
        (weak.platform, Shift.WORSE, ("hard_knockout:A-2",)),
        (strong, Shift.SAME, ()),
    ]
    assert (Entry.objects.count(), AuditDecision.objects.count()) == (trail, 3)


def test_changed_words_hang_on_new_evidence_and_are_added_up_by_criterion():
    old = a_set()
    other = a_set(A_2={"text": "Something else.", "knockout": Knockout.CURABLE})
    decided(old)
    decided(old)

    found = what_if(other, timezone.localdate())

    (need,) = found.needs
    assert [row.shift for row in found.rows] == [Shift.OPEN, Shift.OPEN]
    assert (need.code, need.whys, need.platforms) == ("A-2", ("Asks in other words",), 2)


def test_a_dated_knock_out_is_taken_as_of_the_day_asked_about(client):
    day = timezone.localdate() + timedelta(days=30)
    old = a_set()
    later = a_set(A_2={"knockout": Knockout.CURABLE, "knockout_from": day})
    decided(old, A_2=Value.NOT_MET)

    shifts = [
        page_of(client, later, on=on.isoformat()).context["page"].rows[0].replayed.best.reasons
        for on in (day - timedelta(days=1), day)
    ]

    assert shifts == [("score_below_60",), ("curable_knockout:A-2",)]


def test_retired_and_merged_platforms_and_audits_under_way_are_left_out():
    old = a_set()
    decided(old, PlatformFactory(standing=Status.RETIRED))
    twin = decided(old).platform
    Platform.objects.filter(pk=twin.pk).update(merged_into=PlatformFactory())
    AuditFactory(criteria_set=old)

    assert what_if(old, timezone.localdate()).rows == ()


def test_the_list_is_narrowed_and_taken_along_as_it_is_narrowed(client):
    old = a_set()
    harder = a_set(A_2={"knockout": Knockout.HARD})
    decided(old, PlatformFactory(name="=Alpha"), A_2=Value.NOT_MET)
    decided(old, PlatformFactory(name="Beta"))
    client.force_login(district_user(Role.ITS))
    address = reverse("platforms:criteria_what_if_file", args=[harder.pk])

    read = {
        query: [
            (row[0], row[6])
            for row in csv.reader(io.StringIO(client.get(f"{address}?{query}").content.decode()))
        ][1:]
        for query in ("", "shift=same", "q=alpha", "shift=worse&q=beta")
    }

    alpha, beta = ("'=Alpha", "Would be worse"), ("Beta", "Stays the same")
    assert read == {"": [alpha, beta], "shift=same": [beta], "q=alpha": [alpha], "shift=worse&q=beta": []}  # fmt: skip


def test_a_day_that_is_none_is_said_and_the_usual_day_is_shown(client):
    old = a_set()
    decided(old)

    page = page_of(client, old, on="yesterday")

    assert (page.status_code, len(page.context["page"].rows)) == (422, 1)
    assert page.context["on"] == timezone.localdate()


def test_without_a_decision_the_page_says_what_it_is_for(client):
    assert "No audit has been decided yet" in page_of(client, a_set()).content.decode()


def test_ten_platforms_take_as_many_queries_as_one():
    old, other = a_set(), a_set(A_2={"text": "Something else."})
    decided(old)
    with CaptureQueriesContext(connection) as one:
        what_if(other, timezone.localdate())
    for _ in range(9):
        decided(old)

    with CaptureQueriesContext(connection) as many:
        found = what_if(other, timezone.localdate())

    assert (len(found.rows), len(many)) == (10, len(one))
