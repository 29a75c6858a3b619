"""Inline Markdown taken off a piece of text, with offsets kept: links, images, emphasis, code, HTML tags."""

from __future__ import annotations

import re

from aigc_kg.model import View

_INLINE = re.compile(
    r"(?P<escape>\\(?=[!-/:-@\[-`{-~]))"
    r"|(?P<code>`+)(?P<code_text>[^`\n]+?)(?P=code)(?!`)"
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
    chars: list[str] = []
    offsets: list[int] = []
    spans: list[tuple[int, int]] = []
    _read(text, start, end, chars, offsets, spans, _MAX_LINK_DEPTH)
    return View("".join(chars), tuple(offsets), tuple(sorted(spans)))


def join(views: list[View]) -> View:
    """One view of several, line after line: the joining line feed points at the line end it stands for."""
    text, offsets, spans = "", [], []
    for view in views:
        if text and view.text:
            text += "\n"
            offsets.append(offsets[-1] + 1)
        spans += [(a + len(text), b + len(text)) for a, b in view.emphasised]
        text += view.text
        offsets += view.offsets
    return View(text, tuple(offsets), tuple(spans))


def _read(text: str, start: int, end: int, chars: list[str], offsets: list[int], spans: list[tuple[int, int]], depth: int) -> None:
    at, opened = start, {"strong": -1, "emphasis": -1}
    while at < end:
        match = _INLINE.search(text, at, end)
        stop = match.start() if match else end
        chars += text[at:stop]
        offsets += range(at, stop)
        if match is None:
            return
        at = match.end()
        kind = match.lastgroup if match.lastgroup in ("strong", "emphasis") else None
        if match["code"]:
            spans.append((len(chars), len(chars) + len(match["code_text"])))
            chars += match["code_text"]
            offsets += range(match.start("code_text"), match.end("code_text"))
        elif match["link"] and depth:
            _read(text, match.start("link_text"), match.end("link_text"), chars, offsets, spans, depth - 1)
        elif kind and opened[kind] < 0:
            opened[kind] = len(chars)
        elif kind:
            if opened[kind] < len(chars):
                spans.append((opened[kind], len(chars)))
            opened[kind] = -1
