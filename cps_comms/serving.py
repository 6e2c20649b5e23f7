"""Two ways to run everything: one process that holds it all, or web, worker and beat side by side."""

from __future__ import annotations

import ctypes
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections
from gunicorn.app.base import BaseApplication

from cps_comms import web
from cps_comms.background import Background

STOP_SECONDS = 2.5
PR_SET_PDEATHSIG = 1

TOGETHER: Mapping[str, Sequence[str]] = {
    "web": ["gunicorn", "--config", "python:cps_comms.web", "cps_comms.wsgi"],
    "worker": ["celery", "-A", "cps_comms", "worker", "--loglevel", "WARNING"],
    "beat": ["celery", "-A", "cps_comms", "beat", "-S", "redbeat.RedBeatScheduler"],
}


class OneProcess(BaseApplication):
    """gunicorn with a single threaded process, the Celery worker and beat inside it."""

    def load_config(self) -> None:
        for name in vars(web).keys() & self.cfg.settings.keys():
            self.cfg.set(name, getattr(web, name))
        self.cfg.set("workers", 1)
        # The worker and beat live as long as the process does.
        self.cfg.set("max_requests", 0)
        self.cfg.set("post_worker_init", start_background)
        self.cfg.set("worker_exit", stop_background)

    def load(self) -> WSGIHandler:
        return get_wsgi_application()


def start_background(process: Any) -> None:
    """gunicorn calls this in the process that serves, after its fork."""
    process.background = Background()
    process.background.start()


def stop_background(_server: Any, process: Any) -> None:
    if background := getattr(process, "background", None):
        background.stop()


def serve_alone() -> None:
    """Web, worker and beat in one process. Returns by SystemExit."""
    connections.close_all()
    OneProcess().run()


def serve_together() -> int:
    """Web, worker and beat as three processes that live and die together; returns the exit code."""
    connections.close_all()
    told: list[int] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda received, _frame: told.append(received))
    children = {name: start_child(command) for name, command in TOGETHER.items()}
    while not told and not ended(children):
        time.sleep(0.2)
    for name in ended(children):
        sys.stderr.write(f"The {name} process ended by itself; stopping the others.\n")
    stop(list(children.values()))
    return 0 if told else 1


def start_child(command: Sequence[str]) -> subprocess.Popen[bytes]:
    # A group of its own: Ctrl-C reaches this process only, which then stops the children in order.
    return subprocess.Popen(  # noqa: S603 -- the commands above
        [sys.executable, "-m", *command],
        process_group=0,
        preexec_fn=end_with_parent(),  # noqa: PLW1509 -- this process has a single thread
    )


def end_with_parent() -> Callable[[], None] | None:
    """On Linux, have the kernel stop a child whose parent was killed."""
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None)
    return lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def ended(children: Mapping[str, subprocess.Popen[bytes]]) -> list[str]:
    """The names of the children that are gone."""
    return [name for name, child in children.items() if child.poll() is not None]


def stop(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """Ask all to end, wait a moment, then insist: late acknowledgement gives their tasks back."""
    for child in children:
        child.terminate()
    deadline = time.monotonic() + STOP_SECONDS
    for child in children:
        try:
            child.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
