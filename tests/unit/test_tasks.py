from __future__ import annotations

import pytest

from aigc_kg.lexicon import Lexicon
from aigc_kg.tasks import TaskFinder

FOUND = [
    ("文本生成气味", ["text-to-scent"]),
    ("文本到气味的模型", ["text-to-scent"]),
    ("a text-to-scent model", ["text-to-scent"]),
    ("TEXT → SCENT", ["text-to-scent"]),
    ("ｔｅｘｔ-to-scent", ["text-to-scent"]),
    ("scent to text", ["scent-to-text"]),
    ("generates scent from text", ["text-to-scent"]),
    ("由气味生成文本", ["scent-to-text"]),
    ("从气味生成文本", ["scent-to-text"]),
    ("turn the text into scent", ["text-to-scent"]),
    ("看文本生成气味", ["text-to-scent"]),
    ("text-to-scent 与 scent-to-text", ["text-to-scent", "scent-to-text"]),
    ("文本生成气味……", ["text-to-scent"]),
    ("scent-to-scent", []),
    ("context to scent", []),
    ("文本", []),
]
WHOLE = [
    ("文本生成气味", "text-to-scent"),
    ("文本生成气味模型：", "text-to-scent"),
    ("**text-to-scent models**", "text-to-scent"),
    ("文本到气味（text-to-scent）", "text-to-scent"),
    ("文本到气味的历史", None),
    ("Quellwerk", None),
    ("", None),
]


@pytest.fixture(scope="module")
def finder(lexicon: Lexicon) -> TaskFinder:
    return TaskFinder(lexicon)


@pytest.mark.parametrize(("text", "expected"), FOUND)
def test_task_is_recognized_by_what_goes_in_and_out(finder: TaskFinder, text: str, expected: list[str]) -> None:
    assert [name.label for _, _, name in sorted(finder.find(text), key=lambda found: found[0])] == expected


@pytest.mark.parametrize(("text", "expected"), WHOLE)
def test_heading_names_a_task_as_a_whole(finder: TaskFinder, text: str, expected: str | None) -> None:
    name = finder.whole(text)
    assert (name.label if name else None) == expected


def test_tables_are_whole() -> None:
    assert (len(FOUND), len(WHOLE)) == (16, 7)


def test_task_stands_at_its_span(finder: TaskFinder) -> None:
    text = "它支持文本生成气味。"
    assert [text[a:b] for a, b, _ in finder.find(text)] == ["文本生成气味"]
