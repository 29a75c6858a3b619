from __future__ import annotations

import datetime as dt

import pyoxigraph as ox
from hypothesis import given
from hypothesis import strategies as st

from aigc_kg.canonical import Written, graph_hash
from aigc_kg.namespaces import XSD
from aigc_kg.quantities import Date, numbers

NODE = ox.NamedNode("https://example.org/泉")
OTHER = ox.NamedNode("https://example.org/other")


def _hashes(literals: list[ox.Literal]) -> tuple[str, str]:
    """The hash of a graph by what was written, and by what the store holds; another graph is not noted."""
    written = Written()
    quads = [ox.Quad(NODE, NODE, literal, NODE) for literal in literals]
    store = ox.Store()
    store.bulk_extend([*written.note(NODE.value, quads), ox.Quad(OTHER, OTHER, ox.Literal("x"), OTHER)])
    return graph_hash(store, written.graphs), graph_hash(store)


def _typed(lexical: str, datatype: str) -> ox.Literal:
    return ox.Literal(lexical, datatype=ox.NamedNode(XSD + datatype))


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"])), max_size=5))
def test_what_is_written_need_not_be_read_again_to_be_hashed(texts: list[str]) -> None:
    literals = [value for text in texts for value in (ox.Literal(text), ox.Literal(text, language="zh"))]
    noted, read = _hashes([*literals, *literals])
    assert noted == read


@given(st.floats(min_value=0, allow_infinity=False), st.sampled_from(["", "k", "billion", "亿"]))
def test_numbers_are_written_as_the_store_keeps_them(value: float, scale: str) -> None:
    found = [number.value for number in numbers(f"{value:f}{scale}")]
    noted, read = _hashes([_typed(str(number), "integer" if isinstance(number, int) else "decimal") for number in found])
    assert noted == read


@given(st.dates())
def test_dates_are_written_as_the_store_keeps_them(day: dt.date) -> None:
    precise = (Date(day.year), Date(day.year, day.month), Date(day.year, day.month, day.day))
    noted, read = _hashes([_typed(date.iso, date.datatype) for date in precise])
    assert noted == read
