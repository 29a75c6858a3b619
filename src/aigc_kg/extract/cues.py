"""Words of the lexicon found in a clause: which property they may state, and with which frame."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from aigc_kg.lexicon import Lexicon, Wording
from aigc_kg.text import fold, has_han

_FRAMES = ("agentVerb", "verb", "noun", "inverseNoun")


@dataclass(frozen=True, slots=True)
class Cue:
    """A wording at [start, end) of a text."""

    start: int
    end: int
    wordings: tuple[Wording, ...]

    @property
    def form(self) -> str:
        """The written form."""
        return self.wordings[0].form

    def denotes(self, frame: str) -> tuple[str, ...]:
        """Properties that the word denotes in this frame."""
        return tuple(dict.fromkeys(p for w in self.wordings if w.frame == frame for p in w.denotes))


class CueFinder:
    """Finds the wordings from which facts are read (not those that only questions use)."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._by_form: dict[str, list[Wording]] = defaultdict(list)
        for frame in _FRAMES:
            for wording in lexicon.by_frame[frame]:
                if not wording.questions_only:
                    self._by_form[wording.form].append(wording)
        self._pattern = _pattern(self._by_form)

    def find(self, text: str) -> list[Cue]:
        """Cues in order, the longest first at each place."""
        return list(self._found(fold(text)))

    def _found(self, view: str) -> Iterator[Cue]:
        for match in self._pattern.finditer(view):
            yield Cue(match.start(), match.end(), tuple(self._by_form[match[0]]))

    def exactly(self, text: str) -> tuple[Wording, ...]:
        """Wordings whose form is the whole text: field names and column headers."""
        return tuple(self._by_form.get(fold(text).strip(" :：*?？"), ()))


def _pattern(forms: object) -> re.Pattern[str]:
    ordered = sorted(forms, key=lambda form: (-len(form), form))  # type: ignore[call-overload]
    parts = [re.escape(form) if has_han(form) else rf"(?<![a-z0-9]){re.escape(form)}(?![a-z0-9])" for form in ordered]
    return re.compile("|".join(parts) or r"(?!)")
