"""Builds killed at many points, and builds beside readers: real processes, and what is left of the knowledge base.

After each kill it has to hold what it held before or what the build was to make of it, and the next build has to bring it there
and to clear everything else away. Readers have to be given what is answered before a build or after it, and nothing else.

.venv/bin/python bench/crashes.py [--kills N] [--builds N]
"""

from __future__ import annotations

import argparse
import multiprocessing
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Any

from aigc_kg import KnowledgeBase
from aigc_kg.errors import KnowledgeBaseError
from aigc_kg.render import answer_json
from edits import NOTES, content
from standin import standing_in
from timing import print_table

EDITED = {"models.md": NOTES["models.md"].replace("Flamingo", "Quorvane"), "new.md": "OpenAI developed DALL-E 2 in 2022.\n" * 30}
ASKED = ("who made Flamingo", "who made DALL-E 2", "why")
_PROCESSES = multiprocessing.get_context("forkserver")
_PROCESSES.set_forkserver_preload(["aigc_kg.builder", "aigc_kg.kb", "aigc_kg.extract", "aigc_kg.answer", "faiss", "numpy", "filelock"])


def write(folder: Path, notes: dict[str, str]) -> Path:
    """Write notes into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in notes.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def event() -> Event:
    """For a process to tell that it has begun."""
    return _PROCESSES.Event()


def started(work: Callable[..., None], *arguments: Any) -> BaseProcess:
    """A process of its own that does some work."""
    process = _PROCESSES.Process(target=work, args=arguments)
    process.start()
    return process


def build(kb: Path, notes: Path, begun: Event) -> None:
    """Build with the stand-in encoder; tells when it begins."""
    with standing_in():
        begun.set()
        KnowledgeBase.build(kb, [notes])


def killed(kb: Path, notes: Path, after: float) -> bool:
    """Build in a process that is killed some seconds after it began; was it still at work?"""
    begun = event()
    process = started(build, kb, notes, begun)
    begun.wait()
    process.join(after)
    at_work = process.is_alive()
    process.kill()
    process.join()
    return at_work


class Kills:
    """A knowledge base and an edit of its notes, to be built from the one to the other by builds that are killed."""

    def __init__(self, made: Path) -> None:
        self._made = made
        self.notes = write(made / "notes", NOTES)
        self.sound = made / "sound"
        KnowledgeBase.build(self.sound, [self.notes])
        self.old = content(self.sound)
        write(self.notes, EDITED)
        KnowledgeBase.build(made / "after", [self.notes])
        self.new = content(made / "after")
        self.seconds = self._whole()

    def _whole(self) -> float:
        """Seconds of a build that is not killed."""
        kb, begun = Path(shutil.copytree(self.sound, self._made / "timed")), event()
        process = started(build, kb, self.notes, begun)
        begun.wait()
        start = time.perf_counter()
        process.join()
        shutil.rmtree(kb)
        return time.perf_counter() - start

    def outcome(self, share: float) -> str:
        """Kill a build after a share of its time; `old` or `new` where that is what it holds, else `lost`, `left` or `wrong`."""
        kb = Path(shutil.copytree(self.sound, self._made / "kb"))
        try:
            at_work = killed(kb, self.notes, share * self.seconds)
            try:
                held = content(kb)
            except KnowledgeBaseError:
                return "lost"
            KnowledgeBase.build(kb, [self.notes])
            if held not in (self.old, self.new) or content(kb) != self.new:
                return "wrong"
            left = {path.name for path in (*kb.glob("*"), *kb.glob("generation-*/*")) if path.name.endswith((".part", ".by"))}
            return "left" if left else f"{'old' if held == self.old else 'new'}, {'killed' if at_work else 'done before'}"
        finally:
            shutil.rmtree(kb)


def read(kb: Path, end: Event, found: Any) -> None:
    """Ask again and again, each time of a knowledge base opened anew, until the end is told; tells the distinct answers."""
    seen = set()
    with standing_in():
        while not end.is_set():
            with KnowledgeBase(kb) as opened:
                seen.add(repr([answer_json(opened.ask(question)) for question in ASKED]))
                seen.add(repr(opened.search("models", 5)))
    found.put(sorted(seen))


def stress(made: Path, builds: int, readers: int = 2) -> tuple[int, int]:
    """Builds beside readers: how many distinct answers were read, and how many of them neither state gives."""
    notes, kb = write(made / "notes", NOTES), made / "kb"
    known = set()
    for state in (NOTES, EDITED):
        shutil.rmtree(notes)
        KnowledgeBase.build(kb, [write(notes, state)])
        with KnowledgeBase(kb) as opened:
            known |= {repr([answer_json(opened.ask(question)) for question in ASKED]), repr(opened.search("models", 5))}
    end, found = event(), _PROCESSES.SimpleQueue()
    processes = [started(read, kb, end, found) for _ in range(readers)]
    for number in range(builds):
        shutil.rmtree(notes)
        # Another name each time, so that nothing built before can be put in force again.
        state = NOTES if number % 2 else EDITED
        KnowledgeBase.build(kb, [write(notes, {**state, "corrections.toml": f"# {number}\n"})])
        time.sleep(0.05)
    end.set()
    seen = {answer for _ in processes for answer in found.get()}
    for process in processes:
        process.join()
    return len(seen), len(seen - known)


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--builds", type=int, default=40)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="aigc-kg-bench-") as made, standing_in():
        kills = Kills(Path(made) / "kills")
        outcomes = Counter(kills.outcome((number + 0.5) / options.kills * 1.1) for number in range(options.kills))
        print_table(
            [f"holds after a build was killed ({kills.seconds:.2f} s)", "times"], [[k, str(n)] for k, n in sorted(outcomes.items())]
        )
        seen, wrong = stress(Path(made) / "stress", options.builds)
        print(f"\n{options.builds} builds beside 2 readers: {seen} distinct answers, {wrong} of neither state")


if __name__ == "__main__":
    main()
