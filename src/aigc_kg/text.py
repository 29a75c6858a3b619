"""Folding, keys of names, words and sentences. Text itself is never altered: folding is a view with offsets."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from aigc_kg.frozen import light

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f"
_HAN_CHAR = re.compile(f"[{HAN}]")
_TOKEN = re.compile(rf"[{HAN}]|[^\W_{HAN}]+", re.UNICODE)
_SEPARATOR_RUN = re.compile(r"(?:[^\w+#]|_)+")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+")
"""Characters without width: soft hyphens, joiners, marks of direction, byte order marks."""
_LEAST_SHARE = 0.05
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")


@light(frozen=True, slots=True)
class Folded:
    """Folded text; `offsets[i]` is where its character i stands in the original, with the length at the end."""

    text: str
    offsets: range | tuple[int, ...]

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Code-point span of the original that the folded span [start, end) was made from."""
        if start >= end:
            return self.offsets[start], self.offsets[start]
        return self.offsets[start], self.offsets[end - 1] + 1


@lru_cache(maxsize=1)
def _simplifier() -> object:
    from opencc import OpenCC  # loaded only where a traditional character occurs

    return OpenCC("t2s")


def _to_simplified(char: str) -> str:
    """One simplified character for one that is only traditional, itself where there is no single one."""
    return _converted(char) if _HAN_CHAR.match(char) and not _in_gb2312(char) else char


def _converted(char: str) -> str:
    converted: str = _simplifier().convert(char)  # type: ignore[attr-defined]
    return converted if len(converted) == 1 else char


class _SimplifyTable(dict[int, str]):
    """Translation table filled as characters are met: traditional to simplified, all else as it is."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = char = _converted(char) if _HAN_CHAR.match(char) else char
        return char


class _FoldTable(dict[int, str]):
    """Translation table filled as characters are met: width and case folded, traditional to simplified."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = _DASHES.get(code) or unicodedata.normalize("NFKC", char).casefold() or char
        folded = _to_simplified(folded) if len(folded) == 1 else folded
        self[code] = folded
        if folded != char:
            # What one character stands for may itself be folded: U+3236 is 財 in brackets. The entry above ends any circle.
            self[code] = folded = folded.translate(self)
        return folded


def _in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


_FOLD_TABLE = _FoldTable()
_SIMPLIFY_TABLE = _SimplifyTable()


def simplified(text: str) -> str:
    """A text of traditional script in simplified characters, each at its place."""
    return text.translate(_SIMPLIFY_TABLE)


def is_traditional(text: str) -> bool:
    """Is a noticeable part of the Chinese characters only in use in traditional script?"""
    written = Counter({char: count for char, count in Counter(text).items() if _HAN_CHAR.match(char)})
    traditional = sum(count for char, count in written.items() if fold(char) != char and not _in_gb2312(char))
    return traditional > _LEAST_SHARE * written.total()


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Case, width and traditional characters folded, character by character."""
    return text.lower() if text.isascii() else text.translate(_FOLD_TABLE)


@lru_cache(maxsize=4096)
def folded(text: str) -> Folded:
    """`fold` with an offset map back. Folding a character never drops it, so equal lengths mean equal offsets."""
    result = fold(text)
    if len(result) == len(text):
        return Folded(result, range(len(text) + 1))
    offsets = [i for i, char in enumerate(text) for _ in fold(char)]
    return Folded(result, (*offsets, len(text)))


XML_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What XML 1.0 cannot hold, not even as a reference (section 2.2)."""


@lru_cache(maxsize=65536)
def key(name: str) -> str:
    """Normalised name: folded, without separators; never empty for a non-empty name.

    A dot between digits stays, and digits that a separator divides stay divided, so that versions
    are never run together: `DALL·E 2` is `dalle2`, `GPT-3.5` is `gpt3.5`, `1 2` is `1-2`. Characters without width do not count.
    """
    bare = fold(name.strip())
    result = bare if bare.isascii() and bare.isalnum() else _SEPARATOR_RUN.sub(_kept, bare)
    return result or "".join(f"u{ord(char):04x}" for char in name)


@lru_cache(maxsize=4096)
def squeezed(text: str) -> Folded:
    """The text as `key` sees it, with offsets: names are searched in it by their keys."""
    view = folded(text)
    if _SEPARATOR_RUN.search(view.text) is None:
        return view
    pieces: list[str] = []
    offsets: list[int] = []
    at = 0
    for match in _SEPARATOR_RUN.finditer(view.text):
        start, end = match.span()
        pieces.append(view.text[at:start])
        offsets += view.offsets[at:start]
        at = end
        divider = _kept(match) if start and view.text[start - 1].isdigit() else ""
        if divider:
            pieces.append(divider)
            offsets.append(view.offsets[start])
    pieces.append(view.text[at:])
    offsets += view.offsets[at : len(view.text)]
    return Folded("".join(pieces), (*offsets, len(text)))


def _kept(separators: re.Match[str]) -> str:
    """What stays of a run of separators: of one between digits, a mark that divides them."""
    text, (start, end) = separators.string, separators.span()
    if not (start and text[start - 1].isdigit() and end < len(text) and text[end].isdigit()):
        return ""
    if _INVISIBLE.fullmatch(text, start, end):
        return ""
    return "." if text[start:end] == "." else "-"


def has_han(text: str) -> bool:
    """Does the text hold a Chinese character?"""
    return _HAN_CHAR.search(text) is not None


def language(text: str) -> str:
    """`zh` where the text holds Chinese characters, else `en`."""
    return "zh" if has_han(text) else "en"


_CHINESE_WORD = re.compile(r"[的是了谁哪吗呢么几有和与在由用做为被都还多少什]")
_ENGLISH_WORD = re.compile(
    r"(?<![A-Za-z\-.])(?:[a-z]{2,}|Who|What|When|Where|Which|How|List|Is|Was|Did|Does|Do|Name|Show)(?![A-Za-z\-.]*\d)"
)


def question_language(text: str) -> str:
    """Language of a question: Chinese names alone do not make an English question Chinese."""
    chinese = has_han(text) and (_CHINESE_WORD.search(text) is not None or _ENGLISH_WORD.search(text) is None)
    return "zh" if chinese else "en"


def tokens(text: str) -> Iterator[tuple[str, int, int]]:
    """Words of alphabetic scripts, numbers, and single Chinese characters, with their spans."""
    for match in _TOKEN.finditer(text):
        yield match[0], match.start(), match.end()


_SENTENCE_END = re.compile(
    r"[。！？!?；;…]+[”’」』）)\"']*|(?<=[a-z0-9)\]\"”])\.(?=\s+[A-Z\"“(\u4e00-\u9fff]|\s*$)|(?<=[A-Z0-9][A-Z])\.(?=\s+[A-Z])|(?<=[\u4e00-\u9fff])\.(?=\s|$)|\n(?=\s*$)|[\U0001f300-\U0001faff]\ufe0f?\s*\n"
)

_MAY_END_SENTENCE = re.compile(r"[。！？!?；;….\n\U0001f300-\U0001faff]")
_LONGEST_KEPT = 4000


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Spans of the sentences, without surrounding white space."""
    return iter(_few_sentences(text)) if len(text) <= _LONGEST_KEPT else _sentences(text)


@lru_cache(maxsize=64)
def _few_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Those of a block, which one rule after the other asks for."""
    return tuple(_sentences(text))


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for begin in _MAY_END_SENTENCE.finditer(text):
        match = _SENTENCE_END.match(text, begin.start()) if begin.start() >= start else None
        if match is not None:
            yield from _stripped(text, start, match.end())
            start = match.end()
    yield from _stripped(text, start, len(text))


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    if left < right:
        yield left, right


def stems(text: str) -> frozenset[str]:
    """The words of an English phrase without their endings, in any order: `controlling robots` is `robot control`."""
    words = (word for word in re.findall(r"[a-z]+", text.lower()) if word not in _SMALL)
    return frozenset(stem(word) for word in words)


_SMALL = frozenset({"of", "the", "a", "an", "for", "to", "in", "and"})
_ENDING = re.compile(r"(?<=[a-z]{3})(?:ings?|ions?|ers?|ors?|ies|es|ed|e|s|y)$")
_DOUBLED = re.compile(r"(?<=[^aeiou])([a-z])\1$|(?<=[aeiou])([b-df-hj-np-tv-z])\2$")


def stem(word: str) -> str:
    """An English word without its ending."""
    bare = _ENDING.sub("", word)
    return bare[:-1] if _DOUBLED.search(bare) else bare
