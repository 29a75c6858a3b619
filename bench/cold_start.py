"""Cold start: a whole `aigc-kg ask` process against `import rdflib`, what importing the package costs, and what a question loads.

.venv/bin/python bench/cold_start.py [--kb DIR] [--pairs N] [--question TEXT]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from statistics import median

from timing import COMMAND, knowledge_base, median_difference, median_ratio, paired, print_machine, print_table, process_seconds, verdict

QUESTION = "who made Flamingo"
WATCHED = ("torch", "faiss", "numpy", "rdflib", "sentence_transformers", "rich")
UNWANTED = ("torch", "faiss")
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


def measure(folder: Path, question: str, pairs: int) -> None:
    """Measure and print."""
    ask = [str(COMMAND), "ask", question, "--kb", str(folder)]
    against_rdflib = paired(
        lambda: process_seconds(ask, accepted=ANSWERED_OR_NOT), lambda: process_seconds([sys.executable, "-c", "import rdflib"]), pairs
    )
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
    parser.add_argument("--question", default=QUESTION)
    options = parser.parse_args()
    with knowledge_base(options.kb) as folder:
        measure(folder, options.question, options.pairs)


if __name__ == "__main__":
    main()
