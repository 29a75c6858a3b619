"""Commands that change the knowledge base."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from aigc_kg.cli.common import JsonOption, KbOption, build_kb, default_folder, given_path, named_folder

_LASTING = "recorded, until another is given or the word shipped."


def _end(whole: bool) -> None:
    if not whole:
        raise typer.Exit(1)


def build(
    paths: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[PATH]...", parser=given_path, help="Files or folders; else the recorded ones, else the shipped corpus."),
    ] = None,
    *,
    kb: KbOption = None,
    names: Annotated[str | None, typer.Option(metavar="FILE", help=f"Names in Turtle, in place of the shipped ones; {_LASTING}")] = None,
    lexicon: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE", help=f"Wordings and properties in Turtle, beside the shipped ones; may be repeated; {_LASTING}"),
    ] = None,
    encoder: Annotated[
        str | None, typer.Option(metavar="NAME", help=f"A sentence-transformers model, by name or folder; {_LASTING}")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Make the knowledge base hold exactly the documents at PATH."""
    from aigc_kg.kb import KnowledgeBase

    folder = named_folder(kb) or default_folder()
    whole = build_kb(
        folder,
        lambda progress: KnowledgeBase.build(folder, paths or [], names=names, lexicons=lexicon or [], encoder=encoder, progress=progress),
        as_json=as_json,
    )
    _end(whole)


def add(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", parser=given_path, help="Files or folders.")],
    kb: KbOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add the documents at PATH, and bring the others up to date."""
    from aigc_kg.kb import KnowledgeBase

    folder = named_folder(kb) or default_folder()
    _end(build_kb(folder, lambda progress: KnowledgeBase.add(folder, paths, progress=progress), as_json=as_json))


def remove(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="PATH...", parser=given_path, help="Files or folders, or names of documents as answers show them; they may be gone."
        ),
    ],
    kb: KbOption = None,
    as_json: JsonOption = False,
) -> None:
    """Take out the documents at PATH, and bring the others up to date. They stay out until they are added or built again."""
    from aigc_kg.kb import KnowledgeBase

    folder = named_folder(kb) or default_folder()
    _end(build_kb(folder, lambda progress: KnowledgeBase.remove(folder, paths, progress=progress), as_json=as_json))
