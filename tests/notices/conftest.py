"""Kinds of notice for these tests, with templates of their own, and a house that lets messages leave."""

import pytest
from django.template import engines

from notices import kinds, sms

TEMPLATES = {
    "emails/tests/hello.txt": (
        "Subject: {% load i18n %}{% language 'en' %}Hello{% endlanguage %} {{ name }}\n"
        "\nDear {{ name }},   \n\n\n\n{{ site_name }} says: {{ link }}\n"
    ),
    "sms/tests/hello.txt": "Hello {{ name }},\n  open {{ link }}\n",
    "emails/tests/nameless.txt": "No subject here\n",
}
TOKEN = "derived-token-that-no-row-may-hold"


def hello(notice):
    """The words of a greeting; nobody is greeted whose fact says so."""
    if notice.facts.get("gone"):
        return None
    return {"name": notice.facts.get("name", "Dana"), "link": f"http://127.0.0.1:8000/c/{TOKEN}/"}


@pytest.fixture
def words(monkeypatch):
    """`tests/hello` and `tests/nameless` can be posted."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    kinds.register("tests/hello", hello)
    kinds.register("tests/nameless", hello)
    loaders = engines["django"].engine.template_loaders
    memory = engines["django"].engine.find_template_loader(
        ("django.template.loaders.locmem.Loader", TEMPLATES)
    )
    loaders.insert(0, memory)
    yield
    loaders.remove(memory)


@pytest.fixture
def sending(settings, words):
    """A district in earnest: everything leaves, into lists of this process."""
    settings.DEMO = False
    settings.OUTGOING = "send"
    settings.SMS_BACKEND = "notices.sms.Locmem"
    sms.carried.clear()
    return settings
