"""The wheel, built from the sdist and run away from the checkout: it carries its ontology and notes, and answers."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.conftest import leave_vectors
from tests.encoders import Matrix

ROOT = Path(__file__).parents[1]
QUESTION = "who made Flamingo"
EMBEDDED = 24
"""Passages that the installed package is left to embed itself."""


def python(*arguments: str | Path, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run this environment's Python elsewhere."""
    left = {name: value for name, value in os.environ.items() if name not in ("AIGC_KG_KB", "PYTHONPATH")}
    return subprocess.run([sys.executable, *arguments], cwd=cwd, env=left | variables, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and with the wheel that was built from it."""
    folder = tmp_path_factory.mktemp("wheel")
    isolation = ["--no-isolation"] if importlib.util.find_spec("hatchling") else []
    done = python("-m", "build", *isolation, "--outdir", folder / "dist", ROOT, cwd=folder, PIP_CACHE_DIR=str(folder / "pip"))
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (path,) = (built / "dist").glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(built: Path, wheel: Path) -> dict[str, str]:
    """Variables that make Python import the installed wheel, with a home of its own."""
    done = python("-m", "pip", "install", "--no-deps", "--no-index", "--quiet", "--target", built / "target", wheel, cwd=built)
    assert done.returncode == 0, done.stderr
    (built / "home").mkdir()
    (built / "elsewhere").mkdir()
    return {"PYTHONPATH": str(built / "target"), "HOME": str(built / "home"), "XDG_DATA_HOME": str(built / "data")}


def names(folder: str, pattern: str) -> set[str]:
    return {path.name for path in (ROOT / folder).glob(pattern)}


@pytest.mark.parametrize(("folder", "pattern"), [("ontology", "*.ttl"), ("corpus", "*.md")])
def test_wheel_carries_the_data(wheel: Path, folder: str, pattern: str) -> None:
    inside = {Path(name).name for name in zipfile.ZipFile(wheel).namelist() if name.startswith(f"aigc_kg/data/{folder}/")}
    assert inside == names(folder, pattern) != set()


def test_wheel_carries_every_module_and_the_type_marker(wheel: Path) -> None:
    inside = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("aigc_kg/") and "/data/" not in name}
    source = ROOT / "src"
    modules = {path.relative_to(source).as_posix() for path in (source / "aigc_kg").rglob("*.py")}
    assert inside == modules | {"aigc_kg/py.typed"}


def test_wheel_has_the_command(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (entries,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
        assert "aigc-kg = aigc_kg.cli:main" in archive.read(entries).decode("utf-8")


@pytest.mark.parametrize("folder", ["src", "ontology", "corpus", "tests", "bench", "docs"])
def test_sdist_carries_the_sources(built: Path, folder: str) -> None:
    (path,) = (built / "dist").glob("*.tar.gz")
    with tarfile.open(path) as archive:
        inside = {Path(name).parts[1] for name in archive.getnames() if len(Path(name).parts) > 2}
    assert folder in inside


def test_installed_package_is_the_one_imported(built: Path, installed: dict[str, str]) -> None:
    script = "import aigc_kg, aigc_kg.resources as r; print(aigc_kg.__file__, r.corpus_dir(), r.ontology_dir(), sep='\\n')"
    done = python("-c", script, cwd=built / "elsewhere", **installed)
    package = (built / "target" / "aigc_kg").resolve()
    assert [Path(line).resolve() for line in done.stdout.splitlines()] == [
        package / "__init__.py",
        package / "data" / "corpus",
        package / "data" / "ontology",
    ], done.stderr


def test_installed_command_builds_the_shipped_notes_and_answers(
    built: Path, installed: dict[str, str], shipped_vectors: Mapping[str, Matrix]
) -> None:
    # All but some of the vectors are there already: to make them takes 40 to 80 seconds on two cores.
    leave_vectors(dict(sorted(shipped_vectors.items())[EMBEDDED:]), built / "data" / "aigc-kg" / "kb")
    done = python("-m", "aigc_kg.cli", "ask", QUESTION, "--json", cwd=built / "elsewhere", **installed)
    assert done.returncode == 0, done.stderr
    assert "building the shipped corpus" in done.stderr
    assert f"({EMBEDDED} embedded)" in done.stderr
    answer = json.loads(done.stdout)
    assert (answer["status"], [result["label"] for result in answer["results"]]) == ("answered", ["DeepMind"])
    piece = answer["evidence"][0]
    lines = (built / "target" / "aigc_kg" / "data" / "corpus" / piece["document"]).read_text(encoding="utf-8").splitlines()
    assert piece["quote"] in "\n".join(lines[piece["line"] - 1 : piece["end_line"]])
    assert (list((built / "home").iterdir()), list((built / "elsewhere").iterdir())) == ([], [])
