import logging

import pytest

from core.logs import HideSecrets, hide_secrets


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("GET /c/abc.DEF-123/ 200", "GET /c/…/ 200"),
        ("Not Found: /c/abc/forms/3/", "Not Found: /c/…/forms/3/"),
        ("GET /enter/xyz/ 302", "GET /enter/…/ 302"),
        ("GET /students/?q=Ana HTTP/1.1", "GET /students/?… HTTP/1.1"),
        ("outbox row 4 waits", "outbox row 4 waits"),
    ],
)
def test_tokens_and_queries_are_left_out(written, kept):
    assert hide_secrets(written) == kept


def test_the_filter_hides_what_comes_as_arguments():
    record = logging.LogRecord("x", logging.INFO, "f", 1, "%s: %s", ("Not Found", "/c/abc/"), None)

    HideSecrets().filter(record)

    assert record.getMessage() == "Not Found: /c/…/"
