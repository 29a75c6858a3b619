"""Markdown and plain-text layouts read into blocks with exact offsets, through markdown-it's tokens."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from markdown_it.token import Token

from aigc_kg.grammar import cell_spans, same_length, top_level_blocks
from aigc_kg.hypertext import TABLE, table_cells
from aigc_kg.inline import join, plain_view, view_of
from aigc_kg.model import Block, View
from aigc_kg.outline import Outline

_LINE_END = re.compile(r"\r\n?|\n")
_BULLET = re.compile(r"\s*+(?:[•·●○▪■◆◦‣➤►▶◇★☆✓✔☑✅❌✦👉🔹🔸🔺🔻]\ufe0f?\s*+|[-*+]\s++)")
_PICTURE = re.compile(r"\s*+[\U0001f300-\U0001faff☀-➿]\ufe0f?\s*+(?:\d{1,2}(?![\d年月日.])[.、:：]?\s*+)?(?P<title>\S.+)$")
"""A line that a picture leads in: as a title, where it is short and no sentence."""
_PICTOGRAPH = re.compile(r"\s*+(?:[\U0001f300-\U0001faff☀-➿]\ufe0f?\s*+){1,2}")
"""Begins each of several lines where authors list with pictures."""
_DATE_IN_BRACKETS = re.compile(r"\s*+(?=[【\[](?:19|20)?\d\d\s*[年./-][^】\]\n]{0,12}[】\]])")
_LEAST_LINES = 2
_ORDINAL = re.compile(r"\s*+(?:\(?\d{1,2}[)）]|[（(][一二三四五六七八九十]{1,3}[)）]|[①-⑳])\s*+")
_NUMBERED_HEADING = re.compile(
    r"\s*+(?:(?P<chapter>第?[一二三四五六七八九十]{1,3}[、章节部]\s*+)"
    r"|(?P<dotted>\d{1,2}(?:\.\d{1,2}){1,4})[.、]?\s+(?=\D)"
    r"|(?P<single>\d{1,2})[、.]\s*(?=\D))(?P<title>.+)$"
)
_HEADING_LENGTH = 60
_SENTENCE_PUNCTUATION = re.compile(r"[。！？；!?;]")
_SENTENCE = re.compile(r"[。；;，]|[,:：]\s*\Z")
_CHAPTER_LEVEL, _SINGLE_LEVEL = 1, 6
_MARKS_ONLY = re.compile(r"[-=*_|:\s>]+|\[[^\]]+\]:\s*\S+.*|\{:toc\}|[-*+]|\d+[.)]")


def line_starts(text: str) -> tuple[int, ...]:
    """Code-point offsets at which lines start; LF, CRLF and CR each end a line."""
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    if len(starts) > 1 and starts[-1] == len(text):
        starts.pop()
    return tuple(starts)


@dataclass
class _Reader:
    """Walks the tokens once."""

    text: str
    parsed: str
    """The text as the parser sees it, at the same offsets."""
    starts: tuple[int, ...]
    outline: Outline
    has_comments: bool
    has_tables: bool
    line: int = 0
    """The first line that is not read yet."""

    def line_span(self, line: int) -> tuple[int, int]:
        start = self.starts[line]
        end = self.starts[line + 1] if line + 1 < len(self.starts) else len(self.text)
        while end > start and self.text[end - 1] in "\r\n":
            end -= 1
        return start, end

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
        if spans and self.has_comments:
            spans = list(self.uncommented(spans))
        return [view_of(self.text, *span) for span in spans]

    def uncommented(self, spans: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
        """The spans without the comments in them that run over several lines."""
        at, limit = spans[0][0], spans[-1][1]
        begin, after = self.comment(at, limit)
        for start, end in spans:
            first = start
            while begin < end:
                if begin > first:
                    yield first, begin
                first = min(max(first, after), end)
                if after > end:
                    break
                begin, after = self.comment(after, limit)
            if first < end:
                yield first, end

    def comment(self, at: int, limit: int) -> tuple[int, int]:
        """The next comment that runs over several lines; where there is none, what is after all text."""
        while (begin := self.text.find("<!--", at, limit)) >= 0:
            close = self.text.find("-->", begin + 4, limit)
            if close < 0:
                break
            at = close + 3
            if _LINE_END.search(self.text, begin, at):
                return begin, at
        return len(self.text) + 1, len(self.text) + 1


def read_blocks(text: str) -> tuple[tuple[Block, ...], str]:
    """Blocks of the text in order, and the front matter (empty where there is none)."""
    starts, parsed = line_starts(text), same_length(text)
    reader = _Reader(text, parsed, starts, Outline(starts), "<!--" in text, TABLE.search(text) is not None)
    front_matter = ""
    for tokens in top_level_blocks(parsed):
        for at, token in enumerate(tokens):
            if token.map:
                _read_dropped(reader, token.map[0])
            if token.type == "front_matter":
                front_matter = token.content
            else:
                _visit(reader, token, tokens[at - 1])
            if token.map and token.nesting == 0:
                reader.line = max(reader.line, token.map[1])
    _read_dropped(reader, len(starts))
    return tuple(reader.outline.blocks), front_matter


def _visit(reader: _Reader, token: Token, before: Token) -> None:
    kind, outline = token.type, reader.outline
    first, last = token.map or (0, 0)
    if kind in ("bullet_list_open", "ordered_list_open"):
        outline.open_list(first)
    elif kind in ("bullet_list_close", "ordered_list_close"):
        outline.lists.pop()
    elif kind == "list_item_open":
        outline.items.append(None)
    elif kind == "list_item_close":
        outline.items.pop()
    elif kind in ("blockquote_open", "blockquote_close"):
        outline.quoted += 1 if kind.endswith("open") else -1
    elif kind == "table":
        outline.add_table(_rows(reader, token.meta["rows"]), outline.lead(first))
    elif kind == "inline":
        _read_inline(reader, token, before)
    elif kind == "fence":
        _read_code(reader, token)
    elif kind == "html_block":
        _read_spans(reader, list(reader.located(token.content.removesuffix("\n"), first, min(last, len(reader.starts)))))


def _read_inline(reader: _Reader, token: Token, opener: Token) -> None:
    spans = list(reader.located(token.content, *(token.map or (0, 0))))
    if opener.type != "heading_open":
        _read_spans(reader, spans)
        return
    view = join(reader.views(spans))
    if view.text.strip():
        reader.outline.add_heading(view, int(opener.tag[1]))


def _read_spans(reader: _Reader, spans: list[tuple[int, int]]) -> None:
    """Read lines of text, and the HTML tables in them."""
    begin = TABLE.search(reader.text, spans[0][0], spans[-1][1]) if spans and reader.has_tables else None
    while begin:
        rows, after, _ = table_cells(reader.text, begin.start(), spans[-1][1])
        _read_paragraph(reader, reader.views(_within(spans, spans[0][0], begin.start())))
        line = bisect_right(reader.starts, begin.start()) - 1
        reader.outline.add_table(_html_rows(reader, rows), reader.outline.lead(line))
        spans = _within(spans, after, spans[-1][1])
        begin = TABLE.search(reader.text, spans[0][0], spans[-1][1]) if spans else None
    _read_paragraph(reader, reader.views(spans))


def _within(spans: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    return [(max(a, start), min(b, end)) for a, b in spans if a < end and b > start]


def _rows(reader: _Reader, rows: list[tuple[int, int]]) -> Iterator[list[View]]:
    for start, end in rows:
        yield [view_of(reader.text, *span, cell=True) for span in cell_spans(reader.parsed, start, end)]


def _html_rows(reader: _Reader, rows: list[list[tuple[int, int] | None]]) -> Iterator[list[View]]:
    for row in rows:
        yield [_html_cell(reader, *span) if span else View("", range(0)) for span in row]


def _html_cell(reader: _Reader, start: int, end: int) -> View:
    """The text of a cell, line by line."""
    edges = [start, *(match.end() for match in _LINE_END.finditer(reader.text, start, end)), end]
    spans = (_stripped(reader.text, a, b) for a, b in pairwise(edges))
    return join([view_of(reader.text, *span) for span in spans])


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def _read_paragraph(reader: _Reader, views: list[View]) -> None:
    """A paragraph is one block, unless its lines are the bullets or numbered headings of a plain-text layout."""
    pending: list[View] = []
    outline = reader.outline
    in_item = bool(outline.items)
    marks = () if in_item else (_PICTOGRAPH, _DATE_IN_BRACKETS)
    listed = [mark for mark in marks if sum(mark.match(view.text) is not None for view in views) >= _LEAST_LINES]

    def flush() -> None:
        view = join(pending)
        pending.clear()
        if view.text.strip():
            outline.add_text(view)

    for view in views:
        bullet = _BULLET.match(view.text) or (None if in_item else _ORDINAL.match(view.text))
        bullet = bullet or next((match for mark in listed if (match := mark.match(view.text))), None)
        if bullet and not (in_item and not pending):
            flush()
            if bullet.end() < len(view.text):
                outline.add_bullet(view.part(bullet.end(), len(view.text)))
            continue
        heading = None if in_item or len(views) > 1 else _numbered_heading(view)
        if heading:
            outline.add_heading(*heading)
            continue
        pending.append(view)
    flush()


def _numbered_heading(view: View) -> tuple[View, int] | None:
    match = _NUMBERED_HEADING.match(view.text) if len(view.text) <= _HEADING_LENGTH else None
    pictured = _PICTURE.match(view.text) if match is None and len(view.text) <= _HEADING_LENGTH else None
    if pictured and not _SENTENCE.search(pictured["title"].rstrip("？?！!")):
        return view.part(pictured.start("title"), len(view.text)), _SINGLE_LEVEL
    if not match or _SENTENCE_PUNCTUATION.search(match["title"]):
        return None
    if match["title"].rstrip().endswith((":", "：", "，", ",")) and match["single"] is None:
        return None
    level = _CHAPTER_LEVEL if match["chapter"] else _SINGLE_LEVEL if match["single"] else 1 + match["dotted"].count(".")
    return view.part(match.start("title"), len(view.text)), level


def _read_code(reader: _Reader, token: Token) -> None:
    # Counted by its content, since a fence that never ends has no last line of its own.
    count = token.content.removesuffix("\n").count("\n") + 1 if token.content else 0
    first = (token.map or (0, 0))[0] + 1
    spans = [reader.line_span(line) for line in range(first, first + count)]
    view = join([plain_view(reader.text, *span) for span in spans])
    if view.text:
        reader.outline.add("code", view)


def _read_dropped(reader: _Reader, until: int) -> None:
    """Lines before line `until` that the parser dropped (it does so beyond its nesting limit) are read as plain lines."""
    while reader.line < until:
        start, end = _stripped(reader.text, *reader.line_span(reader.line))
        reader.line += 1
        if _is_text(reader.text[start:end]):
            _read_spans(reader, [(start, end)])


def _is_text(line: str) -> bool:
    return any(char.isalnum() for char in line) and not _MARKS_ONLY.fullmatch(line)
