from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from aigc_kg import corpus
from aigc_kg.extract import Extractor
from aigc_kg.lexicon import load_lexicon
from aigc_kg.model import Claim, Literal, Passage, Quote, Thing
from aigc_kg.passages import passages
from aigc_kg.readings import KnownReadings, Reading, write_readings
from aigc_kg.resources import corpus_dir, ontology_dir

READER = ("one", 1)
QUOTE = Quote("灵墨 “x”\u2028\ny", 3, 9, 2, 3)
READING = Reading(
    "deep/泉.md", "ab" * 32, "Scents", (("date", "2021"),),
    (
        Claim(Thing("灵墨", ("Model",), ("Lingmo",)), "developedBy", Thing("泉工"), "verb", QUOTE, (QUOTE,), "about"),
        Claim(Thing("灵墨"), "parameterCount", Literal("7", "integer", "byte"), "unit", QUOTE, (), None, Literal("3", "decimal", "times")),
    ),
    ((Thing("泉工"), 2),),
    (Passage("deep/泉.md", QUOTE, ("A", "B"), (1, 2), "A: B", "text"),),
    "whole\ntext",
)  # fmt: skip


def _file(folder: Path) -> Path:
    return next(path for path in folder.iterdir() if path.is_file())


@pytest.fixture
def generation(tmp_path: Path) -> Path:
    write_readings(tmp_path, READER, [READING, READING.__class__("b.md", "cd" * 32, "", (), (), (), ())])
    return tmp_path


def test_reading_is_read_as_it_was_written(generation: Path) -> None:
    assert KnownReadings([generation], READER).get(READING.identifier, READING.sha256) == READING


@given(reading=st.builds(Reading))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
def test_any_reading_is_read_as_it_was_written(tmp_path: Path, reading: Reading) -> None:
    write_readings(tmp_path, READER, [reading])
    assert KnownReadings([tmp_path], READER).get(reading.identifier, reading.sha256) == reading


def test_all_that_the_shipped_notes_say_is_read_as_it_was_written(tmp_path: Path) -> None:
    extractor, readings = Extractor(load_lexicon(ontology_dir())), []
    for source in corpus.find_sources([corpus_dir()]):
        document = corpus.parse_document(source.identifier, source.path.read_text(encoding="utf-8"))
        said = extractor.extract(document)
        readings.append(Reading(source.identifier, "", document.title, document.meta, said.claims, said.named, tuple(passages(document))))
    write_readings(tmp_path, READER, readings)
    known = KnownReadings([tmp_path], READER)
    assert [known.get(reading.identifier, "") for reading in readings] == readings


@pytest.mark.parametrize(
    ("identifier", "sha256", "reader"),
    [("b.md", READING.sha256, READER), (READING.identifier, "cd" * 32, READER), (READING.identifier, READING.sha256, ("two", 1))],
)
def test_reading_of_other_things_is_not_known(generation: Path, identifier: str, sha256: str, reader: tuple[object, ...]) -> None:
    assert KnownReadings([generation], reader).get(identifier, sha256) is None


@pytest.mark.parametrize("damage", [("泉工", "谷歌"), ("]", ""), ("kind", "kinf"), (" {", "\n{")])
def test_damaged_reading_is_not_known(generation: Path, damage: tuple[str, str]) -> None:
    path = _file(generation)
    path.write_text(path.read_text(encoding="utf-8").replace(*damage), encoding="utf-8")
    assert KnownReadings([generation], READER).get(READING.identifier, READING.sha256) is None


def test_folder_without_readings_knows_none(tmp_path: Path) -> None:
    assert KnownReadings([tmp_path, tmp_path / "nowhere"], READER).get("b.md", "cd" * 32) is None


def test_document_keeps_title_and_front_matter() -> None:
    assert (READING.document.title, dict(READING.document.meta)["date"]) == ("Scents", "2021")


def test_known_readings_are_written_again_as_they_were(tmp_path: Path, generation: Path) -> None:
    (tmp_path / "next").mkdir()
    others = [READING, replace(READING, identifier="new.md")]
    write_readings(tmp_path / "next", READER, others, KnownReadings([generation], READER))
    write_readings(generation, READER, others)
    assert _file(tmp_path / "next").read_bytes() == _file(generation).read_bytes()


def test_damaged_reading_is_not_written_again(tmp_path: Path, generation: Path) -> None:
    path = _file(generation)
    path.write_text(path.read_text(encoding="utf-8").replace("泉工", "谷歌"), encoding="utf-8")
    (tmp_path / "next").mkdir()
    write_readings(tmp_path / "next", READER, [READING], KnownReadings([generation], READER))
    assert KnownReadings([tmp_path / "next"], READER).get(READING.identifier, READING.sha256) == READING
