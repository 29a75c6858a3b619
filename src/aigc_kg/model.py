"""Frozen values that flow through the package: documents, claims, answers. Persistence lives elsewhere."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, overload

from aigc_kg.frozen import light


@light(frozen=True, slots=True)
class Pieces(Sequence[int]):
    """Rising offsets, kept as ranges, so that a long text takes no number for each character."""

    ranges: tuple[range, ...]
    ends: tuple[int, ...]
    """How many offsets there are up to the end of each range."""

    def __len__(self) -> int:
        return self.ends[-1] if self.ends else 0

    def __iter__(self) -> Iterator[int]:
        for piece in self.ranges:
            yield from piece

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> Offsets: ...
    def __getitem__(self, at: int | slice) -> int | Offsets:
        if isinstance(at, slice):
            return self._between(*at.indices(len(self)))
        place = at + len(self) if at < 0 else at
        if not 0 <= place < len(self):
            raise IndexError(f"There is no offset {at} of {len(self)}.")
        piece = bisect_right(self.ends, place)
        return self.ranges[piece][place - self.ends[piece]]

    def _between(self, start: int, end: int, step: int) -> Offsets:
        if step != 1:
            raise ValueError("Offsets are sliced without a step.")
        first, last = bisect_right(self.ends, start), bisect_right(self.ends, end)
        return offsets_of(
            piece[max(0, start - stop + len(piece)) : max(0, end - stop + len(piece))]
            for piece, stop in zip(self.ranges[first : last + 1], self.ends[first : last + 1], strict=True)
        )


Offsets = range | Pieces
"""Code-point offsets of the characters of a view, rising."""


def offsets_of(pieces: Iterable[range]) -> Offsets:
    """The offsets of pieces of a document, in order; pieces that touch become one."""
    merged: list[range] = []
    for piece in pieces:
        if merged and merged[-1].stop == piece.start:
            merged[-1] = range(merged[-1].start, piece.stop)
        elif piece:
            merged.append(piece)
    if len(merged) <= 1:
        return merged[0] if merged else range(0)
    return Pieces(tuple(merged), tuple(accumulate(map(len, merged))))


@light(frozen=True, slots=True)
class View:
    """Readable text of a piece of a document: markup left out, each character with its code-point offset."""

    text: str
    offsets: Offsets
    emphasised: tuple[tuple[int, int], ...] = ()
    """Spans of `text` that the author set in bold, italics or code, in order."""

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Code-point span [start, end) of the document that `text[start:end]` was read from."""
        if start >= end:
            raise ValueError(f"Empty span: {start}, {end}")
        return self.offsets[start], self.offsets[end - 1] + 1

    def part(self, start: int, end: int) -> View:
        """The view of `text[start:end]`."""
        marked = self.emphasised[bisect_left(self.emphasised, (start, start)) : bisect_left(self.emphasised, (end, end))]
        inside = tuple((a - start, b - start) for a, b in marked if b <= end)
        return View(self.text[start:end], self.offsets[start:end], inside)


@light(frozen=True, slots=True)
class Block:
    """A leaf of the document tree: heading, paragraph, list item, table row, quote or code.

    Other blocks are named by their position in `Document.blocks`.
    """

    kind: str
    view: View
    level: int = 0
    """Heading level, or depth of a list item (from 1)."""
    section: tuple[int, ...] = ()
    """Headings above, outermost first."""
    parent: int | None = None
    """The list item that this block stands under."""
    lead: int | None = None
    """The paragraph that introduces the list or table."""
    cells: tuple[View, ...] = ()
    header: int | None = None
    """For a table row: the header row."""
    group: int = 0
    """Number of the list or table, so that siblings are known."""


@dataclass(frozen=True, slots=True)
class Text:
    """The text of a source, and where in it each place starts: a line, or a page, paragraph or slide where lines mean nothing."""

    text: str
    places: tuple[int, ...]


@dataclass(frozen=True)
class Document:
    """A source document: its unaltered text and the blocks read from it."""

    identifier: str
    text: str
    blocks: tuple[Block, ...]
    meta: tuple[tuple[str, str], ...] = ()
    line_starts: tuple[int, ...] = field(default=(), repr=False)

    def line_of(self, offset: int) -> int:
        """1-based line of a code-point offset; LF, CRLF and CR each end a line. Of a converted document, the page, paragraph or slide."""
        return bisect_right(self.line_starts, offset)

    @property
    def title(self) -> str:
        """Title from the front matter, else the first heading, else the identifier."""
        named = dict(self.meta).get("title")
        heading = next((block.view.text for block in self.blocks if block.kind == "heading"), None)
        return named or heading or self.identifier


@light(frozen=True, slots=True)
class Quote:
    """A verbatim piece of a document: `text` is `document.text[start:end]` and stands on these lines."""

    text: str
    start: int
    end: int
    line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A unit of retrieval: a sentence or list item with its headings as context."""

    document: str
    quote: Quote
    section: tuple[str, ...]
    section_lines: tuple[int, ...]
    context: str
    """Headings, list head and lead-in that the text is to be read under."""
    text: str
    """The passage without markup."""


@light(frozen=True, slots=True)
class Thing:
    """A named thing as the text names it; `classes` are local names of ontology classes."""

    name: str
    classes: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, date, truth value or text; `datatype` is the local name of an XML Schema type."""

    lexical: str
    datatype: str
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """What one place of one document states: subject, property, object, and the words that say so."""

    subject: Thing
    predicate: str
    """Local name of the property."""
    object: Thing | Literal
    rule: str
    quote: Quote
    contexts: tuple[Quote, ...] = ()
    qualifier: str | None = None
    """What qualifies the statement: "about", "over", "as of"."""
    value: Literal | None = None
    """An amount stated with the relation, as in "three times faster than"."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where an answer is written."""

    document: str
    line: int
    end_line: int
    section: tuple[str, ...]
    quote: str


@dataclass(frozen=True)
class Result:
    """One answer: a thing (label, labels, iri) or a literal (value, unit)."""

    label: str | None = None
    labels: tuple[str, ...] = ()
    iri: str | None = None
    value: Any = None
    unit: str | None = None
    about: str | None = None
    evidence: tuple[int, ...] = ()
    documents: int = 0
    members: tuple[Result, ...] | None = None


@dataclass(frozen=True)
class Conflict:
    """Values that exclude each other (`conflict`) or disjoint sets of values (`disagreement`)."""

    property: str
    subject: str
    kind: str
    values: tuple[dict[str, Any], ...]


@dataclass(frozen=True)
class Answer:
    """The answer to a question, as the JSON of the command line has it."""

    question: str
    language: str
    status: str
    answer: str
    results: tuple[Result, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    sparql: str | None = None
    interpretation: str | None = None
    not_understood: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage found by search."""

    document: str
    line: int
    end_line: int
    section: tuple[str, ...]
    text: str
    score: float
