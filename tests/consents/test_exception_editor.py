"""An exception's next version: drafted freely, tried on every example, published once, never edited again (T5)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from consents.actions import activities, exception_drafts, exception_kinds
from consents.actions.activities import Plan
from consents.actions.exception_drafts import DraftChanged, FormWords
from consents.actions.exceptions import load_built_ins
from consents.builtin import Example
from consents.models import (
    ExampleConfirmed,
    ExceptionDraft,
    ExceptionKind,
    ExceptionRule,
    FormText,
)
from consents.reports.exception_drafts import may_publish_version, replay
from consents.reports.readiness import form_in_force, rule_in_force
from consents.terms import AnswerRule
from core.actor import Actor, ActorKind
from core.decision import Refused
from core.workflow import IllegalMove
from notices.models import Notice
from notices.wording import worded
from schools.terms import AdultCategory, Role
from tests.consent_factories import make_activity
from tests.consents.exception_drafts import content, edit, marks, publish
from tests.consents.families import ask_of, asked
from tests.factories import district_user, staff_at
from trail.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.clause("T5")]
CONFLICT = "One parent agrees, the other refuses"


@pytest.fixture
def admin():
    return district_user(Role.ADMIN)


@pytest.fixture
def by(admin):
    return Actor(ActorKind.USER, str(admin.pk), admin.name)


@pytest.fixture
def bulk():
    load_built_ins(by=Actor.command("tests"))
    return ExceptionKind.objects.get(code="bulk_alerts")


@pytest.fixture
def draft(bulk, by):
    return exception_drafts.start(bulk, by=by)


def test_a_draft_begins_as_the_newest_version_and_is_used_again(bulk, draft, by):
    base = bulk.rules.get()

    assert (draft.base, draft.rule, draft.beside, draft.examples) == (
        base,
        base.rule,
        base.beside,
        base.examples,
    )
    assert exception_drafts.start(bulk, by=by) == draft


def test_only_administrators_draft(bulk):
    coach = staff_at(role=Role.COACH)

    with pytest.raises(Refused):
        exception_drafts.start(bulk, by=Actor(ActorKind.USER, str(coach.pk)))

    assert ExceptionDraft.objects.count() == 0


def test_an_answer_rule_changes_the_examples_it_decides(draft, by):
    draft = edit(draft, by, answer_rule=AnswerRule.ANY_ONE)

    changed = [(one.example.title, str(one.before), str(one.after)) for one in replay(draft) if one.changed]  # fmt: skip
    assert changed == [(CONFLICT, "conflict", "allowed")]


def test_a_kind_of_adult_changes_the_examples_about_adults(by, bulk):
    meetup = ExceptionKind.objects.get(code="safety_meetup")
    draft = exception_drafts.start(meetup, by=by)

    draft = edit(draft, by, terms={"adult_categories": frozenset(AdultCategory)})

    assert [one.example.title for one in replay(draft) if one.changed] == ["A volunteer"]


def test_publishing_makes_the_next_version_and_keeps_who_saw_what(bulk, draft, by, admin):
    draft = edit(draft, by, answer_rule=AnswerRule.ANY_ONE)

    rule = publish(draft, by)

    assert (rule.number, rule.conditions.answer_rule, rule.changes) == (
        2,
        "any_one",
        "The board decided so.",
    )
    seen = ExampleConfirmed.objects.get()
    assert (seen.rule, seen.title, seen.by) == (rule, CONFLICT, admin)
    assert (seen.before, seen.after) == (
        {"allowed": False, "reasons": ["conflict"]},
        {"allowed": True, "reasons": []},
    )
    expected = {one.title: (one.allowed, one.reasons) for one in rule.cases}
    assert expected[CONFLICT] == (True, ())
    entry = Entry.objects.filter(verb="exception.ruled").latest("pk")
    assert (entry.facts["number"], entry.facts["confirmed"]) == (2, 1)


def test_a_changed_example_nobody_confirmed_keeps_it_from_being_published(bulk, draft, by):
    draft = edit(draft, by, answer_rule=AnswerRule.ANY_ONE)

    with pytest.raises(Refused) as refused:
        publish(draft, by, seen=[])

    assert [reason.code for reason in refused.value.decision.refusals] == ["unseen_example"]
    assert (bulk.rules.count(), ExampleConfirmed.objects.count()) == (1, 0)
    draft.refresh_from_db()
    assert draft.closed_at is None


def test_a_tick_stands_for_the_very_outcome_that_was_seen(draft, by):
    draft = edit(draft, by, answer_rule=AnswerRule.ANY_ONE)
    seen = marks(draft)
    draft = edit(draft, by, answer_rule=AnswerRule.ALL)

    with pytest.raises(Refused):
        publish(draft, by, seen=seen)


def test_a_draft_edited_while_somebody_looked_is_not_published(bulk, draft, by):
    draft = edit(draft, by, answer_rule=AnswerRule.ANY_ONE)
    looked_at, seen = draft.revision, marks(draft)
    edit(draft, by, answer_rule=AnswerRule.ANY_ONE, grades=frozenset({"01"}))

    with pytest.raises(DraftChanged):
        publish(draft, by, revision=looked_at, seen=seen)

    assert bulk.rules.count() == 1


def test_an_edit_made_on_an_older_state_is_not_saved_over_a_newer_one(draft, by):
    edit(draft, by, changes="First.")

    with pytest.raises(DraftChanged):
        exception_drafts.save(draft, by=by, revision=1, content=content(draft, changes="Second."))

    draft.refresh_from_db()
    assert draft.changes == "First."


def test_taking_an_example_out_must_be_confirmed_too(draft, by):
    draft = edit(draft, by)
    draft = exception_drafts.remove_example(draft, by=by, revision=draft.revision, position=0)

    (gone,) = [one for one in replay(draft) if one.changed]

    assert (gone.is_removed, gone.after) == (True, None)
    with pytest.raises(Refused):
        publish(draft, by, seen=[])
    assert len(publish(draft, by).examples) == 5


def test_a_new_example_with_a_wrong_expectation_must_be_confirmed(draft, by):
    draft = edit(draft, by)
    wrong = Example(title="New", question=draft.cases[0].question, allowed=False)
    facts = {**wrong.question, "student": {"grade": "12"}}

    draft = exception_drafts.put_example(
        draft, replace(wrong, question=facts), by=by, revision=draft.revision, position=None
    )

    assert [one.example.title for one in replay(draft) if one.changed] == ["New"]


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"grades": frozenset()}, ["no_grades"]),
        ({"source": " "}, ["no_source"]),
        ({"changes": "", "grades": frozenset({"01"})}, ["nothing_said"]),
        ({"principal_approval": False}, ["nobody_approves"]),
        ({"terms": {"adult_categories": frozenset()}}, ["no_adults"]),
        ({"answer_rule": AnswerRule.UNLESS_REFUSED, "approved_platform": False},
         ["opt_out_needs_platform"]),
        ({}, ["nothing_changed"]),
    ],
)  # fmt: skip
def test_what_is_missing_is_said_and_nothing_is_published(bulk, draft, by, changes, missing):
    draft = edit(draft, by, **changes)

    found = may_publish_version(draft)

    assert [reason.code for reason in found.refusals] == missing
    with pytest.raises(Refused):
        publish(draft, by)
    assert bulk.rules.count() == 1


def test_a_published_version_is_never_edited(bulk):
    rule = bulk.rules.get()

    with pytest.raises(DatabaseError), transaction.atomic():
        ExceptionRule.objects.filter(pk=rule.pk).update(source="elsewhere")
    with pytest.raises(DatabaseError), transaction.atomic():
        rule.delete()


def test_a_closed_draft_is_never_edited(draft, by):
    draft = edit(draft, by, answer_rule=AnswerRule.ANY_ONE)
    publish(draft, by)

    with pytest.raises(IllegalMove):
        edit(draft, by)
    with pytest.raises(IllegalMove):
        exception_drafts.discard(draft, by=by)


def test_a_version_may_begin_later(bulk, draft, by):
    now = timezone.now()
    draft = edit(draft, by, answer_rule=AnswerRule.ANY_ONE)

    publish(draft, by, valid_from=now + timedelta(days=30))

    assert rule_in_force(bulk, timezone.now()).number == 1
    assert rule_in_force(bulk, now + timedelta(days=31)).number == 2


def test_a_version_does_not_begin_in_the_past(bulk, draft, by):
    draft = edit(draft, by, answer_rule=AnswerRule.ANY_ONE)

    with pytest.raises(Refused):
        publish(draft, by, valid_from=timezone.now() - timedelta(days=1))

    assert bulk.rules.count() == 1


def test_an_activity_keeps_the_version_it_was_asked_under(bulk, draft, by):
    old = make_activity(code="bulk_alerts").latest
    draft = edit(draft, by, answer_rule=AnswerRule.ANY_ONE)

    publish(draft, by)
    new = make_activity(code="bulk_alerts").latest

    old.refresh_from_db()
    assert (old.rule.number, new.rule.number) == (1, 2)


def test_new_words_are_a_new_number_with_every_language(bulk, draft, by):
    draft = edit(draft, by)
    spanish = bulk.form_texts.get(language="es")
    said = FormWords(title="Otro título", body=spanish.body, reviewed_by="C. Ruiz")
    draft = exception_drafts.put_words(draft, "es", said, by=by, revision=draft.revision)

    rule = publish(draft, by)

    assert rule is None
    assert form_in_force(bulk, timezone.now()) == 2
    texts = FormText.objects.filter(kind=bulk, number=2)
    assert texts.count() == 6
    assert texts.get(language="es").title == "Otro título"
    assert texts.get(language="es").reviewed_by == "C. Ruiz"
    assert bulk.rules.count() == 1


def test_words_that_changed_since_they_were_reviewed_are_unread_again(draft, by):
    said = FormWords(title="One", body=[], reviewed_by="C. Ruiz")
    draft = exception_drafts.put_words(draft, "es", said, by=by, revision=draft.revision)
    publish(edit(draft, by), by)
    again = exception_drafts.start(draft.kind, by=by)

    again = exception_drafts.put_words(
        again, "es", replace(said, title="Two"), by=by, revision=again.revision
    )

    assert again.words["es"]["reviewed_by"] == ""


def test_the_other_administrators_are_told(draft, by, admin):
    other = district_user(Role.ADMIN)
    draft = edit(draft, by, answer_rule=AnswerRule.ANY_ONE)

    publish(draft, by)

    (notice,) = Notice.objects.filter(kind="consents/exception_ruled")
    assert notice.address == other.email
    body = worded(notice).body
    assert "Version 2 of “Bulk notifications and alerts” is published." in body
    assert "1 example comes out differently" in body


def test_an_unpublished_exception_cannot_be_asked_for_and_what_stands_goes_on(bulk, by):
    standing = make_activity(code="bulk_alerts")
    coach = standing.asked_by

    exception_kinds.unpublish(bulk, by=by)

    plan = Plan(
        name="Again",
        purpose="Why",
        starts_on=standing.year.starts_on,
        ends_on=standing.year.ends_on,
    )
    with pytest.raises(Refused):
        activities.draft(
            standing.school,
            ExceptionKind.objects.get(pk=bulk.pk),
            by=Actor(ActorKind.USER, str(coach.pk)),
            plan=plan,
        )
    assert standing.latest.approvals.get().stage == "approved"


def test_the_field_trip_waits_for_the_districts_conditions(bulk, by, admin, client):
    trip = ExceptionKind.objects.get(code="field_trip")

    with pytest.raises(Refused) as refused:
        exception_kinds.publish(trip, by=by)

    assert [reason.code for reason in refused.value.decision.refusals] == [
        "no_grades",
        "no_source",
        "not_verified",
    ]
    client.force_login(admin)
    page = client.get(reverse("exception", args=["field_trip"])).content.decode()
    assert "No grade is covered: enter the grades." in page


def test_the_field_trip_is_published_once_they_are_entered(bulk, by):
    trip = ExceptionKind.objects.get(code="field_trip")
    draft = exception_drafts.start(trip, by=by)
    given = content(draft, grades=frozenset({"07", "08"}), source="Board report 26-1028")
    draft = exception_drafts.save(
        draft,
        by=by,
        revision=draft.revision,
        content=replace(given, verified_on=timezone.localdate()),
    )
    publish(draft, by)

    exception_kinds.publish(trip, by=by)

    trip.refresh_from_db()
    assert trip.is_published
    assert [row.is_published for row in trip.publications.all()] == [True]


def test_a_new_exception_begins_strict_and_for_nobody(bulk, by):
    draft = exception_kinds.add("bus_delay", "Bus delay", by=by)

    kind = draft.kind
    assert (kind.is_published, kind.rules.count(), draft.conditions.grades) == (
        False,
        0,
        frozenset(),
    )
    assert [reason.code for reason in may_publish_version(draft).refusals] == [
        "no_grades",
        "no_source",
        "not_verified",
        "no_example",
        "no_english",
        "nothing_said",
    ]


def test_nobody_publishes_twice(bulk, by):
    with pytest.raises(IllegalMove):
        exception_kinds.publish(bulk, by=by)


def test_a_family_signs_the_words_its_activity_was_asked_with(bulk, draft, by):
    scene = asked(guardians=1)
    kind = ExceptionKind.objects.get(code="safety_meetup")
    other = exception_drafts.start(kind, by=by)
    english = kind.form_texts.get(language="en")
    said = FormWords(title="Another title?", body=english.body)
    other = exception_drafts.put_words(other, "en", said, by=by, revision=other.revision)
    publish(edit(other, by), by)

    ask = ask_of(scene.guardians[0])

    assert ask.version.texts().get(language="en").title == english.title
