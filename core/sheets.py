"""Tables as files: CSV line by line, XLSX as a workbook. No cell is ever taken for a formula.

A name may begin with "=", and a spreadsheet would run it (CWE-1236). In CSV such a cell begins with an
apostrophe, as people type it themselves; in XLSX every word is written as a string, which is never run.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from tempfile import SpooledTemporaryFile
from typing import IO, Final

import xlsxwriter

Cell = str | int | None
# The wide signs are typed on keyboards of East Asia, where a spreadsheet takes them for the narrow ones.
STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Excel on Windows reads a file as UTF-8 only with this in front.
BYTE_ORDER_MARK: Final = "\ufeff"
MOST_IN_MEMORY: Final = 1 << 20


class _Echo:
    """A file that gives each line back."""

    def write(self, line: str) -> str:
        return line


def safe(cell: Cell) -> Cell:
    """The cell as no spreadsheet takes it for a formula; also where spaces stand before the sign."""
    if isinstance(cell, str) and cell.lstrip(" \n\v\f\u00a0").startswith(STARTS_A_FORMULA):
        return f"'{cell}"
    return cell


def csv_lines(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    """The lines of a CSV file (RFC 4180, UTF-8), as they are asked for."""
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK + str(writer.writerow([safe(head) for head in heads]))
    for row in rows:
        yield str(writer.writerow([safe(cell) for cell in row]))


def xlsx_file(title: str, heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> IO[bytes]:
    """A workbook with one sheet, open at its beginning; row by row, so that a long list takes little memory."""
    file = SpooledTemporaryFile(max_size=MOST_IN_MEMORY)  # noqa: SIM115 -- the response closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        bold = book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for column, head in enumerate(heads):
            sheet.set_column(column, column, 24)
            sheet.write_string(0, column, head, bold)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if isinstance(cell, int):
                    sheet.write_number(number, column, cell)
                elif cell:
                    sheet.write_string(number, column, cell)
    file.seek(0)
    return file


def _sheet_name(title: str) -> str:
    """At most 31 characters, and none that Excel forbids."""
    words = "".join(" " if letter in "[]:*?/\\'" else letter for letter in title)
    return words.strip()[:31] or "1"
