"""Rosters into the register: history, transfers, leavers, pins, the brake, nothing twice."""

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import User
from core.actor import Actor
from core.decision import Refused
from schools.actions.corrections import correct_student, set_authority
from schools.actions.grants import end_role, grant_role
from schools.actions.imports import import_contacts, import_roster
from schools.models import (
    Change,
    ClassMember,
    Enrolment,
    Guardian,
    GuardianLink,
    ImportRun,
    RoleAssignment,
    School,
    SchoolClass,
    SchoolYear,
    Staff,
    Student,
)
from schools.terms import Authority, ImportState, LinkSource, Role
from tests.factories import actor, district_user, staff_at
from tests.schools.rosters import (
    CONTACTS,
    FOLDER,
    MULBERRY,
    ORGS,
    USERS_12,
    class_row,
    org,
    seat,
    student_rows,
    user,
    write,
)
from trail.models import Entry, name_of

pytestmark = pytest.mark.django_db
JOB = Actor.command("import_roster")
TABLES = (
    School, SchoolYear, SchoolClass, Student, Enrolment, ClassMember, Guardian, GuardianLink, User, Staff,
    RoleAssignment, Change,
)  # fmt: skip


def contents():
    """Every row of every table an import writes."""
    return {model: list(model.objects.order_by("pk").values()) for model in TABLES}


def roster(tmp_path, users, mode="bulk", **files):
    return write(tmp_path / "roster", mode, **{"orgs": ORGS, "users": users, **files})


def take(tmp_path, users, *, mode="bulk", dry_run=False, confirmed=True, **files):
    return import_roster(
        roster(tmp_path, users, mode, **files), by=JOB, dry_run=dry_run, confirmed=confirmed
    )


def reasons(run):
    return [str(problem) for problem in run.problems.order_by("pk")]


def changes_of(subject):
    rows = Change.objects.filter(subject=name_of(subject)).order_by("pk")
    return [(row.field, row.before, row.after, row.source) for row in rows]


def test_mulberry_from_end_to_end():
    run = import_roster(MULBERRY, by=JOB)
    contacts = import_contacts(CONTACTS, by=JOB)

    assert (run.state, contacts.state) == (ImportState.DONE, ImportState.DONE)
    assert run.counts == {
        "schools": {"added": 20}, "school years": {"added": 1}, "students": {"added": 4225},
        "staff": {"added": 216}, "roles": {"added": 215}, "classes": {"added": 1470},
        "class places": {"added": 31045},
    }  # fmt: skip
    assert contacts.counts == {"guardians": {"added": 4615}, "links": {"added": 6729}}
    assert reasons(run) == [
        "users.csv:4442 orgSourcedIds: administrator above a school: a person must grant such a role"
    ]
    assert Student.objects.exclude(birth_on=None).count() == 4225
    assert Enrolment.objects.filter(starts_on=date(2026, 8, 15), ends_on=None).count() == 4225
    assert dict(
        GuardianLink.objects.values_list("relationship", "authority").distinct()
    ) == {
        "Mother": "yes", "Father": "yes", "Guardian": "yes", "Foster Parent": "check", "Grandparent": "check",
    }  # fmt: skip
    year = SchoolYear.objects.get()
    assert (year.starts_on, year.ends_on) == (date(2026, 7, 1), date(2027, 6, 30))
    assert not User.objects.filter(email__in=Student.objects.values("email")).exists()


def test_the_same_files_twice_change_nothing(django_assert_max_num_queries):
    import_roster(MULBERRY, by=JOB)
    import_contacts(CONTACTS, by=JOB)
    before = contents()

    with django_assert_max_num_queries(260):
        again = import_roster(MULBERRY, by=JOB)
    contacts = import_contacts(CONTACTS, by=JOB)

    assert contents() == before
    assert {what for kinds in again.counts.values() for what in kinds} == {"same"}
    assert {what for kinds in contacts.counts.values() for what in kinds} == {"same"}


def test_the_small_bulk_sample_takes_what_is_certain_and_names_the_rest():
    run = import_roster(FOLDER / "small-1.1-bulk.zip", by=JOB)

    assert run.state == ImportState.DONE
    assert sorted(Student.objects.values_list("given_name", "family_name", "grade")) == [
        ("Anna", "Brown", "11"), ("Mary", "Jones", "12"), ("mmichel", "Jones", "12"),
    ]  # fmt: skip
    link = GuardianLink.objects.get()
    assert (link.guardian.given_name, link.student.given_name, link.authority) == ("Thomas", "Mary", "yes")  # fmt: skip
    assert reasons(run)[0] == "orgs.csv:2 type: is not a school, nor part of one here"
    assert "users.csv:3 agentSourcedIds: names a student or member of staff, who is no contact of a student" in reasons(run)  # fmt: skip
    assert not School.objects.exists()


def test_the_small_delta_sample():
    run = import_roster(FOLDER / "small-1.2-delta.zip", by=JOB)

    student = Student.objects.get()
    assert (run.state, run.problem_count) == (ImportState.DONE, 0)
    assert (student.given_name, student.school.name) == ("Bruce", "Gotham High School")
    assert student.birth_on == date(2010, 4, 17)
    assert student.class_places.get().school_class.title == "Basic Detection"
    assert not User.objects.exists()


def test_a_transfer_closes_one_period_and_opens_the_next(tmp_path):
    with time_machine.travel("2026-09-01 12:00Z"):
        take(tmp_path, [user("s1")])
    with time_machine.travel("2026-10-05 12:00Z"):
        run = take(tmp_path, [user("s1", orgs="south")])

    student = Student.objects.get()
    periods = student.enrolments.order_by("pk").values_list("school__sourced_id", "starts_on", "ends_on")  # fmt: skip
    assert list(periods) == [
        ("north", date(2026, 9, 1), date(2026, 10, 4)),
        ("south", date(2026, 10, 5), None),
    ]
    assert student.school.sourced_id == "south"
    assert run.counts["students"] == {"moved": 1}
    on = Enrolment.objects.on
    seen_before = timezone.datetime(2026, 10, 1, tzinfo=timezone.get_current_timezone())
    assert on(date(2026, 10, 6), known_at=seen_before).get().school.sourced_id == "north"


def test_a_newcomers_period_begins_with_the_first_class(tmp_path):
    with time_machine.travel("2026-09-01 12:00Z"):
        take(
            tmp_path,
            [user("s1"), user("s2")],
            classes=[class_row("algebra")],
            enrollments=[seat("e1", "s1", begin="2026-08-24"), seat("e2", "s2", begin="2027-01-10")],
        )  # fmt: skip

    starts = Enrolment.objects.order_by("pk").values_list("starts_on", flat=True)
    assert list(starts) == [date(2026, 8, 24), date(2026, 9, 1)]


def test_a_leaver_is_dated_and_kept_and_may_come_back(tmp_path):
    users = student_rows(20)
    with time_machine.travel("2026-09-01 12:00Z"):
        take(tmp_path, users)
    with time_machine.travel("2026-10-05 12:00Z"):
        run = take(tmp_path, users[1:], confirmed=False)
    student = Student.objects.get(sourced_id="north-0")
    assert (run.state, run.counts["students"]) == (ImportState.DONE, {"same": 19, "left": 1})
    assert student.left_on == date(2026, 10, 5)
    assert student.enrolments.get().ends_on == date(2026, 10, 4)

    with time_machine.travel("2026-11-02 12:00Z"):
        take(tmp_path, users)
    student.refresh_from_db()
    assert student.left_on is None
    assert student.enrolments.get(ends_on=None).starts_on == date(2026, 11, 2)
    assert changes_of(student) == [
        ("left_on", "", "2026-10-05", "roster"),
        ("left_on", "2026-10-05", "", "roster"),
    ]


def test_changes_of_fields_keep_what_was_there(tmp_path):
    take(tmp_path, [user("s1", given="Ana", grade="9th", email="a@x.org")])
    take(tmp_path, [user("s1", given="Anna", grade="10", email="b@x.org")])

    student = Student.objects.get()
    assert changes_of(student) == [
        ("given_name", "Ana", "Anna", "roster"),
        ("grade", "09", "10", "roster"),
        ("email", "a@x.org", "b@x.org", "roster"),
    ]
    assert [row.grade for row in student.enrolments.order_by("pk")] == ["09", "10"]


def test_an_unclear_value_leaves_what_is_known(tmp_path):
    take(tmp_path, [user("s1", grade="09", email="a@x.org")])
    run = take(tmp_path, [user("s1", grade="ninth", email="nonsense")])

    student = Student.objects.get()
    assert (student.grade, student.email) == ("09", "a@x.org")
    assert reasons(run) == [
        "users.csv:2 email: not an e-mail address",
        "users.csv:2 grades: not a grade we know (PK, KG, 01 to 12)",
    ]


def test_what_staff_corrected_outlives_the_next_import(tmp_path):
    take(tmp_path, [user("s1", given="Ana", family="Ruiz")])
    student = Student.objects.get()
    correct_student(student, {"given_name": "Zoë"}, by=actor(district_user(Role.RECORDS)))

    run = take(tmp_path, [user("s1", given="Ana", family="Ruiz-Kowalska")])

    student.refresh_from_db()
    assert (student.given_name, student.family_name) == ("Zoë", "Ruiz-Kowalska")
    assert run.counts["corrections"] == {"kept": 1}


def test_a_refused_row_is_nobody_leaving(tmp_path):
    users = [*student_rows(12), user("s1", given="Ana")]
    take(tmp_path, users)
    run = take(tmp_path, [*student_rows(12), user("s1", given="")], confirmed=False)

    assert (run.state, run.counts["students"]) == (ImportState.DONE, {"same": 12})
    assert reasons(run) == ["users.csv:14 givenName: is empty"]
    assert Student.objects.get(sourced_id="s1").left_on is None


@pytest.mark.parametrize("broken", [b"", b"north-\xff"])
def test_a_row_whose_id_cannot_be_read_lets_nobody_leave(tmp_path, broken):
    take(tmp_path, [*student_rows(12), user("g1", "parent", agents="north-1")])
    folder = roster(tmp_path, [*student_rows(11), user("north-11", given="Given11")])
    users = folder / "users.csv"
    users.write_bytes(users.read_bytes().replace(b"\nnorth-11,", b"\n" + broken + b","))

    run = import_roster(folder, by=JOB)

    assert run.counts["students"] == {"same": 11}
    assert Student.objects.enrolled().count() == 12
    assert GuardianLink.objects.current().count() == 1
    assert reasons(run)[-1] == (
        "users.csv:0 sourcedId: rows without a readable id: nobody is taken to have left by absence"
    )


def test_a_dry_run_writes_nothing_but_itself(tmp_path):
    take(tmp_path, student_rows(12))
    before = contents()

    run = take(tmp_path, [*student_rows(11), user("new")], dry_run=True)

    assert contents() == before
    assert run.state == ImportState.DRY_RUN
    assert run.counts["students"] == {"same": 11, "added": 1, "left": 1}
    assert run.samples["students"] == {"added": [["new", ""]], "left": [["north-11", ""]]}


def test_more_than_a_tenth_leaving_stops_and_asks(tmp_path):
    take(tmp_path, student_rows(20))
    before = contents()

    tenth = take(tmp_path, student_rows(18), dry_run=True, confirmed=False)
    stopped = take(tmp_path, student_rows(17), confirmed=False)

    assert tenth.stop_reasons == []
    assert stopped.state == ImportState.STOPPED
    assert stopped.stop_reasons == ["3 of 20 students would be marked as having left."]
    assert contents() == before

    done = take(tmp_path, student_rows(17), confirmed=True)
    assert (done.state, Student.objects.enrolled().count()) == (ImportState.DONE, 17)


def test_closing_a_school_with_students_stops_and_asks(tmp_path):
    users = [*student_rows(3), *student_rows(2, "south")]
    take(tmp_path, users)

    run = take(tmp_path, users, orgs=ORGS[:2], confirmed=False)

    assert run.state == ImportState.STOPPED
    assert run.stop_reasons == ["South Elementary School would be closed while it has 2 students."]
    assert School.objects.open().count() == 2


def test_emptying_a_school_stops_and_asks(tmp_path):
    north = student_rows(30)
    take(tmp_path, [*north, *student_rows(2, "south")])

    moved = [user(f"south-{n}", orgs="north", given=f"Given{n}", family="Kowalska") for n in range(2)]  # fmt: skip
    run = take(tmp_path, [*north, *moved], confirmed=False)

    assert run.stop_reasons == ["South Elementary School had 2 students and would have none."]
    assert Student.objects.filter(school__sourced_id="south").count() == 2


def test_a_delta_changes_adds_and_takes_away(tmp_path):
    take(tmp_path, student_rows(20))
    run = take(
        tmp_path,
        [
            user("north-0", given="New", family="Kowalska"),
            user("north-1", status="tobedeleted"),
            user("s1"),
        ],
        mode="delta",
        confirmed=False,
    )

    assert run.counts["students"] == {"changed": 1, "left": 1, "added": 1}
    assert Student.objects.enrolled().count() == 20
    assert Student.objects.get(sourced_id="north-1").left_on == timezone.localdate()


def test_links_are_the_union_of_both_sides(tmp_path):
    run = take(
        tmp_path,
        [
            user("s1", agents="g1,ghost"),
            user("s2"),
            user("g1", "parent", given="Ola", family="Ruiz"),
            user("g2", "guardian", given="Jan", family="Ruiz", agents="s1,s2"),
            user("g3", "relative", given="Iza", family="Ruiz", agents="s1"),
            user("g4", "parent", given="Ola", family="Ruiz", agents="s2"),
        ],
    )

    links = GuardianLink.objects.values_list("guardian__sourced_id", "student__sourced_id", "authority")  # fmt: skip
    assert sorted(links) == [
        ("g1", "s1", "yes"),
        ("g2", "s1", "yes"),
        ("g2", "s2", "yes"),
        ("g3", "s1", "check"),
        ("g4", "s2", "yes"),
    ]
    assert reasons(run) == ["users.csv:2 agentSourcedIds: names a contact who is not in the roster"]


def test_a_link_the_roster_drops_ends_and_a_persons_word_on_it_stays(tmp_path):
    parents = [user("g1", "parent"), user("g2", "parent"), user("g3", "parent")]
    take(tmp_path, [user("s1", agents="g1,g2,g3"), *parents])
    records = actor(district_user(Role.RECORDS))
    set_authority(
        GuardianLink.objects.get(guardian__sourced_id="g2"),
        Authority.NO,
        by=records,
        reason="order of 3 March",
    )

    take(tmp_path, [user("s1", agents="g1"), *parents])
    take(tmp_path, [user("s1", agents="g1,g2"), *parents])

    links = GuardianLink.objects.current().values_list("guardian__sourced_id", "authority", "source", "authority_source")  # fmt: skip
    assert sorted(links) == [
        ("g1", "yes", "roster", "presumed: parent in the roster"),
        ("g2", "no", "person", "order of 3 March"),
    ]
    assert GuardianLink.objects.filter(guardian__sourced_id="g3", ended_at__isnull=False).count() == 1  # fmt: skip


def test_staff_become_users_and_students_never_do(tmp_path):
    run = take(
        tmp_path,
        [
            user("t1", "teacher", given="Tom", email="Tom@District.Example"),
            user("t2", "aide", "north,south", email="aide@district.example"),
            user("a1", "administrator", "south", email="adm@district.example"),
            user("a2", "administrator", "d", email="top@district.example"),
            user("t3", "teacher"),
            user("t4", "teacher", email="tom@district.example"),
            user("s1", email="student@district.example"),
            user("g1", "parent", email="tom@district.example"),
        ],
    )

    roles = RoleAssignment.objects.values_list("user__email", "role", "school__sourced_id", "source")  # fmt: skip
    assert sorted(roles) == [
        ("adm@district.example", "administrator", "south", "roster"),
        ("aide@district.example", "aide", "north", "roster"),
        ("aide@district.example", "aide", "south", "roster"),
        ("tom@district.example", "teacher", "north", "roster"),
    ]
    tom = User.objects.get(email="tom@district.example")
    assert (tom.name, tom.has_usable_password(), tom.staff.sourced_id) == ("Tom Ruiz", False, "t1")
    assert User.objects.count() == 4
    assert reasons(run) == [
        "users.csv:5 orgSourcedIds: administrator above a school: a person must grant such a role",
        "users.csv:6 email: staff need a district e-mail address",
        "users.csv:7 email: is the address of another member of staff",
    ]


def test_an_account_made_by_hand_is_recognised_by_its_address(tmp_path):
    person = User.objects.create_user("tom@district.example", "Tom")

    take(tmp_path, [user("t1", "teacher", given="Tom", email="tom@district.example")])

    assert Staff.objects.get().user == person


def test_staff_who_left_lose_their_roles_and_their_account(tmp_path):
    people = [
        user("t1", "teacher", email="t1@district.example"),
        user("t2", "teacher", email="t2@district.example"),
        user("t3", "teacher", email="t3@district.example"),
    ]
    with time_machine.travel("2026-09-01 12:00Z"):
        take(tmp_path, people)
        kept = User.objects.get(email="t2@district.example")
        grant_role(kept, Role.PRINCIPAL, School.objects.get(sourced_id="north"),
                   by=actor(district_user()), starts_on=date(2026, 9, 1))  # fmt: skip
    with time_machine.travel("2026-10-05 12:00Z"):
        run = take(tmp_path, people[2:])
        assert list(RoleAssignment.objects.current().filter(user__staff__sourced_id__startswith="t")
                    .values_list("user__email", "role").order_by("pk")) == [
            ("t3@district.example", "teacher"), ("t2@district.example", "principal"),
        ]  # fmt: skip

    gone = User.objects.get(email="t1@district.example")
    assert (gone.is_active, gone.staff.left_on) == (False, date(2026, 10, 5))
    assert gone.role_assignments.get().ends_on == date(2026, 10, 4)
    kept.refresh_from_db()
    assert (kept.is_active, kept.staff.left_on) == (True, date(2026, 10, 5))
    assert reasons(run) == [
        "users.csv:0 sourcedId: t2 left but holds a role given by a person: end it"
    ]


def test_a_role_a_person_ended_is_not_given_back(tmp_path):
    people = [user("t1", "teacher", email="t1@district.example")]
    take(tmp_path, people)
    assignment = RoleAssignment.objects.get()
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        end_role(assignment, by=actor(district_user()))
        run = take(tmp_path, people)

        assert not RoleAssignment.objects.current().filter(user=assignment.user).exists()
        assert run.counts["corrections"] == {"kept": 1}


def roster_12(tmp_path, users, roles, mode="bulk"):
    folder = write(
        tmp_path / mode, mode, "1.2", headers={"users": USERS_12}, orgs=ORGS, users=users, roles=roles
    )  # fmt: skip
    return import_roster(folder, by=JOB, confirmed=True)


def user_12(sourced_id, email="", status="active"):
    return f"{sourced_id},{status},,true,,,Given,{sourced_id.title()},,,{email},,,,10,,,,,,,"


def role_12(sourced_id, person, role, org="north", kind="primary", ends="", status="active"):
    return f"{sourced_id},{status},,{person},{kind},{role},,{ends},{org},"


def test_roles_of_1_2_have_their_own_file(tmp_path):
    roles = [
        role_12("r1", "p1", "principal"),
        role_12("r2", "p1", "teacher", "south", "secondary", "2199-06-30"),
        role_12("r3", "d1", "districtAdministrator", "d"),
        role_12("r4", "s1", "student", "south"),
        role_12("r5", "t1", "teacher", ends="2020-06-30"),
    ]
    people = [
        user_12("p1", "p1@district.example"), user_12("d1", "d1@district.example"), user_12("s1"),
        user_12("t1", "t1@district.example"),
    ]  # fmt: skip
    run = roster_12(tmp_path, people, roles)

    held = RoleAssignment.objects.values_list("user__email", "role", "school__sourced_id", "ends_on")  # fmt: skip
    assert sorted(held) == [
        ("p1@district.example", "principal", "north", None),
        ("p1@district.example", "teacher", "south", date(2199, 6, 30)),
    ]
    assert Student.objects.get().school.sourced_id == "south"
    assert "roles.csv:4 orgSourcedId: districtadministrator above a school: a person must grant such a role" in reasons(run)  # fmt: skip


def test_a_delta_of_roles_adds_ends_and_moves(tmp_path):
    people = [user_12("p1", "p1@district.example"), user_12("s1")]
    roster_12(tmp_path, people, [role_12("r1", "p1", "teacher"), role_12("r2", "s1", "student")])
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        run = roster_12(
            tmp_path,
            [],
            [
                role_12("r1", "p1", "teacher", status="tobedeleted"),
                role_12("r3", "p1", "principal"),
                role_12("r2", "s1", "student", "south"),
            ],
            "delta",
        )
        held = RoleAssignment.objects.current().values_list("role", flat=True)
        assert list(held) == ["principal"]

    assert reasons(run) == []
    assert Student.objects.get().school.sourced_id == "south"


def test_classes_and_places_end_and_orphans_are_named(tmp_path):
    people = [user("s1"), user("t1", "teacher", email="t@district.example")]
    seats = [seat("e1", "s1"), seat("e2", "t1", role="teacher")]
    run = take(
        tmp_path,
        people,
        classes=[class_row("algebra"), class_row("lost", "nowhere")],
        enrollments=[*seats, seat("e3", "ghost"), seat("e4", "s1", "lost"), seat("e5", "t1")],
    )
    assert reasons(run) == [
        "classes.csv:3 schoolSourcedId: no such school",
        "enrollments.csv:4 userSourcedId: no such student or member of staff",
        "enrollments.csv:5 classSourcedId: no such class, or it has ended",
        "enrollments.csv:6 role: does not fit who this person is",
    ]

    take(tmp_path, people, classes=[class_row("algebra")], enrollments=seats[:1])

    assert ClassMember.objects.get(sourced_id="e2").ended_at is not None
    assert ClassMember.objects.get(sourced_id="e1").ended_at is None


@pytest.mark.clause("T7")
def test_school_years_never_overlap(tmp_path):
    SchoolYear.objects.create(
        name="odd", class_starts_on=date(2026, 8, 1), class_ends_on=date(2027, 5, 1),
        starts_on=date(2026, 6, 1), ends_on=date(2027, 5, 31),
    )  # fmt: skip
    session = "y,active,,2026-27,schoolYear,2026-08-24,2027-06-11,,2027"

    run = take(tmp_path, [user("s1")], academicSessions=[session])

    assert reasons(run) == [
        "academicSessions.csv:2 startDate: overlaps a school year that is already here"
    ]
    assert SchoolYear.objects.get().name == "odd"


def test_a_department_stands_for_its_school(tmp_path):
    folder = write(
        tmp_path / "r", orgs=[*ORGS, org("history", "History", "department", "north")],
        users=[user("s1", orgs="history")],
    )  # fmt: skip
    import_roster(folder, by=JOB)

    assert Student.objects.get().school.sourced_id == "north"


def test_an_unreadable_file_fails_and_says_why(tmp_path):
    (tmp_path / "r.zip").write_bytes(b"no")

    run = import_roster(tmp_path / "r.zip", by=JOB)

    assert run.state == ImportState.FAILED
    assert run.stop_reasons == ["r.zip is neither a folder nor a zip file."]


def test_an_import_stands_in_the_trail(tmp_path):
    run = take(tmp_path, [user("s1")])

    entry = Entry.objects.get()
    assert (entry.verb, entry.subject) == ("roster.done", name_of(run))
    assert entry.facts == {
        "sha256": run.sha256, "problems": 0, "schools_added": 2, "students_added": 1,
    }  # fmt: skip


def test_only_records_and_administrators_import(tmp_path):
    with pytest.raises(Refused):
        import_roster(roster(tmp_path, [user("s1")]), by=actor(staff_at(role=Role.PRINCIPAL)))

    assert not ImportRun.objects.exists()
    assert not Student.objects.exists()


def test_links_of_a_source_are_not_anothers_to_end(tmp_path):
    take(tmp_path, [user("s1")])
    contacts = tmp_path / "contacts.csv"
    contacts.write_text(
        "contact_id,student_id,first_name,last_name,relationship\nc1,s1,Ola,Ruiz,Mother\n"
    )
    import_contacts(contacts, by=JOB)

    take(tmp_path, [user("s1", given="Eva")])

    assert GuardianLink.objects.current().get().source == LinkSource.CONTACTS
