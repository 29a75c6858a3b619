"""Words of the lexicon found in a clause: which property they may state, and with which frame."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter, itemgetter

import ahocorasick_rs

from aigc_kg.frozen import light
from aigc_kg.lexicon import Lexicon, Wording
from aigc_kg.text import HAN, fold, has_han

_FRAMES = (
    "agentVerb",
    "lightVerb",
    "verb",
    "backs",
    "inverseVerb",
    "divides",
    "predicate",
    "noun",
    "inverseNoun",
    "yields",
    "means",
    "comparative",
)
_FIELD, _MEANS = "field", "means"
_LEAST_HEAD = 2
_LEAST_HEADER, _MOST_HEADER = 2, 4
_BRACKET = re.compile(r"\s*[（(][^（()）]*[)）]")
_start = attrgetter("start")


_NO_TRAINING = "(?!技巧|策略|方法|目标|任务|方式|技术|流程|数据|集|语料|模型|不|过程|困难|难度|崩溃|成本|速度|效率)"
"""Behind 训练: it is part of another noun."""
_SCRIPT_GAP = re.compile(rf"(?<=[{HAN}])\s+(?=[A-Za-z])|(?<=[A-Za-z])\s+(?=[{HAN}])")
_Around = tuple[int, str, re.Pattern[str], tuple[Wording, ...]]
"""A form around its object: its number, what it ends with, its pattern, and what it means."""


@light(frozen=True, slots=True)
class Cue:
    """A wording at [start, end) of a text."""

    start: int
    end: int
    wordings: tuple[Wording, ...]
    inner: tuple[int, int] | None = None
    """For a wording around its object, such as 以…为基础: where the object stands."""

    @property
    def form(self) -> str:
        """The written form."""
        return self.wordings[0].form

    def denotes(self, frame: str) -> tuple[str, ...]:
        """Properties that the word denotes in this frame."""
        if len(self.wordings) == 1:
            return self.wordings[0].denotes if self.wordings[0].frame == frame else ()
        return tuple(dict.fromkeys(p for w in self.wordings if w.frame == frame for p in w.denotes))


class CueFinder:
    """Finds the wordings from which facts are read (not those that only questions use)."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._by_form: dict[str, list[Wording]] = defaultdict(list)
        for frame in _FRAMES:
            for wording in lexicon.by_frame[frame]:
                if not wording.questions_only:
                    self._by_form[wording.form].append(wording)
        self._fields = {w.form: replace(w, frame="noun") for w in lexicon.by_frame[_FIELD]}
        around = [form for form in self._by_form if "…" in form or "..." in form]
        gapped = [form for form in self._by_form if "*" in form]
        self._gapped = [(re.compile(_gapped(form)), tuple(self._by_form[form])) for form in gapped]
        self._opens_gapped = re.compile("|".join(sorted({re.escape(form.split("*")[0]) for form in gapped})) or "(?!)")
        self._around: dict[str, list[_Around]] = defaultdict(list)
        for at, form in enumerate(around):
            opening, closing = _literals(form)
            self._around[opening].append((at, closing, re.compile(_around(form)), tuple(self._by_form[form])))
        self._may_be_around = re.compile("|".join(_some_around(*forms) for forms in self._around.items()) or "(?!)")
        self._forms = sorted(
            (form for form in self._by_form if form and form not in around and form not in gapped), key=lambda form: (-len(form), form)
        )
        self._automaton = ahocorasick_rs.AhoCorasick(self._forms)
        self._wordings = [tuple(self._by_form[form]) for form in self._forms]
        self.find = lru_cache(maxsize=1024)(self._find)
        self.label = lru_cache(maxsize=1024)(self._label)

    def _find(self, text: str) -> tuple[Cue, ...]:
        """Cues in order without overlaps, the longest at each place; those around their object besides."""
        view = fold(text)
        plain = list(self._found(view))
        around = _longest(self._found_around(view))
        if around:
            opened = {cue.start for cue in around}
            plain = [c for c in plain if c.start not in opened or not c.denotes(_MEANS)]
        return tuple(sorted([*plain, *around, *self._found_gapped(view)], key=_start))

    def _found_around(self, view: str) -> Iterator[Cue]:
        if not self._may_be_around.search(view):
            return
        there = [form for opening, forms in self._around.items() if opening in view for form in forms if form[1] in view]
        for _, _, pattern, wordings in sorted(there, key=itemgetter(0)):
            for match in pattern.finditer(view):
                yield Cue(match.start(), match.end(), wordings, match.span(1))

    def _found_gapped(self, view: str) -> Iterator[Cue]:
        for pattern, wordings in self._gapped if self._opens_gapped.search(view) else ():
            for match in pattern.finditer(view):
                yield Cue(match.start(), match.end(), wordings)

    def _found(self, view: str) -> Iterator[Cue]:
        found = self._automaton.find_matches_as_indexes(view, overlapping=True)
        reached = 0
        # Forms are numbered from the longest to the shortest.
        for start, which, end in sorted((start, which, end) for which, start, end in found) if found else ():
            if start >= reached and not _inside_word(view, start, end):
                reached = end
                yield Cue(start, end, self._wordings[which])

    def exactly(self, text: str) -> tuple[Wording, ...]:
        """Wordings whose form is the whole text: field names and column headers."""
        form = fold(text).strip(" :：*?？")
        field = self._fields.get(form)
        return (field,) if field else tuple(self._by_form.get(form, ()))

    def within(self, text: str) -> tuple[Wording, ...]:
        """The English noun that a longer header begins or ends with: `Size of params`, `Developer / lab`."""
        words = re.findall(r"[a-z]+", fold(text))
        ends = (words[-1], words[0]) if _LEAST_HEADER <= len(words) <= _MOST_HEADER and not has_han(text) else ()
        return next((found for word in ends if (found := tuple(w for w in self.exactly(word) if w.frame == "noun"))), ())

    def _label(self, text: str) -> tuple[Wording, ...]:
        """Wordings of a field's label: the whole of it, brackets aside, else the noun that it ends with (`图像编码器`)."""
        bare = _SCRIPT_GAP.sub("", _BRACKET.sub("", text))
        found = self.exactly(bare)
        if found or not has_han(bare):
            return found
        form = fold(bare).strip(" :：*")
        noun = next((form[at:] for at in range(1, len(form) - _LEAST_HEAD + 1) if self._heads(form[at:])), None)
        return self.exactly(noun) if noun else ()

    def _heads(self, form: str) -> bool:
        return has_han(form) and (form in self._fields or any(w.frame == "noun" for w in self._by_form.get(form, ())))


def _longest(cues: Iterable[Cue]) -> list[Cue]:
    """Of wordings around an object that begin at the same place with the same frame, the one that reaches farthest."""
    found = list(cues)
    if len(found) < 2:
        return found
    longest: dict[tuple[int, tuple[str, ...]], Cue] = {}
    for cue in found:
        place = cue.start, tuple(sorted({p for w in cue.wordings for p in w.denotes}))
        if place not in longest or cue.end > longest[place].end:
            longest[place] = cue
    return list(longest.values())


def _inside_word(view: str, start: int, end: int) -> bool:
    """Does the word go on to either side? A form with a Chinese character has no such bounds."""
    if has_han(view[start:end]):
        return False
    before, after = view[start - 1 : start], view[end : end + 1]
    return (before.isascii() and before.isalnum()) or (after.isascii() and after.isalnum())


def _literals(form: str) -> tuple[str, str]:
    """What a form around its object begins and ends with."""
    before, _, after = form.replace("...", "…").partition("…")
    return before, after


def _around(form: str) -> str:
    before, after = _literals(form)
    # `比如` compares nothing, and a single character may begin another word: 强 in 强化.
    opening = re.escape(before) + ("(?![如例较方])" if before == "比" else "")
    if len(before) == 1:
        # 用 in 采用 and 以 in 可以 begin no wording of their own.
        opening = "(?<![采使利运应作引启可得难足])" + opening
    # `将 A 与 B 相结合` has a form of its own.
    closing = (
        ("" if after.startswith("相") else "(?<![相预])" if after.startswith("训练") else "(?<!相)")
        + re.escape(after)
        + (_NO_TRAINING if after.endswith("训练") else "")
        + (f"(?![{HAN}])|{re.escape(after)}(?=[了得约近出上几数一二两三四五六七八九十])" if len(after) == 1 else "")
    )
    return rf"{opening}([^，。；,;：]{{1,48}}?)(?:{closing})"


def _some_around(opening: str, forms: Iterable[_Around]) -> str:
    """Wherever one of the forms around their objects with this opening may stand: all of them are looked for at once."""
    return rf"{re.escape(opening)}[^，。；,;：]{{1,48}}?(?:{'|'.join(re.escape(closing) for _, closing, _, _ in forms)})"


def _gapped(form: str) -> str:
    """A form whose `*` stands for up to four words: `better * than`."""
    return r"\b" + r"(?:[\w-]+ ){1,4}?".join(re.escape(part.lstrip()) for part in form.split("*")) + r"\b"
