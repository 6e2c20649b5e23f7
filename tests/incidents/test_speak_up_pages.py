"""Speaking up through the pages: one question each, every one may be left out, nothing is lost."""

import pytest

from incidents.models import Case, Draft
from incidents.reports.story import story_of
from incidents.terms import Concern, Part, Priority, Source
from platforms.models import Platform
from schools.terms import Role
from tests.factories import SchoolFactory, SchoolYearFactory, chief_of, principal_of, staff_at
from tests.incidents.speaking import answered, begun, reporter, sent, words_of
from tests.platform_factories import PlatformFactory

pytestmark = pytest.mark.django_db
SAID = "He writes to me every night."


def told(case):
    return case.accounts.get(kind="report").words()


@pytest.mark.clause("I1")
def test_a_student_tells_everything_and_it_arrives_as_told():
    client, school = reporter(), SchoolFactory(name="Lincoln Park Academy")
    platform = PlatformFactory(name="Chatter")
    room = begun(client, words="5-8")

    places = [
        answered(client, room, "said", said=SAID)["Location"],
        answered(client, room, "about", about=["school_adult"])["Location"],
        answered(
            client, room, "people", rows="2", name_0="Mr. Hale", kind_0="coach", handle_0="@hale"
        )["Location"],
        answered(client, room, "where", typed="chatter")["Location"],
        answered(client, room, "school", typed="lincoln", asked="lincoln", chosen=school.pk)[
            "Location"
        ],
        answered(client, room, "have", bare="nothing")["Location"],
        answered(client, room, "keep", who=["principal"], names="Ms. Day\n\nMr. Fox")["Location"],
        answered(client, room, "you", role="student")["Location"],
        answered(client, room, "home", safe="no")["Location"],
        answered(client, room, "trusted", name="Ms. Lee", role="counselor")["Location"],
        answered(client, room, "reach", name="Jo", phone="312 555 0142")["Location"],
    ]
    case = sent(client, room)

    steps = "about people where school have keep you home trusted reach check".split()
    assert places == [f"{room}{step}/" for step in steps]
    assert (case.source, case.concern, case.priority, case.school) == (
        Source.WEB,
        Concern.ADULT_COMMUNICATION,
        Priority.STANDARD,
        school,
    )
    words = told(case)
    assert (words["said"], words["platform"], words["platform_name"], words["parent_safe"]) == (
        SAID,
        platform.pk,
        "Chatter",
        "no",
    )
    assert [(one.part, one.post, one.words()["name"]) for one in case.involved.order_by("pk")] == [
        (Part.ACCUSED, "", "Mr. Hale"),
        (Part.KEEP_FROM, "principal", ""),
        (Part.KEEP_FROM, "", "Ms. Day"),
        (Part.KEEP_FROM, "", "Mr. Fox"),
        (Part.TRUSTED, "", "Ms. Lee"),
    ]
    assert case.accounts.get(kind="contact").words() == {"name": "Jo", "phone": "312 555 0142"}
    assert Draft.objects.filter(sent_at=None).count() == 0


def test_every_question_can_be_skipped_and_an_empty_report_is_taken():
    client = reporter()
    room = begun(client, danger="unsure")
    place, seen = f"{room}said/", []

    while not place.endswith("/check/"):
        seen.append(client.get(place).status_code)
        place = client.post(place, {"go": "skip"})["Location"]
    page = client.get(place)
    case = sent(client, room)

    assert seen == [200] * 11
    assert "You have not answered anything yet." in words_of(page)
    assert (case.concern, case.school, told(case)["said"]) == (Concern.UNSURE, None, "")


def test_an_error_keeps_what_was_typed():
    client = reporter()
    room = begun(client)

    page = answered(client, room, "reach", name="Jo", email="jo at home")

    assert page.status_code == 422
    assert 'value="jo at home"' in page.content.decode()
    assert 'value="Jo"' in page.content.decode()


def test_pages_come_in_any_order_and_back_works():
    client = reporter()
    room = begun(client)

    answered(client, room, "trusted", name="Ms. Lee")
    back = answered(client, room, "about", go="back", about=["student"])
    again = client.get(f"{room}about/").content.decode()

    assert back["Location"] == f"{room}said/"
    assert 'value="student"' in again
    assert again.count("checked") == 1
    assert 'value="Ms. Lee"' in client.get(f"{room}trusted/").content.decode()


def test_the_way_to_the_end_is_on_every_page_after_the_first_answer():
    client = reporter()
    room = begun(client)
    way = "Go to the end and send"

    before = way in words_of(client.get(f"{room}about/"))
    answered(client, room, "said", said=SAID)
    pages = [words_of(client.get(f"{room}{step}/")) for step in ("about", "people", "reach")]

    assert (before, [way in page for page in pages]) == (False, [True] * 3)
    assert answered(client, room, "about", go="check")["Location"] == f"{room}check/"


def test_other_words_and_another_language_lose_nothing():
    client = reporter()
    room = begun(client)

    client.post(f"{room}said/", {"said": SAID, "words": "k4"})
    young = client.get(f"{room}said/")
    client.post(f"{room}said/", {"said": SAID + "!", "language": "es"})
    spanish = client.get(f"{room}said/").content.decode()

    assert "Spelling does not matter." in words_of(young)
    assert '<html lang="es"' in spanish
    assert SAID + "!" in spanish


def test_a_tool_with_a_name_like_it_is_offered_and_what_was_typed_may_stay():
    client = reporter()
    PlatformFactory(name="Chatterbox")
    room = begun(client)

    page = answered(client, room, "where", typed="Chaterbox")
    kept = answered(client, room, "where", typed="Chaterbox", asked="Chaterbox", chosen="none")
    answered(client, room, "where", go="check", typed="Chaterbox", asked="Chaterbox", chosen="none")
    words = told(sent(client, room))

    assert page.status_code == 200
    assert "Is it one of these?" in words_of(page)
    assert kept["Location"] == f"{room}school/"
    assert (words["platform"], words["platform_name"]) == (None, "Chaterbox")
    assert Platform.objects.count() == 1


def test_a_school_is_found_by_a_part_of_its_name_and_a_closed_one_is_not():
    client = reporter()
    SchoolFactory(name="Lincoln Park Academy")
    SchoolFactory(name="Lincoln Closed School", closed_on="2020-01-01")
    room = begun(client)

    page = words_of(answered(client, room, "school", go="find", typed="park lincoln"))
    none = words_of(answered(client, room, "school", go="find", typed="closed lincoln"))

    assert "Lincoln Park Academy" in page
    assert "We do not know this name." in none
    assert "Lincoln Closed School" not in none


def test_no_page_lists_people_of_a_school():
    client, school = reporter(), SchoolFactory(name="Lincoln Park Academy")
    principal = principal_of(school)
    room = begun(client)
    answered(client, room, "school", typed=school.name)

    pages = [
        words_of(client.get(f"{room}{step}/")) for step in ("people", "keep", "trusted", "check")
    ]

    assert [principal.name in page for page in pages] == [False] * 4


def test_more_people_are_asked_for_up_to_ten():
    client = reporter()
    room = begun(client)

    three = answered(client, room, "people", go="more", rows="2", name_0="A", name_1="B")
    ten = answered(client, room, "people", go="more", rows="10", name_0="A")
    wild = answered(client, room, "people", go="more", rows="9" * 50, name_0="A")

    found = [words_of(page).count("Name, if you know it") for page in (three, ten, wild)]
    assert (found, [page.status_code for page in (three, ten, wild)]) == ([3, 10, 2], [200] * 3)


def test_a_parent_is_not_asked_whether_a_parent_may_know():
    client = reporter()
    room = begun(client)

    place = answered(client, room, "you", role="guardian")["Location"]

    assert place == f"{room}trusted/"


def test_staff_are_told_of_their_own_duty_and_asked_about_the_students_home():
    client = reporter()
    room = begun(client)
    answered(client, room, "you", role="staff")

    home, check = (words_of(client.get(f"{room}{step}/")) for step in ("home", "check"))

    assert "Is it safe to tell the student's parent?" in home
    assert "the law asks you to call the child hotline too" in check


def test_whoever_works_on_it_reads_the_typed_school_what_there_is_and_whether_home_is_safe():
    client = reporter()
    room = begun(client)
    answered(client, room, "school", typed="Hogwarts.example")
    answered(client, room, "have", bare="yes")
    answered(client, room, "home", safe="no")

    story = story_of(sent(client, room), for_office=True)

    assert [answer for _question, answer in story.answers] == [
        "Hogwarts[.]example",
        "Something shows somebody under 18 without clothes",
        "No",
    ]


def reading(client, room):
    page = words_of(client.get(f"{room}check/"))
    return page[page.index("Who will read this") : page.index("Send Back")]


@pytest.mark.clause("I2")
def test_the_last_page_says_who_reads_it_and_when_parents_hear():
    client, school = reporter(), SchoolFactory(name="Lincoln Park Academy")
    principal_of(school), staff_at(school, Role.ADMINISTRATOR)
    room = begun(client)
    answered(client, room, "about", about=["student"])
    answered(client, room, "school", typed=school.name)

    said = reading(client, room)

    assert "The Student Protections office." in said
    assert "The principal of the school" in said
    assert "The assistant principals of the school" in said
    assert "Parents of the students in it are told within 24 hours." in said
    assert "Inspector General's office" not in said


def test_the_last_page_says_that_the_principal_does_not_read_it():
    client, school = reporter(), SchoolFactory(name="Lincoln Park Academy")
    principal_of(school), staff_at(school, Role.ADMINISTRATOR), chief_of(school)
    room = begun(client)
    answered(client, room, "about", about=["student"])
    answered(client, room, "school", typed=school.name)
    answered(client, room, "keep", who=["principal", "parent"])

    said = reading(client, room)

    assert "Not the principal" in said
    assert "Not the assistant principals" in said
    assert "The chief of the school's network." in said
    assert "The principal of the school" not in said
    assert "No parent is told by itself." in said


@pytest.mark.clause("I1")
def test_the_last_page_says_that_nobody_at_school_reads_about_an_adult_not_known():
    client, school = reporter(), SchoolFactory(name="Lincoln Park Academy")
    principal_of(school)
    room = begun(client)
    answered(client, room, "people", rows="2", name_0="Mr. Hale", kind_0="teacher")
    answered(client, room, "school", typed=school.name)

    said = reading(client, room)

    assert "The Inspector General's office." in said
    assert "Nobody at your school, until we know who it is about" in said
    assert Case.objects.count() == 0


def test_danger_is_told_in_two_fields_and_goes_at_once():
    client = reporter()
    room = begun(client, danger="yes")
    page = words_of(client.get(f"{room}now/"))

    done = answered(client, room, "now", go="send", said="He is here", place="Gym")

    case = Case.objects.get()
    assert "911" in page
    assert "988" in page
    assert (done.status_code, case.priority) == (302, Priority.LIFE_SAFETY)
    assert told(case)["said"] == "He is here\n\nGym"


def test_danger_still_offers_the_other_questions():
    client = reporter()
    room = begun(client, danger="yes")

    place = answered(client, room, "now", said="He is here")["Location"]

    assert place == f"{room}said/"


def test_further_on_the_numbers_stay_and_leave_the_page_to_the_question():
    client = reporter()
    room = begun(client, danger="yes")

    pages = [client.get(f"{room}{step}/") for step in ("now", "school", "check")]

    assert ["You matter" in words_of(page) for page in pages] == [True, False, True]
    assert ["Call 911" in words_of(page) for page in pages] == [True, True, True]


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("I want to DIE.", True),
        ("i'm going to kill myself", True),
        ("Quiero morir", True),
        ("我想死", True),
        ("I want to diet with my friends", False),
        (SAID, False),
    ],
)
def test_words_that_sound_like_danger_show_the_card_again_and_block_nothing(said, shown):
    client = reporter()
    room = begun(client)

    place = answered(client, room, "said", said=said)["Location"]
    page = words_of(client.get(place))
    case = sent(client, room)

    assert (place, "You matter" in page) == (f"{room}about/", shown)
    assert case.priority == Priority.STANDARD


@pytest.mark.parametrize("bare", ["yes", "unsure"])
def test_d9_a_picture_of_an_unclothed_child_shows_no_uploader_and_says_what_to_do(bare):
    client = reporter()
    room = begun(client)

    place = answered(client, room, "have", bare=bare)["Location"]
    page = client.get(place).content.decode()
    onward = answered(client, room, "have", bare=bare)["Location"]

    assert 'type="file"' not in page
    assert "takeitdown.ncmec.org" in page
    assert "report.cybertip.org" in page
    assert (place, onward) == (f"{room}have/", f"{room}keep/")


def test_d9_nothing_takes_a_file_before_the_question_is_answered():
    client = reporter()
    room = begun(client)

    assert 'type="file"' not in client.get(f"{room}have/").content.decode()


def test_the_first_page_says_whom_to_call_what_to_do_and_that_nobody_reads_yet():
    SchoolYearFactory()

    page = words_of(reporter().get("/speak-up/"))

    assert "Nobody reads here yet" in page
    assert "You are not in trouble." in page
    assert "911" in page
    assert "988" in page
    assert "open now" in page


def test_each_level_has_its_own_words_and_other_languages_one():
    client = reporter()

    pages = [words_of(client.get(f"/speak-up/?words={one}")) for one in ("k4", "5-8", "9-12")]
    polish = client.get("/speak-up/?words=9-12", headers={"accept-language": "pl"})

    advice = ["Do not write back.", "Do not answer the person.", "Don't reply to the person."]
    assert [said in page for said, page in zip(advice, pages, strict=True)] == [True] * 3
    assert "Grown-up words" not in words_of(polish)
    assert 'href="?words=' not in polish.content.decode()
