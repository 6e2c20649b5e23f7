"""Real servers for tests: `manage.py serve` as a user starts it, on a database of its own.

With REDIS_URL in the environment (the PostgreSQL run) the site has its own database there, its own Redis
database, and worker and beat processes; otherwise it is one process on a SQLite file.
"""

import fcntl
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
import redis

from tests.environment import RUN, WORKER, redis_database

ROOT = Path(__file__).parents[1]
DATABASE_URL = os.environ.get("DATABASE_URL", "")
REDIS_URL = os.environ.get("REDIS_URL", "")
START_SECONDS = 60
TEMPLATES = Path(tempfile.gettempdir()) / f"cps-comms-site-{RUN}"
# Each look starts a process, which takes seconds on a busy machine. Still less than the minute between two
# sweeps of the outbox: what must happen at a start may not be saved by the sweep after it.
PATIENCE_SECONDS = 45


@dataclass
class Site:
    """A site with data of its own, whose processes a test may start, stop and kill."""

    folder: Path
    environment: dict[str, str] = field(repr=False)
    port: int
    processes: list[subprocess.Popen[bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def run(self, *command: str) -> subprocess.Popen[bytes]:
        """Start `python COMMAND` beside the others; its output goes to the log."""
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                process_group=0,
            )
        self.processes.append(process)
        return process

    def serve(self, *options: str) -> subprocess.Popen[bytes]:
        """Start `manage.py serve` and wait until it answers."""
        process = self.run("manage.py", "serve", *options)
        until(lambda: process.poll() is not None or self.status("/livez") == 200, START_SECONDS)
        assert process.poll() is None, self.log()
        return process

    def status(self, path: str) -> int | None:
        """The HTTP status of a page, None while nobody answers."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return None

    def page(self, path: str) -> str:
        with urllib.request.urlopen(self.url + path, timeout=5) as answer:
            return answer.read().decode()

    def manage(self, *arguments: str) -> str:
        """What `manage.py ARGUMENTS` prints on this site's data."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def shell(self, code: str) -> str:
        """What a line of Python prints on this site's data."""
        return self.manage("shell", "--no-imports", "--command", code)

    def later(self, task: str, *args: int | str, key: str, handed_over: bool = True) -> None:
        """Write an outbox row; not handed over, as when the writer dies right after its commit."""
        cut = "" if handed_over else "outbox.hand_over = print;"
        called = ", ".join(map(repr, (task, *args)))
        self.shell(f"from core import outbox; {cut} outbox.later({called}, key={key!r})")

    def state_of(self, key: str) -> str:
        """The state of an outbox row."""
        row = f"OutboxMessage.objects.get(key={key!r})"
        return self.shell(f"from core.models import OutboxMessage; print({row}.state)")

    def log(self) -> str:
        return (self.folder / "log").read_text()


def kill(process: subprocess.Popen[bytes]) -> None:
    """kill -9, for the process and all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def until(happened: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
    """Wait for something to become true, looking ever less often; fail when it does not."""
    deadline = time.monotonic() + seconds
    pause = 0.1
    while not happened():
        assert time.monotonic() < deadline, f"not within {seconds} seconds"
        time.sleep(pause)
        # A look that starts a process takes what the site itself needs.
        pause = min(3, pause * 1.5)


def serve_somewhere(folder: Path) -> Iterator[Callable[..., Site]]:
    """The body of the fixture `served`: makes sites, and clears them away."""
    sites: list[Site] = []

    def served(*options: str) -> Site:
        site = new_site(folder / f"site{len(sites)}", len(sites))
        sites.append(site)
        site.serve(*options)
        return site

    yield served
    for site in sites:
        for process in site.processes:
            process.terminate()
        for process in site.processes:
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)
            kill(process)
        drop_database(site)


def new_site(folder: Path, number: int) -> Site:
    """A site with tables and nothing in them: a copy of the one that the run migrated first."""
    folder.mkdir()
    port = free_port()
    environment = {
        **os.environ,
        "DEBUG": "1",
        "PORT": str(port),
        "VAR_DIR": str(folder / "var"),
        "DATABASE_URL": f"sqlite:///{folder}/site.sqlite3",
    }
    template = migrated_template()
    if DATABASE_URL:
        environment["DATABASE_URL"] = new_database(f"site_{WORKER}_{number}_{port}", template)
    else:
        shutil.copy(template, folder / "site.sqlite3")
    if REDIS_URL:
        environment["REDIS_URL"] = redis_database(REDIS_URL, 8 + WORKER)
        with closing(redis.Redis.from_url(environment["REDIS_URL"])) as broker:
            broker.flushdb()
    return Site(folder, environment, port)


def migrated_template() -> str:
    """The path (on PostgreSQL the name) of a database that `manage.py migrate` made, once a run for all its processes."""
    TEMPLATES.mkdir(exist_ok=True)
    made, name = TEMPLATES / "made", f"site_template_{RUN}"
    path = TEMPLATES / "site.sqlite3"
    with (TEMPLATES / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            address = new_database(name) if DATABASE_URL else f"sqlite:///{path}"
            environment = {"DEBUG": "1", "DATABASE_URL": address, "VAR_DIR": str(TEMPLATES / "var")}
            subprocess.run(
                [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
                cwd=ROOT,
                env={**os.environ, **environment},
                check=True,
            )
            made.touch()
    return name if DATABASE_URL else str(path)


def forget_template() -> None:
    """Clear away what `migrated_template` left in files."""
    shutil.rmtree(TEMPLATES, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def on_server(statement: str) -> None:
    with closing(psycopg2.connect(DATABASE_URL)) as server:
        server.autocommit = True
        with server.cursor() as cursor:
            cursor.execute(statement)


def new_database(name: str, template: str = "template1") -> str:
    on_server(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
    return urlunsplit(urlsplit(DATABASE_URL)._replace(path=f"/{name}"))


def drop_database(site: Site) -> None:
    if DATABASE_URL:
        name = urlsplit(site.environment["DATABASE_URL"]).path.removeprefix("/")
        on_server(f'DROP DATABASE "{name}" WITH (FORCE)')
