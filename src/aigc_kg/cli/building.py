"""Commands that change the knowledge base."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from aigc_kg.cli.common import KbOption, build_kb, default_folder, named_folder


def build(
    paths: Annotated[
        list[Path] | None, typer.Argument(metavar="[PATH]...", help="Files or folders; else the recorded ones, else the shipped corpus.")
    ] = None,
    kb: KbOption = None,
) -> None:
    """Make the knowledge base hold exactly the documents at PATH."""
    if not build_kb(named_folder(kb) or default_folder(), paths or []):
        raise typer.Exit(1)
