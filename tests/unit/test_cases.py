"""Files of questions with known answers: what is read, and what is refused with its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from aigc_kg.cases import Case, read_cases
from aigc_kg.errors import UsageError


def written(folder: Path, *rows: object) -> Path:
    path = folder / "questions.jsonl"
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows), encoding="utf-8")
    return path


def test_questions_are_read(tmp_path: Path) -> None:
    row = {
        "q": "谁？",
        "status": "answered",
        "results": ["x", ["y", 2]],
        "optional": [True],
        "document": "a.md",
        "lines": [1, 2],
        "kind": "list",
        "scope": "open",
    }
    (one,) = read_cases(written(tmp_path, "", row, " "))
    lines = frozenset({("a.md", 1), ("a.md", 2)})
    assert one == Case("谁？", "zh", "list", "open", "answered", (("x",), ("y", 2)), ((True,),), lines)
    assert one.place == f"{tmp_path / 'questions.jsonl'}:2"


def test_lines_of_several_documents(tmp_path: Path) -> None:
    row = {"q": "who?", "status": "passages", "lines": {"a.md": [1, 2], "b/c.md": [9]}}
    (one,) = read_cases(written(tmp_path, row), {"a.md", "b/c.md"})
    assert (one.kind, one.scope, sorted(one.lines)) == ("passages", None, [("a.md", 1), ("a.md", 2), ("b/c.md", 9)])
    with pytest.raises(UsageError, match=r"questions.jsonl:1 has lines of 'b/c.md', .*a.md"):
        read_cases(written(tmp_path, row), {"a.md"})


def test_pair_has_two_questions_in_two_languages(tmp_path: Path) -> None:
    zh, en = ({"q": q, "status": "unanswerable", "pair": "p1"} for q in ("谁？", "who?"))
    assert [case.pair for case in read_cases(written(tmp_path, zh, en))] == ["p1", "p1"]
    for rows in ([zh], [en, en], [zh, en, zh]):
        with pytest.raises(UsageError, match=r"questions\.jsonl:1 is of the pair 'p1'"):
            read_cases(written(tmp_path, *rows))


BROKEN = {
    "no JSON": ('{"q": ', "is not JSON"),
    "no object": ([1], "is no question"),
    "no question": ({"status": "answered"}, "is no question"),
    "empty question": ({"q": " ", "status": "answered"}, "is no question"),
    "unknown key": ({"q": "x", "status": "unanswerable", "colour": 1}, "unknown key 'colour'"),
    "unknown status": ({"q": "x", "status": "maybe"}, "'maybe'"),
    "answered without results": ({"q": "x", "status": "answered"}, '0 "results"'),
    "unanswerable with results": ({"q": "x", "status": "unanswerable", "results": ["y"]}, '1 "results"'),
    "results that are no list": ({"q": "x", "status": "answered", "results": "y"}, "'results' is no list"),
    "result that is an object": ({"q": "x", "status": "answered", "results": [{}]}, "'results' has something"),
    "lines that are none": ({"q": "x", "status": "unanswerable", "lines": ["3"]}, '"lines"'),
    "lines that count from zero": ({"q": "x", "status": "unanswerable", "document": "a.md", "lines": [0]}, '"lines"'),
    "lines of no document": ({"q": "x", "status": "unanswerable", "lines": [3]}, 'no "document"'),
    "lines of documents and a document": ({"q": "x", "status": "unanswerable", "document": "a.md", "lines": {"a.md": [3]}}, '"lines"'),
    "document that is none": ({"q": "x", "status": "unanswerable", "document": 3, "lines": [3]}, "'document'"),
    "kind that is none": ({"q": "x", "status": "unanswerable", "kind": 3}, "'kind'"),
    "pair that is none": ({"q": "x", "status": "unanswerable", "pair": " "}, "'pair'"),
}


def test_there_are_seventeen_broken_lines() -> None:
    assert len(BROKEN) == 17


@pytest.mark.parametrize("name", BROKEN)
def test_broken_line_is_named_with_its_reason(name: str, tmp_path: Path) -> None:
    row, said = BROKEN[name]
    path = written(tmp_path, {"q": "who?", "status": "unanswerable"}, row)
    with pytest.raises(UsageError) as raised:
        read_cases(path)
    assert f"{path}:2" in str(raised.value)
    assert said in str(raised.value)


@pytest.mark.parametrize(("data", "said"), [(b"", "no questions"), (b"\n\n", "no questions"), (b"\xff", "not UTF-8")])
def test_file_without_questions_is_refused(data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "questions.jsonl").write_bytes(data)
    with pytest.raises(UsageError, match=said):
        read_cases(tmp_path / "questions.jsonl")


def test_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="none"):
        read_cases(tmp_path / "none")
