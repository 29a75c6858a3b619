"""Tasks named by what goes in and what comes out: `文本生成视频`, `audio → text`, `image-to-3D`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property, lru_cache

from aigc_kg.lexicon import Lexicon, Name
from aigc_kg.text import fold, folded, key

_INTO = (
    r"(?:来|直接|去|自动)?(?:生成|转换成|转换为|转换到|转成|转为|转|变成|变|到|画|作|→|->|[-\s]to[-\s]|[-\s]2[-\s]|\s(?:in)?to\s)"
    r"(?:其他|其它|高清|2d|的|an?\s)?"
)
_FROM = r"\s+(?:\w+\s+){0,2}?(?:out of|from)\s+(?:an?\s|the\s)?"
_TAIL = re.compile(
    r"\s*(?:模型|任务|工作|方向|类|领域|技术|大模型|生成|系统|工具|models?|tasks?|systems?|tools?|generation)*"
    r"\s*(?:[（(].*[）)])?\s*[:：]?\s*\Z",
    re.IGNORECASE,
)


_PHRASE_END = r"(?=\s*(?:[，。；、！,.;:：!）)]|和|与|或|等|以及|并|来|\Z|(?:and|or|from|based|given|of|in|with|for|on|that|using|at)\b))"
_MADE_FROM = r"(?:根据|从|由|基于|给定|依据|凭借?|依照|按照|通过|利用|\b(?:from|based on|given|conditioned on|out of|guided by)\s)"
_NO_PHRASE = re.compile(r"[，。；、,;:：！!]|的时候|从而|用于|\b(?:to|for|that|which|and|by|with)\b")
_MAKING = re.compile(r"(?:自动)?生成\s*(.+)|generat\w+\s+(.+)", re.IGNORECASE)
_WIDEST_PHRASE = 30
"""Characters between a verb of making and the end of its object."""


class TaskFinder:
    """Recognizes tasks composed of two modalities, whatever words name them."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self.whole = lru_cache(maxsize=1024)(self._find_whole)

    @cached_property
    def _modalities(self) -> dict[str, str]:
        return {fold(label): name.iri for name in self._playing("modality") for label, _ in name.labels}

    @cached_property
    def _tasks(self) -> dict[tuple[str | None, str | None], Name]:
        return {(name.input_modality, name.output_modality): name for name in reversed(self._playing("task"))}

    def _playing(self, role: str) -> list[Name]:
        return [name for name in self._lexicon.names if self._lexicon.ontology.plays(name.classes, role)]

    @cached_property
    def _words(self) -> str:
        return "|".join(_spaced(word) for word in sorted(self._modalities, key=len, reverse=True))

    @cached_property
    def _patterns(self) -> tuple[tuple[re.Pattern[str], int, int], ...]:
        """Patterns, each with the groups of what goes in and what comes out."""
        words = self._words
        into = re.compile(
            r"(?:根据|把|将|给定|从|由(?!此)|用(?!户)|看|(?<![a-z])(?:turn|convert|transform)s?\s(?:an?\s|the\s)?)?"
            rf"(?<![a-z])({words})s?\s*{_INTO}\s*({words})(?![a-z])"
        )
        out_of = re.compile(rf"(?<![a-z])({words})s?{_FROM}({words})s?(?![a-z])")
        return (into, 1, 2), (out_of, 2, 1)

    def find(self, text: str) -> Iterator[tuple[int, int, Name]]:
        """Composed tasks of a text with their spans."""
        view = folded(text)
        if not self._modalities:
            return
        for pattern, source, target in self._patterns:
            for match in pattern.finditer(view.text):
                name = self._tasks.get((self._modality(match[source]), self._modality(match[target])))
                if name is not None:
                    yield *view.original_span(match.start(), match.end()), name

    def _modality(self, words: str) -> str:
        return self._modalities.get(words) or self._modalities[re.sub(r"\s+", "", words)]

    @cached_property
    def _outcome(self) -> re.Pattern[str]:
        """A modality that ends a noun phrase: `高质量的图像，`, `realistic images of faces`."""
        return re.compile(rf"(?<![a-z])({self._words})(?![a-z]){_PHRASE_END}")

    @cached_property
    def _source(self) -> re.Pattern[str]:
        """A modality that something is made from: `根据文字描述`, `from text prompts`."""
        return re.compile(rf"{_MADE_FROM}[^，。；,;]{{0,12}}?(?<![a-z])({self._words})(?![a-z])")

    def outcome(self, before: str, behind: str) -> tuple[Name, Name | None] | None:
        """What comes out, and the task, where a verb of making stands between the two texts; None where no modality is named."""
        view = fold(behind)
        match = self._outcome.search(view, 0, _WIDEST_PHRASE) if self._modalities else None
        if match is None or _NO_PHRASE.search(view[: match.start()]):
            return None
        source = self._source.search(fold(before)) or self._source.match(view, match.end())
        target = self._modality(match[1])
        task = self._tasks.get((self._modality(source[1]), target)) if source is not None else None
        return self._lexicon.names_by_iri[target], task or self._generated(match[1])

    def _generated(self, modality: str) -> Name | None:
        """The task of making a modality out of anything: `图像生成`."""
        return self._lexicon.by_key.get(key(f"{modality}生成")) or self._lexicon.by_key.get(key(f"{modality} generation"))

    def _find_whole(self, text: str) -> Name | None:
        """The task that a heading or label names as a whole, generic words and brackets aside."""
        bare = text.strip(" :：*`")
        for candidate in (bare, _TAIL.sub("", bare)):
            name = self._lexicon.by_key.get(key(candidate)) if candidate else None
            if name is not None and self._lexicon.ontology.plays(name.classes, "task"):
                return name
        made = _MAKING.fullmatch(bare)
        if made and fold(made[1] or made[2]) in self._modalities:
            return self._generated(made[1] or made[2])
        for start, end, name in self.find(bare):
            if not bare[:start].strip() and _TAIL.fullmatch(bare, end):
                return name
        return None


def _spaced(word: str) -> str:
    """A pattern of the word with or without spaces between scripts: `3D图像`, `3D 图像`."""
    return re.sub(r"(?<=[a-z0-9])(?=[\u4e00-\u9fff])", r"\\s*", re.escape(word))
