"""Inline Markdown taken off a piece of text, with offsets kept: links, images, emphasis, code, HTML tags."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from aigc_kg.model import View

_INLINE = re.compile(
    r"(?P<escape>\\[!-/:-@\[-`{-~])"
    r"|(?P<code>(?<!`)`+(?!`))(?P<code_text>[^\n]+?)(?<!`)(?P=code)(?!`)"
    r"|(?P<image>!\[\[[^\]\n]*\]\]|!\[[^\]\n]*\](?:\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"\n]*\")?\)|\[[^\]\n]*\]))"
    r"|(?P<link>\[(?P<link_text>(?:[^\[\]\n]|\[[^\[\]\n]*\])*)\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"\n]*\")?\))"
    r"|(?P<citation>(?<=[\w)）])\[\d+(?:[,，\-–]\s*\d+)*\])"
    r"|(?P<deleted>~~[^~\n]+~~)"
    r"|(?P<strong>\*\*|__(?=\w)|(?<=\w)__)"
    r"|(?P<emphasis>(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*]))"
    r"|(?P<url>(?:https?|ftp)://[^\s<>()\[\]，。；、）】》\"']+)"
    r"|(?P<tag></?[A-Za-z][^<>\n]*>|<!--.*?-->)"
)
_MAX_LINK_DEPTH = 3


def view_of(text: str, start: int, end: int) -> View:
    """The readable view of `text[start:end]`."""
    draft = _Draft(text)
    draft.read(start, end, _MAX_LINK_DEPTH)
    return View("".join(draft.chars), tuple(draft.offsets), tuple(sorted(draft.spans)))


def join(views: list[View]) -> View:
    """One view of several, line after line: the joining line feed points at the line end it stands for."""
    text = ""
    offsets: list[int] = []
    spans: list[tuple[int, int]] = []
    for view in views:
        if text and view.text:
            text += "\n"
            offsets.append(offsets[-1] + 1)
        spans += [(a + len(text), b + len(text)) for a, b in view.emphasised]
        text += view.text
        offsets += view.offsets
    return View(text, tuple(offsets), tuple(spans))


def with_markup(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the emphasis marks right around it, so that a quote does not start or end inside them."""
    while start and text[start - 1] in "*`_":
        start -= 1
    while end < len(text) and text[end] in "*`_":
        end += 1
    return start, end


@dataclass
class _Draft:
    """A view in the making."""

    text: str
    chars: list[str] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    spans: list[tuple[int, int]] = field(default_factory=list)

    def read(self, start: int, end: int, depth: int) -> None:
        """Take in `text[start:end]` without its markup."""
        at, opened = start, {"strong": -1, "emphasis": -1}
        while at < end:
            match = _INLINE.search(self.text, at, end)
            self.keep(at, match.start() if match else end)
            if match is None:
                return
            at = match.end()
            if match["escape"]:
                self.keep(match.end() - 1, match.end())
            elif match["code"]:
                self.spans.append((len(self.chars), len(self.chars) + len(match["code_text"])))
                self.keep(match.start("code_text"), match.end("code_text"))
            elif match["link"] and depth:
                self.read(match.start("link_text"), match.end("link_text"), depth - 1)
            elif match.lastgroup in opened:
                self.toggle(opened, match.lastgroup)

    def keep(self, start: int, end: int) -> None:
        """Take in characters as they stand."""
        self.chars += self.text[start:end]
        self.offsets += range(start, end)

    def toggle(self, opened: dict[str, int], kind: str) -> None:
        """Open or close an emphasis."""
        if opened[kind] < 0:
            opened[kind] = len(self.chars)
            return
        if opened[kind] < len(self.chars):
            self.spans.append((opened[kind], len(self.chars)))
        opened[kind] = -1
