"""A browser for journeys: phones and desks, and what must hold on every page they open."""

from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
PATIENCE_MS = 10_000


def pytest_collection_modifyitems(items):
    for item in items:
        if item.path.is_relative_to(__file__.removesuffix("/conftest.py")):
            item.add_marker("journey")
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture
def browse(live_server, new_context):
    """`browse(viewport, **context)` opens a page in a browser of its own, one per person.

    At the end no page may have asked another host for anything, or failed in its scripts.
    """
    troubles = []

    def open_page(viewport=DESK, **options):
        context = new_context(
            base_url=live_server.url,
            viewport=viewport,
            timezone_id="America/Chicago",
            **{"locale": "en-US", **options},
        )
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        ours = urlsplit(live_server.url).netloc
        page.on(
            "request",
            lambda request: (
                None
                if urlsplit(request.url).netloc in {ours, ""}
                else troubles.append(f"{page.url} asked for {request.url}")
            ),
        )
        page.on("pageerror", lambda error: troubles.append(f"{page.url}: {error}"))
        return page

    yield open_page
    assert troubles == []


@pytest.fixture
def phone(browse):
    return browse(PHONE, has_touch=True, is_mobile=True)


@pytest.fixture
def desk(browse):
    return browse(DESK)


@pytest.fixture
def check_page():
    """`check_page(page)`: no axe violation, and nothing to scroll sideways."""

    def check(page):
        # A click may have led to a page that is still arriving.
        page.wait_for_load_state()
        found = Axe().run(page, options={"runOnly": WCAG, "resultTypes": ["violations"]})
        violations = [
            f"{page.url} {violation['id']}: {node['html']}"
            for violation in found.response["violations"]
            for node in violation["nodes"]
        ]
        assert violations == []
        root = "document.documentElement"
        assert page.evaluate(f"{root}.scrollWidth <= {root}.clientWidth"), (
            f"{page.url} scrolls sideways"
        )

    return check
