"""README, CONTRIBUTING and docs/commands.md against what the program does now."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

import pytest

from aigc_kg import KnowledgeBase
from aigc_kg.resources import corpus_dir
from tests.command import COMMAND, COMMANDS, Done, environment, help_text
from tests.conftest import leave_vectors
from tests.docs.commands import PAGE, page
from tests.encoders import Matrix

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PATH = re.compile(r"(?<![\w./-])(?:ontology|corpus|src|tests|bench|docs)/[\w./-]*|\b[A-Z]{5,}\.md\b")
_OPTION = re.compile(r"(?<![\w-])--?[a-z][a-z-]*")


def blocks(language: str) -> list[str]:
    """Code blocks of the README in a language."""
    return [text for found, text in _BLOCK.findall(README) if found == language]


@dataclass(frozen=True, slots=True)
class Line:
    """A command line of the README, what the README shows below it, and the exit status that it documents."""

    command: str
    shown: tuple[str, ...] = ()
    status: int = 0

    def __str__(self) -> str:
        return self.command


def transcript() -> list[Line]:
    """Command lines of the README's transcript; `echo $?` tells the status of the one before."""
    found: list[Line] = []
    for block in blocks("console"):
        lines = block.splitlines()
        for at, line in enumerate(lines):
            shown = tuple(takewhile(lambda below: not below.startswith("$ "), lines[at + 1 :]))
            if line == "$ echo $?":
                found[-1] = Line(found[-1].command, found[-1].shown, int(shown[0]))
            elif line.startswith("$ "):
                found.append(Line(line.removeprefix("$ "), shown))
    return found


def listed() -> list[Line]:
    """`aigc-kg` command lines of the README's other blocks."""
    return [Line(line) for block in blocks("sh") for line in block.splitlines() if line.startswith("aigc-kg ")]


TRANSCRIPT = transcript()
LISTED = listed()
ASKED = [line for line in TRANSCRIPT if line.command.startswith("aigc-kg ask ")]


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory, shipped_vectors: Mapping[str, Matrix]) -> Path:
    """A folder with what the README's examples name: notes, a knowledge base of them, questions; and an empty home."""
    folder = tmp_path_factory.mktemp("docs")
    for name in ("corpus", "notes"):
        shutil.copytree(corpus_dir(), folder / name)
    (folder / "questions.txt").write_text("who made Flamingo\n\nwho made Quillvarnish\n", encoding="utf-8")
    (folder / "home").mkdir()
    leave_vectors(shipped_vectors, folder / "kb")
    KnowledgeBase.build(folder / "kb", [folder / "notes"])
    return folder


def typed(command: str, place: Path) -> Done:
    """Run a command line through the shell, as a reader would type it."""
    variables = environment(place / "home") | {"AIGC_KG_KB": str(place / "kb")}
    variables["PATH"] = f"{COMMAND.parent}:{variables.get('PATH', '')}"
    done = subprocess.run(["bash", "-c", command], cwd=place, env=variables, capture_output=True, encoding="utf-8", check=False)
    assert "Traceback" not in done.stderr
    return Done(done.returncode, done.stdout, done.stderr)


def numbered(line: Line) -> str:
    return f"{(TRANSCRIPT + LISTED).index(line) + 1}-{line.command.split()[1]}"


def test_readme_is_short() -> None:
    assert len(README.splitlines()) < 150


def test_all_command_lines_are_read() -> None:
    assert (len(TRANSCRIPT), len(ASKED), len(LISTED)) == (6, 5, 11)
    assert sorted({line.status for line in TRANSCRIPT}) == [0, 1]
    assert README.count("\naigc-kg ") + README.count("\n$ aigc-kg ") == len(TRANSCRIPT) + len(LISTED)


@pytest.mark.parametrize("line", TRANSCRIPT + LISTED, ids=numbered)
def test_command_line_ends_with_its_documented_status(line: Line, place: Path) -> None:
    done = typed(line.command, place)
    assert done.status == line.status, done.err


@pytest.mark.parametrize("line", ASKED, ids=numbered)
def test_transcript_shows_what_is_printed(line: Line, place: Path) -> None:
    printed = typed(line.command, place).out
    assert printed.splitlines()[0] == line.shown[0]
    pattern = "".join(r"(?:.+\n)+" if shown == "…" else re.escape(shown) + r"\n" for shown in line.shown)
    assert re.fullmatch(pattern, printed), printed


def test_python_example_prints_what_it_says(place: Path) -> None:
    (example,) = blocks("python")
    said = [line.split("  # ")[1] for line in example.splitlines() if "print(" in line]
    done = subprocess.run(
        [sys.executable, "-c", example], cwd=place, env=environment(place / "home"), capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout.splitlines(), len(said)) == (0, said, 5), done.stderr


def test_examples_leave_the_home_folder_empty(place: Path) -> None:
    typed("aigc-kg stats", place)
    assert list((place / "home").iterdir()) == []


@pytest.mark.parametrize("name", PAGES)
def test_files_and_folders_that_are_named_exist(name: str) -> None:
    named = _PATH.findall((ROOT / name).read_text(encoding="utf-8"))
    assert [path for path in named if not (ROOT / path.rstrip(".")).exists()] == []


def test_paths_are_found_in_the_pages() -> None:
    found = set(_PATH.findall(README)) | set(_PATH.findall((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")))
    assert {"ontology/", "corpus/", "docs/commands.md", "tests/data/facts.jsonl", "CHANGELOG.md", "bench/ask_latency.py"} <= found


def test_benchmarks_that_are_named_exist() -> None:
    named = re.findall(r"\b\w+\.py\b", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"))
    assert [
        name
        for name in named
        if not list(ROOT.glob(f"bench/{name}")) + list(ROOT.glob(f"tests/**/{name}")) + list(ROOT.glob(f"src/aigc_kg/{name}"))
    ] == []


def test_import_ladder_is_that_of_the_linter() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    layers = project["tool"]["importlinter"]["contracts"][0]["layers"]
    ladder = re.findall(r"^\d+\. ((?:`\w+`(?:, )?)+)$", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert [re.findall(r"`(\w+)`", row) for row in ladder] == [re.findall(r"aigc_kg\.(\w+)", row) for row in layers]


def test_command_reference_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_in_the_reference(command: str) -> None:
    section = PAGE.read_text(encoding="utf-8").split(f"\n## aigc-kg {command}\n")[1].split("\n## ")[0]
    options = set(_OPTION.findall(help_text(command)))
    assert {"--kb", "--help"} <= options
    assert options <= set(_OPTION.findall(section))
