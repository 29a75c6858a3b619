from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from filelock import FileLock

from aigc_kg import assembly, builder, corpus, vectors
from aigc_kg.builder import BuildReport
from aigc_kg.errors import KnowledgeBaseError, SourceError
from aigc_kg.export import export
from aigc_kg.lexical import LexicalIndex
from aigc_kg.manifest import current_generation, read_manifest
from aigc_kg.sparql import open_store
from tests.encoders import HashEncoder
from tests.unit.files import pdf

NOTES = {
    "a.md": "# Scents\n\nQuellwerk devised Lumora in 2021.\n\nIt is small.\n",
    "deep/b.md": "# 气味\n\n泉工发布了灵墨。\n",
}


@pytest.fixture
def encoder(monkeypatch: pytest.MonkeyPatch) -> HashEncoder:
    encoder = HashEncoder()
    monkeypatch.setattr(vectors, "load_encoder", lambda _name: encoder)
    return encoder


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    for name, text in NOTES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def kb(tmp_path: Path, notes: Path, encoder: HashEncoder) -> Path:
    """A knowledge base of the notes."""
    _build(tmp_path / "kb", notes)
    encoder.encoded.clear()
    return tmp_path / "kb"


def _build(folder: Path, *paths: Path) -> BuildReport:
    return builder.build(folder, paths, encoder="hash")


def _texts(folder: Path) -> list[str]:
    index = LexicalIndex(current_generation(folder) / "index.sqlite")
    texts = [passage.text for _, passage in sorted(index.passages(range(1, 100)).items())]
    index.close()
    return texts


def _graph(folder: Path) -> str:
    return export(open_store(current_generation(folder) / "store"), "nquads")


def _files(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != "build.lock":
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def test_build_reports_what_it_did(tmp_path: Path, notes: Path, encoder: HashEncoder) -> None:
    report = _build(tmp_path / "kb", notes)
    assert (report.documents, report.passages, report.embedded, report.changed, len(encoder.encoded)) == (2, 3, 3, True, 3)


def test_every_passage_has_its_vector(kb: Path) -> None:
    generation = current_generation(kb)
    index = LexicalIndex(generation / "index.sqlite")
    rows = index.digests()
    index.close()
    found = [vectors.VectorIndex(generation).search(HashEncoder().passages([text]), 1)[0] for _, _, text in rows]
    assert [(number, bool(np.isclose(score, 1.0, atol=1e-5))) for number, score in found] == [(number, True) for number, _, _ in rows]


def test_manifest_records_the_sources(kb: Path, notes: Path) -> None:
    manifest = read_manifest(current_generation(kb) / "manifest.json")
    assert ([s.identifier for s in manifest.sources], manifest.paths, manifest.encoder) == (["a.md", "deep/b.md"], (str(notes),), "hash")


def test_documents_are_in_the_graph(kb: Path) -> None:
    assert all(f'"{identifier}"' in _graph(kb) for identifier in NOTES)


def test_build_of_the_same_changes_nothing(kb: Path, notes: Path) -> None:
    before = dict(_files(kb))
    assert (_build(kb, notes).changed, dict(_files(kb)) == before) == (False, True)


def test_build_of_moved_notes_changes_nothing(kb: Path, notes: Path, tmp_path: Path) -> None:
    notes.rename(tmp_path / "moved")
    assert not _build(kb, tmp_path / "moved").changed


def test_changed_note_is_read_again_and_only_it_is_embedded(kb: Path, notes: Path, encoder: HashEncoder) -> None:
    (notes / "a.md").write_text(NOTES["a.md"].replace("small", "large"), encoding="utf-8")
    _build(kb, notes)
    assert ([text[-12:] for text in encoder.encoded], "It is large." in _texts(kb)) == (["It is large."], True)


def test_removed_note_leaves_nothing_behind(kb: Path, notes: Path, tmp_path: Path) -> None:
    (notes / "deep" / "b.md").unlink()
    _build(kb, notes)
    _build(tmp_path / "fresh", notes)
    assert _graph(kb) == _graph(tmp_path / "fresh")


def test_note_brought_back_needs_no_embedding(kb: Path, notes: Path, encoder: HashEncoder) -> None:
    text = (notes / "a.md").read_text(encoding="utf-8")
    (notes / "a.md").unlink()
    _build(kb, notes)
    (notes / "a.md").write_text(text, encoding="utf-8")
    _build(kb, notes)
    assert encoder.encoded == []


def test_two_builds_make_the_same_knowledge_base(kb: Path, notes: Path, tmp_path: Path) -> None:
    shutil.copytree(notes, tmp_path / "copy")
    _build(tmp_path / "kb2", tmp_path / "copy")
    manifests = [read_manifest(current_generation(folder) / "manifest.json").content() for folder in (kb, tmp_path / "kb2")]
    assert (_graph(kb), manifests[0]) == (_graph(tmp_path / "kb2"), manifests[1])


@pytest.mark.parametrize("name", ["index.sqlite", "vectors.faiss", "vectors.txt"])
def test_two_builds_make_the_same_files(kb: Path, notes: Path, tmp_path: Path, name: str) -> None:
    _build(tmp_path / "kb2", notes)
    assert (current_generation(kb) / name).read_bytes() == (current_generation(tmp_path / "kb2") / name).read_bytes()


def test_graph_written_in_many_pieces_is_the_same(kb: Path, notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assembly, "BATCH", 7)
    _build(tmp_path / "pieces", notes)
    assert _graph(tmp_path / "pieces") == _graph(kb)


def test_order_of_the_paths_makes_no_difference(tmp_path: Path, notes: Path, encoder: HashEncoder) -> None:
    paths = [notes / "a.md", notes / "deep"]
    _build(tmp_path / "kb1", *paths)
    _build(tmp_path / "kb2", *reversed(paths))
    assert (_graph(tmp_path / "kb1") == _graph(tmp_path / "kb2"), len(encoder.encoded)) == (True, 6)


def test_note_that_cannot_be_read_is_told_and_the_rest_is_held(kb: Path, notes: Path) -> None:
    (notes / "c.md").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    report = _build(kb, notes)
    assert ([f.identifier for f in report.failed], report.documents, len(_texts(kb))) == (["c.md"], 2, 3)


def test_note_that_can_no_longer_be_read_is_no_longer_held(kb: Path, notes: Path) -> None:
    (notes / "a.md").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    report = _build(kb, notes)
    assert ("no longer" in report.failed[0].reason, "Lumora" in _graph(kb)) == (True, False)


def test_nothing_that_can_be_read_leaves_the_knowledge_base_as_it_was(kb: Path, notes: Path) -> None:
    before = dict(_files(kb))
    for name in NOTES:
        (notes / name).write_bytes(bytes(100))
    with pytest.raises(SourceError, match=r"None of the 2 documents can be read.*a\.md"):
        _build(kb, notes)
    assert dict(_files(kb)) == before


def test_files_of_other_kinds_are_told(kb: Path, notes: Path) -> None:
    (notes / "deep" / "picture.png").write_bytes(b"")
    (notes / "node_modules").mkdir()
    assert _build(kb, notes).skipped == ("deep/picture.png", "node_modules/")


def test_known_document_is_not_converted_again(kb: Path, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (notes / "c.pdf").write_bytes(pdf("Quellwerk devised Nimbus."))
    _build(kb, notes)
    monkeypatch.setattr(corpus, "convert", None)
    assert not _build(kb, notes).changed


def test_progress_tells_of_what_is_converted_and_of_that_only(kb: Path, notes: Path) -> None:
    seen: list[tuple[str, int, int]] = []

    def phases(*, of: str) -> list[tuple[str, int, int]]:
        seen.clear()
        builder.build(kb, [notes], progress=lambda phase, done, total: seen.append((phase, done, total)))
        return [step for step in seen if step[0] == of]

    (notes / "c.pdf").write_bytes(pdf("Quellwerk devised Nimbus."))
    assert phases(of="converting")[-1] == ("converting", 1, 1)
    (notes / "d.pdf").write_bytes(pdf("Quellwerk devised Stratus."))
    assert phases(of="converting") == [("converting", 1, 2), ("converting", 2, 2)]
    assert (phases(of="converting"), seen) == ([], [])


def test_page_of_a_pdf_takes_the_part_of_the_line(kb: Path, notes: Path) -> None:
    (notes / "c.pdf").write_bytes(pdf("Quellwerk devised Nimbus.", "Nimbus is small."))
    _build(kb, notes)
    index = LexicalIndex(current_generation(kb) / "index.sqlite")
    lines = {p.text: p.line for p in index.passages(range(1, 100)).values() if p.document == "c.pdf"}
    index.close()
    assert lines == {"Quellwerk devised Nimbus.": 1, "Nimbus is small.": 2}


@pytest.mark.usefixtures("encoder")
def test_folder_without_notes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no documents"):
        _build(tmp_path / "kb", tmp_path)


@pytest.mark.usefixtures("encoder")
def test_note_without_text_can_be_built(tmp_path: Path) -> None:
    (tmp_path / "empty.md").write_text("", encoding="utf-8")
    assert _build(tmp_path / "kb", tmp_path / "empty.md").passages == 0


def test_second_build_at_the_same_time_is_refused(kb: Path, notes: Path) -> None:
    with FileLock(kb / "build.lock"), pytest.raises(KnowledgeBaseError, match="running"):
        _build(kb, notes)


@pytest.mark.usefixtures("encoder")
def test_folder_that_cannot_be_made_is_named(tmp_path: Path, notes: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(KnowledgeBaseError, match="file/kb"):
        _build(tmp_path / "file" / "kb", notes)


def test_lexical_side_is_there_when_embedding_fails(tmp_path: Path, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_texts: list[str]) -> None:
        raise MemoryError

    encoder = HashEncoder()
    monkeypatch.setattr(encoder, "passages", fail)
    monkeypatch.setattr(vectors, "load_encoder", lambda _name: encoder)
    with pytest.raises(MemoryError):
        _build(tmp_path / "kb", notes)
    assert len(_texts(tmp_path / "kb")) == 3


def test_missing_vectors_are_made_by_the_next_build(kb: Path, notes: Path) -> None:
    generation = current_generation(kb)
    before = (generation / "vectors.faiss").read_bytes()
    (generation / "vectors.txt").unlink()
    _build(kb, notes)
    assert (vectors.has_vectors(generation), (generation / "vectors.faiss").read_bytes() == before) == (True, True)


def test_damaged_vectors_are_mended_by_the_next_build(kb: Path, notes: Path) -> None:
    generation = current_generation(kb)
    (generation / "vectors.faiss").write_bytes(b"nonsense")
    _build(kb, notes)
    assert vectors.VectorIndex(current_generation(kb)).search(HashEncoder().query("Lumora"), 1)


def test_damaged_vectors_do_not_stop_the_build_of_changed_notes(kb: Path, notes: Path) -> None:
    (current_generation(kb) / "vectors.faiss").write_bytes(b"nonsense")
    (notes / "a.md").write_text("Nimbus is new.", encoding="utf-8")
    assert _build(kb, notes).changed


@pytest.mark.parametrize("part", ["manifest.json", "index.sqlite", "store"])
def test_missing_part_is_mended_by_the_next_build(kb: Path, notes: Path, part: str) -> None:
    path = current_generation(kb) / part
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    _build(kb, notes)
    assert (len(_texts(kb)), _graph(kb) != "") == (3, True)


def test_old_generations_are_removed(kb: Path, notes: Path) -> None:
    for word in ("one", "two", "three"):
        (notes / "a.md").write_text(word, encoding="utf-8")
        _build(kb, notes)
    assert len(list(kb.glob("generation-*"))) == 2


def test_progress_tells_of_reading_writing_and_embedding(tmp_path: Path, notes: Path, encoder: HashEncoder) -> None:
    seen: list[tuple[str, int, int]] = []
    builder.build(tmp_path / "kb", [notes], encoder=encoder.name, progress=lambda phase, done, total: seen.append((phase, done, total)))
    assert seen == [("reading", 1, 2), ("reading", 2, 2), ("writing", 1, 2), ("writing", 2, 2), ("embedding", 3, 3)]
