from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aigc_kg.corpus import parse_document
from aigc_kg.extract import Extractor
from aigc_kg.lexicon import load_lexicon
from aigc_kg.markdown import line_starts
from aigc_kg.model import Passage, Text
from aigc_kg.passages import passages
from aigc_kg.resources import ontology_dir

LINE_ENDS = ["\n", "\r\n", "\r"]
SENTENCE = st.sampled_from(
    ["Quellwerk devised Lumora in 2021. ", "泉工发布了一个新模型，它能生成气味。", "**Nimbus** is [large](u)! ", "no end "]
)
OPENER = st.sampled_from(["", "", "- ", "  - ", "1. ", "# ", "> ", "• "])
LINE = st.tuples(OPENER, st.lists(SENTENCE, max_size=9)).map(lambda line: line[0] + "".join(line[1]))
NOTE = st.tuples(st.lists(LINE, max_size=10), st.sampled_from(LINE_ENDS)).map(lambda note: note[1].join(note[0]))


def _passages(text: str) -> list[Passage]:
    return list(passages(parse_document("note.md", text)))


def _lines(text: str) -> list[str]:
    return re.split(r"\r\n|\r|\n", text)


@given(NOTE)
def test_quote_is_verbatim_text(text: str) -> None:
    assert all(text[p.quote.start : p.quote.end] == p.quote.text for p in _passages(text))


@given(NOTE)
def test_quote_stands_on_its_lines(text: str) -> None:
    lines = _lines(text)
    for passage in _passages(text):
        quote = passage.quote
        assert "\n".join(_lines(quote.text)) in "\n".join(lines[quote.line - 1 : quote.end_line])


@given(NOTE)
def test_quote_starts_on_its_first_line_and_ends_on_its_last(text: str) -> None:
    lines = _lines(text)
    for passage in _passages(text):
        first, last = _lines(passage.quote.text)[0], _lines(passage.quote.text)[-1]
        assert (first in lines[passage.quote.line - 1], last in lines[passage.quote.end_line - 1]) == (True, True)


@given(NOTE)
def test_quote_keeps_to_three_lines_and_300_characters(text: str) -> None:
    for passage in _passages(text):
        assert (len(passage.quote.text) <= 300, passage.quote.end_line - passage.quote.line < 3) == (True, True)


@given(NOTE)
def test_quote_has_no_white_space_around_it(text: str) -> None:
    assert all(p.quote.text == p.quote.text.strip() for p in _passages(text))


@given(NOTE)
def test_passages_come_in_order_without_overlap(text: str) -> None:
    quotes = [p.quote for p in _passages(text)]
    assert all(a.end <= b.start for a, b in pairwise(quotes))


@given(NOTE)
def test_no_letter_outside_headings_is_lost(text: str) -> None:
    document = parse_document("note.md", text)
    wanted = "".join(b.view.text for b in document.blocks if b.kind != "heading")
    assert re.sub(r"\s", "", "".join(p.text for p in passages(document))) == re.sub(r"\s", "", wanted)


def test_passage_reads_without_markup() -> None:
    assert [(p.text, p.quote.text) for p in _passages("**Lumora** is [new](u).")] == [("Lumora is new.", "**Lumora** is [new](u).")]


@pytest.mark.parametrize("line_end", LINE_ENDS)
def test_lines_are_numbered_from_one(line_end: str) -> None:
    text = line_end.join(["# A", "", "Lumora is new.", "", "- x", "- y"])
    assert [(p.text, p.quote.line) for p in _passages(text)] == [("Lumora is new.", 3), ("x", 5), ("y", 6)]


def test_headings_above_are_the_section_with_their_lines() -> None:
    passage = _passages("# A\n\n## B\n\nLumora is new.")[0]
    assert (passage.section, passage.section_lines) == (("A", "B"), (1, 3))


def test_headings_and_table_header_are_no_passages() -> None:
    assert [p.text for p in _passages("# A\n\n| Name | Maker |\n|---|---|\n| Lumora | Quellwerk |")] == ["Lumora\nQuellwerk"]


@pytest.mark.parametrize(
    ("text", "above"),
    [
        ("# Scents\n\nLumora", "Scents"),
        ("- Quellwerk's\n  - Lumora", "Quellwerk's"),
        ("Scents:\n\n- Lumora", "Scents:"),
        ("Scents:\n\n- Quellwerk's\n  - Lumora", "Scents: › Quellwerk's"),
    ],
)
def test_context_holds_what_stands_above(text: str, above: str) -> None:
    assert above in next(p for p in _passages(text) if p.text == "Lumora").context


def test_long_paragraph_is_divided_at_sentences() -> None:
    found = _passages("泉工发布了一个新模型，它能生成气味。" * 30)
    assert (len(found) > 1, {p.text[-1] for p in found}) == (True, {"。"})


def test_passages_of_one_note_name_it() -> None:
    assert {p.document for p in _passages("a\n\nb")} == {"note.md"}


def test_long_sentence_is_quoted_by_its_first_300_characters() -> None:
    assert [p.quote.text for p in _passages("a" * 1000)] == ["a" * 300]


@pytest.mark.parametrize("line_end", LINE_ENDS)
def test_sentence_of_many_lines_is_quoted_by_its_first_three(line_end: str) -> None:
    quotes = [p.quote for p in _passages(line_end.join(["one", "two", "three", "four", "five"]))]
    assert [(_lines(quote.text), quote.line, quote.end_line) for quote in quotes] == [(["one", "two", "three"], 1, 3)]


def test_heading_is_a_passage_where_it_states_something() -> None:
    text = "# 综述\n\n## 图像生成\n\n### Quorva-2 (OpenAI)\n\n正文。\n"
    document = parse_document("note.md", Text(text, line_starts(text)))
    claims = Extractor(load_lexicon(ontology_dir())).extract(document).claims
    assert {claim.quote.text for claim in claims} == {"Quorva-2 (OpenAI)"}
    assert [p.quote.text for p in passages(document, (claim.quote for claim in claims))] == ["Quorva-2 (OpenAI)", "正文。"]
    assert [p.quote.text for p in passages(document)] == ["正文。"]
