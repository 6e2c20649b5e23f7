"""A number that said stop: on no list of recipients, and not to be named as a child's phone again."""

import pytest

from consents.forms.guardian import PhonesForm
from tests.consents.families import CHILD_PHONE
from tests.consents.hooks import texted
from tests.consents.test_exports import alerts, export, told

pytestmark = pytest.mark.django_db
COPY = "+13125553000"


def test_a_guardians_copy_leaves_the_list_and_the_students_stays():
    scene = alerts(duplicates=True)
    before = told(export(scene))

    texted(COPY, "STOP")
    after = told(export(scene))

    assert [len(before), len(after)] == [2, 1]
    assert COPY not in dict(after).values()


def test_start_puts_it_back():
    scene = alerts(duplicates=True)
    before = told(export(scene))
    texted(COPY, "STOP")

    texted(COPY, "START")

    assert told(export(scene)) == before


def test_a_phone_that_said_stop_is_not_taken_as_a_childs():
    texted(CHILD_PHONE, "STOP")

    form = PhonesForm(
        {"who": "child", "student_phone": CHILD_PHONE, "own_phone": "+13125550143"}, always=True
    )

    assert list(form.errors) == ["student_phone"]
