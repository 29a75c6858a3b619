"""Words of the lexicon found in a clause: which property they may state, and with which frame."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

from aigc_kg.lexicon import Lexicon, Wording
from aigc_kg.text import fold, has_han

_FRAMES = ("agentVerb", "lightVerb", "verb", "noun", "inverseNoun")
_FIELD = "field"


@dataclass(frozen=True, slots=True)
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
        self._around = [(re.compile(_around(form)), tuple(self._by_form[form])) for form in around]
        self._pattern = _pattern([form for form in self._by_form if form not in around])

    def find(self, text: str) -> list[Cue]:
        """Cues in order, the longest first at each place."""
        view = fold(text)
        return sorted([*self._found(view), *self._found_around(view)], key=lambda cue: cue.start)

    def _found_around(self, view: str) -> Iterator[Cue]:
        for pattern, wordings in self._around:
            for match in pattern.finditer(view):
                yield Cue(match.start(), match.end(), wordings, match.span(1))

    def _found(self, view: str) -> Iterator[Cue]:
        for match in self._pattern.finditer(view):
            yield Cue(match.start(), match.end(), tuple(self._by_form[match[0]]))

    def exactly(self, text: str) -> tuple[Wording, ...]:
        """Wordings whose form is the whole text: field names and column headers."""
        form = fold(text).strip(" :：*?？")
        field = self._fields.get(form)
        return (field,) if field else tuple(self._by_form.get(form, ()))


def _pattern(forms: object) -> re.Pattern[str]:
    ordered = sorted(forms, key=lambda form: (-len(form), form))  # type: ignore[call-overload]
    parts = [re.escape(form) if has_han(form) else rf"(?<![a-z0-9]){re.escape(form)}(?![a-z0-9])" for form in ordered]
    return re.compile("|".join(parts) or r"(?!)")


def _around(form: str) -> str:
    before, _, after = form.replace("...", "…").partition("…")
    return rf"{re.escape(before)}([^，。；,;]{{1,24}}?){re.escape(after)}"
