from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from consents.access.folders import may_open_files
from consents.models import Invalidation, Narrowing
from consents.reports.folders import FormState, folder_of, standing_of
from core.actor import ANYONE
from documents import actions
from documents.models import Document, DocumentRead
from schools.terms import Role
from tests.consent_factories import make_version, safety_meetup
from tests.consents.forms_on_file import file, sign, withdraw
from tests.factories import (
    DelegationFactory,
    NetworkFactory,
    SchoolFactory,
    StudentFactory,
    actor,
    chief_of,
    principal_of,
    staff_at,
    user_with,
)

pytestmark = pytest.mark.django_db
CHICAGO = ZoneInfo("America/Chicago")


@pytest.fixture
def scene():
    return safety_meetup()


def state(answer, at=None):
    return standing_of(answer, at or timezone.now()).state


def local(day, *time):
    return datetime(day.year, day.month, day.day, *time, tzinfo=CHICAGO)


# --- what became of a form


def test_a_granted_form_is_in_force_until_the_activity_ends(scene):
    standing = standing_of(sign(scene), timezone.now())

    assert standing.state == FormState.IN_FORCE
    assert standing.until == scene.version.ends_on
    assert standing.reasons == ()


def test_a_refused_form_is_refused_since_it_was_signed(scene):
    answer = sign(scene, decision="refused")

    standing = standing_of(answer, timezone.now())

    assert (standing.state, standing.since) == (FormState.REFUSED, answer.signed_at)


def test_a_withdrawn_form_says_since_when(scene):
    answer = sign(scene)
    withdrawal = withdraw(answer)

    standing = standing_of(answer, timezone.now())

    assert (standing.state, standing.since) == (FormState.WITHDRAWN, withdrawal.at)


def test_a_form_found_not_to_count_says_so_first(scene):
    answer = sign(scene)
    withdraw(answer)
    Invalidation.objects.create(answer=answer, by=scene.principal, reason="No authority.")

    assert state(answer) == FormState.INVALID


@pytest.mark.parametrize(
    ("first", "then", "keeps_earlier", "of_another_version", "became"),
    [
        ("granted", "refused", False, False, FormState.SUPERSEDED),
        ("granted", "granted", False, False, FormState.SUPERSEDED),
        ("refused", "granted", False, False, FormState.SUPERSEDED),
        ("granted", "refused", False, True, FormState.SUPERSEDED),
        ("granted", "refused", True, True, FormState.IN_FORCE),
        ("granted", "granted", False, True, FormState.IN_FORCE),
        ("refused", "granted", False, True, FormState.SUPERSEDED),
    ],
)
def test_a_later_word_takes_the_place_of_an_earlier(
    scene, first, then, keeps_earlier, of_another_version, became
):
    now = timezone.now()
    early = sign(scene, decision=first, at=now - timedelta(hours=1))
    version = scene.version
    if of_another_version:
        version = make_version(
            scene.activity,
            adults=[scene.coach],
            students=[scene.student],
            decided_by=scene.principal,
        )
    late = sign(scene, decision=then, version=version, keeps_earlier=keeps_earlier, at=now)

    standing = standing_of(early, now)

    assert standing.state == became
    assert standing.since == (late.signed_at if became == FormState.SUPERSEDED else None)


def test_another_guardians_word_takes_nobodys_place(scene):
    early = sign(scene, at=timezone.now() - timedelta(hours=1))
    sign(scene, guardian=scene.guardians[1], decision="refused")

    assert state(early) == FormState.IN_FORCE


@pytest.mark.clause("T7")
@pytest.mark.parametrize("decision", ["granted", "refused"])
def test_at_the_schools_midnight_after_the_last_day_a_form_expires(scene, decision):
    answer = sign(scene, decision=decision)
    last = scene.version.ends_on
    midnight = local(last) + timedelta(days=1)

    assert state(answer, midnight - timedelta(seconds=1)) != FormState.EXPIRED
    assert state(answer, midnight) == FormState.EXPIRED
    assert standing_of(answer, midnight).since == last


def test_a_withdrawn_form_stays_withdrawn_after_the_year(scene):
    answer = sign(scene)
    withdraw(answer)

    assert state(answer, local(scene.year.ends_on) + timedelta(days=30)) == FormState.WITHDRAWN


def test_a_form_whose_approval_was_taken_back_is_not_in_force(scene):
    answer = sign(scene)
    scene.version.approvals.update(stage="revoked")

    standing = standing_of(answer, timezone.now())

    assert standing.state == FormState.STOPPED
    assert [reason.code for reason in standing.reasons] == ["not_approved"]


def test_a_form_of_a_student_taken_off_is_not_in_force(scene):
    answer = sign(scene)
    Narrowing.objects.create(
        activity=scene.activity,
        up_to_version=1,
        what="student",
        student=scene.student,
        by=scene.principal,
    )

    standing = standing_of(answer, timezone.now())

    assert [reason.code for reason in standing.reasons] == ["taken_off"]


# --- the folder


@pytest.mark.clause("T8")
def test_the_folder_holds_every_form_by_year_newest_first(scene):
    now = timezone.now()
    early = file(sign(scene, at=now - timedelta(days=1)))
    late = file(sign(scene, decision="refused", at=now))

    years = folder_of(scene.student, now)

    assert [(year.year, [form.document for form in year.forms]) for year in years] == [
        (scene.year, [late, early])
    ]
    assert [form.standing.state for form in years[0].forms] == ["refused", "superseded"]


@pytest.mark.clause("T8")
def test_expiry_ends_validity_and_not_the_record(scene):
    file(sign(scene))
    later = local(scene.year.ends_on) + timedelta(days=400)

    (year,) = folder_of(scene.student, later)

    assert [form.standing.state for form in year.forms] == ["expired"]


def test_the_folder_says_who_read_each_form(scene):
    document = file(sign(scene), make=True)
    actions.open_file(document, by=actor(scene.principal))

    (year,) = folder_of(scene.student, timezone.now())

    ((name, at),) = year.forms[0].reads
    assert (name, at) == (scene.principal.name, DocumentRead.objects.get().at)


def test_the_same_queries_for_one_form_and_many(scene, django_assert_max_num_queries):
    document = file(sign(scene))
    DocumentRead.objects.create(document=document, actor_kind="user", actor_id=str(scene.coach.pk))
    with django_assert_max_num_queries(18) as few:
        folder_of(scene.student, timezone.now())
    for number in range(29):
        extra = file(sign(scene, at=timezone.now() + timedelta(seconds=number)))
        DocumentRead.objects.create(document=extra, actor_kind="user", actor_id=str(scene.coach.pk))

    with django_assert_max_num_queries(len(few)):
        folder_of(scene.student, timezone.now())


# --- who may


def visitors(scene):
    school, student = scene.school, scene.student
    delegate = staff_at(school)
    DelegationFactory(principal=scene.principal, delegate=delegate, school=student.school)
    return {
        "principal": scene.principal,
        "chief": scene.chief,
        "coach": scene.coach,
        "delegate": delegate,
        **{
            role.value: user_with(role, school)
            for role in Role
            if role not in {Role.PRINCIPAL, Role.CHIEF, Role.COACH}
        },
        "principal elsewhere": principal_of(SchoolFactory()),
        "clerk elsewhere": staff_at(SchoolFactory(), Role.CLERK),
        "chief elsewhere": chief_of(SchoolFactory(network=NetworkFactory())),
    }


OPENS = {"principal", "administrator", "clerk", "chief", "records", "delegate"}
SEES = OPENS | {"teacher", "coach", "aide", "outreach", "admin"}


@pytest.mark.clause("T8")
def test_keepers_open_forms_staff_see_states_others_nothing(scene, client):
    document = file(sign(scene), make=True)
    page, form = f"/students/{scene.student.pk}/folder/", document.pk
    answers = {}

    for name, user in visitors(scene).items():
        client.force_login(user)
        answers[name] = (
            client.get("/folders/").status_code,
            client.get(page).status_code,
            client.get(f"{page}{form}/").status_code,
        )

    assert answers == {
        name: (200, 200 if name in SEES else 404, file_status(name)) for name in answers
    }


def file_status(name):
    if name in OPENS:
        return 200
    return 403 if name in SEES else 404


def test_visitors_sign_in_first(scene, client):
    for address in ("/folders/", f"/students/{scene.student.pk}/folder/"):
        assert client.get(address).url == f"/sign-in/?next={address}"


def test_nobody_but_a_user_opens_a_file(scene):
    assert not may_open_files(ANYONE, scene.student)


def test_a_download_is_a_file_and_never_a_page(scene, client):
    document = file(sign(scene), make=True)
    client.force_login(scene.principal)

    response = client.get(f"/students/{scene.student.pk}/folder/{document.pk}/")

    assert response.content[:5] == b"%PDF-"
    assert {name: response[name] for name in HEADERS} == HEADERS | {
        "Content-Disposition": f'attachment; filename="form-{document.pk}.pdf"'
    }
    assert DocumentRead.objects.values_list("actor_kind", "actor_id").get() == (
        "user",
        str(scene.principal.pk),
    )


HEADERS = {
    "Content-Type": "application/pdf",
    "Content-Disposition": "",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cache-Control": "no-store, private",
}


def test_a_refused_download_writes_no_reading(scene, client):
    document = file(sign(scene), make=True)
    client.force_login(scene.coach)

    page = client.get(f"/students/{scene.student.pk}/folder/{document.pk}/")

    assert b"keep the folder" in page.content
    assert DocumentRead.objects.count() == 0


def test_a_form_of_another_student_is_not_found(scene, client):
    document = file(sign(scene), make=True)
    other = StudentFactory(school=scene.school)
    client.force_login(scene.principal)

    assert client.get(f"/students/{other.pk}/folder/{document.pk}/").status_code == 404


def test_a_form_still_being_made_says_so(scene, client):
    document = file(sign(scene))
    client.force_login(scene.principal)
    page = f"/students/{scene.student.pk}/folder/"

    assert b"Being made" in client.get(page).content
    told = client.get(f"{page}{document.pk}/", follow=True)

    assert told.redirect_chain == [(page, 302)]
    assert b"This form is still being made." in told.content


def test_a_damaged_form_says_so(scene, client):
    document = file(sign(scene), make=True)
    default_storage.delete(document.stored_as)
    client.force_login(scene.principal)

    told = client.get(f"/students/{scene.student.pk}/folder/{document.pk}/", follow=True)

    assert b"The kept file is damaged." in told.content
    assert DocumentRead.objects.count() == 0


def test_those_who_see_states_see_no_signer_and_no_reader(scene, client):
    document = file(sign(scene), make=True)
    actions.open_file(document, by=actor(scene.principal))
    client.force_login(scene.coach)

    page = client.get(f"/students/{scene.student.pk}/folder/").content.decode()

    assert page.count("In force") == 1
    assert str(scene.guardians[0]) not in page
    assert scene.principal.name not in page


def test_an_empty_folder_teaches(scene, client):
    client.force_login(scene.principal)

    assert (
        b"Nothing is in this folder yet"
        in client.get(f"/students/{scene.student.pk}/folder/").content
    )


# --- finding a folder


def found(response):
    return [(student, forms) for student, forms in response.context["rows"]]


def test_folders_that_hold_something_are_listed(scene, client):
    StudentFactory(school=scene.school)
    file(sign(scene))
    file(sign(scene, decision="refused"))
    client.force_login(scene.principal)

    assert found(client.get("/folders/")) == [(scene.student, 2)]


@pytest.mark.parametrize("by", ["family_name", "number"])
def test_a_folder_is_found_by_name_or_number_also_when_empty(scene, client, by):
    elsewhere = StudentFactory(family_name=scene.student.family_name)
    client.force_login(scene.principal)

    response = client.get("/folders/", {"q": getattr(scene.student, by)})

    assert found(response) == [(scene.student, 0)]
    assert elsewhere.school != scene.school


def test_the_list_of_folders_goes_on(scene, client):
    students = [
        StudentFactory(school=scene.school, family_name="Many", given_name=f"G{n:02}")
        for n in range(35)
    ]
    client.force_login(scene.principal)

    first = client.get("/folders/", {"q": "many"})
    second = client.get("/folders/" + first.context["page"].next_url)

    assert [student for student, _ in found(first) + found(second)] == students


def test_nothing_found_says_what_to_try(scene, client):
    client.force_login(scene.principal)

    assert b"No folder holds a form yet" in client.get("/folders/").content
    assert b"No student matches" in client.get("/folders/", {"q": "zzzz"}).content
    assert Document.objects.count() == 0
