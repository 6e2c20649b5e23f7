"""Vendors' workbooks: read by heading and id within limits, shown first, taken as claims and never as results (P2)."""

import io
import zipfile

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.decision import Refused
from documents.models import KeptFile
from platforms import links, sheets
from platforms.actions import sheets as actions
from platforms.models import Claim, Result, Sheet
from platforms.reports.claims import claims_for
from platforms.reports.sheets import preview
from platforms.sheets import NotASheet
from platforms.terms.audits import ClaimSource, Value
from platforms.terms.rooms import SheetKind
from tests.platforms.rooms import criterion, opened

pytestmark = pytest.mark.django_db
HEADS = ["ID", "Question", "Answer", "Additional Information"]
HECVAT = [
    ("AAAI-01", "Do you support SSO?", "Yes", "SAML 2.0"),
    ("AAAI-15", "Is it free of charge?", "No", ""),
    ("DCTR-14", "MFA for staff?", "Yes", ""),
    ("DATA-03", "Encrypted in transit?", "Yes, TLS 1.3", ""),
    ("ZZZZ-99", "Something else?", "N/A", ""),
]
K12 = [
    ("HLAA-01", "MFA?", "No", "Next year"),
    ("HLDA-02", "Encryption?", "N/A", "Nothing is sent"),
    ("HLBC-01", "Backups?", "Yes", ""),
]


def book(rows, *, title="HECVAT 4.1.4", heads=HEADS, shift=0, more=()):
    """A workbook: some rows of words, then the headings, then the questions, `shift` columns to the side."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as workbook:
        workbook.add_worksheet("START HERE").write(0, 0, title)
        sheet = workbook.add_worksheet("Product")
        for number, row in enumerate([["Section one"], heads, *rows], start=shift):
            for place, cell in enumerate(row):
                sheet.write(number, place + shift, cell)
        for name, table in more:
            other = workbook.add_worksheet(name)
            for number, row in enumerate(table):
                other.write_row(number, 0, row)
    return file.getvalue()


def zipped(**parts):
    """A zip that calls itself a workbook."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("[Content_Types].xml", "xl/workbook.xml"):
            archive.writestr(name, "<x/>")
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/"), content)
    return file.getvalue()


@pytest.mark.parametrize("shift", [0, 3])
def test_questions_are_found_by_heading_and_id_wherever_they_stand(shift):
    read = sheets.read(book(HECVAT, shift=shift))

    assert read.kind == SheetKind.HECVAT
    assert [(row.id, row.answer, row.note) for row in read.rows] == [
        (question, answer, note) for question, _text, answer, note in HECVAT
    ]


def test_columns_in_another_order_are_read_by_their_headings():
    rows = [(answer, note, question) for question, _text, answer, note in HECVAT]

    read = sheets.read(book(rows, heads=["Vendor Answer", "Additional Info", "#"]))

    assert [(row.id, row.answer) for row in read.rows] == [
        (question, answer) for question, _text, answer, _note in HECVAT
    ]


@pytest.mark.parametrize(
    ("title", "rows", "kind"),
    [
        ("K-12CVAT Lite 4.1, after the HECVAT", K12, SheetKind.K12CVAT),
        ("Questions", K12, SheetKind.K12CVAT),
        ("Questions", HECVAT, SheetKind.HECVAT),
    ],
)
def test_the_kind_is_the_name_it_gives_itself_or_its_ids(title, rows, kind):
    assert sheets.read(book(rows, title=title)).kind == kind


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"%PDF-1.4 no workbook", "not_a_workbook"),
        (b"PK\x03\x04 broken", "not_a_workbook"),
        (zipped(xl__vbaProject_bin="x", **{"xl/vbaProject.bin": "x"}), "not_a_workbook"),
        (zipped(), "damaged"),
        (zipped(xl__big=b"0" * (65 * 1024 * 1024)), "too_large"),
        (zipped(**{f"p{n}": "x" for n in range(501)}), "too_large"),
        (
            zipped(**{"xl/worksheets/sheet1.xml": '<sheetData><c r="A1"/><c r="XFD1048576"/>'}),
            "too_large",
        ),
        (book([], title="HECVAT"), "no_questions"),
        (book(HECVAT, heads=["ID", "Question", "Colour", "Shape"]), "no_questions"),
    ],
    ids="pdf broken macros hollow bomb parts corner empty headless".split(),
)
def test_a_wrong_file_is_told_which_way(content, code):
    with pytest.raises(NotASheet) as error:
        sheets.read(content)

    assert error.value.code == code


def test_a_far_corner_across_the_seam_of_two_pieces_is_seen():
    padding = " " * (sheets.CHUNK - 8)
    content = zipped(
        **{"xl/worksheets/sheet1.xml": "<sheetData>" + padding + '<c r="XFD1048576"/>'}
    )

    with pytest.raises(NotASheet) as error:
        sheets.read(content)

    assert error.value.code == "too_large"


FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="30000"><c r="{}30000"><v>1</v></c></row>'
UNPLACED = f"<row>{'<c><v>1</v></c>' * 2000}</row>" + "<row><c><v>1</v></c></row>" * 3000


@pytest.mark.parametrize(
    ("where", "rows"),
    [
        ("elsewhere/table.xml", FAR.format("XFD")),
        ("Worksheets/sheet1.xml", FAR.format("XFD")),
        ("calcChain.xml", FAR.format("XFD")),
        ("worksheets/sheet1.xml", FAR.format("XFD000000")),
        ("worksheets/sheet1.xml", UNPLACED),
    ],
    ids="elsewhere capitals misnamed zeros unplaced".split(),
)
def test_a_small_file_that_unfolds_into_a_huge_table_is_refused_unread(where, rows):
    """Reading it would take all memory and end the process: one file would stop the site."""
    of_a_table = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    table = f"<worksheet><sheetData>{rows}</sheetData></worksheet>"
    relation = f'<Relationship Id="r1" Type="{of_a_table}" Target="{where}"/>'
    content = zipped(
        **{"xl/_rels/workbook.xml.rels": f"<Relationships>{relation}</Relationships>"},
        **{f"xl/{where}": table},
    )

    with pytest.raises(NotASheet) as error:
        sheets.read(content)

    assert error.value.code == "too_large"


def test_a_workbook_with_spoiled_bytes_is_damaged():
    content = bytearray(zipped(xl__table="x" * 900))
    begins = content.index(b"xl/table") + len(b"xl/table")
    content[begins : begins + 4] = b"\xff" * 4

    with pytest.raises(NotASheet) as error:
        sheets.read(bytes(content))

    assert error.value.code == "damaged"


@pytest.mark.clause("P2")
def test_answers_become_claims_the_weakest_first_and_never_results():
    scene = opened()
    sheet = actions.read_sheet(scene.audit, book(HECVAT), "hecvat.xlsx", by=scene.its)
    before = Claim.objects.count()

    actions.take(sheet, by=scene.its)

    said = claims_for(scene.audit)
    assert before == 0
    assert {claim.criterion.code: claim.value for claim in said.values()} == {
        "IAM-01": Value.NOT_MET,
        "IAM-02": Value.MET,
        "ENC-01": Value.MET,
    }
    assert {claim.source for claim in said.values()} == {ClaimSource.HECVAT}
    assert {claim.sheet for claim in said.values()} == {sheet.file}
    assert said[criterion("IAM-01").pk].note == "AAAI-01: Yes; SAML 2.0\nAAAI-15: No"
    assert not Result.objects.exists()


def test_the_preview_says_what_differs_what_is_assumed_and_what_is_missing():
    scene = opened()
    content = book([*HECVAT[:2], ("DATA-03", "?", "See our paper", ""), HECVAT[4]])

    shown = preview(actions.read_sheet(scene.audit, content, "h.xlsx", by=scene.its))

    assert [(one.criterion.code, one.is_contradictory, one.is_assumed) for one in shown.mapped] == [
        ("IAM-01", True, True)
    ]
    assert [one.criterion.code for one in shown.to_read] == ["ENC-01"]
    assert [one.code for one in shown.silent] == ["IAM-02"]
    assert shown.unused == ("ZZZZ-99",)


def test_where_the_workbook_says_that_no_complies_no_is_met():
    scene = opened()
    good = [["ID", "Vendor Answer", "Compliant Response"]]
    good += [["DATA-03", "", "No"], ["AAAI-01", "", "Yes"]]
    rows = [("DATA-03", "?", "No", ""), ("AAAI-01", "?", "Yes", ""), ("DCTR-14", "?", "N/A", "")]
    content = book(rows, more=[("Evaluation", good)])

    shown = preview(actions.read_sheet(scene.audit, content, "h.xlsx", by=scene.its))

    assert {one.criterion.code: (one.value, one.is_assumed) for one in shown.mapped} == {
        "ENC-01": (Value.MET, False),
        "IAM-01": (Value.MET, False),
        "IAM-02": (Value.NA, False),
    }


def test_in_a_k12cvat_yes_is_always_the_answer_that_complies():
    scene = opened()
    sheet = actions.read_sheet(scene.audit, book(K12, title="K-12CVAT"), "k.xlsx", by=scene.its)

    shown = {one.criterion.code: (one.value, one.is_assumed) for one in preview(sheet).mapped}

    assert shown == {"IAM-02": (Value.NOT_MET, False), "ENC-01": (Value.NA, False)}


@pytest.mark.parametrize("content", [b"%PDF-1.4", book([], title="HECVAT")])
def test_a_wrong_file_in_the_room_is_told_on_the_page_and_nothing_is_kept(client, content):
    scene = opened()
    address = reverse("platforms:vendor_sheet", args=[links.token_of(scene.contact)])

    page = client.post(address, {"file": SimpleUploadedFile("h.xlsx", content)})

    assert page.status_code == 422
    assert len(page.context["form"].errors["file"]) == 1
    assert [Sheet.objects.count(), KeptFile.objects.count(), Claim.objects.count()] == [0, 0, 0]


def test_a_vendor_reads_its_workbook_takes_it_over_and_corrects_an_answer(client):
    scene = opened()
    token = links.token_of(scene.contact)
    address = reverse("platforms:vendor_sheet", args=[token])
    preview_page = client.post(address, {"file": SimpleUploadedFile("h.xlsx", book(HECVAT))})
    sheet = Sheet.objects.get()

    client.post(preview_page.url)
    again = client.post(preview_page.url)
    key = criterion("IAM-01").pk
    client.post(
        reverse("platforms:vendor_questions", args=[token, 1]),
        {f"value-{key}": "met", f"note-{key}": "Since May."},
    )

    assert again.status_code == 403
    assert sheet.contact == scene.contact
    newest = claims_for(scene.audit)[key]
    assert [newest.value, newest.source] == [Value.MET, ClaimSource.ROOM]
    assert Claim.objects.filter(criterion=key).count() == 2


def test_a_room_holds_so_many_workbooks(monkeypatch):
    monkeypatch.setattr(actions, "MOST_SHEETS", 1)
    scene = opened()
    actions.read_sheet_in_room(scene.contact, book(HECVAT), "h.xlsx")

    with pytest.raises(Refused) as refused:
        actions.read_sheet_in_room(scene.contact, book(HECVAT[:3]), "h.xlsx")

    assert [one.code for one in refused.value.decision.refusals] == ["too_many_sheets"]
    assert Sheet.objects.count() == 1


def test_another_rooms_workbook_is_not_found(client):
    first, second = opened(), opened()
    sheet = actions.read_sheet_in_room(first.contact, book(HECVAT), "h.xlsx")

    page = client.post(
        reverse("platforms:vendor_sheet_read", args=[links.token_of(second.contact), sheet.pk])
    )

    assert page.status_code == 404
    assert not Claim.objects.exists()
