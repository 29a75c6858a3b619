"""What a question looks for in passages, over a note that the lexical side alone is asked of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from aigc_kg import KnowledgeBase
from aigc_kg.search import Wanted
from tests.encoders import HashEncoder

NOTE = """\
# 气味模型

## Quorvane 系列

- Ostrelune 由谷歌开发。
- Ostrelune 先往气味里加噪声，再一步步去掉。
- Tarnveil 因为只看局部，所以很快。

## 词语

Ostrelune 是一种生成气味的模型。

它的缺点是耗电。
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder: Path = tmp_path_factory.mktemp("retrieval")
    (folder / "note.md").write_text(NOTE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("aigc_kg.vectors.load_encoder", HashEncoder)
        KnowledgeBase.build(folder / "kb", [folder / "note.md"], encoder="hash")
        with KnowledgeBase(folder / "kb") as opened:
            yield opened


def wanted(kb: KnowledgeBase, question: str) -> Wanted:
    return kb._retriever.wanted(kb._retriever.analyzer.analyze(question))


def forms(kb: KnowledgeBase, question: str) -> set[str]:
    return {form for term in wanted(kb, question).terms for form in term.forms}


def test_a_name_is_looked_for_by_all_its_names(kb: KnowledgeBase) -> None:
    assert {"Google", "谷歌"} <= forms(kb, "What of Google?")


@pytest.mark.parametrize(
    ("question", "form"),
    [("Is there noise?", "噪声"), ("有噪声吗", "noise"), ("Who developed it?", "研发"), ("diffusion models", "扩散模型")],
)
def test_a_word_is_looked_for_in_the_other_language_too(kb: KnowledgeBase, question: str, form: str) -> None:
    assert form in forms(kb, question)


@pytest.mark.parametrize("question", ["Why is the noise?", "为什么噪声"])
def test_words_that_ask_are_not_looked_for(kb: KnowledgeBase, question: str) -> None:
    assert not {"why", "为什么", "is", "the"} & forms(kb, question)


def test_things_that_facts_link_to_a_named_one_are_near(kb: KnowledgeBase) -> None:
    assert "谷歌" in wanted(kb, "Ostrelune").near


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("What is Ostrelune?", 11),
        ("Ostrelune 是什么？", 11),
        ("How does Ostrelune treat noise?", 6),
        ("Why is Tarnveil fast?", 7),
        ("Tarnveil 为什么快？", 7),
    ],
)
def test_the_line_that_says_it_comes_first(kb: KnowledgeBase, question: str, line: int) -> None:
    assert kb.search(question, 1)[0].line == line
