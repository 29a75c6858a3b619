"""Names and wordings of the user's own: recorded, kept in the knowledge base, replaced, and given up."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from aigc_kg import KnowledgeBase, vectors
from aigc_kg.builder import BuildReport
from aigc_kg.errors import KnowledgeBaseError, VocabularyError
from aigc_kg.lexicon import load_lexicon
from aigc_kg.manifest import current_generation
from aigc_kg.resources import ontology_dir
from aigc_kg.vocabulary import _check, _given
from tests.encoders import HashEncoder

NAMES = """\
@prefix aigc: <https://w3id.org/aigc-kg/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://w3id.org/aigc-kg/id/orbweir> a aigc:Organization ; skos:prefLabel "Orbweir"@en, "轨堰"@zh .
"""
WORDS = """\
@prefix aigc: <https://w3id.org/aigc-kg/ontology#> .
@prefix frame: <https://w3id.org/aigc-kg/frame#> .
@prefix ontolex: <http://www.w3.org/ns/lemon/ontolex#> .
@prefix synsem: <http://www.w3.org/ns/lemon/synsem#> .
<#hatch> a ontolex:LexicalEntry ; synsem:synBehavior frame:agentVerb ; ontolex:denotes aigc:developedBy ;
    ontolex:lexicalForm [ ontolex:writtenRep "hatched"@en ] .
"""
NOTE = "# Labs\n\nOrbweir hatched Lumora.\n"
HATCHED = ["Orbweir"]
Build = Callable[..., BuildReport]


@pytest.fixture(autouse=True)
def encoder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "load_encoder", HashEncoder)


@pytest.fixture
def build(tmp_path: Path) -> Build:
    (tmp_path / "note.md").write_text(NOTE, encoding="utf-8")
    (tmp_path / "names.ttl").write_text(NAMES, encoding="utf-8")
    (tmp_path / "words.ttl").write_text(WORDS, encoding="utf-8")
    return lambda **options: KnowledgeBase.build(tmp_path / "kb", [tmp_path / "note.md"], encoder="hash", **options)


def _makers(tmp_path: Path) -> list[str | None]:
    with KnowledgeBase(tmp_path / "kb") as kb:
        return [result.label for result in kb.ask("who made Lumora").results]


def _names(tmp_path: Path) -> set[str]:
    with KnowledgeBase(tmp_path / "kb") as kb:
        return {name.label for name in kb.lexicon.names}


def test_without_its_wording_nothing_is_read(build: Build, tmp_path: Path) -> None:
    build()
    assert _makers(tmp_path) == []


def test_added_wording_is_read(build: Build, tmp_path: Path) -> None:
    build(lexicons=[tmp_path / "words.ttl"])
    assert _makers(tmp_path) == HATCHED


def test_wording_is_used_by_later_builds(build: Build, tmp_path: Path) -> None:
    build(lexicons=[tmp_path / "words.ttl"])
    report = build()
    assert (report.changed, report.lexicons, _makers(tmp_path)) == (False, (str(tmp_path / "words.ttl"),), HATCHED)


def test_shipped_gives_up_the_wordings(build: Build, tmp_path: Path) -> None:
    build(lexicons=[tmp_path / "words.ttl"])
    assert (build(lexicons=["shipped"]).lexicons, _makers(tmp_path)) == ((), [])


def test_names_replace_the_shipped_ones(build: Build, tmp_path: Path) -> None:
    build(names=tmp_path / "names.ttl")
    assert _names(tmp_path) == {"Orbweir"}


def test_names_are_used_by_later_builds_until_shipped(build: Build, tmp_path: Path) -> None:
    build(names=tmp_path / "names.ttl")
    assert (build().names, len(_names(tmp_path))) == (str(tmp_path / "names.ttl"), 1)
    assert (build(names="shipped").names, len(_names(tmp_path)) > 100) == ("shipped", True)


@pytest.mark.parametrize("option", ["names", "lexicons"])
def test_file_that_has_gone_is_served_by_its_copy(build: Build, tmp_path: Path, option: str) -> None:
    path = tmp_path / ("names.ttl" if option == "names" else "words.ttl")
    build(**{option: path if option == "names" else [path]})
    path.unlink()
    (tmp_path / "note.md").write_text(NOTE + "\nIt is small.\n", encoding="utf-8")
    report = build()
    assert (report.changed, report.notes) == (True, (f"{path} has gone; its copy in the knowledge base is used.",))
    assert (_names(tmp_path) == {"Orbweir"}) if option == "names" else (_makers(tmp_path) == HATCHED)


def test_file_that_has_changed_is_read_anew(build: Build, tmp_path: Path) -> None:
    build(names=tmp_path / "names.ttl")
    (tmp_path / "names.ttl").write_text(NAMES.replace("Orbweir", "Nimbus"), encoding="utf-8")
    report = build()
    assert (report.notes, _names(tmp_path)) == ((f"{tmp_path / 'names.ttl'} has changed and is read anew.",), {"Nimbus"})


def test_several_files_of_wordings_are_kept_in_order(build: Build, tmp_path: Path) -> None:
    (tmp_path / "more.ttl").write_text(WORDS.replace("hatch", "spawn"), encoding="utf-8")
    build(lexicons=[tmp_path / "words.ttl", tmp_path / "more.ttl"])
    with KnowledgeBase(tmp_path / "kb") as kb:
        forms = {wording.form for wording in kb.lexicon.wordings}
    assert {"hatched", "spawned"} <= forms


BROKEN = {
    "no Turtle": (NAMES + "nonsense", "line 4"),
    "no UTF-8": (NAMES.replace("轨堰", "caf\udce9"), "line 3"),
    "unknown frame": (WORDS.replace("frame:agentVerb", "frame:agentVreb"), r"line 5: .*frame.*agentVreb"),
    "unknown property": (WORDS.replace("aigc:developedBy", "aigc:hatchedBy"), r"line 5: .*property.*hatchedBy"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_file_is_named_with_its_line_and_all_stays(build: Build, tmp_path: Path, case: str) -> None:
    build(lexicons=[tmp_path / "words.ttl"])
    before = current_generation(tmp_path / "kb")
    text, message = BROKEN[case]
    (tmp_path / "broken.ttl").write_text(text, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(VocabularyError, match=rf"broken\.ttl.*{message}"):
        build(lexicons=[tmp_path / "broken.ttl"])
    assert (current_generation(tmp_path / "kb"), _makers(tmp_path)) == (before, HATCHED)


@pytest.mark.parametrize("options", [{"names": "nowhere.ttl"}, {"lexicons": ["nowhere.ttl"]}, {"names": "/"}])
def test_file_that_cannot_be_read_leaves_no_folder(build: Build, tmp_path: Path, options: dict[str, str]) -> None:
    with pytest.raises(VocabularyError, match="Cannot read"):
        build(**options)
    assert not (tmp_path / "kb").exists()


def test_damaged_copy_is_an_error_of_the_knowledge_base(build: Build, tmp_path: Path) -> None:
    build(names=tmp_path / "names.ttl")
    (current_generation(tmp_path / "kb") / "vocabulary" / "names.ttl").write_text("nonsense", encoding="utf-8")
    with pytest.raises(KnowledgeBaseError, match="Build again"):
        _names(tmp_path)


def test_damaged_copy_is_mended_by_the_next_build(build: Build, tmp_path: Path) -> None:
    build(names=tmp_path / "names.ttl")
    (current_generation(tmp_path / "kb") / "vocabulary" / "names.ttl").unlink()
    build()
    assert _names(tmp_path) == {"Orbweir"}


def test_copy_that_is_damaged_when_the_file_has_gone_is_told(build: Build, tmp_path: Path) -> None:
    build(names=tmp_path / "names.ttl")
    (current_generation(tmp_path / "kb") / "vocabulary" / "names.ttl").unlink()
    (tmp_path / "names.ttl").unlink()
    with pytest.raises(VocabularyError, match="--names"):
        build()


def test_shipped_wordings_pass_the_check_of_added_ones() -> None:
    file = _given(str(ontology_dir() / "lexicon.ttl"))
    assert file is not None
    _check([file], load_lexicon(ontology_dir()))
