"""Inline Markdown taken off a piece of text, with offsets kept: links, images, emphasis, code, HTML tags."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from aigc_kg.model import View, offsets_of

# Where markup can begin. Of each kind only the first character is looked for, which a search does many times faster.
_BEGIN = re.compile(r"\\|`|!\[|\[|~~|\*|_|<|https?://|ftp://")
# Repeats are possessive or end at the next character of their own kind, so that text made of openers takes linear time.
_BRACKETED = r"\[(?:[^\[\]\n]++|\[[^\[\]\n]*+\])*+\]"
_TARGET = r"\([^()\s]*+(?:\([^()\s]*+\)[^()\s]*+)*+(?:\s++\"[^\"\n]*+\")?\)"
_INLINE = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<code>`++)"
    rf"|(?P<image>!\[\[[^\[\]\n]*+\]\]|!{_BRACKETED}(?:{_TARGET}|\[[^\[\]\n]*+\]))"
    rf"|(?P<link>(?P<link_text>{_BRACKETED}){_TARGET})"
    r"|(?P<citation>(?<=[\w)）])\[\d++(?:[,，\-–]\s*+\d++)*+\]|\s*+\[-?@[\w:.#$%&\-+?<>~/]++(?:[;,][^\[\]\n]*+)?\]|\[\^[^\[\]\s]++\])"
    r"|(?P<deleted>~~[^~\n]++~~)"
    r"|(?P<strong>\*\*|__(?=\w)|(?<=\w)__)"
    r"|(?P<emphasis>(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*]))"
    r"|(?P<url>(?:https?|ftp)://[^\s<>()\[\]，。；、）】》\"']++)"
    r"|(?P<break><[Bb][Rr]\s*+/?>)"
    r"|(?P<tag></?[A-Za-z][^<>\n]*+>)"
    r"|(?P<comment><!--)"
)
_REFERENCE = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[Xx][0-9A-Fa-f]{1,6});")
_MARKS = re.compile(r"\*+|`+|_+")
_BACKTICKS = re.compile(r"`++")
# Of a gap this wide the view keeps one blank: it means no more than one, and patterns with blanks in them take long over it.
_WIDE_GAP = re.compile(r"(?: {64}|\t{64}|\u3000{64})[ \t\u3000]*+")
_MAX_LINK_DEPTH = 3
_LONGEST_CODE = 2000
"""Characters of a code span: an unclosed backtick is not looked after through a whole file."""


def view_of(text: str, start: int, end: int, *, cell: bool = False) -> View:
    """The readable view of `text[start:end]`; in a table cell, code too has its pipes escaped."""
    if _BEGIN.search(text, start, end) is None and _WIDE_GAP.search(text, start, end) is None:
        return View(text[start:end], range(start, end))
    draft = _Draft(text, cell)
    draft.read(start, end, _MAX_LINK_DEPTH)
    return draft.view()


def plain_view(text: str, start: int, end: int) -> View:
    """The view of `text[start:end]` as it stands."""
    return View(text[start:end], range(start, end))


def join(views: Sequence[View]) -> View:
    """One view of several, line after line: the joining line feed points at the line end it stands for."""
    kept = [view for view in views if view.text]
    if len(kept) <= 1:
        return kept[0] if kept else View("", range(0))
    pieces: list[range] = []
    spans: list[tuple[int, int]] = []
    length = 0
    for view in kept:
        if pieces:
            pieces.append(range(pieces[-1].stop, pieces[-1].stop + 1))
            length += 1
        spans += [(a + length, b + length) for a, b in view.emphasised]
        pieces += (view.offsets,) if isinstance(view.offsets, range) else view.offsets.ranges
        length += len(view.text)
    return View("\n".join(view.text for view in kept), offsets_of(pieces), tuple(spans))


def with_markup(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the emphasis marks that open before it and close behind it, and a character reference of HTML whole."""
    reference = _REFERENCE.match(text, end - 1)
    end = reference.end() if reference else end
    while start and text[start - 1] in "*`_":
        start -= 1
    while (run := _MARKS.match(text, end)) and _left_open(text[start:end], run[0][0]) >= len(run[0]):
        end = run.end()
    return start, end


def _left_open(text: str, mark: str) -> int:
    """How many of the marks that open emphasis or code in the text are not closed there. What opens behind it is not of it."""
    left = 0
    for run in _MARKS.finditer(text):
        if run[0][0] == mark:
            closes = left >= len(run[0]) and not text[run.start() - 1].isspace()
            left += -len(run[0]) if closes else len(run[0])
    return left


@dataclass
class _Draft:
    """A view in the making."""

    text: str
    cell: bool
    parts: list[str] = field(default_factory=list)
    pieces: list[range] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)
    length: int = 0
    open_until: int = -1
    """No comment ends before this offset."""

    def view(self) -> View:
        """What was read."""
        return View("".join(self.parts), offsets_of(self.pieces), tuple(sorted(self.spans)))

    def read(self, start: int, end: int, depth: int) -> None:
        """Take in `text[start:end]` without its markup."""
        at, look, opened = start, start, {"strong": -1, "emphasis": -1}
        while begin := _BEGIN.search(self.text, look, end):
            match = _INLINE.match(self.text, begin.start(), end)
            after = self.past(match, end) if match else -1
            if match is None or after < 0:
                look = match.end() if match else begin.start() + 1
                continue
            self.keep(at, match.start())
            at = look = after
            kind = match.lastgroup or ""
            if kind == "escape":
                self.keep(match.end() - 1, match.end())
            elif kind == "code":
                self.keep_code(match.end(), after - len(match[0]))
            elif kind == "break":
                self.keep_break(match.start())
            elif kind == "link" and depth:
                self.read(match.start("link_text") + 1, match.end("link_text") - 1, depth - 1)
            elif kind in opened:
                self.toggle(opened, kind)
        self.keep(at, end)

    def past(self, match: re.Match[str], end: int) -> int:
        """Where the markup that begins here ends; -1 where it is not closed and so is text."""
        if match.lastgroup == "code":
            return self.past_code(match, end)
        return self.past_comment(match, end) if match.lastgroup == "comment" else match.end()

    def past_code(self, opener: re.Match[str], end: int) -> int:
        """The end of the backticks that close a code span: as many as opened it, on the same line."""
        within = min(end, opener.end() + _LONGEST_CODE)
        line_end = self.text.find("\n", opener.end(), within)
        within = line_end if line_end >= 0 else within
        for close in _BACKTICKS.finditer(self.text, opener.end(), within):
            if len(close[0]) == len(opener[0]):
                return close.end()
        return -1

    def past_comment(self, opener: re.Match[str], end: int) -> int:
        """The end of an HTML comment."""
        if end <= self.open_until:
            return -1
        close = self.text.find("-->", opener.end(), end)
        if close < 0:
            self.open_until = end
        return close + 3 if close >= 0 else -1

    def keep(self, start: int, end: int) -> None:
        """Take in characters as they stand, wide gaps as their first blank."""
        for gap in _WIDE_GAP.finditer(self.text, start, end):
            self.put(start, gap.start() + 1)
            start = gap.end()
        self.put(start, end)

    def put(self, start: int, end: int) -> None:
        """Take in characters."""
        if start < end:
            self.parts.append(self.text[start:end])
            self.pieces.append(range(start, end))
            self.length += end - start

    def keep_code(self, start: int, end: int) -> None:
        """Take in a code span."""
        first = self.length
        while self.cell and (pipe := self.text.find("\\|", start, end)) >= 0:
            self.keep(start, pipe)
            start = pipe + 1
        self.keep(start, end)
        self.spans.append((first, self.length))

    def keep_break(self, at: int) -> None:
        """Take in a line break."""
        self.parts.append("\n")
        self.pieces.append(range(at, at + 1))
        self.length += 1

    def toggle(self, opened: dict[str, int], kind: str) -> None:
        """Open or close an emphasis."""
        if opened[kind] < 0:
            opened[kind] = self.length
            return
        if opened[kind] < self.length:
            self.spans.append((opened[kind], self.length))
        opened[kind] = -1
