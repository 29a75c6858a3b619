"""Input that nobody means to write: read in bounded time and memory, or refused with a reason, never a traceback."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aigc_kg.corpus import parse_document
from aigc_kg.markdown import read_blocks
from aigc_kg.passages import passages
from aigc_kg.text import key

SECONDS = 120
MEGABYTES = 1500
HUGE = {
    "line of 5 MB": ('"泉工发布了模型 Lumora。" * 170_000', 850),
    "line of 50 MB": ('"a" * 50_000_000', 16667),
    "table of 100,000 rows": ('"| A | B |\\n|---|---|\\n" + "| c | d |\\n" * 100_000', 100_001),
    "HTML table of 20,000 rows": ('"<table>" + "<tr><td>c</td><td>d</td></tr>\\n" * 20_000 + "</table>"', 20_000),
    "10,000 nested items on a line": ('"- " * 10_000 + "deep"', 7),
    "10,000 nested quotes on a line": ('"> " * 10_000 + "deep"', 7),
    "3,000 items, each deeper by a tab": ('"\\n".join("\\t" * n + f"- level {n}" for n in range(3_000))', 3_000),
    "2,000 quotes, each deeper": ('"\\n".join("> " * n + f"level {n}\\n" for n in range(2_000))', 2504),
    "10 MB of NUL": ('"\\0" * 10_000_000', 3334),
    "unclosed comments": ('"<!-- " * 200_000', 334),
    "unclosed tables": ('"<table>\\n\\n" * 20_000', 0),
    "open brackets": ('"[" * 1_000_000', 334),
    "open images": ('"![" * 500_000', 334),
    "backticks of all lengths": ('"".join("`" * (n % 90 + 1) + "a" for n in range(20_000))', 299),
    "blanks between words": ('"a" + " " * 1_000_000 + "b"', 1),
    "blanks before an item": ('" " * 1_000_000 + "- x"', 1),
    "definitions of links": ('"[a]: b\\n" * 20_000', 0),
}
SCRIPT = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, ({megabytes} << 20, {megabytes} << 20))
from aigc_kg.corpus import parse_document
from aigc_kg.passages import passages
document = parse_document({name!r}, {text})
assert all(document.text[p.quote.start : p.quote.end] == p.quote.text for p in passages(document))
print(len(document.blocks))
"""
PAGES = ["HTML table of 20,000 rows", "unclosed comments", "unclosed tables"]
STRANGE = [
    "",
    " \t\r\n",
    "\x00\x01\x02\x0b\x0c\x1b\x7f\x85",
    "\u200bLu\u200dmora\u2060 is new",
    "\u202eLumora\u202c is \u200fnew\u200e",
    "\ud800 Lumora \udfff",
    "\ufeff# Lumora\ufeff",
    "<https://example.org/x> a <b> .",
    '"""Lumora""" ; a aigc:Model .',
    "SELECT * WHERE { ?s ?p ?o } # DROP ALL",
    "<script>alert('Lumora')</script>",
    "<table><tr><td>\u0000</td>",
    "é" * 10_000 + "\u0301" * 1000,
    "\u2028Lumora\u2029\x85Nimbus",
    "Pneumonoultra" * 1000,
    "|" * 1000,
    "\r\r\n\n\r",
]
ANY = st.text(max_size=60) | st.text(alphabet="-*_`[]()<>!#|~:>&; \t\r\n\x00\u200b\u3000泉a1.、", max_size=80)


@pytest.mark.skipif(sys.platform == "win32", reason="no bound of memory there")
@pytest.mark.parametrize(("name", "case"), [*(("a.md", case) for case in HUGE), *(("a.html", case) for case in PAGES)])
def test_huge_input_takes_bounded_time_and_memory(name: str, case: str) -> None:
    text, blocks = HUGE[case]
    script = SCRIPT.format(megabytes=MEGABYTES, name=name, text=text)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, timeout=SECONDS, check=False)
    assert (done.returncode, done.stderr.decode()[-500:]) == (0, "")
    assert name != "a.md" or int(done.stdout) == blocks


@pytest.mark.parametrize("name", ["a.md", "a.txt", "a.html"])
@pytest.mark.parametrize("text", STRANGE)
def test_quotes_of_strange_text_are_verbatim(name: str, text: str) -> None:
    assert all(text[p.quote.start : p.quote.end] == p.quote.text for p in passages(parse_document(name, text)))


@pytest.mark.parametrize("depth", [1, 19, 20, 21, 59, 60, 61, 300])
@pytest.mark.parametrize("opener", ["- ", "> ", "1. ", "- > "])
def test_text_is_not_lost_at_any_depth(opener: str, depth: int) -> None:
    words = [f"level{n}x" for n in range(depth)]
    step = "  " if opener != "> " else "> "
    text = "\n".join(f"{(step if opener != '1. ' else '   ') * n}{opener}{word}" for n, word in enumerate(words))
    read = " ".join(block.view.text for block in read_blocks(text)[0])
    assert [word for word in words if word not in read] == []


@given(ANY)
def test_every_character_that_is_read_stands_where_it_says(text: str) -> None:
    for block in read_blocks(text)[0]:
        for view in (block.view, *block.cells):
            assert list(view.offsets) == sorted(set(view.offsets))
            assert all(text[at] == char or char == "\n" for char, at in zip(view.text, view.offsets, strict=True))


@given(ANY)
def test_reading_twice_reads_the_same(text: str) -> None:
    assert read_blocks(text) == read_blocks(text)


@given(
    st.lists(st.sampled_from(["# ", "- ", "> ", "  ", "1. ", "| ", "**", "`", "<b>", "[x](y) ", "\t", "~~~\n"]), max_size=8).map("".join),
    ANY,
)
def test_line_with_a_word_is_read(openers: str, before: str) -> None:
    read = [block.view.text for block in read_blocks(f"{before.replace('<', '').replace('-', '')}\n\n\n{openers}Lumora泉")[0]]
    assert any("Lumora泉" in text for text in read)


@pytest.mark.parametrize("mark", ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u200e", "\u200f", "\u202a", "\u202e", "\u00ad"])
@pytest.mark.parametrize("name", ["Lu{}mora", "文心{}一言", "GPT-3{}", "GPT{}-3.5", "GPT-1{}2"])
def test_characters_without_width_do_not_count_in_names(name: str, mark: str) -> None:
    assert key(name.format(mark)) == key(name.format(""))


def test_tables_are_whole() -> None:
    assert (len(HUGE), len(STRANGE)) == (17, 17)
