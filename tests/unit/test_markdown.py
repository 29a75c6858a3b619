from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aigc_kg.markdown import line_starts, read_blocks
from aigc_kg.model import Block

LINE_ENDS = ["\n", "\r\n", "\r"]
WORD = st.text(alphabet="abcdefgh泉工", min_size=1, max_size=6)
OPENER = st.lists(
    st.sampled_from(["- ", "* ", "1. ", "2) ", "> ", "  ", "    ", "\t", "# ", "### ", "**", "• ", "（一）", "1.2 ", "| "]), max_size=4
)
LINE = st.tuples(OPENER, st.lists(WORD, max_size=4)).map(lambda line: "".join(line[0]) + " ".join(line[1]))
NOTE = st.tuples(st.lists(LINE, max_size=12), st.sampled_from(LINE_ENDS)).map(lambda note: note[1].join(note[0]))

KINDS = [
    ("# Lumora", [("heading", "Lumora")]),
    ("Lumora\n======", [("heading", "Lumora")]),
    ("Lumora\nis new", [("paragraph", "Lumora\nis new")]),
    ("- Lumora\n- Nimbus", [("item", "Lumora"), ("item", "Nimbus")]),
    ("1. Lumora\n2. Nimbus", [("item", "Lumora"), ("item", "Nimbus")]),
    ("• Lumora\n• Nimbus", [("item", "Lumora"), ("item", "Nimbus")]),
    ("> Lumora", [("quote", "Lumora")]),
    ("| Name | Maker |\n|---|---|\n| Lumora | Quellwerk |", [("row", "Name\nMaker"), ("row", "Lumora\nQuellwerk")]),
    ("```\nlumora()\n```", [("code", "lumora()")]),
    ("    Lumora", [("paragraph", "Lumora")]),
    ("1.2 Lumora", [("heading", "Lumora")]),
    ("一、泉工", [("heading", "泉工")]),
    ("<p>Lumora</p>", [("paragraph", "Lumora")]),
    ("---", []),
    ("[1]: https://example.org", []),
    ("<!--\nhidden words\n-->", []),
    ("", []),
]
HTML_TABLES = [
    ("on one line", "<table><tr><th>A</th><th>B</th></tr><tr><td>c</td><td>d</td></tr></table>"),
    ("over lines", "<table>\n<tr>\n  <th>A</th>\n  <th>B</th>\n</tr>\n<tr>\n<td>c</td>\n<td>\nd\n</td>\n</tr>\n</table>"),
    ("over blank lines", "<table>\n\n<tr><td>A</td><td>B</td></tr>\n\n<tr><td>c</td>\n\n<td>d</td></tr>\n\n</table>"),
    ("in capitals, not closed", "<TABLE border=1><TR><TD>A<TD>B<TR><TD>c<TD>d"),
    ("in an item", "- <table>\n  <tr><td>A</td><td>B</td></tr>\n  <tr><td>c</td><td>d</td></tr>\n  </table>"),
    ("in a quote", "> <table>\n> <tr><td>A</td><td>B</td></tr>\n> <tr><td>c</td><td>d</td></tr></table>"),
    ("in a division", "<div>\n<table><tr><td>A</td><td>B</td></tr>\n<tr><td>c</td><td>d</td></tr></table>\n</div>"),
    ("with markup", "<table><tr><td><b>A</b></td><td>**B**</td></tr><tr><td>`c`</td><td><!-- x --><a href='u'>d</a></td></tr></table>"),
]
LOST = [
    ("surplus cell", "| A |\n|---|\n| b | Lumora |", "Lumora"),
    ("text before an HTML table", "Lumora <table><tr><td>a</td></tr></table>", "Lumora"),
    ("text after an HTML table", "<table><tr><td>a</td></tr></table> Lumora", "Lumora"),
    ("text between HTML tables", "<table><tr><td>a</td></tr></table>\nLumora\n<table><tr><td>b</td></tr></table>", "Lumora"),
    ("HTML table that never ends", "<table><tr><td>a\n\nLumora", "Lumora"),
    ("front matter that never ends", "---\nLumora", "Lumora"),
    ("blanks after a line of dashes", "---\n  ", ""),
    ("very long heading", "# " + "a " * 200 + "Lumora", "Lumora"),
    ("NUL character", "Lumora\x00Nimbus", "Nimbus"),
    ("pipe escaped in a table", "| A | B |\n|---|---|\n| Lumora \\| Nimbus | b |", "Nimbus"),
    ("fence that never ends", "```\nLumora", "Lumora"),
    ("text after a fence", "```\na\n```\nLumora", "Lumora"),
    ("item continued behind tabs", "- a\n\t\tLumora", "Lumora"),
    ("lazy continuation", "> a\nLumora", "Lumora"),
    ("table in a list", "- a\n\n  | A |\n  |---|\n  | Lumora |", "Lumora"),
    ("heading in a list", "- # Lumora", "Lumora"),
    ("text right under a table", "| A |\n|---|\n| b |\n\nLumora", "Lumora"),
    ("open emphasis", "**Lumora", "Lumora"),
    ("html block", "<div>\nLumora\n</div>", "Lumora"),
    ("nested quotes", "> > > Lumora", "Lumora"),
    ("form feed", "a\fLumora", "Lumora"),
    ("line separator", "a\u2028Lumora", "Lumora"),
]


def _nest(depth: int, line_end: str) -> str:
    return line_end.join("  " * level + f"- level{level:03d}x" for level in range(depth))


def _texts(blocks: tuple[Block, ...]) -> str:
    return "\n".join(block.view.text for block in blocks)


@pytest.mark.parametrize(("text", "expected"), KINDS)
def test_layout_is_read_as_blocks(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(block.kind, block.view.text) for block in read_blocks(text)[0]] == expected


@pytest.mark.parametrize(("text", "word"), [(text, word) for _, text, word in LOST], ids=[name for name, _, _ in LOST])
def test_word_is_not_lost(text: str, word: str) -> None:
    assert word in _texts(read_blocks(text)[0])


def test_tables_are_whole() -> None:
    assert (len(KINDS), len(LOST)) == (17, 22)


@pytest.mark.parametrize("text", [text for _, text in HTML_TABLES], ids=[name for name, _ in HTML_TABLES])
def test_html_table_is_read_as_rows(text: str) -> None:
    rows = [b for b in read_blocks(f"{text}\n\nafter")[0] if b.kind == "row"]
    assert [([cell.text.removesuffix("\n\nafter") for cell in b.cells], b.header) for b in rows] == [(["A", "B"], None), (["c", "d"], 0)]


def test_pipe_in_the_code_of_a_cell_has_no_backslash() -> None:
    cells = read_blocks("| A | B |\n|---|---|\n| `x\\|y` | z\\|w |")[0][1].cells
    assert [cell.text for cell in cells] == ["x|y", "z|w"]


def test_backslash_in_code_outside_tables_stays() -> None:
    assert read_blocks("`x\\|y`")[0][0].view.text == "x\\|y"


def test_dropped_text_stands_where_it_was() -> None:
    deep = "- " * 200 + "Lumora"
    assert [b.view.text.strip("- ") for b in read_blocks(f"before\n\n{deep}\n\nafter")[0]] == ["before", "Lumora", "after"]


@given(NOTE)
def test_offsets_slice_the_document(text: str) -> None:
    for block in read_blocks(text)[0]:
        for char, offset in zip(block.view.text, block.view.offsets, strict=True):
            assert text[offset] == char or char == "\n"


@given(NOTE)
def test_offsets_rise_within_a_block(text: str) -> None:
    for block in read_blocks(text)[0]:
        assert list(block.view.offsets) == sorted(set(block.view.offsets))


@settings(max_examples=150)
@given(NOTE)
def test_no_letter_is_lost_or_read_twice(text: str) -> None:
    ordinals = "一"  # may be read as the number of an item or heading
    letters = [i for i, char in enumerate(text) if char.isalpha() and char not in ordinals]
    read = [i for block in read_blocks(text)[0] for i in block.view.offsets if text[i].isalpha() and text[i] not in ordinals]
    assert sorted(read) == letters


@given(NOTE)
def test_table_cells_slice_the_document(text: str) -> None:
    for block in read_blocks(text)[0]:
        for cell in block.cells:
            assert "".join(text[offset] for offset in cell.offsets) == cell.text


@given(NOTE)
def test_blocks_refer_to_blocks_before_them(text: str) -> None:
    for index, block in enumerate(read_blocks(text)[0]):
        named = [*block.section, *(i for i in (block.parent, block.lead, block.header) if i is not None)]
        assert all(0 <= i < index for i in named)


@given(NOTE)
def test_sections_are_headings_of_rising_levels(text: str) -> None:
    blocks = read_blocks(text)[0]
    for block in blocks:
        levels = [blocks[i].level for i in block.section]
        assert levels == sorted(set(levels))


@pytest.mark.parametrize("line_end", LINE_ENDS)
def test_nothing_is_lost_in_a_hundred_levels(line_end: str) -> None:
    text = _nest(100, line_end)
    found = re.findall(r"level\d{3}x", _texts(read_blocks(text)[0]))
    assert sorted(found) == [f"level{level:03d}x" for level in range(100)]


@pytest.mark.parametrize("line_end", LINE_ENDS)
def test_line_ends_make_no_difference_to_the_blocks(line_end: str) -> None:
    text = "# A\n\nLumora\nis new\n\n- x\n  - y\n\n| p | q |\n|---|---|\n| r | s |\n\n```\nz\n```\n"
    blocks = read_blocks(text.replace("\n", line_end))[0]
    assert [(b.kind, b.view.text, b.section, b.parent) for b in blocks] == [
        (b.kind, b.view.text, b.section, b.parent) for b in read_blocks(text)[0]
    ]


@given(st.text(alphabet="a\r\n泉", max_size=30))
def test_lines_start_after_every_line_end(text: str) -> None:
    ends = [match.end() for match in re.finditer(r"\r\n|\r|\n", text)]
    assert line_starts(text) == (0, *(end for end in ends if end < len(text)))


def test_items_know_the_item_above() -> None:
    blocks = read_blocks("- a\n  - b\n    - c\n- d")[0]
    assert [(b.view.text, b.level, b.parent) for b in blocks] == [("a", 1, None), ("b", 2, 0), ("c", 3, 1), ("d", 1, None)]


def test_siblings_share_a_group_and_other_lists_do_not() -> None:
    blocks = read_blocks("- a\n- b\n\ntext\n\n- c")[0]
    groups = [b.group for b in blocks if b.kind == "item"]
    assert (groups[0] == groups[1], groups[1] == groups[2]) == (True, False)


def test_list_knows_the_paragraph_that_introduces_it() -> None:
    blocks = read_blocks("Makers:\n\n- Quellwerk")[0]
    assert blocks[1].lead == 0


def test_rows_know_their_header_and_cells() -> None:
    blocks = read_blocks("| Name | Maker |\n|---|---|\n| Lumora | |")[0]
    assert ([cell.text for cell in blocks[1].cells], blocks[1].header) == (["Lumora", ""], 0)


def test_section_ends_where_a_heading_of_its_level_starts() -> None:
    blocks = read_blocks("# A\n\n## B\n\nx\n\n# C\n\ny")[0]
    assert [[blocks[i].view.text for i in b.section] for b in blocks if b.kind == "paragraph"] == [["A", "B"], ["C"]]


def test_front_matter_is_no_block() -> None:
    blocks, front_matter = read_blocks("---\ntitle: Notes\n---\nLumora")
    assert (_texts(blocks), front_matter.strip()) == ("Lumora", "title: Notes")


def test_emphasis_in_a_block_is_known() -> None:
    view = read_blocks("- **Lumora** is new")[0][0].view
    assert [view.text[a:b] for a, b in view.emphasised] == ["Lumora"]


@pytest.mark.parametrize("piece", ["泉工发布了一个新模型，它能生成气味。", "**Lumora** ", "x", "，", "a. B ", "`x` "])
@pytest.mark.parametrize("opener", ["", "- ", "• ", "> ", "- - - "])
def test_long_text_is_several_blocks_and_loses_no_letter(opener: str, piece: str) -> None:
    text = opener + piece * (20_000 // len(piece))
    blocks = read_blocks(text)[0]
    letters = [i for i, char in enumerate(text) if char.isalpha()]
    assert [i for block in blocks for i in block.view.offsets if text[i].isalpha()] == letters
    assert max(len(block.view.text) for block in blocks) <= 3000


def test_long_item_goes_on_in_paragraphs_under_it() -> None:
    blocks = read_blocks("- " + "Lumora is new. " * 300)[0]
    assert [(block.kind, block.parent) for block in blocks] == [("item", None), ("paragraph", 0)]


def test_long_text_is_divided_at_sentences() -> None:
    blocks = read_blocks("泉工发布了一个新模型，它能生成气味。" * 300)[0]
    assert {block.view.text[-1] for block in blocks} == {"。"}


def test_emphasis_of_a_long_text_is_known_in_its_part() -> None:
    views = [block.view for block in read_blocks("**Lumora** is new. " * 300)[0]]
    assert {view.text[a:b] for view in views for a, b in view.emphasised} == {"Lumora"}
    assert sum(len(view.emphasised) for view in views) == 300
