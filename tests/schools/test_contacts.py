"""The contacts file: matched by id, never by name; problems told, good rows taken."""

import pytest

from core.actor import Actor
from schools.actions.corrections import correct_guardian
from schools.actions.imports import import_contacts
from schools.models import Guardian, GuardianLink
from schools.terms import ImportState, LinkSource, Role
from tests.factories import GuardianFactory, StudentFactory, actor, district_user

pytestmark = pytest.mark.django_db
JOB = Actor.command("import_contacts")
HEADER = "contact_id,student_id,first_name,last_name,type,relationship,phone,phone_type,email"


@pytest.fixture
def student():
    return StudentFactory(sourced_id="s1", number="5001")


@pytest.fixture
def take(tmp_path, student):
    def take(*rows, header=HEADER, **options):
        path = tmp_path / "contacts.csv"
        path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
        return import_contacts(path, by=JOB, **{"confirmed": True, **options})

    return take


def reasons(run):
    return [str(problem) for problem in run.problems.order_by("pk")]


def test_a_contact_comes_with_number_and_presumed_authority(take, student):
    take("c1,s1,Wei,García,guardian,Mother,(773) 555-0481,Cell,Wei@Example.ORG")

    guardian = Guardian.objects.get()
    assert (guardian.phone, guardian.email, guardian.language) == ("+17735550481", "wei@example.org", "")  # fmt: skip
    link = guardian.links.get()
    assert (link.student, link.authority, link.authority_source) == (student, "yes", "presumed: Mother")  # fmt: skip


def test_language_and_authority_columns(take):
    header = f"{HEADER},language,authority"
    run = take(
        "c1,s1,A,B,,Mother,,,,Spanish,no",
        "c2,s1,C,D,,Aunt,,,,pl,yes",
        "c3,s1,E,F,,Father,,,,Klingon,perhaps",
        "c4,s1,G,H,,Father,,,,,",
        header=header,
    )

    links = GuardianLink.objects.values_list("guardian__contact_id", "guardian__language", "authority", "authority_source")  # fmt: skip
    assert sorted(links) == [
        ("c1", "es", "no", "stated in the contacts file"),
        ("c2", "pl", "yes", "stated in the contacts file"),
        ("c3", "", "check", "stated in the contacts file"),
        ("c4", "", "yes", "presumed: Father"),
    ]
    assert reasons(run) == [
        "contacts.csv:4 authority: authority is yes, no or check; set to check",
        "contacts.csv:4 language: a language we do not write in; left open",
    ]


def test_two_people_of_one_name_stay_two(take):
    take("c1,s1,Ana,Ruiz,,Mother,7735550101,,", "c2,s1,Ana,Ruiz,,Grandparent,7735550102,,")

    assert sorted(Guardian.objects.values_list("contact_id", "phone")) == [
        ("c1", "+17735550101"),
        ("c2", "+17735550102"),
    ]


def test_a_roster_guardian_is_met_by_id_and_never_by_name(take, student):
    same_id = GuardianFactory(sourced_id="c1", contact_id="", given_name="Old", of=student)
    same_name = GuardianFactory(contact_id="", given_name="Ana", family_name="Ruiz")

    take("c1,s1,Ana,Ruiz,,Mother,,,")

    same_id.refresh_from_db()
    same_name.refresh_from_db()
    assert (same_id.contact_id, same_id.given_name) == ("c1", "Ana")
    assert (same_name.contact_id, same_name.links.count()) == ("", 0)
    assert Guardian.objects.count() == 2


def test_bad_values_are_named_and_the_row_is_kept(take):
    run = take(
        "c1,s1,Ana,Ruiz,,Mother,12345,Cell,nonsense",
        "c2,ghost,Jan,Ruiz,,Father,,,",
        ",s1,Iza,Ruiz,,Mother,,,",
        "c3,s1,,,,Mother,,,",
    )

    assert run.state == ImportState.DONE
    assert list(GuardianLink.objects.values_list("guardian__contact_id", flat=True)) == ["c1"]
    assert reasons(run) == [
        "contacts.csv:2 phone: not a telephone number that can be called or texted",
        "contacts.csv:2 email: not an e-mail address",
        "contacts.csv:4 contact_id: is empty",
        "contacts.csv:5 last_name: is empty",
        "contacts.csv:3 student_id: no such student",
    ]


def test_a_mobile_number_wins_over_another(take):
    take(
        "c1,s1,Ana,Ruiz,,Mother,7735550101,Home,",
        "c1,s1,Ana,Ruiz,,Mother,7735550102,Cell,",
        "c1,s1,Ana,Ruiz,,Mother,7735550103,Work,",
    )

    assert Guardian.objects.get().phone == "+17735550102"


def test_students_are_also_found_by_a_number_that_is_theirs_alone(take, student):
    StudentFactory(sourced_id="s2", number="5002")
    StudentFactory(sourced_id="s3", number="5002")

    run = take("c1,5001,Ana,Ruiz,,Mother,,,", "c2,5002,Jan,Ruiz,,Father,,,")

    assert GuardianLink.objects.get().student == student
    assert reasons(run) == ["contacts.csv:3 student_id: no such student"]


def test_a_new_number_is_unproved_and_a_dispute_stays(take, student):
    take("c1,s1,Ana,Ruiz,,Mother,7735550101,,a@example.org")
    guardian = Guardian.objects.get()
    guardian.contact_verified_at = guardian.disputed_at = guardian.created_at
    guardian.save()

    take("c1,s1,Ana,Ruiz,,Mother,7735550199,,a@example.org")

    guardian.refresh_from_db()
    assert (guardian.phone, guardian.contact_verified_at) == ("+17735550199", None)
    assert guardian.disputed_at == guardian.created_at


def test_a_corrected_number_outlives_the_file(take, student):
    row = "c1,s1,Ana,Ruiz,,Mother,7735550101,,"
    take(row)
    guardian = Guardian.objects.get()
    correct_guardian(
        guardian, {"phone": "+13125550100"}, student=student, by=actor(district_user(Role.RECORDS))
    )

    run = take(row)

    guardian.refresh_from_db()
    assert guardian.phone == "+13125550100"
    assert run.counts["corrections"] == {"kept": 1}


def test_a_contact_the_file_drops_is_unlinked_but_not_one_with_a_bad_row(take):
    take("c1,s1,A,B,,Mother,,,", "c2,s1,C,D,,Father,,,", "c3,s1,E,F,,Aunt,,,")
    run = take("c1,s1,A,B,,Mother,,,", "c2,s1,,,,Father,,,")

    current = GuardianLink.objects.current().values_list("guardian__contact_id", flat=True)
    # The row refused for c2 speaks of s1, so nothing of s1 ends by its absence.
    assert sorted(current) == ["c1", "c2", "c3"]
    assert run.counts["links"] == {"same": 1}

    take("c1,s1,A,B,,Mother,,,", "c2,s1,C,D,,Father,,,")
    assert sorted(current.all()) == ["c1", "c2"]


def test_a_file_that_takes_many_contacts_away_stops(take):
    take("c1,s1,A,B,,Mother,,,", "c2,s1,C,D,,Father,,,")

    run = take("c1,s1,A,B,,Mother,,,", confirmed=False)

    assert run.state == ImportState.STOPPED
    assert run.stop_reasons == ["1 of 2 guardian contacts would be taken off their students."]
    assert GuardianLink.objects.current().count() == 2


def test_contacts_entered_by_staff_are_not_the_files_to_end(take, student):
    GuardianFactory(of=student, of__source=LinkSource.PERSON, contact_id="")

    take("c1,s1,A,B,,Mother,,,")

    assert GuardianLink.objects.current().count() == 2


def test_a_file_with_the_wrong_columns_is_refused(take):
    run = take("1,2", header="id,name")

    assert run.state == ImportState.FAILED
    assert run.stop_reasons == ["contacts.csv: the header row has no column contact_id."]
