import json
import logging
import re
import zlib
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from weasyprint.urls import fetch

from documents import drawing, fonts
from documents.keeping import canonical, reference_of
from tests.documents.snapshots import FORMS, LABELS, NAMES, snapshot

TITLE = "Signed form: Amal Hassan"
LANGUAGES = list(FORMS)
PART = "{http://www.aiim.org/pdfa/ns/id/}part"
CONFORMANCE = "{http://www.aiim.org/pdfa/ns/id/}conformance"


@pytest.fixture(scope="module")
def drawn():
    """Each language's form, drawn once."""
    return {
        language: drawing.signed_form(snapshot(language), title=TITLE) for language in LANGUAGES
    }


def words_of(content):
    with pypdfium2.PdfDocument(content) as pdf:
        return "\n".join(page.get_textpage().get_text_bounded() for page in pdf)


def spaceless(text):
    """Without spaces; PDFium reads the letters of a lam-alef ligature in the order they are drawn."""
    return re.sub(r"[\s\x02\ufffe]", "", text).replace("اإل", "الإ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_an_archival_tagged_pdf_in_the_signed_language(drawn, language):
    with pikepdf.open(BytesIO(drawn[language])) as pdf, pdf.open_metadata() as metadata:
        root = pdf.Root

        assert (metadata[PART], metadata[CONFORMANCE]) == ("3", "A")
        assert metadata["dc:title"] == TITLE
        assert root.MarkInfo.Marked == True  # noqa: E712 -- a pikepdf object
        assert root.StructTreeRoot.Type == "/StructTreeRoot"
        assert str(root.Lang) == {"zh-hans": "zh-Hans"}.get(language, language)
        assert [str(intent.S) for intent in root.OutputIntents] == ["/GTS_PDFA1"]
        assert root.OutputIntents[0].DestOutputProfile.N == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_face_in_it_is_one_of_ours_and_embedded(drawn, language):
    with pikepdf.open(BytesIO(drawn[language])) as pdf:
        descriptors = [
            thing
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        ]
        names = {str(face.FontName).partition("+")[2] for face in descriptors}
        held = [bool({"/FontFile2", "/FontFile3"} & set(face.keys())) for face in descriptors]

    assert {name.removesuffix("-Bold") for name in names} - {
        "CPS-Sans",
        "CPS-Arabic",
        "CPS-Urdu",
        "CPS-Chinese",
    } == set()
    assert set(held) == {True}


def test_it_carries_its_snapshot_as_data(drawn):
    with pikepdf.open(BytesIO(drawn["ar"])) as pdf:
        (associated,) = pdf.Root.AF
        carried = pdf.attachments["consent.json"].get_file().read_bytes()

    assert str(associated.AFRelationship) == "/Data"
    assert str(associated.EF.F.Subtype) == "/application/json"
    assert carried == canonical(snapshot("ar"))
    assert json.loads(carried) == snapshot("ar")


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_and_words_print_as_they_were_typed(drawn, language):
    words = spaceless(words_of(drawn[language]))

    assert words.count(spaceless(NAMES[language])) == (3 if language == "en" else 2)
    assert spaceless(LABELS[language]) in words
    assert spaceless(FORMS[language]["sections"][1]["heading"]) in words


def test_a_name_in_any_script_prints_on_an_english_form():
    form = snapshot(signer={**snapshot()["signer"], "typed_name": "محمد 张伟 Łucja"})

    words = spaceless(words_of(drawing.signed_form(form, title=TITLE)))

    assert [words.count(name) for name in ("محمد", "张伟", "Łucja")] == [2, 2, 2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_who_why_until_when_and_how_it_was_proved(drawn, language):
    words = spaceless(words_of(drawn[language]))

    for said in [
        "Dana Reyes",
        "dana.reyes@district.example",
        "Where to meet after away races, and who is still missing.",
        "Athletes have no district device with them at away races.",
        "Principal Rosa Lopez",
        "Safety meet-up",
        "203.0.113.7",
        "Chrome/140.0",
        "2026-10-12 18:40:12 CDT",
        "America/Chicago",
        "2026-10-12 23:40:12 UTC",
        "1" * 64,
        FORMS[language]["sha256"],
        "You can take this permission back at any time, and it stops at once.",
        reference_of(snapshot(language)),
        "/verify/",
    ]:
        assert spaceless(said) in words


def test_the_same_snapshot_is_the_same_file(drawn):
    assert drawing.signed_form(snapshot("ar"), title=TITLE) == drawn["ar"]


def test_markup_in_a_familys_words_stays_words():
    form = snapshot(reason="<img src='file:///etc/hostname'><b>no</b>", decision="refused")

    words = words_of(drawing.signed_form(form, title=TITLE))

    assert "<b>no</b>" in words


def test_nothing_needs_a_warning(caplog):
    with caplog.at_level(logging.WARNING, logger="weasyprint"):
        drawing.signed_form(snapshot("ur"), title=TITLE)

    assert caplog.messages == []


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/x",
        "https://district.example/logo.png",
        "file:///etc/hostname",
        "file://localhost/etc/hostname",
        "data:text/css,p{}",
        "ftp://127.0.0.1/",
    ],
)
def test_a_paper_fetches_nothing_from_outside(address):
    with pytest.raises(OSError, match="fetches nothing"), fetch(drawing.OurFiles(), address):
        pass


def test_a_paper_reads_its_fonts():
    face = Path(fonts.FILES["NotoSans-Regular.ttf"])

    with fetch(drawing.OurFiles(), face.as_uri()) as response:
        assert zlib.crc32(response.read()) == zlib.crc32(face.read_bytes())


def test_a_missing_face_is_a_warning(monkeypatch):
    assert fonts.check() == []

    monkeypatch.delitem(fonts.FILES, "NotoNaskhArabic-Regular.ttf")

    assert [warning.id for warning in fonts.check()] == ["documents.W001"]
    assert fonts.check()[0].msg == "Fonts are missing: NotoNaskhArabic-Regular.ttf."


def test_faces_are_named_only_for_the_letters_there_are():
    assert fonts.faces_for("Amina Łucja").count("@font-face") == 2
    assert fonts.faces_for("Amina أمينة").count("@font-face") == 6
    assert fonts.faces_for("Amina 张伟").count("@font-face") == 4


def test_a_refusal_says_no_phone_and_its_reason():
    form = snapshot(decision="refused", decision_label="Refused", reason="We would rather call.")

    words = spaceless(words_of(drawing.signed_form(form, title=TITLE)))

    assert words.count("Refused") == 2
    assert words.count(spaceless("Reason given: We would rather call.")) == 1
    assert [phone in words for phone in ("+13125550142", "+13125550143")] == [False, False]
