"""Queries in a process of their own, which can be stopped, and whose end is not the end of ours.

Nothing stops a query that runs in this process, and one that is nested too deeply overflows the stack of the engine.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

from aigc_kg.errors import AigcKgError, KnowledgeBaseError, QueryError

if TYPE_CHECKING:
    import pyoxigraph as ox

RESULT_FORMATS = ("table", "json", "xml", "csv", "tsv", "turtle", "ntriples", "jsonld")
DEFAULT_SECONDS = 60.0
_MOST_BYTES = 4 << 30
"""Address space of a query; what needs more would bring a small machine to a halt."""
_ERRORS = {error.exit_status: error for error in (QueryError, KnowledgeBaseError)}


def run_isolated(
    store: Path, query: str, fmt: str, *, union: bool = True, seconds: float | None = DEFAULT_SECONDS
) -> tuple[str, IO[bytes]]:
    """Run a query on the store at a path: what it gives (`rows`, `truth` or `graph`), and an open file with it in the format.

    Raises QueryError where the query is not valid or not allowed, takes longer than that, or needs more memory or a deeper
    stack than there is; KnowledgeBaseError where the store is damaged.
    """
    package = str(Path(__file__).parents[1])
    path = os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))
    command = [sys.executable, "-m", "aigc_kg.isolated", str(store), fmt, "union" if union else "plain"]
    variables = {**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"}
    with contextlib.ExitStack() as opened:
        output = opened.enter_context(tempfile.TemporaryFile())
        message = _told(command, variables, query, output, seconds)
        opened.pop_all()
    output.seek(0)
    return message, output


def results(store: Path, query: str, seconds: float = DEFAULT_SECONDS) -> ox.QuerySolutions | ox.QueryBoolean:
    """What a SELECT or ASK query gives that was run so. Raises as `run_isolated` does, and QueryError where it gives a graph."""
    import pyoxigraph as ox

    kind, output = run_isolated(store, query, "json", seconds=seconds)
    with output:
        if kind == "graph":
            raise QueryError("The query gives a graph, not rows. Use SELECT or ASK.")
        return ox.parse_query_results(output.read(), format=ox.QueryResultsFormat.JSON)


def _told(command: Sequence[str], variables: Mapping[str, str], query: str, output: IO[bytes], seconds: float | None) -> str:
    """Run the worker to its end; what it tells on standard error."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=output, stderr=subprocess.PIPE, env=variables) as worker:
        try:
            _, told = worker.communicate(query.encode("utf-8", "replace"), timeout=seconds)
        except subprocess.TimeoutExpired as error:
            stopped = f"The query was stopped after {seconds:g} seconds."
            raise QueryError(f"{stopped} Make it narrower, or give it more time with --timeout.") from error
        finally:
            # Also where the user has interrupted us.
            worker.kill()
    message = told.decode("utf-8", "replace").strip()
    if worker.returncode:
        _fail(worker.returncode, message)
    return message


def _fail(status: int, message: str) -> None:
    if status in _ERRORS:
        raise _ERRORS[status](message)
    raise QueryError("The query is too long, nests too deeply, or needs too much memory to be evaluated. Split it into smaller ones.")


def _work(store: Path, fmt: str, dataset: str) -> None:
    """What the process does: the query from standard input, its results to standard output, their kind to standard error."""
    import pyoxigraph as ox

    from aigc_kg.sparql import open_store, run, write_results

    results = run(open_store(store), sys.stdin.buffer.read().decode("utf-8"), union=dataset == "union")
    write_results(results, fmt, sys.stdout.buffer)
    sys.stdout.flush()
    kinds = ((ox.QuerySolutions, "rows"), (ox.QueryBoolean, "truth"))
    print(next((name for kind, name in kinds if isinstance(results, kind)), "graph"), file=sys.stderr)


def _limit_memory() -> None:
    # Not every system has such limits, or lets a process set them.
    with contextlib.suppress(ImportError, OSError, ValueError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_BYTES, _MOST_BYTES))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _main() -> int:
    _limit_memory()
    try:
        _work(Path(sys.argv[1]), *sys.argv[2:])
    except AigcKgError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    return 0


if __name__ == "__main__":
    sys.exit(_main())
