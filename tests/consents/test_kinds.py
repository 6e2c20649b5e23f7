import pytest
from django.utils import timezone

from consents.reports.kinds import explained, grades_in_words, platform_rows
from platforms.terms import Status
from tests.consent_factories import kind
from tests.platform_factories import PlatformFactory


@pytest.mark.parametrize(
    ("grades", "words"),
    [
        (None, "Every grade"),
        (frozenset(), "No grade"),
        (frozenset({"09", "10", "11", "12"}), "Grades 09 to 12"),
        (frozenset({"KG", "01", "02"}), "Grades KG to 02"),
        (frozenset({"09", "12"}), "Grades 09, 12"),
    ],
)
def test_grades_are_said_in_words(grades, words):
    assert grades_in_words(grades) == words


@pytest.mark.django_db
def test_every_published_exception_explains_itself_from_its_rule():
    hidden = kind("re_engagement")
    hidden.is_published = False
    hidden.save()

    found = {one.kind.code: one.sentences for one in explained(timezone.now())}

    assert found == {
        "safety_meetup": (
            "Grades 09 to 12, enrolled",
            "One parent agrees and none refuses",
            "Every text is a group text with a parent on it",
            "Your district e-mail is on the thread",
        ),
        "bulk_alerts": (
            "Every grade, enrolled",
            "One parent agrees and none refuses",
            "A parent who wants the same texts gets them",
            "Only through a platform approved for it",
        ),
        "classroom_social_media": (
            "Every grade, enrolled",
            "Allowed unless a parent refuses",
            "Only through a platform approved for it",
        ),
    }


@pytest.mark.django_db
@pytest.mark.clause("T3")
def test_a_platform_is_offered_only_for_what_it_is_approved_for_today():
    kind()
    PlatformFactory(name="A")
    PlatformFactory(name="B", standing=Status.APPROVED_FOR_USES, standing__uses=["bulk_alerts"])
    PlatformFactory(name="C", standing=Status.IN_REVIEW)

    rows = platform_rows(timezone.now(), timezone.localdate())

    assert [(row.platform.name, row.why_not, [one.code for one in row.uses]) for row in rows] == [
        ("A", "", ["safety_meetup", "bulk_alerts", "re_engagement", "classroom_social_media"]),
        ("B", "", ["bulk_alerts"]),
        ("C", "In review", []),
    ]
