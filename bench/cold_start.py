"""Cold start: the whole process of each command against `import rdflib`, what importing the package costs, what a question loads.

.venv/bin/python bench/cold_start.py [--kb DIR] [--pairs N] [--few N] [--question TEXT]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from statistics import median

from aigc_kg.export import FORMATS
from timing import COMMAND, knowledge_base, median_difference, median_ratio, paired, print_machine, print_table, process_seconds, verdict

QUESTION = "who made Flamingo"
WATCHED = ("torch", "faiss", "numpy", "rdflib", "sentence_transformers", "rich")
UNWANTED = ("torch", "faiss")
FEW = 5
"""Pairs for each of the other commands."""
COMMANDS: dict[str, tuple[list[str], bool]] = {
    "--version": (["--version"], True),
    "--help": (["--help"], True),
    "stats": (["stats"], True),
    "stats --rules": (["stats", "--rules"], True),
    "show": (["show", "Flamingo"], True),
    "show --document": (["show", "--document", "aigc-quick-tour.md"], True),
    "sparql": (["sparql", "ASK {}"], True),
    "conflicts": (["conflicts"], True),
    "doctor": (["doctor"], True),
    "validate": (["validate"], True),
    **{f"export --format {name}": (["export", "--format", name], True) for name in FORMATS},
    "build, nothing changed": (["build"], True),
    "search": (["search", "diffusion"], False),
}
"""Arguments of each command, and whether the target holds for it: not where the encoder is needed."""
MOST_RATIO = 2.5
MOST_IMPORT_MS = 50.0

ANSWERED_OR_NOT = (0, 1)
"""Exit statuses of a question that was looked up; what became of it is printed."""

_LOADED = """
import json, sys
sys.argv = ["aigc-kg", "ask", *sys.argv[1:]]
from aigc_kg.cli import main
try:
    main()
except SystemExit:
    pass
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def asked(folder: Path, question: str) -> tuple[str, set[str]]:
    """Status of the answer, and the names of all modules that the process had loaded when it ended."""
    arguments = [sys.executable, "-c", _LOADED, question, "--json", "--kb", str(folder)]
    done = subprocess.run(arguments, check=True, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL)
    return json.loads(done.stdout)["status"], set(json.loads(done.stderr.splitlines()[-1]))


def commands(folder: Path, pairs: int) -> list[list[str]]:
    """A row for each of the other commands."""
    rows = []
    for name, (arguments, bound) in COMMANDS.items():
        command = [str(COMMAND), *arguments, *([] if name.startswith("--") else ["--kb", str(folder)])]
        measured = paired(lambda command=command: process_seconds(command), import_rdflib, pairs)  # type: ignore[misc]
        ratio = median_ratio(measured)
        took = f"{median(a for a, _ in measured) * 1000:.0f} ms"
        rows.append([name, took, f"{ratio:.2f}", *([f"<= {MOST_RATIO}", verdict(ratio, MOST_RATIO)] if bound else ["", ""])])
    return rows


def import_rdflib() -> float:
    """Seconds of a process that only imports rdflib."""
    return process_seconds([sys.executable, "-c", "import rdflib"])


def measure(folder: Path, question: str, pairs: int) -> None:
    """Measure and print."""
    ask = [str(COMMAND), "ask", question, "--kb", str(folder)]
    against_rdflib = paired(lambda: process_seconds(ask, accepted=ANSWERED_OR_NOT), import_rdflib, pairs)
    imports = paired(
        lambda: process_seconds([sys.executable, "-c", "import aigc_kg"]), lambda: process_seconds([sys.executable, "-c", ""]), pairs
    )
    status, modules = asked(folder, question)
    ratio, cost = median_ratio(against_rdflib), median_difference(imports) * 1000
    rows = [
        [f'aigc-kg ask "{question}"', f"{median(a for a, _ in against_rdflib) * 1000:.0f} ms", "", ""],
        ["import rdflib", f"{median(b for _, b in against_rdflib) * 1000:.0f} ms", "", ""],
        ["ratio, median of pairs", f"{ratio:.2f}", f"<= {MOST_RATIO}", verdict(ratio, MOST_RATIO)],
        ["import aigc_kg over bare Python", f"{cost:.1f} ms", f"<= {MOST_IMPORT_MS:.0f} ms", verdict(cost, MOST_IMPORT_MS)],
    ]
    for name in WATCHED:
        loaded = name in modules
        unwanted = name in UNWANTED
        rows.append([f"ask loads {name}", "yes" if loaded else "no", "no" if unwanted else "", verdict(loaded, 0) if unwanted else ""])
    print_machine()
    print_table([f"cold start, {pairs} pairs", "measured", "target", ""], rows)
    note = "" if status == "answered" else " (the figures are for answers from the graph: they do not count)"
    print(f"\n{len(modules)} modules loaded; status of the answer: {status}{note}")


def main() -> None:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kb", type=Path, help="a knowledge base that is built; else the shipped corpus is")
    parser.add_argument("--pairs", type=int, default=15)
    parser.add_argument("--few", type=int, default=FEW, help="pairs for each of the other commands")
    parser.add_argument("--question", default=QUESTION)
    options = parser.parse_args()
    with knowledge_base(options.kb) as folder:
        measure(folder, options.question, options.pairs)
        print()
        print_table([f"other commands, {options.few} pairs each", "measured", "ratio", "target", ""], commands(folder, options.few))


if __name__ == "__main__":
    main()
