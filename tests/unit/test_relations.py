"""Questions about relations, from both ends: amounts, symmetric properties, chains, and what is refused."""

from __future__ import annotations

from collections.abc import Iterator

import pyoxigraph as ox
import pytest

from aigc_kg import KnowledgeBase
from tests.encoders import HashEncoder

NOTE = """\
# 虚构行业笔记

Ostrelune 由 Quorvane Labs 提出，在 2.3TB 文本上训练，支持英语和法语。

Brillweave was developed by Hollin Research. Brillweave was trained on 680,000 hours of audio. Brillweave is based on Ostrelune.

Quorvane Labs 与 Hollin Research 达成合作。Quorvane Labs 位于杭州。

Brillweave 优于 Kestrovane。Kestrovane 比 Ostrelune 更快。
"""

THINGS = {
    "Quorvane Labs 跟谁合作？": {"Hollin Research"},
    "Who is a partner of Hollin Research?": {"Quorvane Labs"},
    "开发 Ostrelune 的公司在哪里？": {"杭州"},
    "Where is the company that developed Ostrelune located?": {"Hangzhou"},
    "哪家公司在杭州？": {"Quorvane Labs"},
    "which models are better than Kestrovane": {"Brillweave"},
    "Brillweave 优于哪些模型？": {"Kestrovane"},
    "哪个模型比 Ostrelune 更快？": {"Kestrovane"},
    "Kestrovane 比哪个模型快？": {"Ostrelune"},
    "哪些模型支持法语？": {"Ostrelune"},
    "Which languages does Ostrelune support?": {"English", "French"},
}
AMOUNTS = {
    "Ostrelune 用了多少训练数据？": (2300000000000, "byte"),
    "how much training data was used for Brillweave": (680000, "hour"),
}
WORDED = {"Ostrelune 用了多少训练数据？": "2.3 万亿字节。", "how much training data was used for Brillweave": "680,000 hours."}
REFUSED = (
    "为什么 Kestrovane 比 Ostrelune 更快？",
    "which model has the most training data",
    "By how much does Brillweave outperform Kestrovane?",
    "松间实验室的竞争对手是谁？",
)


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("relations")
    (folder / "notes").mkdir()
    (folder / "notes" / "invented.md").write_text(NOTE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("aigc_kg.vectors.load_encoder", HashEncoder)
        KnowledgeBase.build(folder / "kb", [folder / "notes"], encoder="hash")
        with KnowledgeBase(folder / "kb") as opened:
            yield opened


def _rows(kb: KnowledgeBase, query: str | None) -> list[ox.QuerySolution]:
    rows = kb.query(query or "")
    assert isinstance(rows, ox.QuerySolutions)
    return list(rows)


@pytest.mark.parametrize("question", THINGS)
def test_relation_is_answered_with_its_evidence(kb: KnowledgeBase, question: str) -> None:
    answer = kb.ask(question)
    assert (answer.status, {result.label for result in answer.results}) == ("answered", THINGS[question])
    assert all(result.evidence for result in answer.results)


@pytest.mark.parametrize("question", THINGS)
def test_query_gives_the_same_things(kb: KnowledgeBase, question: str) -> None:
    answer = kb.ask(question)
    assert {row["result"].value for row in _rows(kb, answer.sparql)} == {result.iri for result in answer.results}


@pytest.mark.parametrize("question", AMOUNTS)
def test_amount_comes_with_its_unit(kb: KnowledgeBase, question: str) -> None:
    answer = kb.ask(question)
    assert [(result.value, result.unit) for result in answer.results] == [AMOUNTS[question]]
    assert answer.evidence
    assert answer.answer.endswith(WORDED[question])


@pytest.mark.parametrize("question", AMOUNTS)
def test_query_gives_the_same_amount(kb: KnowledgeBase, question: str) -> None:
    rows = _rows(kb, kb.ask(question).sparql)
    assert [(int(row["result"].value), row["unit"].value) for row in rows] == [AMOUNTS[question]]


def test_what_is_said_of_a_thing_is_counted(kb: KnowledgeBase) -> None:
    assert [result.value for result in kb.ask("Ostrelune 支持几种语言？").results] == [2]


@pytest.mark.parametrize("question", REFUSED)
def test_what_no_property_tells_is_not_answered_by_one(kb: KnowledgeBase, question: str) -> None:
    assert kb.ask(question).status != "answered"


def test_of_several_things_those_that_nobody_speaks_of_are_named(kb: KnowledgeBase) -> None:
    answer = kb.ask("Where are Quorvane Labs and Hollin Research located?")
    assert [result.about for result in answer.results] == ["Quorvane Labs"]
    assert answer.answer.endswith("No document states this of Hollin Research: located in.")
