"""What the browser is given: as vendored, freshly built, and small."""

import gzip
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR, "static")
MANIFEST = json.loads((STATIC / "vendor/manifest.json").read_text())
TEMPLATES = Path(settings.BASE_DIR, "templates")
# Letters and PDFs are not drawn by a browser under our policy: their styles travel inside them.
PAGES = [
    path.relative_to(TEMPLATES)
    for path in sorted(TEMPLATES.rglob("*.html"))
    if path.relative_to(TEMPLATES).parts[0] not in {"emails", "pdf"}
]
GUARDIAN_LIMIT = 60 * 1024
ROOM_FOR_WORDS = 20 * 1024


def test_every_vendored_file_is_the_published_one():
    found = {
        library.name: {
            path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in library.iterdir()
        }
        for library in (STATIC / "vendor").iterdir()
        if library.is_dir()
    }

    assert found == {name: entry["files"] for name, entry in MANIFEST.items()}


def test_the_stylesheets_are_fresh():
    answer = subprocess.run(
        [sys.executable, Path(settings.BASE_DIR, "bin/build-css"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )

    assert (answer.returncode, answer.stderr) == (0, "")


@pytest.mark.parametrize("sheet", ["site.css", "site.rtl.css"])
def test_a_familys_first_page_leaves_room_for_its_words(sheet):
    parts = [f"css/{sheet}", "img/icons.svg", "img/favicon.svg", "js/theme.js", "js/page.js"]

    weight = sum(len(gzip.compress((STATIC / part).read_bytes())) for part in parts)

    assert weight <= GUARDIAN_LIMIT - ROOM_FOR_WORDS


def test_only_the_tokens_name_a_colour():
    strays = [
        f"{path.name}: {colour}"
        for path in sorted((STATIC / "css").glob("*.css"))
        if path.name not in {"tokens.css", "site.css", "site.rtl.css", "print.css"}
        for colour in re.findall(r"#[0-9a-f]{3,8}\b|\brgba?\(|\bhsl", path.read_text())
    ]

    assert strays == []


def test_nothing_is_asked_of_a_third_party():
    addresses = [
        address
        for path in sorted(STATIC.rglob("*"))
        if path.suffix in {".css", ".js"} and "vendor" not in path.parts
        for address in re.findall(r"(?:url\(|@import |fetch\()[\"']?https?://", path.read_text())
    ]

    assert addresses == []


@pytest.mark.parametrize("template", PAGES, ids=str)
def test_no_page_styles_or_scripts_inline(template):
    words = re.sub(r"{%.*?%}", "", (TEMPLATES / template).read_text())

    inline = r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*\bsrc=|[^>]*application/json)"
    assert re.findall(inline, words) == []
