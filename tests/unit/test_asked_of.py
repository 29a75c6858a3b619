"""What a question asks of which thing: nothing is answered with what is said of another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from aigc_kg import KnowledgeBase
from tests.encoders import HashEncoder

NOTE = """\
# 虚构模型

- **Ostrelune-1** 由 Quorvane Labs 开发，采用 Transformer 架构。
- **Tidewell-2** 由 Quorvane Labs 开发，用于视频生成。
- **Brillweave-3** 由 Quorvane Labs 开发，用于语音识别。
- **Marrowby-4** 由 Quorvane Labs 开发，是一个语言模型。
- **Siltwick-5** 由 Hollin Research 开发，目前只支持英文。
- **Ambergate-6** 由 Hollin Research 开发，支持英文。
- **Fennmoor-7** 由 Hollin Research 开发，支持中文。
- **Gorsewell-8** 由 Hollin Research 开发，不仅支持英文。
- **Gorsewell-8** 比 Fennmoor-7 快 3 倍。
"""


@pytest.fixture(scope="module")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder: Path = tmp_path_factory.mktemp("asked")
    (folder / "note.md").write_text(NOTE, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("aigc_kg.vectors.load_encoder", HashEncoder)
        KnowledgeBase.build(folder / "kb", [folder / "note.md"], encoder="hash")
        with KnowledgeBase(folder / "kb") as opened:
            yield opened


@pytest.mark.parametrize(
    "question",
    [
        # who proposed a way to do things is not who made what uses it
        "Transformer 是谁提出的？",
        "Who proposed the Transformer?",
        # a partner is no maker
        "Ostrelune-1 和哪家公司合作？",
        # where the data is from is not who made the model
        "Ostrelune-1 的数据来自哪里？",
        # by how much is no count
        "How many times faster is Gorsewell-8 than Fennmoor-7?",
        # not all that it made are such
        "Quorvane Labs 有哪些语言模型？",
        "Which language models did Quorvane Labs develop?",
    ],
)
def test_what_nobody_says_is_not_answered_with_something_else(kb: KnowledgeBase, question: str) -> None:
    assert kb.ask(question).status != "answered"


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("哪些公司用了 Transformer？", {"Quorvane Labs"}),
        ("Which companies use the Transformer?", {"Quorvane Labs"}),
        ("谁在用 Transformer？", {"Ostrelune-1"}),
        ("谁开发了 Ostrelune-1？", {"Quorvane Labs"}),
        ("开发 Ostrelune-1 的公司还做了哪些视频模型？", {"Tidewell-2"}),
    ],
)
def test_what_is_asked_of_whom(kb: KnowledgeBase, question: str, expected: set[str]) -> None:
    assert {result.label for result in kb.ask(question).results} == expected


def test_one_that_is_read_is_no_count(kb: KnowledgeBase) -> None:
    assert kb.ask("Tidewell-2 能完成多少种任务？").status != "answered"
    assert [r.value for r in kb.ask("Quorvane Labs 开发了多少个模型？").results] == [4]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Siltwick-5 支持中文吗？", [False]),
        ("Does Siltwick-5 support Chinese?", [False]),
        ("Siltwick-5 支持英文吗？", [True]),
        # no document names Korean
        ("Siltwick-5 支持韩语吗？", [False]),
        ("Ambergate-6 支持韩语吗？", []),
        # that it supports one language says not that it supports no other
        ("Ambergate-6 支持中文吗？", []),
        ("Ambergate-6 支持英文吗？", [True]),
        ("Gorsewell-8 支持中文吗？", []),
    ],
)
def test_no_where_something_else_is_all_there_is(kb: KnowledgeBase, question: str, expected: list[bool]) -> None:
    answer = kb.ask(question)
    assert [result.value for result in answer.results] == expected
    assert all(result.evidence for result in answer.results)
