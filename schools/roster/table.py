"""One CSV file as rows of the columns we asked for; no other cell is ever kept."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO, Final, TypeVar

from schools.roster.problems import Problem, Report, RowRefused, Unclear, Unreadable

T = TypeVar("T")
# A quoted cell may hold a line break; a row this tall is a quote that nobody closed.
MOST_LINES_PER_ROW: Final = 8
LONGEST: Final = 5_000
# No line of a roster is this long; a file without line ends is not read into memory whole.
LONGEST_LINE: Final = 100_000
UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Layout:
    """A file's columns: those a row cannot do without, those we can use, other names for them, and their lengths."""

    name: str
    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    aliases: Mapping[str, str] = field(default_factory=dict)
    # Read past on purpose, and said so: secrets and protected traits.
    dropped: frozenset[str] = frozenset()
    # Known to the standard and of no use here: not worth a word.
    ignored: frozenset[str] = frozenset()
    lengths: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Row:
    """One row: only the columns of the layout, stripped."""

    file: str
    line: int
    cells: dict[str, str]
    report: Report
    # Its problem is told already and its cells are not to be used; its id still counts as given.
    broken: bool = False

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")

    def needed(self, column: str) -> str:
        """A cell without which the row means nothing."""
        if not self[column]:
            raise RowRefused(column, "is empty")
        return self[column]

    def read(self, column: str, reader: Callable[[str], T], default: T) -> T:
        """The cell's meaning; where it has none for certain, a problem is reported and the default stands."""
        try:
            return reader(self[column])
        except Unclear as error:
            self.problem(column, str(error))
            return default

    def problem(self, column: str, reason: str) -> None:
        self.report(Problem(self.file, self.line, column, reason))


def rows(stream: IO[bytes], layout: Layout, report: Report, note: Callable[[str], None]) -> Iterator[Row]:  # fmt: skip
    """The rows of a file. `note` hears about columns that were left out."""
    text = io.TextIOWrapper(stream, _encoding(stream), errors="surrogateescape", newline="")
    try:
        yield from _rows(text, layout, report, note)
    finally:
        text.detach()


def _rows(
    text: io.TextIOWrapper, layout: Layout, report: Report, note: Callable[[str], None]
) -> Iterator[Row]:
    lines = _lines(text, layout)
    first = next(lines, "")
    if not first.strip():
        raise Unreadable(f"{layout.name} is empty: it has no header row.")
    delimiter = _delimiter(first, layout)
    header = next(csv.reader([first], delimiter=delimiter))
    places = _places(header, layout, note)
    reader = csv.reader(lines, delimiter=delimiter)
    before = 0
    try:
        for cells in reader:
            line, before = before + 2, reader.line_num
            if before + 1 - line >= MOST_LINES_PER_ROW:
                raise Unreadable(f"{layout.name} line {line}: a quote is opened and not closed.")
            if row := _row(cells, line, len(header), places, layout, report):
                yield row
    except csv.Error as error:
        raise Unreadable(f"{layout.name} near line {before + 2}: {error}.") from None


def _lines(text: io.TextIOWrapper, layout: Layout) -> Iterator[str]:
    """The lines of a file with their ends."""
    number = 0
    while line := text.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            raise Unreadable(
                f"{layout.name} line {number} is longer than {LONGEST_LINE} characters."
            )
        yield line


def _encoding(stream: IO[bytes]) -> str:
    """UTF-8 unless the file's first bytes say UTF-16."""
    start = stream.read(2)
    stream.seek(0)
    return "utf-16" if start in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"


def _key(name: str) -> str:
    return re.sub(r"[\s_-]", "", name).casefold()


def _delimiter(first: str, layout: Layout) -> str:
    wanted = _key(layout.required[0])
    names = {wanted, *(_key(alias) for alias, to in layout.aliases.items() if _key(to) == wanted)}
    for delimiter in ",;\t|":
        header = next(csv.reader([first], delimiter=delimiter))
        if len(header) > 1 and names & {_key(name) for name in header}:
            return delimiter
    raise Unreadable(f"{layout.name}: the header row has no column {layout.required[0]}.")


def _places(header: list[str], layout: Layout, note: Callable[[str], None]) -> dict[str, int]:
    """Column name → position, for the columns of the layout."""
    keys = [_key(name) for name in header]
    wanted = {_key(name): name for name in (*layout.required, *layout.optional)}
    places: dict[str, int] = {}
    for key, name in wanted.items():
        if keys.count(key) > 1:
            raise Unreadable(f"{layout.name}: the column {name} is there twice.")
        if key in keys:
            places[name] = keys.index(key)
    for alias, name in layout.aliases.items():
        if name not in places and _key(alias) in keys:
            places[name] = keys.index(_key(alias))
    missing = [name for name in layout.required if name not in places]
    if missing:
        raise Unreadable(f"{layout.name}: the column {', '.join(missing)} is missing.")
    _note_others(header, set(places.values()), layout, note)
    return places


def _note_others(
    header: list[str], used: set[int], layout: Layout, note: Callable[[str], None]
) -> None:
    dropped = {_key(name) for name in layout.dropped}
    quiet = {_key(name) for name in layout.ignored}
    others = [
        name.strip()[:60]
        for place, name in enumerate(header)
        if place not in used and name.strip() and _key(name) not in quiet
    ]
    secret = [name for name in others if _key(name) in dropped]
    unknown = [
        name
        for name in others
        if name not in secret and not name.casefold().startswith("metadata.")
    ]
    if secret:
        note(f"{layout.name}: dropped unread: {', '.join(secret)}.")
    if unknown:
        note(f"{layout.name}: columns not known and left out: {', '.join(unknown)}.")


def _row(
    cells: list[str],
    line: int,
    width: int,
    places: Mapping[str, int],
    layout: Layout,
    report: Report,
) -> Row | None:
    """A row with the asked-for cells; None for an empty line or a row that does not fit its header."""
    if not any(cell.strip() for cell in cells):
        return None
    given = {name: cells[place].strip() for name, place in places.items() if place < len(cells)}
    row = Row(layout.name, line, given, report)
    for name, cell in given.items():
        if fault := _fault(cell, layout.lengths.get(name, LONGEST)):
            row.problem(name, fault)
            row.broken = True
    if any(cell.strip() for cell in cells[width:]):
        row.problem("", "has more cells than the header has columns")
        row.broken = True
    return row


def _fault(cell: str, longest: int) -> str:
    if UNPRINTABLE.search(cell):
        return "is not UTF-8 text"
    return f"is longer than {longest} characters" if len(cell) > longest else ""
