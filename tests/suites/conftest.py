"""What the suites share: one knowledge base of all notes, its claims, and its answers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from aigc_kg.kb import KnowledgeBase
from aigc_kg.model import Answer
from tests.suites.cases import NOTES, questions
from tests.suites.claims import ClaimRow, claim_rows


@pytest.fixture(scope="session")
def kb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("suites") / "kb"
    KnowledgeBase.build(folder, [NOTES])
    with KnowledgeBase.open(folder) as opened:
        yield opened


@pytest.fixture(scope="session")
def claims(kb: KnowledgeBase) -> list[ClaimRow]:
    return claim_rows(kb)


@pytest.fixture(scope="session")
def answers(kb: KnowledgeBase) -> dict[str, Answer]:
    return {case.q: kb.ask(case.q) for case in questions()}
