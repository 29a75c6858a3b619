"""docs/corrections.md: its notes, file and commands against what the program does now."""

from __future__ import annotations

import io
import re
import shlex
import sys
from contextlib import redirect_stderr, redirect_stdout
from itertools import takewhile
from pathlib import Path

import pytest

from aigc_kg import KnowledgeBase
from tests.command import Done, main

PAGE = (Path(__file__).parents[2] / "docs" / "corrections.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL))
LINES = BLOCKS["console"].splitlines()
SHOWN = {
    line.removeprefix("$ "): list(takewhile(lambda below: not below.startswith("$ "), LINES[at + 1 :]))
    for at, line in enumerate(LINES)
    if line.startswith("$ ")
}
FIRST, *ASKED = SHOWN


def _typed(command: str, place: Path) -> Done:
    """Run a command line in this process, in the folder that holds the notes."""
    out, err = io.StringIO(), io.StringIO()
    program, *arguments = shlex.split(command)
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
        patch.chdir(place)
        patch.setenv("AIGC_KG_KB", str(place / "kb"))
        patch.setattr(sys, "argv", [program, *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
    return Done(int(ended.value.code or 0), out.getvalue(), err.getvalue())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Done]:
    place = tmp_path_factory.mktemp("corrections")
    (place / "notes").mkdir()
    (place / "notes" / "models.md").write_text(BLOCKS["markdown"], encoding="utf-8")
    (place / "notes" / "corrections.toml").write_text(BLOCKS["toml"], encoding="utf-8")
    return place, _typed(FIRST, place)


def test_all_command_lines_are_read() -> None:
    assert (FIRST, len(ASKED)) == ("aigc-kg build notes", 5)


def test_build_says_what_no_longer_applies(built: tuple[Path, Done]) -> None:
    _, done = built
    assert (done.status, [line for line in done.err.splitlines() if "corrections.toml" in line]) == (0, SHOWN[FIRST][:1])


@pytest.mark.parametrize("command", ASKED)
def test_command_prints_what_is_shown(command: str, built: tuple[Path, Done]) -> None:
    done = _typed(command, built[0])
    assert (done.status, done.out.splitlines()) == (0, SHOWN[command]), done.err


def test_query_tells_of_all_that_is_touched(built: tuple[Path, Done]) -> None:
    with KnowledgeBase(built[0] / "kb") as kb:
        rows = [[getattr(term, "value", None) for term in row] for row in kb.query(BLOCKS["sparql"])]  # type: ignore[union-attr]
    things = [str(thing).removeprefix("https://w3id.org/aigc-kg/id/") for thing, _, _ in rows]
    assert things == ["gpt3", "lumora", "quellwerk", "document/models.md", "lumora", "MUSE", "muse"]
    assert rows[0][1:] == ["merge: GPT-3 175B = GPT3, called GPT-3 175B", "one model under two names"]
