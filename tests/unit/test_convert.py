from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import pytest

from aigc_kg.convert import convert
from aigc_kg.corpus import parse_document
from aigc_kg.errors import SourceError
from aigc_kg.passages import passages
from tests.unit.files import pdf, slides, word

WORD_TEXTS = [
    ("heading", "Scents", 1),
    ("paragraph", "泉工发布了灵墨。", 2),
    ("item", "Lumora", 3),
    ("item", "Nimbus", 4),
    ("row", "Name\nMaker", 5),
    ("row", "Lumora|2\nQuellwerk", 6),
]
DAMAGED = [
    ("a.pdf", b"%PDF-1.4 nothing"),
    ("a.pdf", b""),
    ("a.docx", b"PK"),
    ("a.pptx", b"PK\3\4"),
    ("a.docx", slides()),
    ("a.pptx", word()),
]


def _blocks(name: str, data: bytes) -> list[tuple[str, str, int]]:
    document = parse_document(name, convert(data, Path(name)))
    return [(b.kind, b.view.text, document.line_of(b.view.offsets[0])) for b in document.blocks]


def test_pages_are_numbered() -> None:
    assert _blocks("a.pdf", pdf("Lumora is new.", "Nimbus is old.")) == [
        ("paragraph", "Lumora is new.", 1),
        ("paragraph", "Nimbus is old.", 2),
    ]


def test_page_without_text_is_counted() -> None:
    assert _blocks("a.pdf", pdf("Lumora is new.", "", "Nimbus is old."))[1] == ("paragraph", "Nimbus is old.", 3)


def test_quote_of_a_page_is_a_piece_of_its_text() -> None:
    text = convert(pdf("Lumora is new.\nNimbus is old."), Path("a.pdf"))
    found = [p.quote for p in passages(parse_document("a.pdf", text))]
    assert [(text.text[q.start : q.end] == q.text, q.line, q.end_line) for q in found] == [(True, 1, 1)]


def test_paragraphs_and_rows_of_a_word_file_are_numbered() -> None:
    assert _blocks("a.docx", word()) == WORD_TEXTS


def test_slides_are_numbered() -> None:
    found = _blocks("a.pptx", slides())
    assert (found[0], ("item", "泉工发布了灵墨。", 2) in found, found[-1]) == (
        ("heading", "Scents", 1),
        True,
        ("paragraph", "Nimbus is small.", 2),
    )


@pytest.mark.parametrize(("name", "data"), DAMAGED)
def test_damaged_file_is_named(name: str, data: bytes) -> None:
    with pytest.raises(SourceError, match=rf"Cannot read {name}: it is damaged"):
        convert(data, Path(name))


@pytest.mark.parametrize("data", [pdf(""), pdf()])
def test_file_without_text_is_named(data: bytes) -> None:
    with pytest.raises(SourceError, match="no text"):
        convert(data, Path("a.pdf"))


@pytest.mark.parametrize(("name", "library"), [("a.pdf", "pypdf"), ("a.docx", "docx"), ("a.pptx", "pptx")])
def test_missing_library_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch, name: str, library: str) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(SourceError, match=r"pip install 'aigc-kg\[documents\]'"):
        convert(b"", Path(name))


@pytest.mark.parametrize("at", range(0, 700, 7))
def test_pdf_damaged_anywhere_is_read_or_named(at: int) -> None:
    data = pdf("Lumora is new.")
    with contextlib.suppress(SourceError):
        convert(data[:at] + b"\xff/" + data[at + 2 :], Path("a.pdf"))


def test_tables_are_whole() -> None:
    assert (len(WORD_TEXTS), len(DAMAGED)) == (6, 6)
