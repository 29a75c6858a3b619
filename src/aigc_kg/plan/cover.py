"""Which pieces of a question are read together: the readings that cover the most of it, and what is left over."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from aigc_kg.plan.question import Item
from aigc_kg.text import has_han, key

_MAX_TOKENS = 14
_NOT_JOINED = re.compile(r"[?？!！,，。;；:：、“”\"《》()（）]")
_OPENING = ("(", "（")
_CLOSING = (")", "）")
_CONTENT_WORDS = frozenset(("verb", "agentVerb", "lightVerb", "means", "noun", "inverseNoun", "descending", "ascending", "classNoun"))
"""Frames of words that do not stand inside another, as the count in 几块 may."""
_NUMBERED = re.compile(r"\d")


def spans(text: str, words: Sequence[tuple[int, int]]) -> Iterable[tuple[int, int, str]]:
    """Runs of neighbouring words, by their first word and the one behind the last, with the key of their text."""
    for a in range(len(words)):
        for b in range(a + 1, min(len(words), a + _MAX_TOKENS) + 1):
            piece = text[words[a][0] : words[b - 1][1]]
            if b > a + 1 and _NOT_JOINED.search(piece):
                break
            yield a, b, key(piece)


def _weight(item: Item, size: int) -> float:
    kind = 3.0 if item.entities else 2.5 if item.date or item.number is not None else 0.0
    if not kind:
        frames = {w.frame for w in item.wordings}
        kind = 0.5 if frames <= {"function"} else 2.0
    return size * 4 + (size - 1) * 3 + kind


def best_cover(candidates: Sequence[Item], words: Sequence[tuple[int, int]]) -> list[Item]:
    """Non-overlapping items that cover the most, long ones before short ones (weighted interval scheduling)."""
    starts, stops = [s for s, _ in words], [e for _, e in words]
    ending: dict[int, list[tuple[int, Item]]] = defaultdict(list)
    for item in candidates:
        first, stop = bisect_left(starts, item.start), bisect_right(stops, item.end)
        if first < stop:
            ending[stop].append((first, item))
    scores = [0.0]
    taken: list[tuple[int, Item | None]] = [(0, None)]
    for at in range(1, len(words) + 1):
        score = scores[at - 1]
        choice: tuple[int, Item | None] = (at - 1, None)
        for first, item in ending[at]:
            if scores[first] + _weight(item, at - first) > score:
                score, choice = scores[first] + _weight(item, at - first), (first, item)
        scores.append(score)
        taken.append(choice)
    return _traced(taken)


def _traced(taken: Sequence[tuple[int, Item | None]]) -> list[Item]:
    """The chosen items, from the last step back to the first."""
    chosen: list[Item] = []
    at = len(taken) - 1
    while at > 0:
        at, item = taken[at]
        if item is not None:
            chosen.append(item)
    return chosen[::-1]


def versions(text: str, chosen: Sequence[Item]) -> Iterable[str]:
    """Known names with a number right behind, which make another name: `Flamingo 7` where there is none."""
    for before, number in pairwise(chosen):
        bare = number.number is not None and not number.wordings and number.text.strip().isdecimal()
        if before.entities and bare and text[before.end : number.start].isspace():
            yield text[before.start : number.end].strip()


def in_apposition(start: int, chosen: Sequence[Item]) -> bool:
    """`Meena 这个聊天机器人`: a noun behind a named thing and 这个 says what it is, and asks nothing."""
    before = [item for item in chosen if item.end <= start]
    return len(before) > 1 and before[-1].text in ("这个", "这款", "这种", "这家", "这", "该", "这一") and bool(before[-2].entities)


def is_gloss(text: str, start: int, end: int, chosen: Sequence[Item]) -> bool:
    """`Hanwang (汉王科技)`: another name of the thing that stands beside it, one of the two in brackets."""
    if _NUMBERED.search(text, start, end):
        return False
    before, behind = text[:start].rstrip(), text[end:].lstrip()
    opens, closes = before.endswith(_OPENING), behind.startswith(_CLOSING)
    if opens and closes:
        at = len(before[:-1].rstrip())
        return any(item.entities and item.end == at for item in chosen)
    at = len(text) - len(behind[1:].lstrip())
    return behind.startswith(_OPENING) and any(i.entities and i.start == at and text[i.end :].lstrip().startswith(_CLOSING) for i in chosen)


def left_over(text: str, words: Sequence[tuple[int, int]], chosen: Sequence[Item]) -> list[tuple[str, int]]:
    """Runs of words that no item covers."""
    runs: list[list[int]] = []
    starts = [item.start for item in chosen]
    broken = True
    for start, end in words:
        at = bisect_right(starts, start) - 1
        if at >= 0 and end <= chosen[at].end:
            broken = True
            continue
        if not broken and not _NOT_JOINED.search(text[runs[-1][1] : start]):
            runs[-1][1] = end
        else:
            runs.append([start, end])
        broken = False
    return [(text[a:b], a) for a, b in runs]


def breaks_word(text: str, item: Item, runs: Sequence[tuple[str, int]]) -> bool:
    """Is it one Chinese character that makes a word of the dictionary with one beside it that is left over: 用 in 受用户欢迎?"""
    said = {w.frame for w in item.wordings}
    if item.end - item.start != 1 or item.entities or not has_han(item.text) or not said & _CONTENT_WORDS:
        return False
    before = any(at + len(run) == item.start for run, at in runs)
    behind = any(at == item.end for _, at in runs)
    if not (before or behind):
        return False
    import rjieba

    pairs = [text[item.start - 1 : item.end]] if before else []
    pairs += [text[item.start : item.end + 1]] if behind else []
    return any(has_han(pair) and rjieba.has_word(pair) for pair in pairs)


def same_case(surface: str, label: str) -> bool:
    """A short name in capitals is not meant by the same letters in lower case: IT and it."""
    return len(surface) > 3 or not surface.isascii() or surface == label or not surface.islower()
