"""Tables as files: whole, readable anywhere, and never run by a spreadsheet."""

import csv
import re
from xml.etree.ElementTree import fromstring
from zipfile import ZipFile

import pytest

from core.sheets import csv_lines, safe, xlsx_file

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "  =1",
    "\u00a0=cmd|' /C calc'!A0",
    "\uff1d1+1",
    "\uff20SUM(A1)",
]


@pytest.mark.parametrize("cell", FORMULAS)
def test_no_cell_is_taken_for_a_formula(cell):
    lines = "".join(csv_lines(["Name"], [[cell]])).removeprefix("\ufeff")

    assert list(csv.reader(lines.splitlines(keepends=True)))[1] == [f"'{cell}"]


@pytest.mark.parametrize("cell", ["李小龙", "محمد العلي", "O'Neill, Ana", 'say "no"', "", None, 7])
def test_other_cells_stay_as_they_are(cell):
    assert safe(cell) == cell


def test_a_csv_file_has_its_heads_and_rows():
    lines = list(csv_lines(["Name", "Grade"], [["Ana, María", 9], ["李小龙", None]]))

    assert lines == ["\ufeffName,Grade\r\n", '"Ana, María",9\r\n', "李小龙,\r\n"]


def test_a_workbook_holds_words_as_words():
    rows = [[cell, number] for number, cell in enumerate(FORMULAS[:4])]

    with xlsx_file("Board: [all]", ["Name", "Number"], rows) as file, ZipFile(file) as book:
        sheet = fromstring(book.read("xl/worksheets/sheet1.xml"))
        names = re.findall(r'<sheet name="([^"]*)"', book.read("xl/workbook.xml").decode())

    assert names == ["Board   all"]
    assert list(sheet.iter(f"{MAIN}f")) == []
    assert [cell.get("t") for cell in sheet.iter(f"{MAIN}c")] == ["inlineStr"] * 2 + [
        "inlineStr",
        None,
    ] * 4
    assert [words.text for words in sheet.iter(f"{MAIN}t")] == ["Name", "Number", *FORMULAS[:4]]
    assert [value.text for value in sheet.iter(f"{MAIN}v")] == ["0", "1", "2", "3"]
