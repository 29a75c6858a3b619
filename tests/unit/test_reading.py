"""Reading a document takes time in proportion to its length, and quotes begin and end with what they quote."""

from __future__ import annotations

import time

import pytest

from aigc_kg.corpus import parse_document
from aigc_kg.extract import Extractor
from aigc_kg.lexicon import load_lexicon
from aigc_kg.model import Claim, Literal
from aigc_kg.resources import ontology_dir

SECONDS = 20
"""Many times what any of these takes; read the slow way, each takes minutes or more."""

LONG = {
    "years in a row": "Quorvane Labs " + " ".join(str(1960 + i) for i in range(60)) + " 推出了 Nimbrel-2。",
    "spaces between words": "Quorvane" + " " * 40_000 + "Labs：推出了 Nimbrel-2",
    "one line": "Quorvane Labs 推出了 Nimbrel-2，参数量为 35 亿，" * 2_000,
    "lines without punctuation": "Quorvane Labs 推出了 Nimbrel-2\n" * 2_000,
    "brackets that do not close": "Nimbrel-2（" * 4_000,
}


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(load_lexicon(ontology_dir()))


def _claims(extractor: Extractor, text: str) -> tuple[Claim, ...]:
    return extractor.extract(parse_document("note.md", text)).claims


@pytest.mark.parametrize("shape", LONG)
def test_a_long_text_is_read_in_time(extractor: Extractor, shape: str) -> None:
    start = time.process_time()
    _claims(extractor, LONG[shape])
    assert time.process_time() - start < SECONDS


@pytest.mark.parametrize(
    "text",
    [
        "Nimbrel-2（Quorvane Labs，2022 年 5 月，3B）是语言模型。",
        "Nimbrel-2 was developed by Quorvane Labs and Hollin Research in May 2022.",
        "Nimbrel-2, from the speech team at Quorvane Labs, has 3 billion parameters.",
        "Quorvane Labs（谷歌）推出了 Nimbrel-2（语言模型）。",
    ],
)
def test_what_stands_far_into_a_line_is_read_all_the_same(extractor: Extractor, text: str) -> None:
    near, far = (
        {(c.subject.name, c.predicate, getattr(c.object, "name", c.object), c.quote.text) for c in _claims(extractor, before + text)}
        for before in ("天色很好。", "天色很好。" * 1_000)
    )
    assert near == far != set()


def test_years_before_a_verb_do_not_hide_who_acts(extractor: Extractor) -> None:
    found = {(c.subject.name, c.predicate) for c in _claims(extractor, "Quorvane Labs 2021 2022 2023 年推出了 Nimbrel-2。")}
    assert ("Nimbrel-2", "developedBy") in found


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("Nimbrel-2 由 Quorvane Labs 推出。**Ostrelune** 由 Hollin Research 推出。", {"Nimbrel-2 由 Quorvane Labs 推出。"}),
        ("**Nimbrel-2** 由 `Quorvane Labs` 推出。`Ostrelune` 是模型。", {"**Nimbrel-2** 由 `Quorvane Labs` 推出。"}),
        ("*Nimbrel-2 由 Quorvane Labs 推出。*", {"*Nimbrel-2 由 Quorvane Labs 推出。*"}),
        ("Nimbrel-2 的开发者是 **Quorvane Labs**", {"Nimbrel-2 的开发者是 **Quorvane Labs**"}),
    ],
)
def test_a_quote_takes_in_the_marks_of_its_own_emphasis(extractor: Extractor, text: str, quotes: set[str]) -> None:
    assert {c.quote.text for c in _claims(extractor, text) if getattr(c.subject, "name", "") == "Nimbrel-2"} == quotes


def test_a_name_in_the_place_of_a_text_is_no_value(extractor: Extractor) -> None:
    """The value of a limitation is a text; a thing there would be of no class of the ontology."""
    claims = _claims(extractor, "# Google\n\nGoogle 是一家公司。它要面对的问题是 Kesbrarmiv 威胁到了搜索引擎。\n")
    properties = load_lexicon(ontology_dir()).ontology.properties
    assert all(isinstance(claim.object, Literal) for claim in claims if properties[claim.predicate].kind == "text")
    assert any(claim.predicate == "limitation" for claim in claims)
