"""The command that says what is installed and whether the knowledge base is sound."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

from aigc_kg.cli.common import ENVIRONMENT, JsonOption, KbOption, default_folder, named_folder

if TYPE_CHECKING:
    from aigc_kg.doctor import Examination


def doctor(kb: KbOption = None, as_json: JsonOption = False) -> None:
    """Say what is installed, where the knowledge base is, and whether it is sound; exit status 3 where it is not."""
    from aigc_kg import __version__
    from aigc_kg.doctor import examine

    named_by = "--kb" if kb else ENVIRONMENT if named_folder(kb) else "default"
    found = examine(named_folder(kb) or default_folder(), named_by, __version__)
    print(json.dumps(asdict(found), ensure_ascii=False) if as_json else "\n".join(_lines(found)))
    if not found.sound:
        raise typer.Exit(3)


def _lines(found: Examination) -> Iterator[str]:
    installed = found.installation
    yield f"aigc-kg {installed.version}, Python {installed.python}"
    yield "packages: " + ", ".join(f"{name} {version or 'missing'}" for name, version in installed.packages.items())
    for extra, missing in installed.extras.items():
        yield f"extra {extra}: " + (f"not installed ({', '.join(missing)})" if missing else "installed")
    yield f"knowledge base: {found.folder} (named by {found.named_by})"
    yield f"free disk space: {found.free_bytes / 1e9:.1f} GB"
    if found.encoder:
        yield f"encoder: {found.encoder}"
        yield f"names: {found.names}"
        yield "added wordings: " + (", ".join(found.lexicons) or "none")
        yield "holds: " + ", ".join(f"{count} {name}" for name, count in found.counts.items())
        yield "sources since the build: " + ", ".join(f"{len(names)} {state}" for state, names in found.sources.items())
    yield from (f"note: {note}" for note in found.notes)
    yield from (f"fault: {fault}" for fault in found.faults)
    yield "sound" if found.sound else "not sound"
