"""Where the shipped ontology and corpus are: inside the installed package, or beside it in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def _shipped(name: str) -> Path:
    installed = _PACKAGE / "data" / name
    return installed if installed.is_dir() else _PACKAGE.parents[1] / name


def ontology_dir() -> Path:
    """Folder of `aigc.ttl`, `lexicon.ttl`, `glossary.ttl`, `names.ttl` and `shapes.ttl`."""
    return _shipped("ontology")


def corpus_dir() -> Path:
    """Folder of the shipped survey notes."""
    return _shipped("corpus")
