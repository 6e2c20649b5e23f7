"""The editor of exceptions by its pages: what administrators type, and what everybody else sees (T5)."""

import pytest
from django.urls import reverse

from consents.actions import exception_drafts
from consents.actions.exceptions import load_built_ins
from consents.models import ExceptionKind
from consents.terms import AnswerRule
from core.actor import Actor, ActorKind
from schools.terms import Role
from tests.consents.exception_drafts import edit, marks
from tests.factories import district_user, staff_at

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


@pytest.fixture
def desk(client, admin):
    client.force_login(admin)
    return client


def address(name, *more):
    return reverse(name, args=["bulk_alerts", *more])


def typed(draft, **changes):
    return {
        "revision": draft.revision,
        "purpose": draft.terms.purpose,
        "clause": "T3",
        "every_grade": "on",
        "enrolled_only": "on",
        "starts_by": "school",
        "principal_approval": "on",
        "adult_categories": ["employee"],
        "answer_rule": "any_one",
        "guardian_on_thread": "when_elected",
        "approved_platform": "on",
        "source": draft.source,
        "verified_on": draft.verified_on.isoformat(),
        "changes": "One parent is enough.",
        **changes,
    }


def test_from_draft_to_version(desk, draft):
    desk.post(address("exception_draft"), typed(draft))
    check = desk.get(address("check_exception_draft"))
    (changed,) = check.context["changed"]

    refused = desk.post(address("check_exception_draft"), {"revision": 2})
    done = desk.post(address("check_exception_draft"), {"revision": 2, "seen": [changed.mark]})

    assert changed.example.title == CONFLICT
    assert (refused.status_code, done.url) == (403, address("exception"))
    assert "you have not confirmed" in refused.content.decode()
    page = desk.get(address("exception")).content.decode()
    assert "One parent is enough." in page
    assert "confirmed: “One parent agrees, the other refuses” comes out differently" in page


def test_an_edit_between_looking_and_publishing_is_409(desk, draft, by):
    draft = edit(draft, by, answer_rule=AnswerRule.ANY_ONE)
    looked_at, seen = draft.revision, marks(draft)
    edit(draft, by, answer_rule=AnswerRule.ANY_ONE, changes="Something else.")

    found = desk.post(address("check_exception_draft"), {"revision": looked_at, "seen": seen})

    assert found.status_code == 409
    assert "changed the draft while you were looking" in found.content.decode()
    assert draft.kind.rules.count() == 1


def test_a_form_made_on_an_older_draft_is_409(desk, draft, by):
    data = typed(draft)
    edit(draft, by)

    found = desk.post(address("exception_draft"), data)

    assert found.status_code == 409
    assert "Somebody was faster" in found.content.decode()


def test_a_question_that_cannot_be_read_says_where(desk, draft):
    found = desk.post(
        address("add_exception_example"),
        {
            "revision": draft.revision,
            "title": "New",
            "adult_category": "employee",
            "question": '{"at": "2026-10-12T18:40:00-05:00"}',
            "expected": "yes",
        },
    )

    assert found.status_code == 422
    assert "student: missing" in found.content.decode()


def test_an_example_is_added_changed_and_taken_out(desk, draft):
    form = desk.get(address("exception_example", 0)).context["form"]
    data = {name: form[name].value() for name in ("question", "adult_category", "expected")}

    desk.post(address("exception_example", 0), {**data, "revision": 1, "title": "Other"})
    desk.post(address("add_exception_example"), {**data, "revision": 2, "title": "Another"})
    desk.post(address("remove_exception_example", 1), {"revision": 3})

    draft.refresh_from_db()
    titles = [one.title for one in draft.cases]
    assert (titles[0], titles[-1], len(titles)) == ("Other", "Another", 6)


def test_words_that_name_no_adult_are_not_taken(desk, draft):
    form = desk.get(address("exception_words", "en")).context["form"]
    data = {field.name: field.value() for field in form}
    bad = {**data, "who_text": "Some adults."}

    refused = desk.post(address("exception_words", "en"), bad)
    unknown = desk.post(address("exception_words", "en"), {**data, "who_text": "{adults} {phone}"})
    taken = desk.post(address("exception_words", "en"), {**data, "title": "New title"})

    assert [refused.status_code, unknown.status_code, taken.status_code] == [422, 422, 302]
    assert "the form must name: {adults}" in refused.content.decode()
    assert "No fact has this name: {phone}" in unknown.content.decode()
    draft.refresh_from_db()
    assert draft.words["en"]["title"] == "New title"


def test_a_new_exception_needs_a_code_of_its_own(desk, bulk):
    codes = ["bulk_alerts", "packs", "Bus", "9"]

    answers = [
        desk.post(reverse("add_exception"), {"name": "Bus", "code": code}).status_code
        for code in codes
    ]
    made = desk.post(reverse("add_exception"), {"name": "Bus", "code": "bus_delay"})

    assert (answers, made.url) == ([422] * 4, reverse("exception_draft", args=["bus_delay"]))


def test_a_pack_is_loaded_from_its_page(desk, bulk):
    desk.post(reverse("load_exception_pack", args=["ky_160_145"]))
    none = desk.post(reverse("load_exception_pack", args=["nowhere"]))

    assert ExceptionKind.objects.filter(code="outside_platform", is_published=False).exists()
    assert none.url == reverse("exception_packs")


def test_unpublished_ones_are_not_there_for_others(client, bulk):
    client.force_login(staff_at(role=Role.COACH))

    seen = [kind.code for kind in client.get(reverse("exceptions")).context["page"].rows]
    hidden = client.get(reverse("exception", args=["field_trip"]))

    assert "field_trip" not in seen
    assert hidden.status_code == 404


def test_the_records_office_reads_what_is_not_published(client, bulk):
    client.force_login(district_user(Role.RECORDS))

    found = client.get(reverse("exception", args=["field_trip"]))

    assert (found.status_code, found.context["draft"]) == (200, None)


def test_the_list_asks_as_often_for_thirty_as_for_one(desk, bulk, django_assert_max_num_queries):
    desk.get(reverse("exceptions"))
    with django_assert_max_num_queries(200) as few:
        desk.get(reverse("exceptions"))
    ExceptionKind.objects.bulk_create(
        ExceptionKind(code=f"kind_{number}", name=f"Kind {number}") for number in range(25)
    )

    with django_assert_max_num_queries(200) as many:
        desk.get(reverse("exceptions"))

    assert len(many) == len(few)
