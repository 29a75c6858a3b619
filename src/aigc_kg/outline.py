"""The tree of a document in the making: blocks with the headings, list items and tables that they stand under."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from aigc_kg.inline import join
from aigc_kg.model import Block, View
from aigc_kg.text import sentences

_LONGEST_HEADING = 300
"""A longer heading heads nothing, but is text: it would be carried along with all that stands under it."""
_LONGEST_TEXT = 3000
"""Longer text is several blocks, so that whoever reads a block has a bounded piece of text before him."""
_GAPS = " \n，、；,;"


@dataclass
class Outline:
    """Blocks so far, and the headings, list items and lists that are open."""

    starts: tuple[int, ...]
    blocks: list[Block] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    items: list[int | None] = field(default_factory=list)
    """Open list items, outermost first; None for one that has no text yet."""
    lists: list[tuple[int, int | None]] = field(default_factory=list)
    """Number and lead-in of the open lists, outermost first."""
    groups: int = 0
    quoted: int = 0

    def add(
        self,
        kind: str,
        view: View,
        level: int = 0,
        *,
        parent: int | None = None,
        lead: int | None = None,
        cells: tuple[View, ...] = (),
        header: int | None = None,
        group: int = 0,
    ) -> int:
        """Add a block under the open headings; its position."""
        self.blocks.append(Block(kind, view, level, tuple(self.headings), parent, lead, cells, header, group))
        return len(self.blocks) - 1

    def add_heading(self, view: View, level: int) -> None:
        """Add a heading, which closes those of its level and below."""
        if len(view.text) > _LONGEST_HEADING:
            self.add_text(view)
            return
        self.headings = [h for h in self.headings if self.blocks[h].level < level]
        self.headings.append(self.add("heading", view, level))

    def add_text(self, view: View) -> None:
        """Add text: the first of an open list item is the item, else it is a paragraph or quote."""
        for part in _parts(view):
            parent = next((item for item in reversed(self.items) if item is not None), None)
            if self.items and self.items[-1] is None:
                group, lead = self.lists[-1] if self.lists else (self.groups, None)
                self.items[-1] = self.add("item", part, len(self.items), parent=parent, lead=lead, group=group)
            else:
                self.add("quote" if self.quoted else "paragraph", part, parent=parent)

    def add_bullet(self, view: View) -> None:
        """Add an item of a plain-text list."""
        last = self.blocks[-1] if self.blocks else None
        if last is None or last.kind != "item" or last.level != 1 or last.parent is not None:
            self.groups += 1
            lead = len(self.blocks) - 1 if last is not None and last.kind == "paragraph" else None
            group = self.groups
        else:
            lead, group = last.lead, last.group
        first, *others = _parts(view)
        index = self.add("item", first, 1, lead=lead, group=group)
        for part in others:
            self.add("paragraph", part, parent=index)

    def add_table(self, rows: Iterable[Sequence[View]], lead: int | None) -> None:
        """Add the rows of a table; the first is its header."""
        self.groups += 1
        header: int | None = None
        for row in rows:
            view = join(row)
            if view.text.strip():
                index = self.add("row", view, lead=lead, cells=tuple(row), header=header, group=self.groups)
                header = index if header is None else header

    def open_list(self, line: int) -> None:
        """Open a list that starts at a line (from 0)."""
        self.groups += 1
        self.lists.append((self.groups, self.lead(line)))

    def lead(self, line: int) -> int | None:
        """The paragraph that introduces a list or table at a line: the last block, if it is near or ends in a colon."""
        if not self.blocks or self.items or self.blocks[-1].kind != "paragraph":
            return None
        view = self.blocks[-1].view
        last_line = bisect_right(self.starts, view.offsets[-1]) if view.text else 0
        return len(self.blocks) - 1 if line - last_line <= 1 or view.text.rstrip().endswith((":", "：")) else None


def _parts(view: View) -> Iterator[View]:
    """The view, or the pieces of a long one: divided at sentences, and a long sentence at the last gap that there is."""
    text = view.text
    if len(text) <= _LONGEST_TEXT:
        yield view
        return
    start = end = -1
    for a, b in sentences(text):
        if start >= 0 and b - start > _LONGEST_TEXT:
            yield view.part(start, end)
            start = -1
        start = a if start < 0 else start
        while b - start > _LONGEST_TEXT:
            cut = _last_gap(text, start, start + _LONGEST_TEXT)
            yield view.part(start, cut)
            start = cut
        end = b
    if 0 <= start < end:
        yield view.part(start, end)


def _last_gap(text: str, start: int, end: int) -> int:
    """Behind the last blank or comma in `text[start:end]`; its end, where there is none."""
    found = max(text.rfind(mark, start, end) for mark in _GAPS)
    return found + 1 if found >= 0 else end
