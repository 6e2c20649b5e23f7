"""Reading a vendor's HECVAT or K-12CVAT workbook: bytes in, its answers out, whatever the layout.

A question is known by its id ("AAAI-01"), its answer by the heading above it. A workbook is a zip that a
stranger made, so its sizes are counted before anything reads it as a table.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook

from documents import kinds
from platforms.terms.rooms import SheetKind

MB: Final = 1024 * 1024
MOST_UNPACKED: Final = 64 * MB
MOST_PARTS: Final = 500
# How programs that write workbooks pack them.
USUAL: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
MOST_TABLES: Final = 60
# Rows times columns of one table: a far corner with one cell would cost as much memory as a full table.
MOST_CELLS: Final = 400_000
CHUNK: Final = 64 * 1024
# More than this between two tags is no table of answers.
LONGEST_TAG: Final = MB
# What a part with a table has in it, under whatever name it is kept.
TABLE: Final = b"sheetData"
# The place of a cell ("AB12") or of a row ("12"); leading zeros count for nothing.
PLACE: Final = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]*)0*([0-9]+)""")
# More of either is out of every range anyway.
MOST_DIGITS: Final = 18
MOST_LETTERS: Final = 8
ROW_OR_CELL: Final = re.compile(rb"<(?:[^\s<>/:]+:)?(row|c)(?=[\s/>])")
QUESTION: Final = re.compile(r"[A-Z]{4}-[0-9]{2}")
LONGEST: Final = 2000
FEWEST_QUESTIONS: Final = 3

ANSWER_HEADS: Final = frozenset(
    ["answer", "answers", "vendor answer", "vendor answers", "response", "vendor response"]
)
NOTE_HEADS: Final = frozenset(["additional information", "additional info", "notes", "comments"])
# Where the workbook itself says which answer complies: for some questions it is "No".
GOOD_HEADS: Final = frozenset(
    ["compliant response", "compliant answer", "preferred response", "preferred answer"]
)
K12_NAMES: Final = ("k-12cvat", "k12cvat", "k-12 cvat", "k12 cvat")
HECVAT_NAME: Final = "hecvat"


class NotASheet(ValueError):
    """The bytes are no workbook we read; `code` says which way."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Row:
    """A question's id, what the vendor chose, their words, and the answer that complies where it is said ("" else)."""

    id: str
    answer: str
    note: str = ""
    good: str = ""


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A workbook as it was understood."""

    kind: SheetKind
    rows: tuple[Row, ...]


@dataclass(slots=True)
class Corner:
    """How far a part's table reaches, by what its cells say of their place and by how many there are.

    A workbook says itself where its tables are and may say no places at all, so every part is looked at.
    """

    is_table: bool = False
    columns: int = 0
    rows: int = 0
    counted: int = 0
    in_row: int = 0

    @property
    def cells(self) -> int:
        """Of the full rectangle, which is what reading it would take."""
        return max(self.columns, 1) * max(self.rows, self.counted)

    def look_at(self, piece: bytes) -> None:
        """The next tags of the part."""
        self.is_table = self.is_table or TABLE in piece
        for letters, number in PLACE.findall(piece):
            self.columns = max(self.columns, _column(letters))
            self.rows = max(self.rows, int(number[:MOST_DIGITS]))
        for name in ROW_OR_CELL.findall(piece):
            self.in_row = self.in_row + 1 if name == b"c" else 0
            self.counted += name == b"row"
            self.columns = max(self.columns, self.in_row)


@dataclass(slots=True)
class _Found:
    """What is gathered while the tables are walked through."""

    rows: list[Row] = field(default_factory=list)
    good: dict[str, str] = field(default_factory=dict)
    is_k12: bool = False
    is_hecvat: bool = False


def read(content: bytes) -> ReadSheet:
    """The answers of a workbook; `NotASheet` where it is none, too large, or holds no questions."""
    if kinds.kind_of(content) != kinds.XLSX:
        raise NotASheet("not_a_workbook")
    _measure(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = book.sheet_names
        if len(names) > MOST_TABLES:
            raise NotASheet("too_large")
        found = _Found()
        for name in names:
            _walk(book.get_sheet_by_name(name).to_python(), found)
    except (CalamineError, ValueError, OSError) as error:
        if isinstance(error, NotASheet):
            raise
        raise NotASheet("damaged") from error
    rows = tuple(
        Row(row.id, row.answer, row.note, found.good.get(row.id, ""))
        for row in dict.fromkeys(found.rows)
    )
    if len({row.id for row in rows}) < FEWEST_QUESTIONS:
        raise NotASheet("no_questions")
    return ReadSheet(_kind(found, rows), rows)


def _measure(content: bytes) -> None:
    """Refuse what would grow past our limits; each part is unpacked once in pieces and thrown away."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise NotASheet("too_large")
            if any(part.compress_type not in USUAL for part in parts):
                raise NotASheet("damaged")
            left = MOST_UNPACKED
            for part in parts:
                left -= _measured(archive, part, left)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError) as error:
        raise NotASheet("damaged") from error


def _measured(archive: zipfile.ZipFile, part: zipfile.ZipInfo, left: int) -> int:
    """The size of a part as it really is; a table's far corner is looked at on the way."""
    size, held, corner = 0, b"", Corner()
    with archive.open(part) as stream:
        while piece := stream.read(CHUNK):
            size += len(piece)
            if size > left:
                raise NotASheet("too_large")
            # Read tag by tag: what is left of the last one waits for its end.
            whole, end, rest = (held + piece).rpartition(b">")
            corner.look_at(whole + end)
            held = rest
            if len(held) > LONGEST_TAG:
                raise NotASheet("too_large")
    if corner.is_table and corner.cells > MOST_CELLS:
        raise NotASheet("too_large")
    return size


def _column(letters: bytes) -> int:
    """ "AB" as 28; a row's own number has no letters and counts as its first column."""
    number = 0
    for letter in letters[:MOST_LETTERS].upper():
        number = number * 26 + letter - 64
    return max(number, 1)


def _walk(table: Sequence[Sequence[object]], found: _Found) -> None:
    """Take over the questions below a heading that names the answers' column."""
    heads: dict[str, int] = {}
    for cells in table:
        words = [_words(cell) for cell in cells]
        for word in words:
            folded = word.casefold()
            found.is_k12 = found.is_k12 or any(name in folded for name in K12_NAMES)
            found.is_hecvat = found.is_hecvat or HECVAT_NAME in folded
        place = next((n for n, word in enumerate(words) if QUESTION.fullmatch(word)), None)
        if place is None:
            heads = dict(_heads(words)) or heads
        elif "answer" in heads:
            _take(words[place], words, heads, found)


def _heads(words: list[str]) -> Iterator[tuple[str, int]]:
    """Which column is which, where a row is a heading; nothing for any other row."""
    folded = [word.casefold().rstrip(":* ") for word in words]
    if not ANSWER_HEADS & set(folded):
        return
    for name, known in (("answer", ANSWER_HEADS), ("note", NOTE_HEADS), ("good", GOOD_HEADS)):
        for place, word in enumerate(folded):
            if word in known:
                yield name, place
                break


def _take(question: str, words: list[str], heads: dict[str, int], found: _Found) -> None:
    cell = {name: words[place] if place < len(words) else "" for name, place in heads.items()}
    if said(cell.get("good", "")) in ("yes", "no"):
        found.good[question] = said(cell["good"])
    if cell["answer"]:
        found.rows.append(Row(question, cell["answer"], cell.get("note", "")))


def said(answer: str) -> str:
    """ "yes", "no" or "na"; "" for any other words."""
    folded = answer.casefold().strip(" .")
    if folded in {"n/a", "na", "n.a", "not applicable", "does not apply"}:
        return "na"
    first = re.split(r"[^a-z]", folded, maxsplit=1)[0]
    return first if first in {"yes", "no"} else ""


def _kind(found: _Found, rows: tuple[Row, ...]) -> SheetKind:
    """By the name it gives itself; a K-12CVAT speaks of the HECVAT too. Without a name, by its ids."""
    if found.is_k12:
        return SheetKind.K12CVAT
    if found.is_hecvat:
        return SheetKind.HECVAT
    high = sum(row.id.startswith("HL") for row in rows)
    return SheetKind.K12CVAT if high * 2 > len(rows) else SheetKind.HECVAT


def _words(cell: object) -> str:
    return " ".join(str(cell).split())[:LONGEST] if cell is not None else ""
