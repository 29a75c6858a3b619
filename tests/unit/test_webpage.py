from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aigc_kg.corpus import parse_document
from aigc_kg.passages import passages
from aigc_kg.webpage import read_page

KINDS = [
    ("<h2>Lumora</h2>", [("heading", "Lumora")]),
    ("<p>Lumora<p>Nimbus", [("paragraph", "Lumora"), ("paragraph", "Nimbus")]),
    ("<div>Lumora <span>is</span>\n  <b>new</b></div>", [("paragraph", "Lumora is\nnew")]),
    ("a<br>b<br/>c", [("paragraph", "a\nb\nc")]),
    ("<ul><li>Lumora</li><li>Nimbus</ul>", [("item", "Lumora"), ("item", "Nimbus")]),
    ("<ol><li><p>Lumora</p><p>is new</p></li></ol>", [("item", "Lumora"), ("paragraph", "is new")]),
    ("<blockquote><p>Lumora</p></blockquote>", [("quote", "Lumora")]),
    ("<pre>a\n  b</pre>", [("code", "a\n  b")]),
    ("<table><tr><th>A<th>B<tr><td>c<td>d</table>", [("row", "A\nB"), ("row", "c\nd")]),
    ("<table><tr><td><table><tr><td>a</td></tr></table></td><td>b</td></tr></table>", [("row", "a"), ("paragraph", "b")]),
    ("<script>if (a < b) '<p>no</p>'</script>Lumora<style>p {}</style>", [("paragraph", "Lumora")]),
    ("<!-- <p>no</p> -->Lumora", [("paragraph", "Lumora")]),
    ("<p>AT&amp;T&nbsp;Labs &lt;1&gt; &#x6CC9;&#24037;</p>", [("paragraph", "AT&T Labs <1> 泉工")]),
    ("a &unknown; b & c", [("paragraph", "a &unknown; b & c")]),
    ("<p title='a > b'>Lumora</p>", [("paragraph", "Lumora")]),
    ("a < b and c > d", [("paragraph", "a < b and c > d")]),
    ("<h1>Lumora", [("heading", "Lumora")]),
    ("</ul></li></p>Lumora</table>", [("paragraph", "Lumora")]),
    ("<head><title>No</title><meta></head>Lumora", [("paragraph", "Lumora")]),
    ("", []),
]
TAG = st.sampled_from(
    "p /p ul /ul ol li /li h1 /h1 h2 b /b table /table tr td th /td br pre /pre script /script blockquote /blockquote div !-- a".split()  # noqa: SIM905
).map("<{}>".format)
PAGE = st.lists(
    TAG | st.sampled_from(["Lumora", "泉工。", " ", "\n", "\r\n", "&amp;", "&", "<", ">", "-->", '"', "'", "\x00"]), max_size=25
).map("".join)


@pytest.mark.parametrize(("text", "expected"), KINDS)
def test_page_is_read_as_blocks(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(block.kind, block.view.text) for block in read_page(text)[0]] == expected


def test_table_is_whole() -> None:
    assert len(KINDS) == 20


@given(PAGE)
def test_offsets_rise_inside_the_page(text: str) -> None:
    for block in read_page(text)[0]:
        offsets = list(block.view.offsets)
        assert (len(offsets), offsets) == (len(block.view.text), sorted(set(offsets)))


@given(PAGE)
def test_characters_stand_at_their_offsets(text: str) -> None:
    for block in read_page(text)[0]:
        for char, offset in zip(block.view.text, block.view.offsets, strict=True):
            assert text[offset] == char or char in " \n" or text[offset] == "&"


@given(PAGE)
def test_quotes_of_a_page_are_verbatim(text: str) -> None:
    for passage in passages(parse_document("a.html", text)):
        assert text[passage.quote.start : passage.quote.end] == passage.quote.text


def test_title_of_a_page_is_its_own() -> None:
    assert parse_document("a.HTM", "<title>Scents &amp;\n sounds</title><h1>Other</h1>").title == "Scents & sounds"


def test_lines_are_those_of_the_file() -> None:
    found = list(passages(parse_document("a.html", "<html>\n<body>\n<p>Lumora is\nnew.\n</p>\n<p>Nimbus</p>")))
    assert [(p.text, p.quote.line, p.quote.end_line) for p in found] == [("Lumora is\nnew.", 3, 4), ("Nimbus", 6, 6)]


def test_quote_ends_with_a_whole_reference() -> None:
    quotes = [p.quote.text for p in passages(parse_document("a.html", "<p>Lumora is &quot;new&quot;</p>"))]
    assert quotes == ["Lumora is &quot;new&quot;"]


def test_items_know_the_item_above_and_their_list() -> None:
    blocks = read_page("<p>Makers:</p><ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>")[0]
    assert [(b.view.text, b.level, b.parent, b.lead) for b in blocks[1:]] == [("a", 1, None, 0), ("b", 2, 1, None), ("c", 1, None, 0)]


def test_emphasis_in_a_page_is_known() -> None:
    view = read_page("<p>a <b>Lumora </b><i></i></p>")[0][0].view
    assert [view.text[a:b] for a, b in view.emphasised] == ["Lumora"]


def test_rows_of_a_page_know_their_header_and_columns() -> None:
    page = "<table><tr><th colspan=2>A</th><th>B</th></tr><tr><td rowspan='2'>c</td><td>d</td><td>e</td></tr><tr><td>f<td>g</tr></table>"
    blocks = read_page(page)[0]
    assert [([cell.text for cell in b.cells], b.header) for b in blocks] == [
        (["A", "", "B"], None),
        (["c", "d", "e"], 0),
        (["", "f", "g"], 0),
    ]
