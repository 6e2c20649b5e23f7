"""What kind of file some bytes are, and whether its name says so (attacks U4, U6)."""

import io

import pytest

from documents.media import told

HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
TAKEN = {
    ("IMG_1.JPG", b"\xff\xd8\xff\xe0"): "image/jpeg",
    # Phones call pictures by other pictures' names; no harm is in that.
    ("IMG_1.jpg", b"RIFF\0\0\0\0WEBPVP8 "): "image/webp",
    ("image", b"\x89PNG\r\n\x1a\n"): "image/png",
    ("IMG_2.HEIC", HEIC): "image/heic",
    ("a.gif", b"GIF89a"): "image/gif",
    ("IMG_3.MOV", b"\0\0\0\x14ftypqt  "): "video/quicktime",
    ("old.mov", b"\0\0\0\x08wide\0\0\0\0mdat"): "video/quicktime",
    ("v.mp4", b"\0\0\0\x18ftypisom"): "video/mp4",
    ("v.3gp", b"\0\0\0\x18ftyp3gp5"): "video/3gpp",
    ("v.webm", b"\x1aE\xdf\xa3\x01\0\0\0\0\0\0\x1fB\x82\x84webm"): "video/webm",
    ("Memo.m4a", b"\0\0\0\x18ftypM4A "): "audio/mp4",
    ("a.mp3", b"ID3\x04"): "audio/mpeg",
    ("b.mp3", b"\xff\xfb\x90\x00"): "audio/mpeg",
    ("a.wav", b"RIFF\0\0\0\0WAVEfmt "): "audio/wav",
    ("PTT.opus", b"OggS\0"): "audio/ogg",
    ("a.amr", b"#!AMR\n"): "audio/amr",
    ("a.pdf", b"%PDF-1.7"): "application/pdf",
    ("chat.txt", "He: hi 👋🏽‍\u200e".encode()): "text/plain",
    ("notepad.txt", "Hallo".encode("utf-16")): "text/plain",
}
REFUSED = {
    "page.jpg": b"<!doctype html><script>",
    "program.jpg": b"\x7fELF\x02\x01",
    "archive.jpg": b"PK\x03\x04",
    "drawing.jpg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>",
    "drawing.svg": b"<?xml version='1.0'?><svg/>",
    "page.html": b"<html>",
    "page.txt": b"\n  <html><script>",
    "feed.xml": b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]>",
    "saved.mht": b"From: <Saved by a browser>\r\nMIME-Version: 1.0",
    "letter.docx": b"PK\x03\x04",
    "letter.rtf": b"{\\rtf1",
    "script.txt": b"#!/bin/sh",
    "film.mkv": b"\x1aE\xdf\xa3\x01\0\0\0\0\0\0\x1fB\x82\x88matroska",
    "empty.txt": b"  \n",
    "nul.txt": b"a\0b",
    "latin.txt": b"caf\xe9 ",
    # The name says another family than the bytes.
    "picture.pdf": b"\x89PNG\r\n\x1a\n",
    "picture.exe": b"\xff\xd8\xff\xe0",
    "photo\u202egpj.exe": b"\xff\xd8\xff\xe0",
    "picture.jpg.html": b"\xff\xd8\xff\xe0",
    "paper.jpg": b"%PDF-1.7",
    "words": b"words without an ending",
}


def test_u4_what_is_taken_is_told_by_its_bytes():
    found = {key: told(io.BytesIO(content), name) for key, (name, content) in _named(TAKEN)}

    assert {key: one.kind for key, one in found.items() if one.name_agrees} == TAKEN


def _named(table):
    return [((name, content), (name, content)) for name, content in table]


@pytest.mark.parametrize("name", REFUSED)
def test_u4_u6_what_lies_or_runs_is_refused(name):
    found = told(io.BytesIO(REFUSED[name]), name)

    assert (found.kind is not None and found.name_agrees) is False
