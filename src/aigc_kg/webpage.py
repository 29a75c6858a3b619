"""HTML pages read into blocks; offsets and lines are those of the file itself."""

from __future__ import annotations

import html
import re
from bisect import bisect_right
from dataclasses import dataclass, field

from aigc_kg.hypertext import Tag, table_cells, tags
from aigc_kg.markdown import line_starts
from aigc_kg.model import Block, View, offsets_of
from aigc_kg.outline import Outline

_DEEPEST = 30
"""Lists within lists that are kept apart; what is nested deeper stands in the last of them."""
_MAX_LAYOUTS = 8
_HEADING = re.compile(r"h([1-6])")
_EMPHASIS = frozenset({"b", "strong", "em", "i", "code", "kbd", "samp", "tt"})
_INLINE = (
    _EMPHASIS
    | {"a", "abbr", "acronym", "bdi", "bdo", "big", "cite", "data", "dfn", "font", "img", "ins", "label", "mark", "q"}
    | {"rp", "rt", "ruby", "s", "small", "span", "strike", "sub", "sup", "time", "u", "var", "wbr", "!"}
)
_TITLE = re.compile(r"<title[^<>]*+>([^<]*+)</title", re.IGNORECASE)
_BLANK_OR_REFERENCE = re.compile(r"\s++|&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[Xx][0-9A-Fa-f]{1,6});")


@dataclass
class _Line:
    """A run of text in the making, between two tags that divide blocks."""

    parts: list[str] = field(default_factory=list)
    pieces: list[range] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    opened: list[int] = field(default_factory=list)
    length: int = 0
    verbatim: bool = False
    """Is white space kept as it stands?"""

    def put(self, text: str, start: int, end: int) -> None:
        """Take in characters that stand at [start, end) of the page."""
        self.parts.append(text)
        self.pieces.append(range(start, end))
        self.length += len(text)

    def read(self, text: str, start: int, end: int) -> None:
        """Take in a run without tags: white space becomes one blank or line end, and references their characters."""
        at = start
        for match in _BLANK_OR_REFERENCE.finditer(text, start, end):
            self.keep(text, at, match.start())
            at = match.end()
            char = html.unescape(match[0]) if match[0][0] == "&" else match[0]
            if char.isspace() and not self.verbatim:
                self.blank("\n" if "\n" in char or "\r" in char else " ", match.start())
            elif len(char) == 1 and char.isprintable():
                self.put(char, match.start(), match.start() + 1)
            else:
                self.keep(text, match.start(), at)
        self.keep(text, at, end)

    def keep(self, text: str, start: int, end: int) -> None:
        """Take in characters as they stand."""
        if start < end:
            self.put(text[start:end], start, end)

    def blank(self, char: str, at: int) -> None:
        """Take in a blank or line end, if there is none before."""
        if self.parts and not self.parts[-1].isspace():
            self.put(char, at, at + 1)

    def emphasise(self, closes: bool) -> None:
        """Begin or end an emphasis."""
        if not closes:
            self.opened.append(self.length)
        elif self.opened and self.opened[-1] < self.length:
            self.spans.append((self.opened.pop(), self.length))

    def view(self) -> View:
        """What was read, without white space at the end."""
        while self.parts and self.parts[-1].isspace():
            self.parts.pop()
            self.pieces.pop()
        text = "".join(self.parts)
        spans = sorted((a, min(b, len(text))) for a, b in self.spans if a < len(text))
        return View(text, offsets_of(self.pieces), tuple(spans))


@dataclass
class _Reader:
    """Walks the tags once."""

    text: str
    outline: Outline
    line: _Line = field(default_factory=_Line)
    heading: int = 0
    layouts: int = 0
    """Tables so far that hold tables: they lay out the page, and their cells are read as text."""
    surplus: int = 0
    """Open lists beyond those that are kept apart."""

    def flush(self) -> None:
        """Add the run of text so far as a block."""
        view, verbatim = self.line.view(), self.line.verbatim
        self.line = _Line()
        if not view.text.strip():
            return
        if verbatim:
            self.outline.add("code", view)
        elif self.heading:
            self.outline.add_heading(view, self.heading)
        else:
            self.outline.add_text(view)


def read_page(text: str) -> tuple[tuple[Block, ...], str]:
    """Blocks of an HTML page in order, and its title (empty where it has none)."""
    reader = _Reader(text, Outline(line_starts(text)))
    at = 0
    for tag in tags(text, 0, len(text)):
        if tag.start < at:
            continue
        reader.line.read(text, at, tag.start)
        at = _visit(reader, tag)
    reader.line.read(text, at, len(text))
    reader.flush()
    title = _TITLE.search(text)
    return tuple(reader.outline.blocks), " ".join(html.unescape(title[1]).split()) if title else ""


def _visit(reader: _Reader, tag: Tag) -> int:
    """Do what a tag asks for; where to read on."""
    name = tag.name
    if name in _EMPHASIS:
        reader.line.emphasise(tag.closes)
    if name in _INLINE:
        return tag.end
    if name == "br":
        reader.line.blank("\n", tag.start)
        return tag.end
    reader.flush()
    heading = _HEADING.fullmatch(name)
    reader.heading = int(heading[1]) if heading and not tag.closes else 0
    if name in ("ul", "ol"):
        _list(reader, tag)
    elif name == "li" and reader.outline.lists:
        _item(reader, tag.closes)
    elif name == "blockquote":
        reader.outline.quoted = max(0, reader.outline.quoted + (-1 if tag.closes else 1))
    elif name == "pre":
        reader.line.verbatim = not tag.closes
    elif name == "table" and not tag.closes:
        return _table(reader, tag)
    return tag.end


def _list(reader: _Reader, tag: Tag) -> None:
    outline = reader.outline
    if not tag.closes and len(outline.lists) < _DEEPEST:
        outline.open_list(_line(reader, tag))
    elif not tag.closes:
        reader.surplus += 1
    elif reader.surplus:
        reader.surplus -= 1
    elif outline.lists:
        _item(reader, closes=True)
        outline.lists.pop()


def _item(reader: _Reader, closes: bool) -> None:
    """Close the open item of the innermost list, if there is one, and open the next."""
    outline = reader.outline
    del outline.items[len(outline.lists) - 1 :]
    if not closes:
        outline.items += [None] * (len(outline.lists) - len(outline.items))


def _table(reader: _Reader, tag: Tag) -> int:
    rows, after, nested = table_cells(reader.text, tag.start, len(reader.text))
    if nested and reader.layouts < _MAX_LAYOUTS:
        reader.layouts += 1
        return tag.end
    views = ([_cell(reader.text, *span) if span else View("", range(0)) for span in row] for row in rows)
    reader.outline.add_table(views, reader.outline.lead(_line(reader, tag)))
    return after


def _cell(text: str, start: int, end: int) -> View:
    line, at = _Line(), start
    for tag in tags(text, start, end):
        line.read(text, at, tag.start)
        at = tag.end
        if tag.name in _EMPHASIS:
            line.emphasise(tag.closes)
        elif tag.name not in _INLINE:
            line.blank("\n", tag.start)
    line.read(text, at, end)
    return line.view()


def _line(reader: _Reader, tag: Tag) -> int:
    return bisect_right(reader.outline.starts, tag.start) - 1
