"""Amounts with the unit of a property: X has N parameters, X is a 7B model."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from aigc_kg.extract.groupings import GroupingReader
from aigc_kg.extract.mentions import Mention
from aigc_kg.extract.phrases import BEFORE_NAME, BEHIND_NAME, CHANGE, COMPARED, IS, IS_A, KIND_OF_SIZE, LEAST_PARAMETERS, PLAN
from aigc_kg.extract.reading import Topic
from aigc_kg.extract.state import Clause
from aigc_kg.model import Literal, Quote
from aigc_kg.quantities import Number, numbers
from aigc_kg.text import HAN

_JOINS_NUMBERS = re.compile(r"\s*(?:、|,|，|和|与|及|/|或|\band\b|\bor\b)+\s*")


class AmountReader(GroupingReader):
    """Reads amounts."""

    def _amounts(self, clause: Clause, quote: Quote) -> None:
        found = list(numbers(clause.text))
        if not found or PLAN.search(clause.text) or (CHANGE.search(clause.text) and any(n.unit == "times" for n in found)):
            return
        found = [replace(n, unit="parameter") if self._sizes_kind(clause, n) else n for n in _with_shared_units(clause.text, found)]
        for frame_prop, unit in self._units():
            for number in found:
                if number.unit == unit or (number.unit is None and not number.bare and self._noun_before(clause, number.start, frame_prop)):
                    subject = self._subject_of_amount(clause, number.start, number.end)
                    if subject and isinstance(number.value, int) and (unit != "parameter" or number.value >= LEAST_PARAMETERS):
                        literal = Literal(str(number.value), "integer")
                        self.reading.state(frame_prop, subject, [literal], f"amount:{frame_prop}", quote, qualifier=number.hedge)

    def _sizes_kind(self, clause: Clause, number: Number) -> bool:
        """`is a 7B model`, `一个 13B 的模型`: billions right before the noun of what the subject is."""
        return (
            number.unit is None
            and clause.text[number.end - 1 : number.end] in ("B", "b")
            and IS_A.search(clause.text, 0, number.start) is not None
            and KIND_OF_SIZE.match(clause.text, number.end) is not None
        )

    def _units(self) -> Iterator[tuple[str, str]]:
        for wording in self.reading.lexicon.by_frame["unit"]:
            for prop in wording.denotes:
                yield prop, wording.form

    def _noun_before(self, clause: Clause, at: int, prop: str) -> bool:
        """Does a noun of the property stand before the number, with nothing but a copula and hedges between?"""
        for cue in self.reading.cues.find(clause.text[:at]):
            if prop in cue.denotes("noun") and re.fullmatch(
                r"\s*(?:仅|也|就|已|则)?\s*(?:为|是|到|达到了?|高达|多达|约为|约|有|只有|扩大到|超过|近|接近|达|共|of|is|was|=|:|：|about|over|around|\s)*\s*",
                clause.text[cue.end : at],
            ):
                return True
        return False

    def _subject_of_amount(self, clause: Clause, start: int, end: int) -> Topic:
        before = [m for m in clause.mentions if m.end <= start and self._may_be_artifact(m) and not COMPARED.search(clause.text[: m.start])]
        if bracketed := self._in_brackets_of(clause):
            return bracketed
        if self.topic:
            # `is an autoregressive model with 11 billion parameters` counts the topic's, not those of its kind.
            concept = self.reading.lexicon.ontology.plays
            before = [m for m in before if not concept(m.classes, "concept") or not clause.text[: m.start].strip()]
        if before:
            return (
                Topic((before[-1].thing,))
                if len(before) == 1
                else Topic((before[0].thing,) if self._is_subject(clause, before[0]) else (before[-1].thing,))
            )
        after = [m for m in clause.mentions if m.start >= end and self.reading.plays(m, "unlisted") and self._may_be_artifact(m)]
        if after and BEFORE_NAME.match(clause.text[end : after[0].start]) and not self.topic:
            return Topic((after[0].thing,))
        if after and re.fullmatch(rf"(?:参数)?的?[{HAN}]{{0,6}}模型\s*", clause.text[end : after[0].start]):
            return Topic((after[0].thing,))
        return self.topic

    def _in_brackets_of(self, clause: Clause) -> Topic:
        """`X language model (15B parameters)`: what brackets say is said of the name before them."""
        before = self._before(clause)
        opened = BEHIND_NAME.search(before)
        named = self._ending_at(clause.offset - len(before) + opened.start()) if opened else None
        return Topic((named.thing,)) if named is not None and self._owned(named) else Topic()

    def _is_subject(self, clause: Clause, mention: Mention) -> bool:
        return not clause.text[: mention.start].strip(" “`") or bool(IS.match(clause.text[mention.end :].lstrip()))


def _with_shared_units(text: str, found: list[Number]) -> list[Number]:
    """Numbers, those of an enumeration with the unit that only its last has: `70 亿、130 亿和 700 亿参数`."""
    shared: list[Number] = []
    for number in reversed(found):
        behind = shared[-1] if shared else None
        joined = behind is not None and number.unit is None and not number.bare and _JOINS_NUMBERS.fullmatch(text, number.end, behind.start)
        shared.append(replace(number, unit=behind.unit) if joined and behind is not None else number)
    return shared[::-1]
