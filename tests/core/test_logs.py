import json
import logging
import sys

import pytest
import structlog

from core.logs import HideSecrets, hide_secrets, where_it_broke


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("GET /c/abc.DEF-123/ 200", "GET /c/…/ 200"),
        ("Not Found: /c/abc/forms/3/", "Not Found: /c/…/forms/3/"),
        ("GET /survey/7.DEF-123/ 200", "GET /survey/…/ 200"),
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


def refuse(address):
    try:
        {}[address]
    except KeyError as error:
        raise ValueError(address) from error


def test_an_error_is_told_by_its_class_and_places_never_by_its_words():
    try:
        refuse("ana@example.org")
    except ValueError:
        record = logging.LogRecord("x", logging.ERROR, "f", 1, "It broke", (), sys.exc_info())
    formatter = structlog.stdlib.ProcessorFormatter(
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            where_it_broke,
            structlog.processors.JSONRenderer(),
        ]
    )

    told = json.loads(formatter.format(record))

    places = [place.rsplit(":", 1)[0] for place in told.pop("trace")]
    assert told == {"event": "It broke", "error": "ValueError", "causes": ["KeyError"]}
    assert places == [__file__, __file__]


def test_a_line_without_an_error_stays_as_it_is():
    assert where_it_broke(None, "", {"event": "All well"}) == {"event": "All well"}
