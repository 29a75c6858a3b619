"""Tags of HTML with their places, and tables in it; whatever is not well-formed is read as far as it goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

# Not the parser of the standard library: on unclosed markup it takes time that grows with the square of the text.
_MARKUP = re.compile(
    r"<(?:(?P<close>/)?(?P<name>[A-Za-z][A-Za-z0-9-]*+)(?P<attributes>(?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>"
    r"|(?P<comment>!--)|[!?][^<>]*+>)"
)
_NUMBER = r"\s*=\s*[\"']?\s*(\d{1,4})"
_COLSPAN = re.compile(r"(?<![\w-])colspan" + _NUMBER, re.IGNORECASE)
_ROWSPAN = re.compile(r"(?<![\w-])rowspan" + _NUMBER, re.IGNORECASE)
_RAW = {name: re.compile(rf"</{name}\s*+>", re.IGNORECASE) for name in ("script", "style", "template", "svg", "head")}
"""Elements that hold no text of the page, with their ends."""
_MAX_SPAN = 30
TABLE = re.compile(r"<table(?=[\s>/])", re.IGNORECASE)

Cell = TypeVar("Cell")


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag at `text[start:end]`, its name in lower case."""

    name: str
    closes: bool
    start: int
    end: int
    attributes: str


def tags(text: str, start: int, end: int) -> Iterator[Tag]:
    """Tags in `text[start:end]`, without comments, scripts and the like; these are told as tags named `!`, with all they hold."""
    unclosed: set[str] = set()
    at = start
    while match := _MARKUP.search(text, at, end):
        at = match.end()
        if match["comment"]:
            closed = -1 if "!" in unclosed else text.find("-->", at, end)
            if closed < 0:
                unclosed.add("!")
                continue
            at = closed + 3
            yield Tag("!", False, match.start(), at, "")
        elif match["name"] is None:
            yield Tag("!", False, match.start(), at, "")
        else:
            name = match["name"].lower()
            if name in _RAW and not match["close"] and name not in unclosed:
                closing = _RAW[name].search(text, at, end)
                if closing:
                    at = closing.end()
                    yield Tag("!", False, match.start(), at, "")
                    continue
                unclosed.add(name)
            yield Tag(name, bool(match["close"]), match.start(), at, match["attributes"])


@dataclass
class Grid(Generic[Cell]):
    """Rows of a table in the making; where a cell goes on over columns or rows, there is None."""

    rows: list[list[Cell | None]] = field(default_factory=list)
    _below: dict[int, int] = field(default_factory=dict)
    """For a column, how many rows more a cell above goes on."""

    def open_row(self) -> None:
        """Begin a row."""
        self.rows.append([])
        self._go_on()

    def add(self, cell: Cell, attributes: str) -> None:
        """Put a cell, of a tag with these attributes, in the next free column."""
        if not self.rows:
            self.open_row()
        row = self.rows[-1]
        columns, rows = _spanned(_COLSPAN, attributes), _spanned(_ROWSPAN, attributes)
        if rows > 1:
            self._below.update(dict.fromkeys(range(len(row), len(row) + columns), rows - 1))
        row += [cell, *[None] * (columns - 1)]
        self._go_on()

    def _go_on(self) -> None:
        row = self.rows[-1]
        while self._below.get(len(row), 0):
            self._below[len(row)] -= 1
            row.append(None)


def _spanned(attribute: re.Pattern[str], attributes: str) -> int:
    match = attribute.search(attributes)
    return min(max(int(match[1]), 1), _MAX_SPAN) if match else 1


def table_cells(text: str, start: int, end: int) -> tuple[list[list[tuple[int, int] | None]], int, bool]:
    """Spans of the cells of the table whose tag begins at `start`, row by row; where it ends, at most at `end`; does it hold a table?

    A table in a cell belongs to the cell.
    """
    grid: Grid[tuple[int, int]] = Grid()
    depth, nested = 0, False
    cell: Tag | None = None
    for tag in tags(text, start, end):
        if tag.name == "table":
            depth += -1 if tag.closes else 1
        nested = nested or depth > 1
        if depth > 1 or (tag.name == "table" and depth) or tag.name not in ("table", "tr", "td", "th"):
            continue
        if cell is not None:
            grid.add((cell.end, tag.start), cell.attributes)
            cell = None
        if depth == 0:
            return grid.rows, tag.end, nested
        if tag.name == "tr" and not tag.closes:
            grid.open_row()
        elif tag.name != "tr" and not tag.closes:
            cell = tag
    if cell is not None:
        grid.add((cell.end, end), cell.attributes)
    return grid.rows, end, nested
