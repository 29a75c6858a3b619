"""Writes docs/commands.md from what `--help` prints: `.venv/bin/python -m tests.docs.commands`."""

from __future__ import annotations

from pathlib import Path

from tests.command import COMMANDS, help_text

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
HEAD = """\
# Commands

What `aigc-kg --help` and the `--help` of each command print. Written by `.venv/bin/python -m tests.docs.commands`; do not edit it.
"""


def page() -> str:
    """The command reference, in Markdown."""
    sections = [("aigc-kg", help_text()), *((f"aigc-kg {command}", help_text(command)) for command in COMMANDS)]
    return HEAD + "".join(f"\n## {title}\n\n```text\n{_trimmed(text)}\n```\n" for title, text in sections)


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


if __name__ == "__main__":
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(), encoding="utf-8")
