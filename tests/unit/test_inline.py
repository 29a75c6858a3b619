from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aigc_kg.inline import join, view_of
from aigc_kg.model import View

READ = [
    ("**Lumora** and *Nimbus*", "Lumora and Nimbus"),
    ("__Lumora__ by Quellwerk", "Lumora by Quellwerk"),
    ("`nimbus-7`", "nimbus-7"),
    ("``a`b``", "a`b"),
    ("[Lumora](https://example.org/a_(b)) is here", "Lumora is here"),
    ("[**Lumora**](x) and [Nim [2] bus](y)", "Lumora and Nim [2] bus"),
    ("![a picture](x.png)after", "after"),
    ("![[picture.png]]after", "after"),
    ("Lumora is new [3] or Nimbus[3, 4].", "Lumora is new [3] or Nimbus."),
    ("~~gone~~ stays", " stays"),
    ("a<br>b<br/>c<!-- d -->e", "a\nb\nce"),
    ("a <!-- never closed", "a <!-- never closed"),
    ("![a [b] c](x.png)after", "after"),
    ("`never closed", "`never closed"),
    ("a" + " " * 1000 + "b" + "\t" * 64 + "c" + " " * 63 + "d", "a b\tc" + " " * 63 + "d"),
    ("``a` b", "``a` b"),
    ("see https://example.org/x, then", "see  then"),
    ("2 * 3 * 4", "2 * 3 * 4"),
    ("nimbus_large_v2", "nimbus_large_v2"),
    ("a < b > c", "a < b > c"),
    ("1\\. Lumora", "1. Lumora"),
    (r"\*not emphasised\*", "*not emphasised*"),
    (r"\[no link\](here)", "[no link](here)"),
    (r"\`no code\`", "`no code`"),
    (r"C:\nimbus", r"C:\nimbus"),
    ("**未闭合", "未闭合"),
]
MARKUP = st.lists(
    st.sampled_from(["**", "*", "_", "`", "[", "](u)", "![", "\\", "<b>", "~~", "[1]", "泉工", "Lumora", " ", "。", "http://x "])
)


@pytest.mark.parametrize(("text", "expected"), READ)
def test_markup_is_left_out(text: str, expected: str) -> None:
    assert view_of(text, 0, len(text)).text == expected


def test_table_is_whole() -> None:
    assert len(READ) == 26


@given(MARKUP)
def test_offsets_slice_the_text(parts: list[str]) -> None:
    text = "".join(parts)
    view = view_of(text, 0, len(text))
    assert "".join(text[offset] for offset in view.offsets) == view.text


@given(MARKUP)
def test_offsets_rise(parts: list[str]) -> None:
    text = "".join(parts)
    offsets = view_of(text, 0, len(text)).offsets
    assert all(a < b for a, b in pairwise(offsets))


@given(MARKUP, st.data())
def test_view_stays_inside_its_span(parts: list[str], data: st.DataObject) -> None:
    text = "".join(parts)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert all(start <= offset < end for offset in view_of(text, start, end).offsets)


@given(st.text(alphabet="ab 泉工，。\n"))
def test_text_without_markup_is_read_as_it_is(text: str) -> None:
    assert view_of(text, 0, len(text)).text == text


@pytest.mark.parametrize("text", ["a **Lumora** b", "a *Lumora* b", "a `Lumora` b", "a __Lumora__ b"])
def test_emphasis_is_kept_as_a_span(text: str) -> None:
    view = view_of(text, 0, len(text))
    assert [view.text[a:b] for a, b in view.emphasised] == ["Lumora"]


def test_joined_views_stand_line_after_line() -> None:
    text = "**Lumora**\nby *Quellwerk*"
    view = join([view_of(text, 0, 10), view_of(text, 11, len(text))])
    assert view.text == "Lumora\nby Quellwerk"


def test_joined_views_keep_offsets_and_emphasis() -> None:
    text = "**Lumora**\nby *Quellwerk*"
    view = join([view_of(text, 0, 10), view_of(text, 11, len(text))])
    assert [text[slice(*view.source_span(a, b))] for a, b in view.emphasised] == ["Lumora", "Quellwerk"]


def test_join_leaves_out_what_is_empty() -> None:
    assert join([View("", range(0)), View("a", range(3, 4)), View("", range(0)), View("b", range(5, 6))]).text == "a\nb"


def test_source_span_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="Empty span"):
        View("a", range(1)).source_span(1, 1)


def test_part_of_a_view_keeps_its_own_emphasis_only() -> None:
    text = "**Lumora** and **Nimbus**"
    view = view_of(text, 0, len(text))
    part = view.part(7, len(view.text))
    assert [part.text[a:b] for a, b in part.emphasised] == ["Nimbus"]


def test_joined_views_have_rising_offsets() -> None:
    text = "**Lumora**\nby *Quellwerk*"
    offsets = join([view_of(text, 0, 10), view_of(text, 11, len(text))]).offsets
    assert all(a < b for a, b in pairwise(offsets))
