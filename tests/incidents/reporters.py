"""Reporters in tests: they come back with their words, as people do."""

import re

from django.apps import apps
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from core.actor import ANYONE
from incidents.actions import receiving
from incidents.models import Visit
from incidents.terms import Source
from tests.incident_factories import report

COME_BACK = reverse("incidents:come_back")


class Reporter:
    """Somebody who reported, with a browser of their own."""

    def __init__(self, made=None, source=Source.WEB, client=None):
        received = receiving.receive(made or report(), source=source, by=ANYONE)
        self.case, self.words = received.case, " ".join(received.words)
        self.client = client or Client()
        self.handle = ""

    def type(self, words=None, client=None):
        """Type words at the door."""
        browser = client or self.client
        return browser.post(COME_BACK, {"words": self.words if words is None else words})

    def come(self):
        """Come in; the reporter's own page is where they land."""
        answer = self.type()
        self.handle = Visit.objects.latest("pk").handle
        return self.client.get(answer.url)

    def at(self, door):
        return reverse(f"incidents:{door}", args=[self.handle])

    def get(self, door):
        return self.client.get(self.at(door))

    def post(self, door, **typed):
        return self.client.post(self.at(door), typed)

    def send_files(self, *files, note=""):
        """Say that no picture shows somebody without clothes, then send the files."""
        return self.post(
            "my_files",
            plain=plain_no(self.client, self.at("my_files")),
            chosen=list(files),
            note=note,
        )


def plain_no(client, address, bare="no"):
    """The signed no of a page for files, as its form brings it back; empty where there is none."""
    page = client.post(address, {"bare": bare}).content.decode()
    found = re.search(r'name="plain" value="([^"]+)"', page)
    return found[1] if found else ""


def everything_kept():
    """Every row of every table as text, and what a cache of this process holds: where a secret must not be."""
    rows = [repr(row) for model in apps.get_models() for row in model._base_manager.values()]
    return "\n".join([*rows, repr(getattr(caches["default"], "_cache", {}))])
