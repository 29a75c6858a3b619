"""Passages of a document: sentences, list items, table rows and headings that state something, with the headings they stand under."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from aigc_kg.inline import with_markup
from aigc_kg.model import Block, Document, Passage, Quote
from aigc_kg.text import sentences

_WHOLE = 200
"""A block up to this many characters is one passage; a longer one is divided at its sentences."""
_MAX_QUOTE = 300
_MAX_CONTEXT = 100
_MAX_LINES = 3


def passages(document: Document, stated: Iterable[Quote] = ()) -> Iterator[Passage]:
    """Passages in order of the text. A heading is one where it states something: where one of the quotes `stated` begins with it."""
    starts = {quote.start for quote in stated}
    for index, block in enumerate(document.blocks):
        if block.kind == "row" and block.header is None:
            continue
        for start, end in _spans(block):
            quote = _quote(document, block, start, end)
            if quote is not None and (block.kind != "heading" or quote.start in starts):
                section, lines = _section(document, block)
                yield Passage(document.identifier, quote, section, lines, _context(document, index, start), block.view.text[start:end])


def _spans(block: Block) -> Iterator[tuple[int, int]]:
    text = block.view.text
    if len(text) <= _WHOLE and text.count("\n") < _MAX_LINES:
        if text.strip():
            yield 0, len(text)
        return
    start = end = -1
    for a, b in sentences(text):
        if start >= 0 and (b - start > _WHOLE or text.count("\n", start, b) >= _MAX_LINES):
            yield start, end
            start = -1
        start, end = (a if start < 0 else start), b
    if start >= 0:
        yield start, end


def _quote(document: Document, block: Block, start: int, end: int) -> Quote | None:
    a, b = with_markup(document.text, *block.view.source_span(start, end))
    b = min(b, a + _MAX_QUOTE)
    line = document.line_of(a)
    while document.line_of(b - 1) - line >= _MAX_LINES:
        b = max(document.text.rfind("\n", a, b), document.text.rfind("\r", a, b))
    text = document.text[a:b].rstrip()
    return Quote(text, a, a + len(text), line, document.line_of(a + len(text) - 1)) if text else None


def _section(document: Document, block: Block) -> tuple[tuple[str, ...], tuple[int, ...]]:
    headings = [document.blocks[i].view for i in block.section]
    return tuple(h.text.strip() for h in headings), tuple(document.line_of(h.offsets[0]) for h in headings)


def _context(document: Document, index: int, start: int) -> str:
    """Headings, list heads and lead-in above the text, outermost first."""
    block = document.blocks[index]
    above = [document.blocks[i].view.text for i in block.section]
    within = [block]
    while (parent := within[-1].parent) is not None:
        within.append(document.blocks[parent])
    # Only the list itself has a lead-in, which goes for the items inside its items too.
    if (lead := within[-1].lead) is not None:
        above.append(document.blocks[lead].view.text[-60:])
    above += [one.view.text[:60] for one in reversed(within[1:])]
    if start:
        above.append(block.view.text[:30])
    return _nearest([text.strip().replace("\n", " ") for text in above])


def _nearest(above: list[str]) -> str:
    """As much of the context as fits, the nearest kept first: encoding takes time by the token."""
    kept: list[str] = []
    for text in reversed(above):
        if kept and len(text) + sum(map(len, kept)) > _MAX_CONTEXT:
            break
        kept.insert(0, text)
    return " › ".join(kept)
