from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from aigc_kg.errors import NotFoundError, SourceError
from aigc_kg.manifest import SourceRecord
from aigc_kg.selection import Selection, place

FILES = ("a.md", "b.md", "deep/c.md", "deep/d.md", ".drafts/e.md")


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    for name in FILES:
        (tmp_path / "notes" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "notes" / name).write_text(name, encoding="utf-8")
    return tmp_path / "notes"


def _names(selection: Selection) -> list[str]:
    return [source.identifier for source in selection.sources()]


def _records(selection: Selection) -> list[SourceRecord]:
    return [SourceRecord(source.identifier, str(place(source.path)), "") for source in selection.sources()]


def _minus(selection: Selection, *paths: Path | str) -> Selection:
    return selection.minus([Path(path) for path in paths], _records(selection))


def test_folder_holds_what_is_visible_in_it(notes: Path) -> None:
    assert _names(Selection.of([notes])) == ["a.md", "b.md", "deep/c.md", "deep/d.md"]


def test_path_within_a_folder_is_called_by_its_place_in_it(notes: Path) -> None:
    assert _names(Selection.of([notes, notes / "deep" / "c.md", notes / ".drafts"])) == [
        ".drafts/e.md", "a.md", "b.md", "deep/c.md", "deep/d.md",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("gone", "left"),
    [
        (["a.md"], ["b.md", "deep/c.md", "deep/d.md"]),
        (["deep"], ["a.md", "b.md"]),
        (["deep/c.md", "b.md"], ["a.md", "deep/d.md"]),
    ],
)
@pytest.mark.parametrize("by_name", [True, False])
def test_removed_stays_out_of_its_folder(notes: Path, gone: list[str], left: list[str], by_name: bool) -> None:
    selection = _minus(Selection.of([notes]), *(name if by_name else notes / name for name in gone))
    assert (_names(selection), selection.paths) == (left, (notes,))


def test_removed_file_that_is_gone_is_known_by_its_place(notes: Path) -> None:
    selection = Selection.of([notes])
    records = _records(selection)
    (notes / "a.md").unlink()
    assert selection.minus([notes / "a.md"], records).removed == (notes / "a.md",)


def test_removed_path_that_was_given_is_given_no_more(notes: Path) -> None:
    selection = _minus(Selection.of([notes / "a.md", notes / "deep"]), notes / "deep")
    assert (selection.paths, selection.removed) == ((notes / "a.md",), ())


def test_folder_above_takes_all_with_it(notes: Path) -> None:
    assert _minus(Selection.of([notes]), notes.parent) == Selection(())


def test_added_again_is_in_again(notes: Path) -> None:
    selection = Selection.of([notes])
    assert _minus(selection, notes / "a.md").plus([notes / "a.md"]) == selection


def test_file_of_a_removed_folder_keeps_its_name(notes: Path) -> None:
    selection = _minus(Selection.of([notes]), notes / "deep").plus([notes / "deep" / "c.md"])
    assert _names(selection) == ["a.md", "b.md", "deep/c.md"]


def test_what_is_held_is_not_recorded_twice(notes: Path) -> None:
    assert Selection.of([notes]).plus([notes / "deep"]).paths == (notes,)


def test_hidden_folder_is_added_when_it_is_named(notes: Path) -> None:
    assert ".drafts/e.md" in _names(Selection.of([notes]).plus([notes / ".drafts"]))


def test_added_path_must_exist(notes: Path) -> None:
    with pytest.raises(SourceError, match="nowhere"):
        Selection.of([notes]).plus([notes / "nowhere.md"])


def test_added_folder_must_have_something_to_read(notes: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(SourceError, match=r"no documents .*empty"):
        Selection.of([notes]).plus([tmp_path / "empty"])


@pytest.fixture
def others(notes: Path) -> Path:
    """The notes with files of other kinds among them."""
    for name in ("a.png", "deep/b.png", ".drafts/c.png", "venv/d.md", "venv/e.png"):
        (notes / name).parent.mkdir(exist_ok=True)
        (notes / name).write_bytes(b"")
    return notes


@pytest.mark.parametrize(
    ("given", "gone", "skipped"),
    [
        ([], [], ["a.png", "deep/b.png", "venv/"]),
        ([], ["deep", "venv"], ["a.png"]),
        ([".drafts", "venv"], [], [".drafts/c.png", "a.png", "deep/b.png", "venv/e.png"]),
        (["venv/d.md"], ["a.png"], ["deep/b.png", "venv/"]),
    ],
)
def test_what_is_left_out_is_named_by_its_place(others: Path, given: list[str], gone: list[str], skipped: list[str]) -> None:
    selection = Selection.of([others, *(others / name for name in given)])
    selection = Selection(selection.paths, tuple(others / name for name in gone))
    assert selection.survey().skipped == skipped


def test_folder_that_cannot_be_looked_into_can_be_removed(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def walk(top: Path, onerror: Callable[[OSError], None]) -> Iterator[tuple[str, list[str], list[str]]]:
        yield str(top), ["deep"], ["a.md"]
        onerror(PermissionError(13, "Permission denied", str(notes / "deep")))

    monkeypatch.setattr("aigc_kg.corpus.os.walk", walk)
    selection = Selection.of([notes])
    assert [failure.identifier for failure in selection.survey().failed] == ["deep/"]
    assert _minus(selection, notes / "deep").survey().failed == []


def test_document_that_is_not_held_can_be_kept_out(notes: Path) -> None:
    selection = Selection.of([notes]).minus([notes / "b.md"], [])
    assert _names(selection) == ["a.md", "deep/c.md", "deep/d.md"]


@pytest.fixture
def corrected(notes: Path) -> Path:
    for folder in (notes, notes / "deep"):
        (folder / "corrections.toml").write_text("", encoding="utf-8")
    return notes


def test_corrections_count_at_the_top_and_are_named_below(corrected: Path) -> None:
    selection = Selection.of([corrected])
    assert (selection.corrections(), selection.survey().skipped) == ([corrected / "corrections.toml"], ["deep/corrections.toml"])


@pytest.mark.parametrize("path", ["deep", "deep/corrections.toml"])
def test_corrections_below_count_when_they_are_added(corrected: Path, path: str) -> None:
    selection = Selection.of([corrected]).plus([corrected / path])
    assert selection.corrections() == [corrected / "corrections.toml", corrected / "deep" / "corrections.toml"]
    assert (selection.survey().skipped, len(selection.sources())) == ([], 4)


@pytest.mark.parametrize("name", ["corrections.toml", "notes/corrections.toml", None])
def test_corrections_are_removed_by_path_or_name(corrected: Path, name: str | None) -> None:
    selection = _minus(Selection.of([corrected]), name or corrected / "corrections.toml")
    assert (selection.corrections(), selection.paths, len(selection.sources())) == ([], (corrected,), 4)
    assert selection.plus([corrected / "corrections.toml"]) == Selection.of([corrected])


def test_two_documents_of_one_name_are_refused(notes: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "a.md").write_text("x", encoding="utf-8")
    with pytest.raises(SourceError, match=r"a\.md"):
        Selection.of([notes]).plus([tmp_path / "other"]).sources()


@pytest.mark.parametrize(("asked", "near"), [("aa.md", "a.md"), ("deep/cc.md", "deep/c.md"), ("d.md", "deep/d.md"), ("zzzz", "and 1 more")])
def test_unknown_document_is_answered_with_near_ones(notes: Path, asked: str, near: str) -> None:
    with pytest.raises(NotFoundError, match=rf"no document {asked}.*{near}"):
        _minus(Selection.of([notes]), asked)


def test_link_to_a_folder_means_the_folder(notes: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(notes)
    assert Selection.of([tmp_path / "link"]) == Selection.of([notes])
    assert _names(_minus(Selection.of([notes]), tmp_path / "link" / "a.md")) == ["b.md", "deep/c.md", "deep/d.md"]
