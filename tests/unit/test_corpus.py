from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from aigc_kg.corpus import Source, decode, digest, find_sources, parse_document, read_bytes, survey
from aigc_kg.errors import SourceError

HERE = Source("note.md", Path("note.md"))


def _write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")


def test_folder_is_searched_to_the_bottom(tmp_path: Path) -> None:
    _write(tmp_path, "b.md", "a/deep/c.txt", "d.MARKDOWN")
    assert [s.identifier for s in find_sources([tmp_path])] == ["a/deep/c.txt", "b.md", "d.MARKDOWN"]


def test_hidden_and_other_files_are_left_out(tmp_path: Path) -> None:
    _write(tmp_path, "a.md", ".b.md", ".git/c.md", "d.py", "e.md.bak")
    assert [s.identifier for s in find_sources([tmp_path])] == ["a.md"]


def test_named_file_is_called_by_its_name(tmp_path: Path) -> None:
    _write(tmp_path, "deep/a.md")
    assert find_sources([tmp_path / "deep" / "a.md"]) == [Source("a.md", tmp_path / "deep" / "a.md")]


def test_file_named_twice_is_read_once(tmp_path: Path) -> None:
    _write(tmp_path, "a.md")
    assert len(find_sources([tmp_path, tmp_path / "a.md"])) == 1


def test_order_of_the_paths_makes_no_difference(tmp_path: Path) -> None:
    _write(tmp_path, "x/a.md", "y/b.md")
    paths = [tmp_path / "x", tmp_path / "y"]
    assert find_sources(paths) == find_sources(reversed(paths))


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    _write(tmp_path, "x/a.md", "y/a.md")
    with pytest.raises(SourceError, match=r"a\.md.*x.*y"):
        find_sources([tmp_path / "x", tmp_path / "y"])


def test_missing_path_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="nowhere"):
        find_sources([tmp_path / "nowhere"])


def test_named_file_of_another_format_is_refused(tmp_path: Path) -> None:
    _write(tmp_path, "a.png")
    with pytest.raises(SourceError, match=r"a\.png"):
        find_sources([tmp_path / "a.png"])


def test_files_of_other_kinds_and_folders_of_programs_are_listed(tmp_path: Path) -> None:
    _write(tmp_path, "a.md", "x/b.png", "node_modules/c.md", "x/__pycache__/d.txt", "env/pyvenv.cfg", "env/e.md", ".hidden/f.md")
    found = survey([tmp_path])
    assert ([s.identifier for s in found.sources], found.skipped) == (["a.md"], ["env/", "node_modules/", "x/__pycache__/", "x/b.png"])


def test_link_to_a_folder_is_named_and_not_followed(tmp_path: Path) -> None:
    _write(tmp_path, "a.md")
    (tmp_path / "round").symlink_to(tmp_path, target_is_directory=True)
    found = survey([tmp_path])
    assert ([s.identifier for s in found.sources], found.skipped) == (["a.md"], ["round/"])


def test_knowledge_base_is_not_read(tmp_path: Path) -> None:
    _write(tmp_path, "a.md", "kb/current", "kb/generation-1/vectors.txt")
    assert ([s.identifier for s in find_sources([tmp_path])], survey([tmp_path]).skipped) == (["a.md"], ["kb/"])


@pytest.mark.skipif(os.name != "posix", reason="names of other systems are text")
def test_name_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xff.md")).write_text("x", encoding="utf-8")
    assert [f.reason.isascii() for f in survey([tmp_path]).failed] == [True]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names here")
def test_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.md")
    with pytest.raises(SourceError, match="no regular file"):
        read_bytes(Source("a.md", tmp_path / "a.md"))


def test_link_to_nothing_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.md").symlink_to(tmp_path / "nowhere")
    with pytest.raises(SourceError, match=r"a\.md"):
        read_bytes(find_sources([tmp_path])[0])


def test_folder_that_cannot_be_looked_into_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _write(tmp_path, "a.md", "shut/b.md")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("shut"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = survey([tmp_path])
    assert ([s.identifier for s in found.sources], [f.identifier for f in found.failed]) == (["a.md"], ["shut/"])


def test_file_that_is_gone_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"gone\.md"):
        read_bytes(Source("gone.md", tmp_path / "gone.md"))


def test_bytes_are_read_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbfa\r\n")
    assert read_bytes(Source("a.md", tmp_path / "a.md")) == b"\xef\xbb\xbfa\r\n"


@pytest.mark.parametrize("data", ["泉工".encode(), "泉工".encode("utf-8-sig")])
def test_byte_order_mark_is_no_text(data: bytes) -> None:
    assert decode(data, HERE) == "泉工"


def test_line_of_a_wrong_byte_is_named() -> None:
    with pytest.raises(SourceError, match="line 3"):
        decode(b"a\nb\nc\xff\nd", HERE)


def test_digest_is_sha256() -> None:
    assert digest(b"Lumora") == hashlib.sha256(b"Lumora").hexdigest()


@given(st.text(alphabet="a泉\r\n", min_size=1, max_size=40))
def test_lines_are_counted_as_an_editor_does(text: str) -> None:
    document = parse_document("note.md", text)
    ends = [match.end() for match in re.finditer(r"\r\n|\r|\n", text)]
    assert [document.line_of(i) for i in range(len(text))] == [1 + sum(end <= i for end in ends) for i in range(len(text))]


@pytest.mark.parametrize(
    ("text", "title"),
    [("---\ntitle: Notes on scent\n---\n# Other\n", "Notes on scent"), ("a\n\n# Lumora\n\n# B", "Lumora"), ("no heading", "note.md")],
)
def test_title_is_the_best_there_is(text: str, title: str) -> None:
    assert parse_document("note.md", text).title == title


def test_front_matter_is_kept_as_text() -> None:
    document = parse_document("note.md", "---\ndate: 2021-03-15\nsource: Quellwerk\nnumber: 3\nempty:\n---\nx")
    assert dict(document.meta) == {"date": "2021-03-15", "source": "Quellwerk", "number": "3"}


@pytest.mark.parametrize(
    "front_matter", ["a: [", "just words", "- a\n- b", "date: 2021-02-30", "when: 2021-03-15T25:00:00", "{a: b}: c", "a: !!python/none x"]
)
def test_front_matter_that_says_nothing_hides_no_text(front_matter: str) -> None:
    document = parse_document("note.md", f"---\n{front_matter}\n---\nLumora")
    assert [block.view.text for block in document.blocks] == ["Lumora"]


def test_text_is_kept_unaltered() -> None:
    text = "\ufeff# Ａ\r\n\r泉工 \t\n"
    assert parse_document("note.md", text).text == text
