"""The command line over two small notes of invented names.

Most cases run `main` inside this process; a few start the installed command, to see what a shell sees.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from aigc_kg import __version__
from aigc_kg.manifest import read_manifest
from tests.command import COMMAND, COMMANDS, Done, app, environment, help_text, main, shell

NOTES = {
    "labs.md": "# Labs\n\nBrindlewick Labs developed Quorvane in 2021.\n\nQuorvane has 12 billion parameters.\n",
    "zh/models.md": "# 模型\n\n| 模型 | 公司 |\n| --- | --- |\n| 岚舟 | 苍梧智能 |\n\n岚舟有 70 亿个参数。\n",
}
ANSWER = ["question", "language", "status", "answer", "results", "evidence", "conflicts", "sparql", "interpretation", "not_understood"]
RESULT = ["label", "labels", "iri", "value", "unit", "about", "evidence", "documents"]
EVIDENCE = ["document", "line", "end_line", "section", "quote"]
HIT = ["document", "line", "end_line", "section", "text", "score"]
MAKER = "who made Quorvane"
ALL = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } ORDER BY ?s ?p ?o LIMIT 3"
CLAIMS = "PREFIX aigc: <https://w3id.org/aigc-kg/ontology#> CONSTRUCT { ?c a aigc:Claim } WHERE { ?c a aigc:Claim }"


Run = Callable[..., Done]


def write_notes(folder: Path) -> Path:
    for name, text in NOTES.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Done]:
    """A folder with the notes and the knowledge base built from them, and what the build printed."""
    folder = tmp_path_factory.mktemp("cli")
    write_notes(folder / "notes")
    return folder, shell("build", str(folder / "notes"), "--kb", str(folder / "kb"), home=folder)


@pytest.fixture(scope="session")
def kb(built: tuple[Path, Done]) -> Path:
    return built[0] / "kb"


@pytest.fixture
def own_kb(kb: Path, tmp_path: Path) -> Path:
    """A copy of the knowledge base, to be changed."""
    return Path(shutil.copytree(kb, tmp_path / "kb"))


@pytest.fixture
def run(kb: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `main` in this process with AIGC_KG_KB set; no output on standard error may be a traceback."""
    monkeypatch.setenv("AIGC_KG_KB", str(kb))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)

    def run_main(*arguments: str | Path, stdin: str = "") -> Done:
        monkeypatch.setattr(sys, "argv", ["aigc-kg", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode("utf-8")), encoding="utf-8"))
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return Done(int(ended.value.code or 0), printed.out, printed.err)

    return run_main


def refused(done: Done, status: int, *words: str) -> None:
    """One line on standard error that names the fault, nothing on standard output."""
    assert (done.status, done.out) == (status, ""), done
    assert done.err.startswith("aigc-kg: ")
    assert len(done.err.strip().splitlines()) == 1
    assert [word for word in words if word not in done.err] == []


@pytest.mark.parametrize("given", [("show", ""), ("show", "  "), ("show", "--document", ""), ("build", ".", "--names", "")])
def test_empty_name_is_refused(run: Run, given: tuple[str, ...], tmp_path: Path) -> None:
    done = run(*given, "--kb", tmp_path / "new")
    refused(Done(done.status, done.out, done.err.strip()), 2, "empty")


# build


def test_build_reports_on_standard_error(built: tuple[Path, Done]) -> None:
    folder, done = built
    assert (done.status, done.out) == (0, ""), done
    last = done.err.splitlines()[-1]
    assert last.startswith("aigc-kg: built: 2 documents, ")
    assert last.endswith(f"in {folder / 'kb'}")
    assert "reading" in done.err
    assert "embedding" in done.err


def test_second_build_says_that_nothing_changed(run: Run, built: tuple[Path, Done], own_kb: Path) -> None:
    done = run("build", built[0] / "notes", "--kb", own_kb)
    assert (done.status, done.out, "aigc-kg: unchanged: 2 documents" in done.err) == (0, "", True)


def test_build_without_paths_takes_the_recorded_ones(run: Run, own_kb: Path) -> None:
    done = run("build", "--kb", own_kb)
    assert (done.status, "unchanged: 2 documents" in done.err) == (0, True)


def test_changed_note_is_built_again(run: Run, own_kb: Path, tmp_path: Path) -> None:
    notes = write_notes(tmp_path / "notes")
    (notes / "labs.md").write_text(NOTES["labs.md"].replace("Brindlewick", "Saltmarsh"), encoding="utf-8")
    built = run("build", notes, "--kb", own_kb)
    asked = run("ask", MAKER, "--kb", own_kb)
    assert ("aigc-kg: built: 2 documents" in built.err, asked.out.splitlines()[0]) == (True, "Quorvane was made by Saltmarsh Labs.")


def test_folder_without_notes_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run("build", tmp_path / "empty", "--kb", tmp_path / "new")
    refused(Done(done.status, done.out, done.err.strip()), 2, "no documents", "empty")
    assert not (tmp_path / "new").exists()


def test_path_that_does_not_exist_is_named(run: Run, tmp_path: Path) -> None:
    done = run("build", tmp_path / "nowhere", "--kb", tmp_path / "new")
    refused(Done(done.status, done.out, done.err.strip()), 2, "nowhere")


def test_note_that_cannot_be_read_is_named_with_its_line_and_the_rest_is_built(run: Run, tmp_path: Path) -> None:
    notes = write_notes(tmp_path / "notes")
    (notes / "latin.md").write_bytes(b"# One\n\nCaf\xe9\n")
    done = run("build", notes, "--kb", tmp_path / "kb")
    assert (done.status, done.out) == (1, "")
    assert all(word in done.err for word in ("latin.md", "line 3", "UTF-8", "1 document cannot be read"))
    assert "Traceback" not in done.err
    assert run("ask", MAKER, "--kb", tmp_path / "kb").status == 0


def test_corrections_that_do_not_apply_are_named(run: Run, tmp_path: Path) -> None:
    write_notes(tmp_path / "notes")
    (tmp_path / "notes" / "corrections.toml").write_text('\n[[reject]]\nsubject = "Nobody"\n', encoding="utf-8")
    done = run("build", tmp_path / "notes", "--kb", tmp_path / "kb")
    assert (done.status, done.out) == (0, "")
    assert "aigc-kg: notes/corrections.toml:2: reject: no claim matches\n" in done.err


def test_broken_corrections_are_refused_with_their_line(run: Run, tmp_path: Path) -> None:
    write_notes(tmp_path / "notes")
    (tmp_path / "notes" / "corrections.toml").write_text('\n[[reject]]\nsubjekt = "Nobody"\n', encoding="utf-8")
    done = run("build", tmp_path / "notes", "--kb", tmp_path / "kb")
    refused(Done(done.status, done.out, done.err.strip()), 2, "notes/corrections.toml:2: reject:", "'subjekt'")


def test_two_notes_of_one_name_are_refused(run: Run, tmp_path: Path) -> None:
    for folder in ("one", "two"):
        write_notes(tmp_path / folder)
    done = run("build", tmp_path / "one", tmp_path / "two", "--kb", tmp_path / "new")
    refused(Done(done.status, done.out, done.err.strip()), 2, "labs.md", "one", "two")


# ask


def test_ask_prints_the_answer_and_its_lines(run: Run) -> None:
    done = run("ask", MAKER)
    assert done.status == 0
    assert done.out == "Quorvane was made by Brindlewick Labs.\n  labs.md:3  Brindlewick Labs developed Quorvane in 2021.\n"


def test_ask_says_what_else_may_be_asked_beside_the_answer(run: Run) -> None:
    done = run("ask", MAKER)
    assert done.err.startswith("You could also ask: ")
    assert "How many parameters does Quorvane have?" in done.err
    assert run("ask", MAKER, "--json").err == ""


def test_ask_lists_what_it_can_answer(run: Run) -> None:
    questions = run("ask", "--examples").out.splitlines()
    rows = [json.loads(line) for line in run("ask", "--examples", "--json").out.splitlines()]
    assert "How many parameters does Quorvane have?" in questions
    assert [row["question"] for row in rows] == questions
    assert {row["language"] for row in rows} == {"en", "zh"}


def test_ask_in_chinese(run: Run) -> None:
    done = run("ask", "岚舟是谁开发的？")
    assert (done.status, "苍梧智能" in done.out.splitlines()[0], "zh/models.md:5" in done.out) == (0, True, True)


def test_explain_shows_form_and_query(run: Run) -> None:
    out = run("ask", MAKER, "--explain").out
    assert out.startswith(run("ask", MAKER).out)
    assert "understood as: developedBy(Quorvane, ?)" in out
    assert "SELECT DISTINCT ?result" in out


def test_json_of_an_answer_has_the_keys_of_the_contract(run: Run) -> None:
    done = run("ask", MAKER, "--json")
    answer = json.loads(done.out)
    assert (done.status, done.err, len(done.out.splitlines())) == (0, "", 1)
    assert list(answer) == ANSWER
    assert [list(result) for result in answer["results"]] == [RESULT]
    assert [list(piece) for piece in answer["evidence"]] == [EVIDENCE]
    assert (answer["question"], answer["language"], answer["status"]) == (MAKER, "en", "answered")
    assert answer["interpretation"] == "developedBy(Quorvane, ?)"
    assert (answer["conflicts"], answer["not_understood"]) == ([], [])


def test_json_of_a_thing(run: Run) -> None:
    (result,) = json.loads(run("ask", MAKER, "--json").out)["results"]
    assert result == {
        "label": "Brindlewick Labs", "labels": ["Brindlewick Labs"], "iri": "https://w3id.org/aigc-kg/id/brindlewicklabs",
        "value": None, "unit": None, "about": None, "evidence": [0], "documents": 1,
    }  # fmt: skip


def test_json_of_a_number(run: Run) -> None:
    (result,) = json.loads(run("ask", "how many parameters does Quorvane have", "--json").out)["results"]
    assert (result["value"], result["unit"], result["label"], result["iri"]) == (12_000_000_000, None, None, None)


def test_json_of_evidence(run: Run) -> None:
    (piece,) = json.loads(run("ask", "岚舟是谁开发的？", "--json").out)["evidence"]
    assert (piece["document"], piece["line"], piece["end_line"], piece["section"]) == ("zh/models.md", 5, 5, ["模型"])
    assert piece["quote"].strip("| ") in NOTES["zh/models.md"].splitlines()[4]


def test_json_keeps_chinese_readable(run: Run) -> None:
    assert "苍梧智能" in run("ask", "岚舟是谁开发的？", "--json").out


def test_the_query_of_an_answer_runs_as_it_is(run: Run) -> None:
    answer = json.loads(run("ask", MAKER, "--json").out)
    rows = json.loads(run("sparql", answer["sparql"], "--format", "json").out)["results"]["bindings"]
    assert [row["result"]["value"] for row in rows] == [result["iri"] for result in answer["results"]]


def test_count_has_members(run: Run) -> None:
    (result,) = json.loads(run("ask", "how many models did Brindlewick Labs develop", "--json").out)["results"]
    assert (result["value"], list(result), [list(m) for m in result["members"]]) == (1, [*RESULT, "members"], [RESULT])


def test_unanswered_question_ends_with_1(run: Run) -> None:
    done = run("ask", "who made Glimmerfold")
    assert (done.status, done.err, done.out.count("\n"), "Glimmerfold" in done.out) == (1, "", 1, True)


def test_json_of_an_unanswered_question(run: Run) -> None:
    done = run("ask", "who made Glimmerfold", "--json")
    answer = json.loads(done.out)
    assert (done.status, list(answer), answer["status"]) == (1, ANSWER, "unanswered")
    assert (answer["results"], answer["evidence"], answer["sparql"]) == ([], [], None)


@pytest.mark.parametrize("question", ["", " ", "\t\n"])
def test_empty_question_is_refused(run: Run, question: str) -> None:
    refused(run("ask", question), 2, "empty")


@pytest.mark.parametrize("command", ["ask", "search", "sparql"])
def test_nothing_asked_is_refused_with_the_way_to_ask(run: Run, command: str) -> None:
    refused(run(command), 2, " or -")


def test_question_that_begins_with_a_dash(run: Run) -> None:
    done = run("ask", "--", "-who made Quorvane")
    assert (done.status, done.out.splitlines()[0]) == (0, "Quorvane was made by Brindlewick Labs.")


def test_lines_of_standard_input_are_answered_in_order(run: Run) -> None:
    done = run("ask", "-", stdin=f"{MAKER}\n\nwho made Glimmerfold\r\n岚舟是谁开发的？")
    lines = done.out.split("\n")
    assert (done.status, done.err, len(lines), lines[4]) == (0, "", 5, "")
    assert lines[0] == "Quorvane was made by Brindlewick Labs."
    assert ["Glimmerfold" in lines[2], "苍梧智能" in lines[3]] == [True, True]


def test_lines_of_standard_input_as_json(run: Run) -> None:
    asked = [MAKER, "", "who made Glimmerfold"]
    done = run("ask", "-", "--json", stdin="\n".join(asked) + "\n")
    answers = [json.loads(line) for line in done.out.splitlines()]
    assert (done.status, [answer["question"] for answer in answers]) == (0, asked)
    assert [answer["status"] for answer in answers] == ["answered", "unanswered", "unanswered"]
    assert all(list(answer) == ANSWER for answer in answers)


def test_no_lines_give_no_answers(run: Run) -> None:
    assert run("ask", "-") == Done(0, "", "")


# search


def test_search_prints_passages(run: Run) -> None:
    done = run("search", "Quorvane parameters")
    assert (done.status, done.err, done.out.splitlines()[0]) == (0, "", "labs.md:5  Quorvane has 12 billion parameters.")


def test_search_as_json(run: Run) -> None:
    done = run("search", "岚舟", "--json")
    found: dict[str, Any] = json.loads(done.out)
    assert (done.status, list(found), found["query"]) == (0, ["query", "hits"], "岚舟")
    assert all(list(hit) == HIT for hit in found["hits"])
    assert {hit["document"] for hit in found["hits"][:2]} == {"zh/models.md"}
    scores = [hit["score"] for hit in found["hits"]]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("number", [1, 2])
def test_search_gives_as_many_as_asked_for(run: Run, number: int) -> None:
    assert len(run("search", "Quorvane", "-k", str(number)).out.splitlines()) == number


@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_search_refuses_other_numbers(run: Run, number: str) -> None:
    done = run("search", "Quorvane", "-k", number)
    assert (done.status, done.out, "-k" in done.err) == (2, "", True)


@pytest.mark.parametrize("text", ["", "  "])
def test_search_of_nothing_is_refused(run: Run, text: str) -> None:
    refused(run("search", text), 2, "is empty")


def test_search_that_finds_nothing_says_so(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aigc_kg.search.Searcher.search", lambda *_: [])
    refused(run("search", "Quorvane"), 1, "no passage")


def test_search_reads_lines(run: Run) -> None:
    done = run("search", "-", "--json", "-k", "1", stdin="Quorvane\n\n岚舟\n")
    found = [json.loads(line) for line in done.out.splitlines()]
    assert (done.status, [f["query"] for f in found], [len(f["hits"]) for f in found]) == (0, ["Quorvane", "", "岚舟"], [1, 0, 1])


# sparql


@pytest.mark.parametrize(
    ("fmt", "start"), [("table", "s\tp\to\n"), ("json", "{"), ("xml", "<?xml"), ("csv", "s,p,o\r\n"), ("tsv", "?s\t?p\t?o\n")]
)
def test_rows_in_each_format(run: Run, fmt: str, start: str) -> None:
    done = run("sparql", ALL, "--format", fmt)
    assert (done.status, done.err, done.out[: len(start)]) == (0, "", start)


@pytest.mark.parametrize(("fmt", "part"), [("turtle", "aigc-kg"), ("ntriples", " .\n"), ("jsonld", '"@id"'), ("xml", "rdf:RDF")])
def test_graphs_in_each_format(run: Run, fmt: str, part: str) -> None:
    done = run("sparql", CLAIMS, "--format", fmt)
    assert (done.status, done.err, part in done.out) == (0, "", True)


@pytest.mark.parametrize("fmt", ["turtle", "ntriples", "jsonld"])
def test_rows_are_not_written_as_a_graph(run: Run, fmt: str) -> None:
    refused(run("sparql", ALL, "--format", fmt), 2, fmt)


@pytest.mark.parametrize("fmt", ["csv", "tsv"])
def test_graphs_are_not_written_as_rows(run: Run, fmt: str) -> None:
    refused(run("sparql", CLAIMS, "--format", fmt), 2, fmt)


def test_unknown_format_is_refused_with_the_known_ones(run: Run) -> None:
    refused(run("sparql", ALL, "--format", "yaml"), 2, "yaml", "table", "jsonld")


@pytest.mark.parametrize(("query", "said"), [("ASK { ?s ?p ?o }", "true\n"), ("ASK { ?s <a:never> ?o }", "false\n")])
def test_yes_or_no(run: Run, query: str, said: str) -> None:
    assert run("sparql", query) == Done(0, said, "")


def test_query_from_standard_input(run: Run) -> None:
    assert run("sparql", "-", stdin=ALL) == run("sparql", ALL)


def test_query_from_a_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text(ALL, encoding="utf-8")
    assert run("sparql", "--file", tmp_path / "q.rq") == run("sparql", ALL)


def test_query_file_that_is_not_there(run: Run, tmp_path: Path) -> None:
    refused(run("sparql", "--file", tmp_path / "none.rq"), 2, "none.rq")


def test_default_graph_is_the_union_unless_turned_off(run: Run) -> None:
    query = "PREFIX aigc: <https://w3id.org/aigc-kg/ontology#> ASK { ?c a aigc:Claim }"
    assert (run("sparql", query).out, run("sparql", query, "--plain-default-graph").out) == ("true\n", "false\n")


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT ?s WHERE {\n  ?s ?p }", ("line 2", "column")),
        ("SELECT", ("line 1", "column 7")),
        ("", ("line 1",)),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", ("INSERT", "read-only")),
        ("DELETE WHERE { ?s ?p ?o }", ("DELETE", "read-only")),
        ("SELECT * WHERE { SERVICE <http://example.org/> { ?s ?p ?o } }", ("SERVICE",)),
    ],
)
def test_queries_that_are_refused(run: Run, query: str, words: tuple[str, ...]) -> None:
    refused(run("sparql", query), 2, *words)


# show, export, stats


def test_show_prints_facts_with_their_sources(run: Run) -> None:
    done = run("show", "quorvane")
    lines = done.out.splitlines()
    assert (done.status, lines[0]) == (0, "Quorvane  (Model)  https://w3id.org/aigc-kg/id/quorvane")
    assert "  developedBy: Brindlewick Labs" in lines
    assert "      labs.md:3  Brindlewick Labs developed Quorvane in 2021." in lines


def test_show_tells_what_a_thing_is_the_object_of(run: Run) -> None:
    assert "  is developedBy of: Quorvane" in run("show", "Brindlewick Labs").out.splitlines()


def test_show_as_json(run: Run) -> None:
    entry = json.loads(run("show", "岚舟", "--json").out)
    keys = ["iri", "label", "labels", "classes", "facts", "joins", "corrections", "conflicts", "evidence"]
    assert (list(entry), entry["label"]) == (keys, "岚舟")


@pytest.mark.parametrize("name", ["Glimmerfold", "·"])
def test_show_of_an_unknown_name_ends_with_1(run: Run, name: str) -> None:
    refused(run("show", name), 1, repr(name))


def test_export_is_turtle_on_standard_output(run: Run) -> None:
    done = run("export")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("@prefix ")
    assert "@prefix aigc: " in done.out
    assert "Brindlewick Labs developed Quorvane in 2021." in done.out


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
@pytest.mark.filterwarnings(r"ignore:Dataset\.(default_context|contexts) is deprecated:DeprecationWarning")
@pytest.mark.parametrize("fmt", ["turtle", "trig", "ntriples", "nquads", "jsonld", "rdfxml", "graphml", "csv"])
def test_export_to_a_file_is_what_is_printed(run: Run, tmp_path: Path, fmt: str) -> None:
    done = run("export", "--format", fmt, "-o", tmp_path / "graph")
    assert (done.status, done.out) == (0, "")
    assert re.fullmatch(rf"aigc-kg: [1-9]\d+ statements written to .*graph as {fmt}\n", done.err)
    assert (tmp_path / "graph").read_bytes().decode("utf-8") == run("export", "--format", fmt).out


def test_export_to_where_nothing_can_be_written(run: Run, tmp_path: Path) -> None:
    refused(run("export", "-o", tmp_path / "none" / "graph.ttl"), 2, "graph.ttl", "No such file")


def test_export_onto_a_folder(run: Run, tmp_path: Path) -> None:
    refused(run("export", "-o", tmp_path), 2, str(tmp_path), "directory")


def test_export_in_an_unknown_format(run: Run) -> None:
    refused(run("export", "--format", "docx"), 2, "docx", "turtle")


def test_stats_as_json(run: Run) -> None:
    counts = json.loads(run("stats", "--json", "--rules").out)
    assert list(counts) == ["documents", "claims", "passages", "conflicts", "entities by class", "claims by property", "claims by rule"]
    assert list(json.loads(run("stats", "--json").out)) == list(counts)[:-1]
    assert (counts["documents"], counts["passages"], counts["claims by property"]["developedBy"]) == (2, 4, 2)
    assert counts["claims"] == sum(counts["claims by property"].values()) == sum(counts["claims by rule"].values())


# validate, conflicts, show --document, eval


DISPUTED = {"a.md": "# A\n\nQuorvane was developed by Brindlewick Labs.\n", "b.md": "# B\n\nQuorvane was developed by Saltmarsh.\n"}


@pytest.fixture(scope="session")
def disputed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A knowledge base of two notes that disagree; the folder also has the notes."""
    folder = tmp_path_factory.mktemp("disputed")
    for name, text in DISPUTED.items():
        (folder / name).write_text(text, encoding="utf-8")
    done = shell("build", str(folder / "a.md"), str(folder / "b.md"), "--kb", str(folder / "kb"), home=folder)
    assert done.status == 0, done
    return folder / "kb"


def test_sound_knowledge_base(run: Run, disputed: Path) -> None:
    done = run("validate", "--kb", disputed)
    assert (done.status, done.out) == (0, "")
    assert done.err.startswith("aigc-kg: sound: 2 documents, ")


def test_fault_is_one_line_and_ends_with_1(run: Run, disputed: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(disputed, tmp_path / "kb"))
    (manifest,) = copy.glob("generation-*/manifest.json")
    held = read_manifest(manifest)
    replace(held, sources=(held.sources[0], replace(held.sources[1], path=str(tmp_path / "gone.md")))).write(manifest)
    done = run("validate", "--kb", copy)
    (line,) = done.out.splitlines()
    assert (done.status, line.startswith("document: b.md: "), "gone.md" in line) == (1, True, True)
    assert done.err.startswith("aigc-kg: 1 fault: ")
    report = json.loads(run("validate", "--kb", copy, "--json").out)
    assert (list(report), report["sound"]) == (["sound", "checked", "faults"], False)
    assert [list(fault) for fault in report["faults"]] == [["check", "where", "message"]]


def test_conflicts_to_be_read(run: Run, disputed: Path) -> None:
    done = run("conflicts", "--kb", disputed)
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines() == [
        "disagreement: developedBy of Quorvane",
        "  Brindlewick Labs",
        "      a.md:3  Quorvane was developed by Brindlewick Labs.",
        "  Saltmarsh",
        "      b.md:3  Quorvane was developed by Saltmarsh.",
    ]


def test_conflicts_as_json(run: Run, disputed: Path) -> None:
    found = json.loads(run("conflicts", "--kb", disputed, "--json").out)
    assert found["conflicts"] == [
        {
            "property": "developedBy", "subject": "Quorvane", "kind": "disagreement",
            "values": [
                {"label": "Brindlewick Labs", "documents": ["a.md"], "evidence": [0]},
                {"label": "Saltmarsh", "documents": ["b.md"], "evidence": [1]},
            ],
        }
    ]  # fmt: skip
    assert [list(piece) for piece in found["evidence"]] == [EVIDENCE, EVIDENCE]


def test_nothing_disputed_is_no_error(run: Run) -> None:
    done = run("conflicts")
    assert (done.status, done.out, len(done.err.splitlines())) == (0, "", 1)
    assert json.loads(run("conflicts", "--json").out) == {"conflicts": [], "evidence": []}


def test_disagreement_is_told_everywhere(run: Run, disputed: Path) -> None:
    answer = json.loads(run("ask", MAKER, "--json", "--kb", disputed).out)
    listed = json.loads(run("conflicts", "--json", "--kb", disputed).out)["conflicts"]
    shown = json.loads(run("show", "Quorvane", "--json", "--kb", disputed).out)["conflicts"]
    assert answer["conflicts"] == listed == shown
    assert json.loads(run("stats", "--json", "--kb", disputed).out)["conflicts"] == 1
    assert "disagreement: developedBy of Quorvane" in run("show", "Quorvane", "--kb", disputed).out.splitlines()


def test_answer_for_several_models_of_one_maker_is_no_disagreement(run: Run, disputed: Path) -> None:
    assert json.loads(run("ask", "which models did Saltmarsh develop", "--json", "--kb", disputed).out)["conflicts"] == []


def test_document_with_its_claims_marked(run: Run) -> None:
    done = run("show", "--document", "labs.md")
    lines = done.out.splitlines()
    assert (done.status, done.err, lines[0]) == (0, "", "1   # Labs")
    assert lines[2] == "3 | Brindlewick Labs developed Quorvane in 2021."
    assert any(line.startswith("    -> developedBy(Quorvane, Brindlewick Labs)  [") for line in lines)


def test_document_as_json(run: Run) -> None:
    found = json.loads(run("show", "--document", "models.md", "--json").out)
    assert (list(found), found["document"]) == (["document", "lines"], "zh/models.md")
    assert [list(line) for line in found["lines"]] == [["number", "text", "claims", "read"]] * 7


@pytest.mark.parametrize("arguments", [(), ("Quorvane", "--document", "labs.md")])
def test_show_takes_an_entity_or_a_document(run: Run, arguments: tuple[str, ...]) -> None:
    refused(run("show", *arguments), 2, "--document")


def test_unknown_document_ends_with_1(run: Run) -> None:
    refused(run("show", "--document", "none.md"), 1, "none.md", "labs.md")


def test_unknown_name_is_refused_with_the_nearest(run: Run) -> None:
    refused(run("show", "Quorvan"), 1, "'Quorvan'", "Quorvane")


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    path = tmp_path / "questions.jsonl"
    rows = [
        {"q": MAKER, "scope": "core", "status": "answered", "results": ["Brindlewick Labs"], "lines": {"labs.md": [3]}, "pair": "p1"},
        {"q": "岚舟是谁开发的？", "status": "answered", "results": ["别家"], "document": "zh/models.md", "lines": [5], "pair": "p1"},
        {"q": "who made Glimmerfold", "status": "unanswerable"},
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_evaluation_as_json(run: Run, questions: Path) -> None:
    done = run("eval", questions, "--json", "--misses")
    found = json.loads(done.out)
    assert (done.status, "asking" in done.err, "Traceback" in done.err) == (0, True, False)
    assert list(found) == ["total", "by_language", "by_scope", "by_kind", "baselines", "pairs", "misses"]
    total = found["total"]
    assert (total["questions"], total["strict"], total["f1"], total["false_answers"]) == (3, 0.6667, 0.5, 0)
    assert (total["evidence_recall_at_3"], total["quotes"] == total["quotes_verbatim"] > 0) == (1.0, True)
    assert [(miss["question"], miss["verdict"], miss["expected"], miss["results"]) for miss in found["misses"]] == [
        ("岚舟是谁开发的？", "wrong", ["别家"], ["苍梧智能"])
    ]
    assert (found["baselines"], found["pairs"]) == ({}, {"questions": 1, "same": 0, "differing": [[MAKER, "岚舟是谁开发的？"]]})


def test_evaluation_to_be_read(run: Run, questions: Path) -> None:
    lines = run("eval", questions, "--misses").out.splitlines()
    assert lines[0].split("\t")[:5] == ["", "asked", "strict", "right", "wrong"]
    assert lines[0].split("\t")[-2:] == ["false", "verbatim"]
    assert [line.split("\t")[-2] for line in lines[1:4]] == ["0/1", "0/1", "0/0"]
    assert all(len(line.split("\t")) == len(lines[0].split("\t")) for line in lines[1:7])
    assert [line.split("\t")[:3] for line in lines[1:7]] == [
        ["all", "3", "0.667"], ["en", "2", "1.000"], ["zh", "1", "0.000"], ["core", "1", "1.000"], ["answered", "2", "0.500"],
        ["unanswerable", "1", "1.000"],
    ]  # fmt: skip
    assert lines[7] == "pairs with the same answer in both languages: 0 of 1"
    assert lines[-1].startswith("岚舟是谁开发的？\tanswered\twrong\tanswered\t['别家']\t")


def test_baselines_stand_beside_the_answers(run: Run, questions: Path) -> None:
    found = json.loads(run("eval", questions, "--json", "--baselines").out)
    assert list(found["baselines"]) == ["bm25", "vectors", "fused", "no graph"]
    for figures in found["baselines"].values():
        assert (figures["questions"], figures["f1"], figures["evidence_recall_at_10"]) == (3, 0.0, 1.0)
        assert figures["quotes"] == figures["quotes_verbatim"] > 0


def test_broken_questions_are_refused_with_the_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.jsonl").write_text('{"q": "x", "status": "unanswerable"}\n{\n', encoding="utf-8")
    refused(run("eval", tmp_path / "bad.jsonl"), 2, "bad.jsonl:2", "JSON")


def test_query_that_runs_away_is_stopped(run: Run) -> None:
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    refused(run("sparql", endless, "--timeout", "0.5"), 2, "0.5 seconds", "--timeout")


def test_stats_to_be_read(run: Run) -> None:
    lines = run("stats").out.splitlines()
    assert (lines[0], "claims by property:" in lines, "  developedBy: 2" in lines) == ("documents: 2", True, True)


# which knowledge base


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", MAKER),
        ("search", "x"),
        ("sparql", ALL),
        ("show", "x"),
        ("show", "--document", "x"),
        ("export",),
        ("stats",),
        ("validate",),
        ("conflicts",),
        ("eval", "x"),
    ],
)
def test_named_knowledge_base_that_is_not_there(run: Run, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    refused(run(*arguments, "--kb", tmp_path / "none"), 3, str(tmp_path / "none"), "aigc-kg build")
    assert not (tmp_path / "none").exists()


def test_option_goes_before_the_variable(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kb: Path) -> None:
    monkeypatch.setenv("AIGC_KG_KB", str(tmp_path / "none"))
    assert (run("stats", "--kb", kb).status, run("stats").status) == (0, 3)


def test_variable_that_names_nothing_is_an_error_for_ask_too(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIGC_KG_KB", str(tmp_path / "none"))
    refused(run("ask", MAKER), 3, str(tmp_path / "none"))


@pytest.mark.parametrize("command", ["search", "show"])
def test_only_ask_builds_by_itself(run: Run, monkeypatch: pytest.MonkeyPatch, command: str) -> None:
    monkeypatch.delenv("AIGC_KG_KB")
    refused(run(command, "x"), 3, "aigc-kg build")


def test_damaged_manifest(run: Run, own_kb: Path) -> None:
    (manifest,) = own_kb.glob("generation-*/manifest.json")
    manifest.write_text("{", encoding="utf-8")
    refused(run("ask", MAKER, "--kb", own_kb), 3, "damaged")


def test_manifest_of_another_format(run: Run, own_kb: Path) -> None:
    (manifest,) = own_kb.glob("generation-*/manifest.json")
    manifest.write_text(json.dumps(json.loads(manifest.read_text(encoding="utf-8")) | {"format": 99}), encoding="utf-8")
    refused(run("ask", MAKER, "--kb", own_kb), 3, "99")


def test_missing_store(run: Run, own_kb: Path) -> None:
    (store,) = own_kb.glob("generation-*/store")
    shutil.rmtree(store)
    refused(run("ask", MAKER, "--kb", own_kb), 3, "store")


def test_folder_that_is_no_knowledge_base(run: Run, built: tuple[Path, Done]) -> None:
    refused(run("stats", "--kb", built[0] / "notes"), 3, "holds no complete knowledge base")


# the program itself


def test_version(run: Run) -> None:
    assert run("--version") == Done(0, f"aigc-kg {__version__}\n", "")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(run: Run, command: str) -> None:
    done = run(command, "-h")
    assert (done.status, done.err, f" {command} [OPTIONS]" in done.out.splitlines()[0], "--kb DIR" in done.out) == (0, "", True, True)
    assert help_text(command).startswith(f"Usage: aigc-kg {command}")


def test_commands_are_these() -> None:
    assert tuple(command.name or command.callback.__name__ for command in app.registered_commands if command.callback) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_unknown_option_is_refused(run: Run, command: str) -> None:
    done = run(command, "--frobnicate")
    assert (done.status, done.out, "--frobnicate" in done.err) == (2, "", True)


@pytest.mark.parametrize("arguments", [("frobnicate",), ("ask", MAKER, "again"), ("eval",), ("stats", "--kb"), ("search", "a", "-k", "b")])
def test_wrong_use_is_refused_in_one_sentence(run: Run, arguments: tuple[str, ...]) -> None:
    refused(run(*arguments), 2, "-h.")


def test_no_command_gives_the_help(run: Run) -> None:
    done = run()
    assert (done.status, done.out, done.err.splitlines()[0]) == (2, "", "Usage: aigc-kg [OPTIONS] COMMAND [ARGS]...")


@pytest.mark.parametrize("arguments", [("build", ""), ("add", ""), ("remove", ""), ("stats", "--kb", "")])
def test_empty_path_is_not_the_folder_one_is_in(run: Run, arguments: tuple[str, ...]) -> None:
    refused(run(*arguments), 2, "path is empty")


def test_file_as_a_knowledge_base_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "kb").write_text("x")
    refused(run("build", write_notes(tmp_path / "notes"), "--kb", tmp_path / "kb"), 2, "is a file")


def test_query_and_file_are_not_both_taken(run: Run, tmp_path: Path) -> None:
    refused(run("sparql", ALL, "--file", tmp_path / "q.rq"), 2, "either")


def test_query_file_with_a_byte_order_mark(run: Run, tmp_path: Path) -> None:
    (tmp_path / "q.rq").write_text("\ufeff" + ALL, encoding="utf-8")
    assert run("sparql", "--file", tmp_path / "q.rq") == run("sparql", ALL)


def test_long_name_is_not_repeated_whole(run: Run) -> None:
    done = run("show", "q" * 100_000)
    refused(done, 1, "qqq…")
    assert len(done.err) < 300


# what a shell sees


def test_command_answers(kb: Path, tmp_path: Path) -> None:
    done = shell("ask", MAKER, home=tmp_path, kb=kb)
    assert (done.status, done.out.splitlines()[0]) == (0, "Quorvane was made by Brindlewick Labs.")
    assert done.err == "You could also ask: How many parameters does Quorvane have? When was Quorvane released?\n"


def test_command_ends_with_1(kb: Path, tmp_path: Path) -> None:
    done = shell("ask", "who made Glimmerfold", "--kb", str(kb), home=tmp_path)
    assert (done.status, done.err) == (1, "")


def test_command_ends_with_2(kb: Path, tmp_path: Path) -> None:
    refused(shell("sparql", "SELECT", home=tmp_path, kb=kb), 2, "line 1")


def test_command_ends_with_3(tmp_path: Path) -> None:
    refused(shell("stats", "--kb", str(tmp_path / "none"), home=tmp_path), 3, "none")


def test_bytes_that_are_no_utf8_on_standard_input(kb: Path, tmp_path: Path) -> None:
    done = shell("ask", "-", "--json", home=tmp_path, kb=kb, stdin=b"who made \xff\xfe\n" + MAKER.encode() + b"\n")
    answers = [json.loads(line) for line in done.out.splitlines()]
    assert (done.status, "Traceback" in done.err, len(answers), answers[-1]["status"]) == (0, False, 2, "answered")


@pytest.mark.parametrize("arguments", [("ask",), ("ask", "--json"), ("search",), ("show",), ("sparql",)])
def test_bytes_that_are_no_utf8_as_an_argument(kb: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = shell(*arguments, b"who made \xff\xfe", home=tmp_path, kb=kb)
    assert ("Traceback" in done.err, done.status in (0, 1, 2)) == (False, True), done.err


def test_output_is_utf8_in_any_locale(kb: Path, tmp_path: Path) -> None:
    variables = environment(tmp_path) | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "AIGC_KG_KB": str(kb)}
    done = subprocess.run([COMMAND, "ask", "-"], input="岚舟是谁开发的？\n".encode(), capture_output=True, env=variables, check=False)
    assert (done.returncode, "苍梧智能" in done.stdout.decode("utf-8")) == (0, True)


def test_reader_that_goes_away_is_no_error(kb: Path, tmp_path: Path) -> None:
    script = '"$0" export --kb "$1" | head -n 1; exit "${PIPESTATUS[0]}"'
    done = subprocess.run(
        ["bash", "-c", script, COMMAND, kb], capture_output=True, encoding="utf-8", env=environment(tmp_path), check=False
    )
    assert (done.returncode, "Traceback" in done.stderr, done.stdout[:7]) == (0, False, "@prefix")


@pytest.mark.parametrize("command", ["show Quorvane", "stats", "conflicts --json", "ask 'who made Quorvane'", "show --document labs.md"])
def test_reader_that_is_not_there_at_all_is_no_error(kb: Path, tmp_path: Path, command: str) -> None:
    script = f'(sleep 0.3; "$0" {command} --kb "$1"; echo "$?" >&2) | true'
    done = subprocess.run(["bash", "-c", script, COMMAND, kb], capture_output=True, text=True, env=environment(tmp_path), check=False)
    assert done.stderr == "0\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device here")
@pytest.mark.parametrize("command", ["stats", "export", "show Quorvane --json", "sparql 'ASK {}'"])
def test_full_disk_under_the_output_is_one_sentence(kb: Path, tmp_path: Path, command: str) -> None:
    script = f'"$0" {command} --kb "$1" > /dev/full'
    done = subprocess.run(["bash", "-c", script, COMMAND, kb], capture_output=True, text=True, env=environment(tmp_path), check=False)
    assert (done.returncode, done.stderr) == (2, "aigc-kg: the result cannot be written: No space left on device.\n")


def test_home_stays_empty_where_a_knowledge_base_is_named(kb: Path, tmp_path: Path) -> None:
    shell("ask", "how does Quorvane work", home=tmp_path, kb=kb)
    assert list(tmp_path.iterdir()) == []
