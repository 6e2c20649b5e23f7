"""Ask a virus scanner (ClamAV's daemon, its INSTREAM command) about a file. Optional: `CLAMD_HOST` names it, "host:port".

A file that no scanner looked at is *not scanned*; it is never called clean.
"""

from __future__ import annotations

import socket
import struct
from enum import StrEnum
from typing import Final

from django.conf import settings

from documents.media import Source

CHUNK: Final = 128 * 1024
SECONDS: Final = 60.0
CONNECTING: Final = 5.0
PORT: Final = 3310


class Scan(StrEnum):
    NOT_SCANNED = "not_scanned"
    SCANNED = "scanned"
    INFECTED = "infected"


class ScannerAway(Exception):
    """The scanner is named but does not answer, or answers with an error: the file stays not scanned."""


def is_on() -> bool:
    """Whether this district runs a scanner."""
    return bool(settings.CLAMD_HOST)


def scan(source: Source) -> Scan:
    """What the scanner says of everything in `source`; `ScannerAway` where it says nothing."""
    if not is_on():
        return Scan.NOT_SCANNED
    host, _, port = str(settings.CLAMD_HOST).rpartition(":")
    try:
        place = (host, int(port)) if host else (port, PORT)
        with socket.create_connection(place, CONNECTING) as line:
            line.settimeout(SECONDS)
            answer = _ask(line, source)
    except (OSError, ValueError) as error:
        raise ScannerAway from error
    if answer.endswith("FOUND"):
        return Scan.INFECTED
    if answer.endswith(": OK"):
        return Scan.SCANNED
    raise ScannerAway


def _ask(line: socket.socket, source: Source) -> str:
    source.seek(0)
    line.sendall(b"zINSTREAM\0")
    while chunk := source.read(CHUNK):
        line.sendall(struct.pack("!I", len(chunk)) + chunk)
    line.sendall(struct.pack("!I", 0))
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < 4096:
        more = line.recv(4096)
        if not more:
            break
        answer += more
    return answer.rstrip(b"\0\n").decode("ascii", "replace")
