"""Answer a flood more slowly, a few at a time, so that the flood itself never holds up anybody else."""

from __future__ import annotations

import threading
import time
from typing import Final

# So many answers wait at once in a process; whoever comes then is answered at once.
_waiting: Final = threading.BoundedSemaphore(4)


def slow_down(seconds: float) -> None:
    """Wait so long, unless too many do."""
    if seconds <= 0 or not _waiting.acquire(blocking=False):
        return
    try:
        time.sleep(seconds)
    finally:
        _waiting.release()
