"""Traditional script is read as simplified, and told as it is written."""

from __future__ import annotations

import pytest

from aigc_kg.corpus import parse_document
from aigc_kg.extract import Extractor
from aigc_kg.lexicon import load_lexicon
from aigc_kg.markdown import line_starts
from aigc_kg.model import Claim, Text, Thing
from aigc_kg.resources import ontology_dir
from aigc_kg.text import is_traditional, simplified

SAME = [
    ("Quorva-2 由谷歌於 2022 年發表，用於影像生成。", "Quorva-2 由谷歌于 2022 年发表，用于影像生成。"),
    ("- **語音合成**：Quorva-2 由微軟開發，採用擴散模型。", "- **语音合成**：Quorva-2 由微软开发，采用扩散模型。"),
    ("Quorva-2 與 Bellmere-1 不同，由清華大學發佈，參數量為 60 億。", "Quorva-2 与 Bellmere-1 不同，由清华大学发布，参数量为 60 亿。"),
    ("## 擴散模型\n\nQuorva-2 預測每一步的雜訊，由谷歌隨後提出。", "## 扩散模型\n\nQuorva-2 预测每一步的杂讯，由谷歌随后提出。"),
]


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(load_lexicon(ontology_dir()))


def claims(extractor: Extractor, text: str) -> tuple[Claim, ...]:
    return extractor.extract(parse_document("note.md", Text(text, line_starts(text)))).claims


def facts(found: tuple[Claim, ...]) -> set[tuple[str, str, str]]:
    names = ((c.subject.name, c.predicate, c.object.name if isinstance(c.object, Thing) else c.object.lexical) for c in found)
    return {(simplified(s), p, simplified(o)) for s, p, o in names}


@pytest.mark.parametrize(("traditional", "plain"), SAME)
def test_both_scripts_state_the_same(extractor: Extractor, traditional: str, plain: str) -> None:
    found = facts(claims(extractor, traditional))
    assert found
    assert found == facts(claims(extractor, plain))


@pytest.mark.parametrize("text", [traditional for traditional, _ in SAME])
def test_quotes_and_names_are_as_written(extractor: Extractor, text: str) -> None:
    for claim in claims(extractor, text):
        assert text[claim.quote.start : claim.quote.end] == claim.quote.text
        assert simplified(claim.subject.name) not in text or claim.subject.name in text


def test_name_in_traditional_script_keeps_its_characters(extractor: Extractor) -> None:
    found = claims(extractor, "Quorva-2 由清華大學發佈，用於醫療影像。")
    assert "清華大學" in {c.object.name for c in found if isinstance(c.object, Thing)}


@pytest.mark.parametrize(
    ("text", "expected"), [("由谷歌於 2022 年發表。", True), ("由谷歌于 2022 年发表。", False), ("Made by Google.", False)]
)
def test_script_is_told_by_its_characters(text: str, expected: bool) -> None:
    assert is_traditional(text) is expected
