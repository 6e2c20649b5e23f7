"""The product's Celery application with one task more, whose length a test decides."""

import time
from pathlib import Path

from cps_comms.celery import app

__all__ = ["app"]


@app.task(name="tests.take_time")
def take_time(folder: str) -> None:
    """Say that it began, wait for leave, say that it is done."""
    with Path(folder, "begun").open("a") as begun:
        begun.write("begun\n")
    while not Path(folder, "go").exists():
        time.sleep(0.05)
    with Path(folder, "done").open("a") as done:
        done.write("done\n")
