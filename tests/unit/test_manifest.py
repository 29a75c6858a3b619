from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from aigc_kg.errors import KnowledgeBaseError
from aigc_kg.manifest import (
    FORMAT,
    Manifest,
    SourceRecord,
    VocabularyRecord,
    current_generation,
    hash_files,
    program_hash,
    read_manifest,
    read_recorded,
)

MANIFEST = Manifest((SourceRecord("泉/a.md", "/notes/泉/a.md", "ab" * 32),), ("/notes",), {"aigc.ttl": "cd" * 32}, "hash", "ef" * 32)
OTHERS = [
    replace(MANIFEST, sources=()),
    replace(MANIFEST, sources=(SourceRecord("b.md", "/notes/泉/a.md", "ab" * 32),)),
    replace(MANIFEST, sources=(SourceRecord("泉/a.md", "/notes/泉/a.md", "00" * 32),)),
    replace(MANIFEST, ontology={"aigc.ttl": "00" * 32}),
    replace(MANIFEST, encoder="another"),
    replace(MANIFEST, names=VocabularyRecord("/names.ttl", "00" * 32)),
    replace(MANIFEST, lexicons=(VocabularyRecord("/words.ttl", "00" * 32),)),
    replace(MANIFEST, program="00" * 32),
    replace(MANIFEST, corrections={"/notes/corrections.toml": "00" * 32}),
    replace(MANIFEST, format=FORMAT + 1),
]


def test_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    MANIFEST.write(tmp_path / "manifest.json")
    assert read_manifest(tmp_path / "manifest.json") == MANIFEST


def test_place_of_the_files_is_no_content() -> None:
    moved = replace(MANIFEST, sources=(SourceRecord("泉/a.md", "/elsewhere/a.md", "ab" * 32),), paths=("/elsewhere",))
    assert moved.content() == MANIFEST.content()


@pytest.mark.parametrize(
    "other", OTHERS, ids=["source", "identifier", "bytes", "ontology", "encoder", "names", "wordings", "program", "corrections", "format"]
)
def test_everything_else_is_content(other: Manifest) -> None:
    assert other.content() != MANIFEST.content()


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "{}", f'{{"format": {FORMAT}}}', f'{{"format": {FORMAT}, "sources": [{{"x": 1}}]}}', "\ufffe"]
)
def test_damaged_manifest_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeBaseError, match=r"manifest\.json"):
        read_manifest(path)


def test_missing_manifest_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeBaseError, match="missing or damaged"):
        read_manifest(tmp_path / "manifest.json")


def test_manifest_of_another_format_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    MANIFEST.write(path)
    path.write_text(json.dumps({**json.loads(path.read_text(encoding="utf-8")), "format": FORMAT + 1}), encoding="utf-8")
    with pytest.raises(KnowledgeBaseError, match=f"format {FORMAT + 1}"):
        read_manifest(path)


def test_current_generation_is_the_one_named(tmp_path: Path) -> None:
    names = [f"generation-{digit * 16}" for digit in "ab"]
    for name in names:
        (tmp_path / name).mkdir()
    (tmp_path / "current").write_text(f"{names[1]}\n", encoding="ascii")
    assert current_generation(tmp_path) == tmp_path / names[1]


@pytest.mark.parametrize("pointer", ["generation-x", "", "../elsewhere"])
def test_pointer_to_no_generation_is_refused(tmp_path: Path, pointer: str) -> None:
    (tmp_path / "elsewhere").mkdir()
    folder = tmp_path / "kb"
    folder.mkdir()
    (folder / "current").write_text(pointer + "\n", encoding="ascii")
    with pytest.raises(KnowledgeBaseError, match="damaged"):
        current_generation(folder)


@pytest.mark.parametrize("inside", ["", "generation-a"])
def test_folder_without_pointer_is_refused_saying_how_to_build(tmp_path: Path, inside: str) -> None:
    (tmp_path / "kb" / inside).mkdir(parents=True)
    with pytest.raises(KnowledgeBaseError, match="aigc-kg build"):
        current_generation(tmp_path / "kb")


def test_missing_folder_is_refused_saying_how_to_build(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeBaseError, match="aigc-kg build"):
        current_generation(tmp_path / "nowhere")


def test_files_are_hashed_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.ttl").write_bytes(b"Lumora")
    assert hash_files([tmp_path / "a.ttl"]) == {"a.ttl": hashlib.sha256(b"Lumora").hexdigest()}


def test_program_hash_changes_with_any_module(tmp_path: Path) -> None:
    (tmp_path / "part").mkdir()
    (tmp_path / "part" / "a.py").write_text("a = 1", encoding="utf-8")
    before = program_hash(tmp_path)
    (tmp_path / "part" / "a.py").write_text("a = 2", encoding="utf-8")
    assert program_hash(tmp_path) != before


def test_program_hash_does_not_depend_on_the_place(tmp_path: Path) -> None:
    for folder in ("x", "y"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.py").write_text("a = 1", encoding="utf-8")
    assert program_hash(tmp_path / "x") == program_hash(tmp_path / "y")


def test_manifest_with_another_letter_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    MANIFEST.write(path)
    text = path.read_text(encoding="utf-8")
    assert read_manifest(path) == MANIFEST
    for at in (text.index(MANIFEST.encoder), text.index('"digest"') + 12, text.index(MANIFEST.program)):
        path.write_text(text[:at] + chr(ord(text[at]) ^ 1) + text[at + 1 :], encoding="utf-8")
        with pytest.raises(KnowledgeBaseError, match="damaged"):
            read_manifest(path)


def test_manifest_of_an_older_format_is_read_for_what_it_records(tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    MANIFEST.write(path)
    data = json.loads(path.read_text(encoding="utf-8")) | {"format": FORMAT - 1}
    for name in ("digest", "hashes", "counts", "corrections", "lexicons", "names", "removed"):
        del data[name]
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(KnowledgeBaseError, match="Run aigc-kg build with no PATH"):
        read_manifest(path)
    assert (read_recorded(path).paths, read_recorded(path).encoder) == (MANIFEST.paths, MANIFEST.encoder)
