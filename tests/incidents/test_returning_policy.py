"""The rules of the way back, and how six words are read."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from incidents import wording
from incidents.policy.returning import check_in_due, lasts, ping_leaves_at, seconds_apart
from tests.architecture.house import ROOT
from tests.incidents.test_speak_up_safety import grade

CHICAGO = ZoneInfo("America/Chicago")
WORDS = "acorn drab petal video duck opera"
NOON = datetime(2026, 10, 6, 12, tzinfo=CHICAGO)


@pytest.mark.parametrize(
    "typed",
    [
        WORDS,
        f"  {WORDS.upper()}\n",
        WORDS.replace(" ", "-"),
        WORDS.replace(" ", ""),
        WORDS.replace(" ", ", "),
        "1. acorn\n2. drab\n3. petal\n4. video\n5. duck\n6. opera",
        "\uff41\uff43\uff4f\uff52\uff4e drab p\u00e9tal video duck opera",
        "аcоrn drab petal video duck оpera",  # noqa: RUF001 -- Cyrillic letters that look like ours
        "a\u200bcorn d\u00adrab petal video duck opera",
        "acoorn drab petl video duckk opwra",
        "ac orn drab pet al video duck opera",
        " ".join(wording.numbers_of(WORDS.split())),
        "acorn 3289 petal 4017 duck opera",
    ],
)
def test_r3_however_the_right_words_are_typed_they_are_the_same(typed):
    assert wording.as_typed(typed) == WORDS


@pytest.mark.parametrize(
    "typed",
    [
        "drab acorn petal video duck opera",
        "acorn drab petal video duck",
        "acorn drab petal video duck opera opera",
        "acorn drab petal video duck zzzzz",
        "",
        "1 2 3 4 5 6",
    ],
)
def test_r3_other_words_are_other_words(typed):
    assert wording.as_typed(typed) != WORDS


def test_every_word_of_the_list_stays_as_it_is():
    """A word that were mended, or split, into another would lead nowhere."""
    listed = wording.listed()
    sixes = [listed[place : place + 6] for place in range(0, len(listed) - 5, 6)]

    assert [wording.as_typed(" ".join(six)) for six in sixes] == [" ".join(six) for six in sixes]


def test_the_numbers_of_words_already_given_never_change():
    """They are on people's papers: words are only ever added at the end of the list."""
    assert wording.numbers_of(["acorn", "drab", "opera"]) == ["3001", "3289", "3626"]


@pytest.mark.parametrize(
    ("wrong", "apart"), [(0, 0), (4, 0), (5, 5), (50, 5), (51, 15), (10**6, 15)]
)
def test_r1_tries_of_one_source_come_apart_and_never_stop(wrong, apart):
    assert seconds_apart(wrong) == apart


@pytest.mark.parametrize(
    ("idle", "since", "open_"),
    [
        (timedelta(minutes=14, seconds=59), timedelta(hours=1), True),
        (timedelta(minutes=15), timedelta(hours=1), False),
        (timedelta(0), timedelta(hours=8), False),
    ],
)
def test_r6_a_visit_lasts_until_silence_or_its_longest(idle, since, open_):
    assert lasts(NOON - since, NOON - idle, NOON) is open_


@pytest.mark.parametrize(
    ("told", "leaves"),
    [
        ((6, 12, 0), (6, 14)),
        ((6, 13, 29), (6, 14)),
        ((6, 13, 31), (6, 16)),
        ((6, 19, 45), (7, 8)),
        ((6, 2, 0), (6, 8)),
        ((31, 23, 50), (32, 8)),
    ],
)
def test_p2_a_ping_leaves_at_an_even_hour_of_the_day_and_never_soon(told, leaves):
    day, hour, minute = told
    first = datetime(2026, 10, 1, tzinfo=CHICAGO)

    found = ping_leaves_at(first.replace(day=day, hour=hour, minute=minute))

    assert found == (first + timedelta(days=leaves[0] - 1)).replace(hour=leaves[1])


@pytest.mark.parametrize(
    ("days", "answered", "due"),
    [
        (29, set(), None),
        (30, set(), 30),
        (59, {30}, None),
        (60, {30}, 60),
        (61, set(), 60),
        (400, {30, 60}, 90),
        (400, {90}, None),
    ],
)
def test_how_it_is_since_is_asked_on_the_latest_day_that_came(days, answered, due):
    assert check_in_due(NOON, answered, NOON + timedelta(days=days)) == due


def test_d10_every_page_of_the_way_back_reads_at_grade_four():
    pages = {path.name: words_on(path) for path in PAGES.glob("*.html") if path.name != FOR_STAFF}

    assert len(pages) > 20
    assert {name: grade(words) for name, words in pages.items() if words and grade(words) > 4} == {}


PAGES, FOR_STAFF = ROOT / "templates" / "incidents" / "return", "_since.html"
WORDS_OF_A_PAGE = re.compile(
    r'translate "([^"]+)"|_\("([^"]+)"\)|\{% blocktranslate[^%]*%\}(.*?)\{%', re.DOTALL
)


def words_on(path):
    """Every sentence of a page that a reporter reads."""
    found = ("".join(groups) for groups in WORDS_OF_A_PAGE.findall(path.read_text()))
    plain = (re.sub(r"\{\{.*?\}\}", "5", words) for words in found)
    return " ".join(words if words[-1] in ".?!:" else f"{words}." for words in plain)
