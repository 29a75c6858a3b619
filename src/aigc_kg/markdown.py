"""Markdown and plain-text layouts read into blocks with exact offsets, through markdown-it's tree."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from aigc_kg.inline import join, view_of
from aigc_kg.model import Block, View

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_LINE_END = re.compile(r"[\r\n]")
_BULLET = re.compile(r"^\s*(?:[•·●○▪■◆◦‣➤►]\s*|[-*+]\s+)")
_ORDINAL = re.compile(r"^\s*(?:\(?\d{1,2}[)）]|[（(][一二三四五六七八九十]{1,3}[)）]|[①-⑳])\s*")
_NUMBERED_HEADING = re.compile(
    r"^\s*(?:(?P<chapter>第?[一二三四五六七八九十]{1,3}[、章节部]\s*)"
    r"|(?P<dotted>\d{1,2}(?:\.\d{1,2}){1,4})[.、]?\s+(?=\D)"
    r"|(?P<single>\d{1,2})[、.]\s*(?=\D))(?P<title>.+)$"
)
_HEADING_LENGTH = 60
_SENTENCE_PUNCTUATION = re.compile(r"[。！？；!?;]")
_CHAPTER_LEVEL, _SINGLE_LEVEL = 1, 6
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_CELL = re.compile(r"\s*\|?\s*(?P<text>(?:[^|\\]|\\.)*?)\s*(?:\||\Z)", re.DOTALL)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    # Indented code is off: in notes, indentation is layout. Inline parsing is off: it keeps no offsets.
    return MarkdownIt("commonmark").enable("table").disable(["code", "inline"]).use(front_matter_plugin)


def line_starts(text: str) -> tuple[int, ...]:
    """Code-point offsets at which lines start; LF, CRLF and CR each end a line."""
    return tuple(match.start() for match in _LINE.finditer(text) if match[0] or match.start() == 0)


@dataclass
class _Reader:
    """Walks the tokens once, keeping the open headings, list items and table."""

    text: str
    starts: tuple[int, ...]
    blocks: list[Block] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)
    items: list[int | None] = field(default_factory=list)
    lists: list[tuple[int, int | None]] = field(default_factory=list)
    """Number and lead-in of the open lists, outermost first."""
    groups: int = 0
    quoted: int = 0
    header: int | None = None
    covered: set[int] = field(default_factory=set)
    parsed: str = field(init=False)
    """The text as the parser sees it, at the same offsets."""

    def __post_init__(self) -> None:
        self.parsed = self.text.replace("\x00", "\ufffd")

    def line_span(self, line: int) -> tuple[int, int]:
        start = self.starts[line]
        end = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)
        return start, start + len(self.text[start:end].rstrip("\r\n"))

    def located(self, content: str, first: int, last: int) -> Iterator[tuple[int, int]]:
        """Spans of the lines of `content`, which is made of the source lines [first, last) in order."""
        lines = content.split("\n")
        # Lines of white space other than blanks, such as U+3000, are part of a paragraph but stripped off its ends.
        while last - first > len(lines) and not self.text[slice(*self.line_span(first))].strip("> \t\u3000\xa0\f\v"):
            first += 1
        for line, wanted in zip(range(first, last), lines, strict=False):
            # The parser expands tabs at the line's start, and takes markers off there only: search from the end.
            stripped = wanted.strip()
            start, end = self.line_span(line)
            at = self.parsed.rfind(stripped, start, end)
            if at < 0:
                source = self.parsed[start:end]
                stripped, at = source.strip(), start + len(source) - len(source.lstrip())
            if stripped:
                yield at, at + len(stripped)

    def views(self, spans: list[tuple[int, int]]) -> list[View]:
        """Readable views of the lines at these spans; a comment may run over several."""
        if not spans:
            return []
        comments = [match.span() for match in _COMMENT.finditer(self.text, spans[0][0], spans[-1][1]) if _LINE_END.search(match[0])]
        return [_outside(view_of(self.text, *span), comments) for span in spans]

    def add(self, block: Block) -> int:
        section = tuple(self.headings)
        if block.kind == "heading":
            self.headings = [h for h in self.headings if self.blocks[h].level < block.level]
            section = tuple(self.headings)
            self.headings.append(len(self.blocks))
        self.blocks.append(replace(block, section=section))
        return len(self.blocks) - 1


def _outside(view: View, hidden: list[tuple[int, int]]) -> View:
    """The view without the characters from these spans of the document."""
    kept = [i for i, offset in enumerate(view.offsets) if not any(a <= offset < b for a, b in hidden)]
    if len(kept) == len(view.text):
        return view
    emphasised = [(bisect_left(kept, a), bisect_left(kept, b)) for a, b in view.emphasised]
    return View("".join(view.text[i] for i in kept), tuple(view.offsets[i] for i in kept), tuple((a, b) for a, b in emphasised if a < b))


def read_blocks(text: str) -> tuple[tuple[Block, ...], str]:
    """Blocks of the text in order, and the front matter (empty where there is none)."""
    starts = line_starts(text)
    # markdown-it counts CRLF and CR as one line end each, as `line_starts` does.
    reader = _Reader(text, starts)
    front_matter = ""
    tokens = _parser().parse(reader.parsed)
    for at, token in enumerate(tokens):
        if token.type == "front_matter":
            front_matter = token.content
            reader.covered.update(range(*(token.map or (0, 0))))
        else:
            _visit(reader, token, tokens, at)
    _read_uncovered(reader)
    return tuple(reader.blocks), front_matter


def _visit(reader: _Reader, token: Token, tokens: list[Token], at: int) -> None:
    kind = token.type
    if kind in ("fence", "code_block", "html_block", "hr"):
        reader.covered.update(range(*(token.map or (0, 0))))
    if kind in ("bullet_list_open", "ordered_list_open", "table_open"):
        reader.groups += 1
        reader.lists.append((reader.groups, _lead_of(reader, token)))
        reader.header = None
    elif kind in ("bullet_list_close", "ordered_list_close", "table_close"):
        reader.lists.pop()
    elif kind == "list_item_open":
        reader.items.append(None)
    elif kind == "list_item_close":
        reader.items.pop()
    elif kind in ("blockquote_open", "blockquote_close"):
        reader.quoted += 1 if kind.endswith("open") else -1
    elif kind == "tr_open":
        _read_row(reader, tokens, at)
    elif kind == "inline" and tokens[at - 1].type not in ("th_open", "td_open"):
        _read_inline(reader, token, tokens[at - 1])
    elif kind == "fence":
        _read_code(reader, token)
    elif kind == "html_block":
        _read_lines(reader, *(token.map or (0, 0)))


def _lead_of(reader: _Reader, token: Token) -> int | None:
    """The paragraph or item text that introduces a list or table: the last block, if it is no heading."""
    if not reader.blocks or token.map is None:
        return None
    last = len(reader.blocks) - 1
    block = reader.blocks[last]
    if block.kind == "paragraph" and not reader.items:
        gap = token.map[0] - _last_line(reader, block)
        return last if gap <= 1 or block.view.text.rstrip().endswith((":", "：")) else None
    return None


def _last_line(reader: _Reader, block: Block) -> int:
    return bisect_right(reader.starts, block.view.offsets[-1]) if block.view.offsets else 0


def _read_inline(reader: _Reader, token: Token, opener: Token) -> None:
    first, last = token.map or (0, 0)
    reader.covered.update(range(first, last))
    views = reader.views(list(reader.located(token.content, first, last)))
    if opener.type == "heading_open":
        view = join(views)
        if view.text.strip():
            reader.add(Block("heading", view, level=int(opener.tag[1])))
        return
    _read_paragraph(reader, views)


def _read_paragraph(reader: _Reader, views: list[View]) -> None:
    """A paragraph is one block, unless its lines are the bullets or numbered headings of a plain-text layout."""
    pending: list[View] = []
    in_item = bool(reader.items)

    def flush() -> None:
        view = join(pending)
        pending.clear()
        if view.text.strip():
            _add_text(reader, view)

    for view in views:
        bullet = _BULLET.match(view.text) or (None if in_item else _ORDINAL.match(view.text))
        if bullet and not (in_item and not pending):
            flush()
            if bullet.end() < len(view.text):
                _add_bullet(reader, view.part(bullet.end(), len(view.text)))
            continue
        heading = None if in_item or len(views) > 1 else _numbered_heading(view)
        if heading:
            reader.add(heading)
            continue
        pending.append(view)
    flush()


def _numbered_heading(view: View) -> Block | None:
    match = _NUMBERED_HEADING.match(view.text)
    if not match or len(view.text) > _HEADING_LENGTH or _SENTENCE_PUNCTUATION.search(match["title"]):
        return None
    if match["title"].rstrip().endswith((":", "：", "，", ",")) and match["single"] is None:
        return None
    level = _CHAPTER_LEVEL if match["chapter"] else _SINGLE_LEVEL if match["single"] else 1 + match["dotted"].count(".")
    return Block("heading", view.part(match.start("title"), len(view.text)), level=level)


def _add_bullet(reader: _Reader, view: View) -> None:
    last = reader.blocks[-1] if reader.blocks else None
    if last is None or last.kind != "item" or last.level != 1 or last.parent is not None:
        reader.groups += 1
        lead = len(reader.blocks) - 1 if last is not None and last.kind == "paragraph" else None
        group = reader.groups
    else:
        lead, group = last.lead, last.group
    reader.add(Block("item", view, level=1, lead=lead, group=group))


def _add_text(reader: _Reader, view: View) -> None:
    depth = len(reader.items)
    parents = [item for item in reader.items if item is not None]
    if depth and reader.items[-1] is None:
        parent = parents[-1] if parents else None
        group, lead = reader.lists[-1] if reader.lists else (reader.groups, None)
        index = reader.add(Block("item", view, level=depth, parent=parent, lead=lead, group=group))
        reader.items[-1] = index
        return
    kind = "quote" if reader.quoted else "paragraph"
    reader.add(Block(kind, view, parent=parents[-1] if parents else None))


def _read_row(reader: _Reader, tokens: list[Token], at: int) -> None:
    cells: list[View] = []
    position = -1
    for token in tokens[at + 1 :]:
        if token.type == "tr_close":
            break
        if token.type == "inline":
            first, last = tokens[at].map or token.map or (0, 0)
            reader.covered.update(range(first, last))
            start, end = reader.line_span(first)
            found, position = _cell_span(reader, token.content, max(position, start), end)
            cells.append(view_of(reader.text, found, position))
    view = join([cell for cell in cells if cell.text])
    if not view.text.strip():
        return
    group, lead = reader.lists[-1]
    index = reader.add(Block("row", view, lead=lead, cells=tuple(cells), header=reader.header, group=group))
    if reader.header is None:
        reader.header = index


def _cell_span(reader: _Reader, content: str, start: int, end: int) -> tuple[int, int]:
    """Where a cell's content stands in [start, end); empty at `start` for an empty cell."""
    if not content:
        return start, start
    # The parser takes away the backslash that keeps a pipe from ending the cell.
    escaped = content.replace("|", "\\|")
    found = reader.parsed.find(escaped, start, end)
    if found >= 0:
        return found, found + len(escaped)
    rest = _CELL.match(reader.parsed, start, end)
    return rest.span("text") if rest else (start, start)


def _read_code(reader: _Reader, token: Token) -> None:
    # Counted by its content, since a fence that never ends has no last line of its own.
    lines = token.content.removesuffix("\n").split("\n") if token.content else []
    first = (token.map or (0, 0))[0] + 1
    spans = [reader.line_span(line) for line in range(first, first + len(lines))]
    views = [View(reader.text[a:b], tuple(range(a, b))) for a, b in spans if b > a]
    if views:
        reader.add(Block("code", join(views)))


def _read_lines(reader: _Reader, first: int, last: int) -> None:
    views = reader.views([reader.line_span(line) for line in range(first, min(last, len(reader.starts)))])
    if any(view.text.strip() for view in views):
        _read_paragraph(reader, [view for view in views if view.text.strip()])


def _read_uncovered(reader: _Reader) -> None:
    """Lines that the parser dropped (it does so beyond its nesting limit) are read as plain lines."""
    for line in range(len(reader.starts)):
        start, end = reader.line_span(line)
        content = reader.text[start:end]
        if line in reader.covered or not content.strip() or not _is_text(content):
            continue
        reader.covered.add(line)
        _read_lines(reader, line, line + 1)


_NOT_TEXT = re.compile(r"^\s*(?:[-=*_|:\s>]+|\[[^\]]+\]:\s*\S+.*|\{:toc\}|[-*+]|\d+[.)])\s*$")


def _is_text(line: str) -> bool:
    return not _NOT_TEXT.match(line) and any(char.isalnum() for char in line)
