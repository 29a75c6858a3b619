from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aigc_kg.model import Answer, Conflict, Evidence, Result
from aigc_kg.quantities import dates, numbers
from aigc_kg.render import answer_json, answer_text, date_text, joined, number_text

NUMBERS: list[tuple[float, str, str]] = [
    (137_000_000_000, "en", "137 billion"),
    (137_000_000_000, "zh", "1370 亿"),
    (1_800_000_000_000, "zh", "1.8 万亿"),
    (680_000, "zh", "68 万"),
    (1_500_000, "en", "1.5 million"),
    (999, "en", "999"),
    (12_345, "en", "12,345"),
    (3.5, "en", "3.5"),
    (1_234_567_891, "en", "1,234,567,891"),
]
DATES = [
    ("2021", "en", "2021"),
    ("2021-03", "en", "March 2021"),
    ("2021-03-15", "en", "15 March 2021"),
    ("2021", "zh", "2021 年"),
    ("2021-03", "zh", "2021 年 3 月"),
    ("2021-03-15", "zh", "2021 年 3 月 15 日"),
]
EVIDENCE = Evidence("notes/泉.md", 3, 4, ("Scents", "New"), "Quellwerk devised\nLumora.")
ANSWER = Answer(
    question="who made Lumora",
    language="en",
    status="answered",
    answer="Lumora was made by Quellwerk.",
    results=(
        Result(label="Quellwerk", labels=("Quellwerk", "泉工"), iri="https://w3id.org/aigc-kg/id/quellwerk", evidence=(0,), documents=1),
        Result(value=2, evidence=(0,), documents=1, members=(Result(label="Lumora"), Result(label="Nimbus"))),
    ),
    evidence=(EVIDENCE,),
    conflicts=(Conflict("releaseDate", "Lumora", "conflict", ({"value": "2021", "documents": ["notes/泉.md"], "evidence": [0]},)),),
    sparql="SELECT *",
    interpretation="developedBy(Lumora, ?)",
    not_understood=("hm",),
)


@pytest.mark.parametrize(("value", "language", "expected"), NUMBERS)
def test_number_is_written_to_be_read(value: float, language: str, expected: str) -> None:
    assert number_text(value, language) == expected


@pytest.mark.parametrize(("iso", "language", "expected"), DATES)
def test_date_is_written_to_be_read(iso: str, language: str, expected: str) -> None:
    assert date_text(iso, language) == expected


def test_tables_are_whole() -> None:
    assert (len(NUMBERS), len(DATES)) == (9, 6)


@given(st.one_of(st.integers(0, 10**16), st.integers(1, 9_999_999).map(lambda n: n * 1000)), st.sampled_from(["en", "zh"]))
def test_number_written_is_read_back_exactly(value: int, language: str) -> None:
    assert [n.value for n in numbers(number_text(value, language))] == [value]


@given(st.dates(dt.date(1950, 1, 1), dt.date(2049, 12, 31)), st.sampled_from(["en", "zh"]))
def test_date_written_is_read_back(day: dt.date, language: str) -> None:
    assert [span.date.iso for span in dates(date_text(day.isoformat(), language))] == [day.isoformat()]


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        (["a", "b", "c"], "en", "a, b and c"),
        (["a", "b"], "en", "a and b"),
        (["a"], "en", "a"),
        ([], "en", ""),
        (["甲", "乙"], "zh", "甲、乙"),
        ([], "zh", ""),
    ],
)
def test_words_are_joined_as_in_the_language(words: list[str], language: str, expected: str) -> None:
    assert joined(words, language) == expected


def test_json_has_the_keys_of_the_contract() -> None:
    keys = ["question", "language", "status", "answer", "results", "evidence", "conflicts", "sparql", "interpretation", "not_understood"]
    assert list(answer_json(ANSWER)) == keys


def test_result_has_the_keys_of_the_contract() -> None:
    assert set(answer_json(ANSWER)["results"][0]) == {"label", "labels", "iri", "value", "unit", "about", "evidence", "documents"}


def test_only_a_count_has_members() -> None:
    first, second = answer_json(ANSWER)["results"]
    assert ("members" in first, [member["label"] for member in second["members"]]) == (False, ["Lumora", "Nimbus"])


def test_evidence_has_the_keys_of_the_contract() -> None:
    assert answer_json(ANSWER)["evidence"] == [
        {"document": "notes/泉.md", "line": 3, "end_line": 4, "section": ["Scents", "New"], "quote": "Quellwerk devised\nLumora."}
    ]


def test_conflict_has_the_keys_of_the_contract() -> None:
    assert answer_json(ANSWER)["conflicts"] == [
        {
            "property": "releaseDate",
            "subject": "Lumora",
            "kind": "conflict",
            "values": [{"value": "2021", "documents": ["notes/泉.md"], "evidence": [0]}],
        }
    ]


def test_json_can_be_written_and_read() -> None:
    assert json.loads(json.dumps(answer_json(ANSWER), ensure_ascii=False)) == answer_json(ANSWER)


def test_text_is_the_sentence_and_its_sources() -> None:
    assert answer_text(replace(ANSWER, conflicts=())) == "Lumora was made by Quellwerk.\n  notes/泉.md:3  Quellwerk devised Lumora."


@pytest.mark.parametrize(
    ("values", "lang", "line"),
    [
        ([("label", "A"), ("label", "B")], "en", "the documents disagree about Lumora: A (0.md); B (1.md)"),
        ([("value", 7 * 10**9), ("value", "2021-03")], "en", "the documents disagree about Lumora: 7 billion (0.md); 2021-03 (1.md)"),
        ([("value", 7 * 10**9), ("label", "甲")], "zh", "关于 Lumora 说法不一：70 亿（0.md）；甲（1.md）"),
    ],
)
def test_disagreement_is_printed_below_the_sources(values: list[tuple[str, object]], lang: str, line: str) -> None:
    told = tuple({name: value, "documents": [f"{number}.md"], "evidence": [0]} for number, (name, value) in enumerate(values))
    answer = replace(ANSWER, language=lang, conflicts=(Conflict("p", "Lumora", "conflict", told),))
    assert answer_text(answer).splitlines()[2:] == [f"  {line}"]


@pytest.mark.parametrize("said", ["developedBy(Lumora, ?)", "hm", "SELECT *"])
def test_explanation_tells_how_it_was_understood(said: str) -> None:
    assert said in answer_text(ANSWER, explain=True)
