"""The block grammar of Markdown: markdown-it's rules, tables that keep the places of their rows, HTML tables kept whole.

A text is parsed one top-level block at a time, so that a long text takes no more memory than its longest block.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, html_block
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

_NESTING = 60
"""Levels of nesting (a list and its item are one each) beyond which the parser drops text; it is then read as plain lines."""
_DELIMITER = re.compile(r"\|?+[ \t]*+:?+-++:?+[ \t]*+(?:\|[ \t]*+:?+-++:?+[ \t]*+)*+\|?+[ \t]*+")
_PIPE = re.compile(r"(?<!\\)\|")
_TABLE_TAG = re.compile(r"<(/?)table(?=[\s>/])", re.IGNORECASE)
_OPEN_UNTIL = "no HTML table ends before this offset"


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    # Indented code is off: in notes, indentation is layout. Inline parsing is not asked for: it keeps no offsets.
    parser = MarkdownIt("commonmark", {"maxNesting": _NESTING}).enable("table").disable("code").use(front_matter_plugin)
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.at("html_block", _html_block, {"alt": ["paragraph", "reference", "blockquote"]})
    return parser


def same_length(text: str) -> str:
    """The text as the parser wants it, every character at its offset: lines end in LF, and NUL is replaced."""
    return text.replace("\r\n", " \n").replace("\r", "\n").replace("\x00", "\ufffd")


def top_level_blocks(text: str) -> Iterator[list[Token]]:
    """The tokens of each top-level block of a text that `same_length` made."""
    parser = _parser()
    rules = parser.block.ruler.getRules("")
    state = StateBlock(text if text.endswith("\n") else text + "\n", parser, {}, [])
    line = state.skipEmptyLines(0)
    while line < state.lineMax:
        next(rule for rule in rules if rule(state, line, state.lineMax, False))  # the last rule, of paragraphs, takes anything
        yield state.tokens
        state.tokens = []
        state.line = line = state.skipEmptyLines(state.line)


def _line_span(state: StateBlock, line: int) -> tuple[int, int]:
    return state.bMarks[line] + state.tShift[line], state.eMarks[line]


def cell_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the cells of a table row, without white space around them."""
    edges = [match.start() for match in _PIPE.finditer(text, start, end)]
    spans = [_trimmed(text, a, b) for a, b in zip([start, *(e + 1 for e in edges)], [*edges, end], strict=True)]
    if edges and spans[0][0] == spans[0][1]:
        del spans[0]
    if edges and spans and spans[-1][0] == spans[-1][1]:
        del spans[-1]
    return spans


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    cell = text[start:end]
    return (start + len(cell) - len(cell.lstrip()), start + len(cell.rstrip())) if cell.strip() else (end, end)


def _heads_table(state: StateBlock, start: int, end: int) -> bool:
    if start + 2 > end or state.sCount[start + 1] < state.blkIndent:
        return False
    first, last = _line_span(state, start + 1)
    marks = state.src[first : first + 2]
    if len(marks) < 2 or marks[0] not in "|-:" or marks in ("- ", "-\t") or _DELIMITER.fullmatch(state.src, first, last) is None:
        return False
    head = _line_span(state, start)
    return state.src.find("|", *head) >= 0 and len(cell_spans(state.src, *head)) == len(cell_spans(state.src, first, last)) > 0


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table as one token, which names the spans of its rows: the library makes six tokens a cell and drops surplus cells."""
    if not _heads_table(state, start, end):
        return False
    if silent:
        return True
    before, state.parentType = state.parentType, "table"
    rules = state.md.block.ruler.getRules("blockquote")
    rows = [_line_span(state, start)]
    line = start + 2
    while line < end and state.sCount[line] >= state.blkIndent and not state.isEmpty(line):
        span = _line_span(state, line)
        # Nothing else starts with a pipe, so the rules that may end a table need not be asked.
        if state.src[span[0]] != "|" and any(rule(state, line, end, True) for rule in rules):
            break
        rows.append(span)
        line += 1
    token = state.push("table", "table", 0)
    token.map, token.meta = [start, line], {"rows": rows}
    state.parentType, state.line = before, line
    return True


def _html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """An HTML block; one with a table goes on to the table's end, over blank lines."""
    if not html_block(state, start, end, silent):
        return False
    if not silent:
        last = _last_table_line(state, start, state.line, end)
        if last is not None:
            token = state.tokens[-1]
            token.map, token.content = [start, last + 1], state.getLines(start, last + 1, state.blkIndent, True)
            state.line = last + 1
    return True


def _last_table_line(state: StateBlock, start: int, stop: int, end: int) -> int | None:
    """The line on which a table ends that is open at the end of the lines [start, stop); None where there is none."""
    first, last, limit = state.bMarks[start], state.eMarks[stop - 1], state.eMarks[end - 1]
    depth = sum(-1 if match[1] else 1 for match in _TABLE_TAG.finditer(state.src, first, last))
    if depth <= 0 or limit <= state.env.get(_OPEN_UNTIL, -1):
        return None
    for match in _TABLE_TAG.finditer(state.src, last, limit):
        depth += -1 if match[1] else 1
        if not depth:
            line = bisect_right(state.bMarks, match.start()) - 1
            inside = all(state.isEmpty(n) or state.sCount[n] >= state.blkIndent for n in range(stop, line + 1))
            return line if inside else None
    state.env[_OPEN_UNTIL] = limit
    return None
