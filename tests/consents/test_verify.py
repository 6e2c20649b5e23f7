from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from consents.forms.verify import LARGEST
from consents.views.verify import MOST
from documents import keeping
from documents.models import DocumentRead
from documents.verifying import Finding
from tests.consent_factories import safety_meetup
from tests.consents.forms_on_file import file, sign, withdraw
from tests.documents.test_verifying import altered, plain_pdf

pytestmark = pytest.mark.django_db
PAGE = "/verify/"


@pytest.fixture
def scene():
    return safety_meetup()


def pdf_of(answer):
    return keeping.content_of(file(answer, make=True))


def check(client, content, name="form.pdf"):
    return client.post(PAGE, {"file": SimpleUploadedFile(name, content, "application/pdf")})


def finding(response):
    return response.context["verification"].finding


def test_anybody_may_open_it(client):
    assert client.get(PAGE).status_code == 200


@pytest.mark.clause("T8")
def test_a_genuine_form_in_force(client, scene):
    response = check(client, pdf_of(sign(scene)))

    page = response.content.decode()
    assert (response.status_code, finding(response)) == (200, Finding.GENUINE)
    assert response.context["standing"].state == "in_force"
    assert page.count("Permission given") == 1
    assert page.count(scene.year.name) == 1


def test_it_names_nobody(client, scene):
    page = check(client, pdf_of(sign(scene))).content.decode()

    people = [scene.student.family_name, scene.coach.name, scene.guardians[0].family_name]
    assert [
        name for name in [*people, scene.principal.name, scene.school.name] if name in page
    ] == []


def test_a_withdrawn_form_is_genuine_and_not_in_force(client, scene):
    answer = sign(scene)
    content = pdf_of(answer)
    withdraw(answer)

    response = check(client, content)

    assert finding(response) == Finding.GENUINE
    assert response.context["standing"].state == "withdrawn"


def test_a_replaced_form_says_so(client, scene):
    content = pdf_of(sign(scene, at=timezone.now() - timedelta(minutes=1)))
    sign(scene, decision="refused")

    assert check(client, content).context["standing"].state == "superseded"


def test_an_altered_form_is_told_nothing_about(client, scene):
    response = check(client, altered(pdf_of(sign(scene)), decision="refused"))

    assert finding(response) == Finding.ALTERED
    assert (response.context["standing"], response.context["snapshot"]) == (None, {})


def test_another_pdf_and_another_file(client):
    assert finding(check(client, plain_pdf())) == Finding.UNKNOWN
    assert finding(check(client, b"hello")) == Finding.UNREADABLE


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "Choose the PDF file first."),
        (b"", "The file is empty."),
        (b"x" * (LARGEST + 1), "The file is larger than 5 MB; no signed form is."),
    ],
    ids=["none", "empty", "large"],
)
def test_what_cannot_be_checked_says_why(client, content, words):
    response = client.post(PAGE) if content is None else check(client, content)

    assert response.status_code == 422
    assert response.context["form"].errors == {"file": [words]}


def test_checking_keeps_nothing(client, scene):
    content = pdf_of(sign(scene))

    check(client, content)

    assert DocumentRead.objects.count() == 0


def test_too_many_files_wait(client):
    statuses = [check(client, b"hello").status_code for _ in range(MOST + 1)]

    assert statuses == [200] * MOST + [429]


def test_it_takes_nothing_but_reading_and_sending(client):
    assert client.put(PAGE).status_code == 405
