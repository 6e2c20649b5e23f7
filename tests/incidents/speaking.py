"""A reporter at the pages: begins a report, answers, looks, sends; nobody signs in."""

import re
from html import unescape
from urllib.parse import urlparse

from django.test import Client

from incidents.models import Case


def begun(client, danger="no", words="", **more):
    """A report begun at the first page: the address that all its pages stand below."""
    answer = client.post("/speak-up/", {"danger": danger, "words": words, **more})
    return re.match(r"/speak-up/r/\w+/", urlparse(answer["Location"]).path)[0]


def answered(client, room, step, go="next", **answer):
    return client.post(f"{room}{step}/", {"go": go, **answer})


def sent(client, room):
    """The case that came of sending the report."""
    before = set(Case.objects.values_list("pk", flat=True))
    client.post(f"{room}send/")
    return Case.objects.exclude(pk__in=before).get()


def words_of(page):
    """What a page says, without tags and folded blanks."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", page.content.decode(), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


def reporter():
    return Client()
