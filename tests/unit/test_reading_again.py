"""What is left out while reading, because it can say nothing new, says nothing new: notes are read with and without it."""

from __future__ import annotations

from pathlib import Path

import pytest

from aigc_kg.corpus import parse_document
from aigc_kg.extract import Extractor, structure
from aigc_kg.extract.structure import StructureReader
from aigc_kg.frozen import light
from aigc_kg.lexicon import load_lexicon
from aigc_kg.model import Claim
from aigc_kg.resources import corpus_dir, ontology_dir

NOTES = sorted([*Path(__file__).parents[1].glob("data/**/*.md"), *corpus_dir().glob("**/*.md")])
LEAST = 20


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(load_lexicon(ontology_dir()))


def _claims(extractor: Extractor, note: Path) -> tuple[Claim, ...]:
    return extractor.extract(parse_document(note.name, note.read_text(encoding="utf-8"))).claims


def test_there_are_notes() -> None:
    assert len(NOTES) >= LEAST


def test_blocks_that_are_not_read_again_would_say_the_same(extractor: Extractor, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each note is read once as always, and once with every block read a second time."""
    quick = [_claims(extractor, note) for note in NOTES]
    read_again = StructureReader.read_again
    blocks, again = [], []

    def read_all_again(self: StructureReader, before: StructureReader, changed: frozenset[int]) -> None:
        number = len(self.reading.document.blocks)
        blocks.append(number)
        again.append(len(changed))
        read_again(self, before, frozenset(range(number)))

    monkeypatch.setattr(structure.StructureReader, "read_again", read_all_again)
    assert [_claims(extractor, note) for note in NOTES] == quick
    assert 0 < sum(again) < sum(blocks)


def test_a_name_shown_to_be_a_maker_changes_what_the_rows_below_it_say(extractor: Extractor) -> None:
    """The rows name nothing that the sentence has shown; their header does."""
    table = "| | Quorvane | Zelbrin |\n|---|---|---|\n| 任务 | 机器翻译 | 摘要 |\n"
    text = f"Nimbrel-9 由 Quorvane 推出。\n\n{table}"
    claims = extractor.extract(parse_document("note.md", text)).claims
    assert {claim.subject.name for claim in claims if claim.predicate == "hasTask"} == {"Zelbrin"}
    alone = extractor.extract(parse_document("note.md", table)).claims
    assert {claim.subject.name for claim in alone if claim.predicate == "hasTask"} == {"Zelbrin", "Quorvane"}


def test_a_light_value_is_equal_by_content_as_a_frozen_one_is() -> None:
    @light(frozen=True, slots=True)
    class Light:
        name: str
        size: int = 0

    assert {Light("a"), Light("a", 0)} == {Light("a")}
    assert Light("a") != Light("a", 1)
