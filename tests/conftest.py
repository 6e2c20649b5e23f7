"""What every test has: a database, a quiet network, tasks that run at once, a browser where asked."""

import gc
import shutil

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

from cps_comms.celery import app
from tests.environment import WORKER
from tests.serving import forget_template, serve_somewhere
from trail import guards, triggers

CHROMIUM = next(
    filter(None, map(shutil.which, ["chromium", "chromium-browser", "google-chrome"])), None
)
CHROMIUM_ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_configure():
    app.conf.task_always_eager = True
    # WhiteNoise warns of a missing folder, and warnings are errors here.
    settings.STATIC_ROOT.mkdir(exist_ok=True)


# What a test asks for when it touches the database; without it pytest-django lets it touch none.
OF_A_DATABASE = {"db", "transactional_db", "live_server", "served"}


# Where tests reach Redis, or start what does, without a database of their own.
OF_THE_BROKER = {"core", "cps_comms"}


def pytest_collection_modifyitems(config, items):
    """On PostgreSQL and Redis only what they can change: the rest runs on SQLite, and needs no second run."""
    if connection.vendor != "postgresql":
        return
    alike = [item for item in items if not touches_a_database(item)]
    config.hook.pytest_deselected(items=alike)
    items[:] = [item for item in items if touches_a_database(item)]


def touches_a_database(item):
    asked = not OF_A_DATABASE.isdisjoint(getattr(item, "fixturenames", ()))
    marked = item.get_closest_marker("django_db") or item.get_closest_marker("served")
    return asked or marked is not None or item.path.parent.name in OF_THE_BROKER


def pytest_collection_finish():
    """What is loaded by now stays, and need not be looked through for garbage again: a fifth of the suite's time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)


def pytest_sessionstart():
    # Tasks run here, so this process loads them all, as a worker does.
    app.loader.import_default_modules()


def pytest_unconfigure(config):
    shutil.rmtree(settings.VAR_DIR, ignore_errors=True)
    if not hasattr(config, "workerinput"):
        forget_template()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, django_db_modify_db_settings):
    """SQLite in a file, as in real life: a database in memory is one connection shared by all threads.

    With --reuse-db the file stays in var/ for the next run.
    """
    if connection.vendor == "sqlite":
        reused = request.config.getvalue("reuse_db")
        folder = settings.BASE_DIR / "var" if reused else settings.VAR_DIR
        folder.mkdir(exist_ok=True)
        connection.settings_dict["TEST"]["NAME"] = str(folder / f"test-{WORKER}.sqlite3")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """PostgreSQL drops no database that somebody is connected to.

    A thread of the live server keeps its connection for as long as a browser keeps its own to the thread.
    """
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True)
def _fresh_cache():
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def _emptiable_trail(request):
    """After a test that commits, the database is emptied; append-only tables must let that happen.

    The triggers come back with the post_migrate that follows.
    """
    marker = request.node.get_closest_marker("django_db")
    asked = {"live_server", "transactional_db"} & set(request.fixturenames)
    if not asked and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    triggers.remove(connection)
    guards.remove(connection)


@pytest.fixture
def served(tmp_path):
    """Start real servers: `served()` gives a tests.serving.Site that is running."""
    yield from serve_somewhere(tmp_path)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": CHROMIUM_ARGS}
