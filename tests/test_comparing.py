"""Saved answers checked against the knowledge base, and two graphs compared: what is named, and with which status."""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import asdict
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from aigc_kg import KnowledgeBase
from aigc_kg.errors import KnowledgeBaseError, UsageError
from aigc_kg.render import answer_json
from tests.command import Done, main
from tests.encoders import HashEncoder, Matrix

NOTES = {
    "labs.md": "# Labs\n\nBrindlewick Labs developed Quorvane in 2021.\n\nQuorvane has 137 billion parameters.\n\n"
    "Quorvane is slow to load, since its weights are large.\n",
    "more.md": "# More\n\nBrindlewick Labs developed Fennbright.\n\nFennbright was trained on 3 TB of text.\n",
    "third.md": "# Third\n\nQuorvane was developed by Brindlewick Labs, and released in 2022.\n",
}
QUESTIONS = {
    "thing": "which models did Brindlewick Labs make",
    "number": "how many parameters does Quorvane have",
    "yes": "did Brindlewick Labs make Quorvane",
    "count": "how many models did Brindlewick Labs make",
    "conflict": "when was Quorvane released",
    "sources": "which documents say that Brindlewick Labs made Quorvane",
    "passages": "why is Quorvane slow to load its weights",
    "unanswered": "who made Zzyxqua",
}
Data = dict[str, Any]


class _OneVector(HashEncoder):
    """Finds every passage near every question, so that one is always quoted."""

    def _vector(self, text: str) -> Matrix:
        return super()._vector(text and "word")


@pytest.fixture(scope="module", autouse=True)
def encoder() -> Iterator[None]:
    with mock.patch("aigc_kg.vectors.load_encoder", _OneVector):
        yield


def _write(folder: Path, notes: dict[str, str]) -> Path:
    for name, text in notes.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    folder = tmp_path_factory.mktemp("base")
    KnowledgeBase.build(folder / "kb", [_write(folder / "notes", NOTES)])
    with KnowledgeBase(folder / "kb") as opened:
        yield opened


@pytest.fixture(scope="module")
def saved(base: KnowledgeBase) -> dict[str, Data]:
    return {name: json.loads(json.dumps(answer_json(base.ask(question)))) for name, question in QUESTIONS.items()}


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    def run_main(*arguments: str | Path) -> Done:
        monkeypatch.setattr(sys, "argv", ["aigc-kg", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return Done(int(ended.value.code or 0), printed.out, printed.err)

    return run_main


def _file(path: Path, answers: list[Data]) -> Path:
    path.write_text("".join(json.dumps(answer) + "\n" for answer in answers), encoding="utf-8")
    return path


# answers


def test_answers_are_of_the_kinds_that_are_to_be_checked(saved: dict[str, Data]) -> None:
    statuses = {name: answer["status"] for name, answer in saved.items()}
    assert statuses == dict.fromkeys(QUESTIONS, "answered") | {"passages": "passages", "unanswered": "unanswered"}
    assert (saved["conflict"]["conflicts"] != [], len(saved["count"]["results"][0]["members"])) == (True, 2)


def test_fresh_answers_hold(base: KnowledgeBase, saved: dict[str, Data], tmp_path: Path) -> None:
    done = base.verify(_file(tmp_path / "answers.jsonl", list(saved.values())))
    assert (done.flaws, done.holds, done.checked["answers"]) == ((), True, len(QUESTIONS))


def test_answers_hold_as_values_too(base: KnowledgeBase) -> None:
    assert base.verify(map(base.ask, QUESTIONS.values())).holds


def _at(*path: str | int, to: Any) -> Callable[[Data], None]:
    def change(data: Data) -> None:
        for step in path[:-1]:
            data = data[step]  # type: ignore[index]
        data[path[-1]] = to(data[path[-1]]) if callable(to) else to  # type: ignore[index]

    return change


FORGED: dict[str, tuple[str, Callable[[Data], None], str]] = {
    "another quote": ("thing", _at("evidence", 0, "quote", to="Brindlewick Labs developed Quorvane in 2020."), "evidence 0"),
    "a shorter quote": ("thing", _at("evidence", 0, "quote", to=lambda quote: quote[:-3]), "evidence 0"),
    "another line": ("thing", _at("evidence", 0, "line", to=1), "evidence 0"),
    "a line beyond the end": ("thing", _at("evidence", 0, "end_line", to=10**40), "evidence 0"),
    "another document": ("thing", _at("evidence", 0, "document", to="third.md"), "evidence 0"),
    "a document that is not held": ("thing", _at("evidence", 0, "document", to="none.md"), "evidence 0"),
    "other headings": ("thing", _at("evidence", 0, "section", to=["Other"]), "evidence 0"),
    "evidence left out": ("thing", _at("evidence", to=[]), "evidence"),
    "another thing": ("thing", _at("results", 0, "iri", to="https://w3id.org/aigc-kg/id/brindlewicklabs"), "result 0"),
    "another name": ("thing", _at("results", 0, "label", to="Other"), "result 0"),
    "another value": ("number", _at("results", 0, "value", to=138_000_000_000), "result 0"),
    "a unit": ("number", _at("results", 0, "unit", to="hour"), "sparql"),
    "number of evidence": ("number", _at("results", 0, "evidence", to=[7]), "result 0"),
    "number of documents": ("number", _at("results", 0, "documents", to=4), "result 0"),
    "evidence of another result": ("thing", _at("results", 0, "evidence", to=lambda _: [1]), "result 0"),
    "yes for no": ("yes", _at("results", 0, "value", to=False), "sparql"),
    "a number for yes": ("yes", _at("results", 0, "value", to=1), "sparql"),
    "another count": ("count", _at("results", 0, "value", to=3), "result 0"),
    "a member left out": ("count", _at("results", 0, "members", to=lambda members: members[1:]), "result 0"),
    "a result left out": ("thing", _at("results", to=lambda results: results[1:]), "sparql"),
    "no results": ("thing", _at("results", to=[]), "results"),
    "another query": ("thing", _at("sparql", to="SELECT ?result WHERE { ?result a <urn:x> }"), "sparql"),
    "a query that is none": ("thing", _at("sparql", to="SELECT"), "sparql"),
    "a query for a graph": ("thing", _at("sparql", to="DESCRIBE <urn:x>"), "sparql"),
    "a query that nests too deeply": ("thing", _at("sparql", to="SELECT * WHERE " + "{" * 40_000 + "}" * 40_000), "sparql"),
    "no query and another value": ("number", lambda data: data.update(sparql=None, results=[]), "sparql"),
    "another document of a conflict": ("conflict", _at("conflicts", 0, "values", 0, "documents", to=["more.md"]), "conflict 0"),
    "another kind of conflict": ("conflict", _at("conflicts", 0, "kind", to="disagreement"), "conflict 0"),
    "a conflict about another thing": ("conflict", _at("conflicts", 0, "subject", to="Fennbright"), "conflict 0"),
    "sentence that is not quoted": ("passages", _at("answer", to="The notes say: it is fast."), "answer"),
    "results of a passage": ("passages", _at("results", to=[]), ""),
    "evidence for nothing": ("unanswered", _at("question", to=QUESTIONS["thing"]), "status"),
    "answered without a query": ("unanswered", _at("status", to="answered"), "results"),
}


@pytest.mark.parametrize("forgery", FORGED)
def test_what_does_not_hold_is_named(base: KnowledgeBase, saved: dict[str, Data], tmp_path: Path, forgery: str) -> None:
    kind, change, where = FORGED[forgery]
    forged = deepcopy(saved[kind])
    change(forged)
    flaws = base.verify(_file(tmp_path / "answers.jsonl", [forged, saved["yes"]])).flaws
    assert {flaw.answer for flaw in flaws} == ({1} if where else set())
    assert not where or any(flaw.where.startswith(where) for flaw in flaws), flaws


@pytest.fixture
def moved(tmp_path: Path) -> tuple[Path, Path]:
    """A knowledge base of its own, and its notes."""
    notes = _write(tmp_path / "notes", NOTES)
    KnowledgeBase.build(tmp_path / "kb", [notes])
    return tmp_path / "kb", notes


def test_edit_that_keeps_the_lines_breaks_no_answer(moved: tuple[Path, Path], saved: dict[str, Data], tmp_path: Path) -> None:
    kb, notes = moved
    (notes / "labs.md").write_text(NOTES["labs.md"] + "\nMore is to come.\n", encoding="utf-8")
    with KnowledgeBase(kb) as opened:
        assert opened.verify(_file(tmp_path / "answers.jsonl", list(saved.values()))).holds


@pytest.mark.parametrize("rebuilt", [False, True])
def test_edit_of_a_line_breaks_the_answers_that_rest_on_it(
    moved: tuple[Path, Path], saved: dict[str, Data], tmp_path: Path, rebuilt: bool
) -> None:
    kb, notes = moved
    (notes / "labs.md").write_text(NOTES["labs.md"].replace("137", "138"), encoding="utf-8")
    if rebuilt:
        KnowledgeBase.build(kb)
    with KnowledgeBase(kb) as opened:
        flaws = opened.verify(_file(tmp_path / "answers.jsonl", list(saved.values()))).flaws
    # The passages may be quoted with others, which are not those of the answer.
    assert {flaw.question for flaw in flaws} - {QUESTIONS["passages"]} == {QUESTIONS["number"]}


@pytest.mark.parametrize("rebuilt", [False, True])
def test_answers_of_a_document_that_has_gone_do_not_hold(
    moved: tuple[Path, Path], saved: dict[str, Data], tmp_path: Path, rebuilt: bool
) -> None:
    kb, notes = moved
    (notes / "more.md").unlink()
    if rebuilt:
        KnowledgeBase.build(kb)
    with KnowledgeBase(kb) as opened:
        flaws = opened.verify(_file(tmp_path / "answers.jsonl", list(saved.values()))).flaws
    assert {flaw.question for flaw in flaws} == {QUESTIONS["thing"], QUESTIONS["count"]}
    assert any("missing" in flaw.message or "no longer holds the document" in flaw.message for flaw in flaws)


def test_verify_prints_what_no_longer_holds(base: KnowledgeBase, saved: dict[str, Data], run: Callable[..., Done], tmp_path: Path) -> None:
    sound = _file(tmp_path / "sound.jsonl", list(saved.values()))
    forged = deepcopy(saved["number"])
    forged["evidence"][0].update(line=3, end_line=3)
    done = [run("verify", path, "--kb", base.folder) for path in (sound, _file(tmp_path / "forged.json", [forged]))]
    assert [(one.status, len(one.out.splitlines())) for one in done] == [(0, 0), (1, 3)]
    assert "all hold: 8 answers" in done[0].err
    assert done[1].out.startswith(f"answer 1 ({QUESTIONS['number']}): evidence 0, labs.md:3: The document does not have these words")
    told = json.loads(run("verify", tmp_path / "forged.json", "--json", "--kb", base.folder).out)
    assert (told["holds"], told["checked"]["quotes"], set(told["flaws"][0])) == (False, 1, {"answer", "question", "where", "message"})


def test_one_answer_may_be_spread_over_lines(base: KnowledgeBase, saved: dict[str, Data], tmp_path: Path) -> None:
    (tmp_path / "one.json").write_text(json.dumps(saved["thing"], indent=2), encoding="utf-8")
    assert base.verify(tmp_path / "one.json").checked["answers"] == 1


MALFORMED: dict[str, Callable[[Data], object]] = {
    "nothing": lambda _: "",
    "no JSON": lambda _: "{",
    "a list": lambda data: [data],
    "a number": lambda _: "1",
    "deep nesting": lambda _: "[" * 100_000,
    "no question": lambda data: {name: value for name, value in data.items() if name != "question"},
    "other status": lambda data: data | {"status": "maybe"},
    "line as text": lambda data: data | {"evidence": [data["evidence"][0] | {"line": "3"}]},
    "line as truth": lambda data: data | {"evidence": [data["evidence"][0] | {"line": True}]},
    "evidence as text": lambda data: data | {"results": [data["results"][0] | {"evidence": ["0"]}]},
    "value as a list": lambda data: data | {"results": [data["results"][0] | {"value": []}]},
    "members as text": lambda data: data | {"results": [data["results"][0] | {"members": "x"}]},
    "half a character": lambda data: data | {"question": "\ud800"},
    "conflict without values": lambda data: data | {"conflicts": [{"property": "x", "subject": "y", "kind": "conflict"}]},
    "value of a conflict": lambda data: data | {"conflicts": [{"property": "x", "subject": "y", "kind": "conflict", "values": [{}]}]},
}


@pytest.mark.parametrize("fault", MALFORMED)
def test_malformed_file_is_refused(
    base: KnowledgeBase, saved: dict[str, Data], run: Callable[..., Done], tmp_path: Path, fault: str
) -> None:
    made = MALFORMED[fault](saved["thing"])
    (tmp_path / "bad.json").write_text(made if isinstance(made, str) else json.dumps(made), encoding="utf-8")
    done = run("verify", tmp_path / "bad.json", "--kb", base.folder)
    assert (done.status, done.out, len(done.err.splitlines()), "bad.json" in done.err) == (2, "", 1, True), done


@pytest.mark.parametrize("make", [lambda path: path.mkdir(), lambda path: path.write_bytes(b"\xff\xfe\x00"), lambda _: None])
def test_file_that_cannot_be_read_is_refused(base: KnowledgeBase, tmp_path: Path, make: Callable[[Path], object]) -> None:
    make(tmp_path / "answers.json")
    with pytest.raises(UsageError, match=r"answers\.json"):
        base.verify(tmp_path / "answers.json")


# two graphs


@pytest.fixture(scope="module")
def after(base: KnowledgeBase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """The same notes with an edit, a new and a missing document."""
    folder = tmp_path_factory.mktemp("after")
    notes = {
        "labs.md": NOTES["labs.md"].replace("137 billion", "138 billion"),
        "new.md": "Fennbright was trained on 3 TB of text.\n\nQuorvane was developed by Brindlewick Labs.\n",
        "third.md": NOTES["third.md"],
    }
    KnowledgeBase.build(folder / "kb", [_write(folder / "notes", notes)])
    with KnowledgeBase(folder / "kb") as opened:
        assert opened.folder != base.folder
        yield opened


CHANGED: dict[str, set[tuple[object, ...]]] = {
    "came": {("Quorvane", "parameterCount", "138000000000", ("labs.md",), ())},
    "went": {
        ("Quorvane", "parameterCount", "137000000000", (), ("labs.md",)),
        ("Fennbright", "developedBy", "Brindlewick Labs", (), ("more.md",)),
    },
    "moved": {
        ("Quorvane", "developedBy", "Brindlewick Labs", ("new.md",), ()),
        ("Fennbright", "trainingDataSize", "3000000000000 byte", ("new.md",), ("more.md",)),
    },
}


def _changes(found: object) -> dict[str, set[tuple[object, ...]]]:
    return {
        name: {(c["subject"]["text"], c["property"], c["object"]["text"], tuple(c["added"]), tuple(c["removed"])) for c in changes}
        for name, changes in asdict(found).items()  # type: ignore[call-overload]
    }


def test_difference_names_facts_and_documents(base: KnowledgeBase, after: KnowledgeBase) -> None:
    found = _changes(KnowledgeBase.diff(base.folder, after.folder))
    assert found == CHANGED


@pytest.mark.parametrize("fmt", ["trig", "nquads", "turtle", "ntriples", "jsonld", "rdfxml"])
def test_exported_graphs_differ_like_their_knowledge_bases(base: KnowledgeBase, after: KnowledgeBase, tmp_path: Path, fmt: str) -> None:
    suffix = {"trig": "trig", "nquads": "nq", "turtle": "ttl", "ntriples": "nt", "jsonld": "jsonld", "rdfxml": "rdf"}[fmt]
    for name, opened in (("a", base), ("b", after)):
        opened.export_to(tmp_path / f"{name}.{suffix}", fmt)
    paths = tmp_path / f"a.{suffix}", tmp_path / f"b.{suffix}"
    assert KnowledgeBase.diff(*paths) == KnowledgeBase.diff(base.folder, after.folder)
    assert KnowledgeBase.diff(base.folder, paths[1]) == KnowledgeBase.diff(paths[0], after.folder)


def test_other_way_about_all_is_turned_round(base: KnowledgeBase, after: KnowledgeBase) -> None:
    there, back = _changes(KnowledgeBase.diff(base.folder, after.folder)), _changes(KnowledgeBase.diff(after.folder, base.folder))
    turned = {name: {(*change[:3], change[4], change[3]) for change in changes} for name, changes in back.items()}
    assert there == {"came": turned["went"], "went": turned["came"], "moved": turned["moved"]}


def test_diff_prints_changes(base: KnowledgeBase, after: KnowledgeBase, run: Callable[..., Done]) -> None:
    done = run("diff", base.folder, after.folder)
    assert (done.status, "+ parameterCount(Quorvane, 138000000000) +labs.md" in done.out.splitlines()) == (0, True), done.out
    assert "~ trainingDataSize(Fennbright, 3000000000000 byte) +new.md, -more.md" in done.out.splitlines()
    assert run("diff", base.folder, "--kb", after.folder) == done
    same = run("diff", base.folder, base.folder)
    assert (same.status, same.out, "the same facts" in same.err) == (0, "", True)
    found = json.loads(run("diff", base.folder, after.folder, "--json").out)
    assert (sorted(found), sorted(found["came"][0])) == (["came", "moved", "went"], ["added", "object", "property", "removed", "subject"])


def test_diff_needs_two_graphs(base: KnowledgeBase, run: Callable[..., Done], tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad.trig").write_text("<a> <b>", encoding="utf-8")
    (tmp_path / "notes.md").write_text("x", encoding="utf-8")
    named = {"none.nq": 2, "empty": 3, "bad.trig": 2, "notes.md": 2}
    for name, status in named.items():
        done = run("diff", base.folder, tmp_path / name)
        assert (done.status, done.out, len(done.err.splitlines()), name in done.err) == (status, "", 1, True), done


def test_diff_of_a_damaged_knowledge_base_is_refused(base: KnowledgeBase, tmp_path: Path) -> None:
    shutil.copytree(base.folder, tmp_path / "kb")
    table = max(tmp_path.glob("kb/generation-*/store/*.sst"), key=lambda path: path.stat().st_size)
    data = table.read_bytes()
    table.write_bytes(data[: len(data) // 2] + b"\xff\x00" + data[len(data) // 2 + 2 :])
    with pytest.raises(KnowledgeBaseError, match="damaged"):
        KnowledgeBase.diff(tmp_path / "kb", base.folder)
    (tmp_path / "kb" / "current").unlink()
    with pytest.raises(KnowledgeBaseError, match="no complete"):
        KnowledgeBase.diff(tmp_path / "kb", base.folder)
