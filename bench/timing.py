"""What the benchmarks share: processes timed from outside, medians of pairs, tables, a knowledge base to measure on."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from aigc_kg.resources import corpus_dir

COMMAND = Path(sys.executable).parent / "aigc-kg"


def process_seconds(arguments: Sequence[str | Path], *, accepted: Collection[int] = (0,)) -> float:
    """Wall-clock seconds of a whole process, from its start to its end.

    Raises CalledProcessError where it ends with another exit status than those accepted.
    """
    quiet = subprocess.DEVNULL
    command = [str(argument) for argument in arguments]
    start = time.perf_counter()
    status = subprocess.run(command, check=False, stdin=quiet, stdout=quiet, stderr=quiet).returncode
    seconds = time.perf_counter() - start
    if status not in accepted:
        raise subprocess.CalledProcessError(status, command)
    return seconds


def paired(first: Callable[[], float], second: Callable[[], float], pairs: int) -> list[tuple[float, float]]:
    """Measurements taken in turn, A B A B …, so that what else the machine does falls on both; one pair before them is not counted."""
    first(), second()
    return [(first(), second()) for _ in range(pairs)]


def median_ratio(measured: Sequence[tuple[float, float]]) -> float:
    """Median of the ratios of pairs, the first over the second."""
    return median(a / b for a, b in measured)


def median_difference(measured: Sequence[tuple[float, float]]) -> float:
    """Median of the differences of pairs, the first less the second."""
    return median(a - b for a, b in measured)


def percentile(values: Sequence[float], percent: int) -> float:
    """The nearest-rank percentile: the least value that `percent` of 100 do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def print_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns, the first to the left, the others to the right."""
    lines = [list(header), *map(list, rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(header))]
    for number, line in enumerate(lines):
        cells = [line[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(line[1:], widths[1:], strict=True))]
        print("  ".join(cells).rstrip())
        if number == 0:
            print("  ".join("-" * width for width in widths))


def verdict(value: float, target: float) -> str:
    """Is the value within the target?"""
    return "met" if value <= target else "MISSED"


def print_machine() -> None:
    """Print what figures depend on: processors, load and the version of Python."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"{os.cpu_count()} processors{load}, Python {sys.version.split()[0]}\n")


@contextmanager
def knowledge_base(folder: Path | None) -> Iterator[Path]:
    """The knowledge base at a folder, or the shipped corpus built into a temporary one."""
    if folder is not None:
        yield folder
        return
    with tempfile.TemporaryDirectory(prefix="aigc-kg-bench-") as made:
        print("building the shipped corpus (about a minute; --kb DIR takes one that is built) …", file=sys.stderr)
        process_seconds([COMMAND, "build", corpus_dir(), "--kb", made])
        yield Path(made)
