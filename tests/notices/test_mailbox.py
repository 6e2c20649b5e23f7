import pytest
from django.urls import reverse

from notices.terms import Channel
from notices.views.mailbox import linked, pieces_of
from tests.notices.conftest import TOKEN
from tests.notices.posted import posted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("words")]
ADDRESS = "/demo/outbox/"


def shown(response):
    return [letter.notice for letter in response.context["letters"]]


def test_its_address_is_what_the_command_prints():
    assert reverse("demo_outbox") == ADDRESS


def test_it_shows_what_would_have_left_newest_first_with_links(client):
    letter, text = posted(), posted(channel=Channel.SMS, address="+13125550001")

    response = client.get(ADDRESS)

    assert shown(response) == [text, letter]
    link = f'<a href="http://127.0.0.1:8000/c/{TOKEN}/">http://127.0.0.1:8000/c/{TOKEN}/</a>'
    assert response.content.decode().count(link) == 2


def test_it_is_there_only_for_practice(client, settings):
    settings.DEMO = False

    assert client.get(ADDRESS).status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [("amina", [0]), ("3125550001", [1]), ("hello", [1, 0]), ("hello amina", [0]), ("zzz", [])],
)
def test_it_is_searched_by_address_and_kind(client, query, found):
    notices = [posted(), posted(channel=Channel.SMS, address="+13125550001")]

    assert shown(client.get(ADDRESS, {"q": query})) == [notices[index] for index in found]


def test_it_shows_texts_alone(client):
    posted()
    text = posted(channel=Channel.SMS, address="+13125550001")

    assert shown(client.get(ADDRESS, {"channel": "sms"})) == [text]
    assert len(shown(client.get(ADDRESS, {"channel": "pigeon"}))) == 2


def test_it_is_read_page_by_page_and_back(client):
    notices = [posted() for _ in range(45)][::-1]

    first = client.get(ADDRESS)
    second = client.get(ADDRESS + first.context["page"].next_url)
    third = client.get(ADDRESS + second.context["page"].next_url)
    back = client.get(ADDRESS + third.context["page"].previous_url)

    assert shown(first) == notices[:20]
    assert shown(second) == notices[20:40]
    assert shown(third) == notices[40:]
    assert shown(back) == notices[20:40]
    assert (first.context["page"].previous_url, third.context["page"].next_url) == ("", "")


@pytest.mark.parametrize("mark", ["zzz", "999999999", "-1", "9" * 30, "é"])
def test_a_mark_that_nobody_wrote_shows_a_page(client, mark):
    posted()

    assert client.get(ADDRESS, {"after": mark}).status_code == 200


def test_a_message_is_shown_in_its_language_and_direction(client):
    posted(language="ar")

    page = client.get(ADDRESS).content.decode()

    assert '<div class="letter__body" lang="ar" dir="rtl">' in page


def test_a_broken_message_does_not_hide_the_others(client):
    fine, broken = posted(), posted("tests/nameless")

    response = client.get(ADDRESS)

    assert shown(response) == [broken, fine]
    assert [letter.fault for letter in response.context["letters"]] == ["NoSubject", ""]


def test_what_is_no_longer_wanted_says_so(client):
    posted(facts={"gone": True})

    assert b"No longer wanted: it would not be sent now." in client.get(ADDRESS).content


def test_an_empty_mailbox_teaches(client):
    assert b"No messages yet" in client.get(ADDRESS).content
    assert b"No message matches" in client.get(ADDRESS, {"q": "nobody"}).content


def test_the_same_queries_for_one_and_many(client, django_assert_num_queries):
    posted()
    client.get(ADDRESS)
    with django_assert_num_queries(2):
        client.get(ADDRESS)
    for _ in range(18):
        posted()
    with django_assert_num_queries(20):
        client.get(ADDRESS)


def test_markup_in_a_message_is_words():
    assert linked("<b> http://x.example/a?b=1&c=2. End") == (
        '&lt;b&gt; <a href="http://x.example/a?b=1&amp;c=2">http://x.example/a?b=1&amp;c=2</a>. End'
    )


@pytest.mark.parametrize(
    ("text", "pieces"),
    [("a" * 160, 1), ("a" * 161, 2), ("a" * 307, 3), ("ł" * 70, 1), ("ł" * 71, 2), ("", 1)],
)
def test_a_texts_pieces_are_counted_as_a_carrier_does(text, pieces):
    assert pieces_of(text) == pieces
