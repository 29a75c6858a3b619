"""What narrows a question: dates and sizes that results must have, what they must not be, how many are wanted.

These are taken off the question before the rest of it is planned, and put on the form that the rest gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from aigc_kg.lexicon import Lexicon
from aigc_kg.plan.contents import Contents
from aigc_kg.plan.forms import RESULT, Bound, Form, Pattern, Variable
from aigc_kg.plan.question import Entity, Item, Question

SIGNS = {"above": ">", "atLeast": ">=", "below": "<", "atMost": "<=", "descending": ">", "ascending": "<"}
_BARE = re.compile(r"\d+(?:\.\d+)?")
_JOINED = re.compile(r"\s*(?:、|和|与|及|以及|或|或者|,?\s*(?:and|or))\s*")
_CUES = ("above", "atLeast", "below", "atMost")


@dataclass(frozen=True)
class Limits:
    """Bounds by property, sign and value; what is denied; things left out; how many are asked for."""

    bounds: tuple[tuple[str, str, int | float | str], ...] = ()
    without: tuple[tuple[str, Entity], ...] = ()
    excluded: tuple[Entity, ...] = ()
    against: tuple[tuple[str, str, Entity], ...] = ()
    """Bounds by what another thing has: larger than X."""
    top: int | None = None

    @property
    def properties(self) -> set[str]:
        """Properties that the bounds are on."""
        return {name for name, _, _ in (*self.bounds, *self.against)}

    def __bool__(self) -> bool:
        return bool(self.bounds or self.without or self.excluded or self.against)

    def put_on(self, form: Form, node: Variable = RESULT) -> Form:
        """The form with the limits on its results, or on another unknown."""
        names = sorted(self.properties)
        variables = {name: Variable(f"bound{number}") for number, name in enumerate(names)}
        theirs = [Variable(f"against{number}") for number in range(len(self.against))]
        patterns = [Pattern(node, name, variables[name]) for name in names]
        patterns += [Pattern(entity, name, other) for (name, _, entity), other in zip(self.against, theirs, strict=True)]
        bounds = [Bound(variables[name], sign, value) for name, sign, value in self.bounds]
        bounds += [Bound(variables[name], sign, other) for (name, sign, _), other in zip(self.against, theirs, strict=True)]
        return replace(
            form,
            patterns=(*form.patterns, *patterns),
            bounds=(*form.bounds, *bounds),
            without=(*form.without, *(Pattern(node, name, entity) for name, entity in self.without)),
            excluded=(*form.excluded, *self.excluded),
            limit=self.top or form.limit,
        )


def take_limits(question: Question, lexicon: Lexicon) -> tuple[Question, Limits]:
    """The question without what narrows it, and that."""
    taker = _Taker(question, lexicon)
    taker.leave_out()
    taker.deny()
    taker.bound()
    taker.bound_by_things()
    taker.count_off()
    limits = Limits(tuple(taker.bounds), tuple(taker.without), tuple(taker.excluded), tuple(taker.against), taker.top)
    return question.only(taker.rest), limits


class _Taker:
    def __init__(self, question: Question, lexicon: Lexicon) -> None:
        self._question = question
        self._lexicon = lexicon
        self.rest = list(question.items)
        self.bounds: list[tuple[str, str, int | float | str]] = []
        self.without: list[tuple[str, Entity]] = []
        self.excluded: list[Entity] = []
        self.against: list[tuple[str, str, Entity]] = []
        self.top: int | None = None

    def _drop(self, items: Sequence[Item]) -> None:
        self.rest = [item for item in self.rest if item not in items]

    def leave_out(self) -> None:
        """`除了 X`, `apart from X`: the things named right behind."""
        for at, item in enumerate(self.rest):
            if item.is_a("exclusion") and (named := self._named_from(at + 1)):
                self.excluded += [one.entities[0] for one in named]
                self._drop([item, *named, *(other for other in self.rest if other.is_a("exclusion"))])
                return

    def _named_from(self, start: int) -> list[Item]:
        """The things enumerated from here on, with nothing but function words before and a conjunction between."""
        named: list[Item] = []
        for item in self.rest[start:]:
            if item.entities and (not named or _JOINED.fullmatch(self._question.text[named[-1].end : item.start])):
                named.append(item)
            elif not item.says_nothing or item.entities:
                break
        return named

    def deny(self) -> None:
        """`不是 X 开发的`, `not by X`, `that do not use X`: a property that the results must not have."""
        for at, item in enumerate(self.rest):
            if not item.is_a("negation"):
                continue
            words, named = self._denied_from(at + 1)
            if named is None:
                return
            contents = Contents(self._question.only([*words, named]), self._lexicon)
            denied = named.entities[0]
            name, things = contents.binding(denied)
            if name is not None and things:
                self.without += [(name, thing) for thing in things]
                self._drop([item, *words, named])
                return

    def _denied_from(self, start: int) -> tuple[list[Item], Item | None]:
        """The words of the denied property, before its object or right behind it, and the object."""
        words: list[Item] = []
        for at, item in enumerate(self.rest[start:], start):
            if item.entities:
                behind = next((i for i in self.rest[at + 1 :] if not i.says_nothing), None)
                if not words and behind is not None and behind.frames("agentVerb", "verb"):
                    words.append(behind)
                return words, item
            if item.frames("agentVerb", "verb", "noun"):
                words.append(item)
            elif not item.says_nothing:
                break
        return words, None

    def bound(self) -> None:
        """Dates and numbers, with the words before or behind that say how they bound."""
        for pair in self._ranges():
            name = self._property_of(pair[0])
            if name is not None:
                between = [i for i in self.rest if pair[0].start < i.start < pair[1].start or i.is_a("between")]
                self.bounds += [(name, ">=", self._scaled(*pair)), (name, "<=", pair[1].amount)]
                self._drop([*pair, *between])
        for item in [i for i in self.rest if i.is_value]:
            name = self._property_of(item)
            if name is None or (item.number is not None and not item.wordings and not self._cue(item)):
                continue
            cue = self._cue(item)
            if item.until is not None:
                if cue:
                    continue
                self.bounds += [(name, ">=", item.amount), (name, "<=", item.until)]
            else:
                self.bounds.append((name, SIGNS[_frame(cue[0])] if cue else "=", item.amount))
            self._drop([item, *cue])

    def bound_by_things(self) -> None:
        """`larger than X`, `比 X 更早`: a thing whose own value is the bound. Two things compared are no bound."""
        named = [item for item in self.rest if item.entities]
        things = [item for item in named if self._is_artifact(item.entities[0])]
        # Of two things of a yes-or-no question the second is what the first is compared with.
        if len(things) != 1 + Contents(self._question, self._lexicon).is_polar():
            return
        thing = things[-1]
        at = self.rest.index(thing)
        than = [i for i in self._beside(at, -1) if i.is_a("than")]
        for beside in (self._beside(at, -1), self._beside(at, 1)):
            for word in beside[-1:]:
                bound = self._bound_of(word, than)
                if bound is not None:
                    self.against.append((*bound, thing.entities[0]))
                    self._drop([thing, word, *than])
                    return

    def _bound_of(self, word: Item, than: Sequence[Item]) -> tuple[str, str] | None:
        """The property that a comparing word compares by, and how."""
        for wording in word.frames("ascending", "descending") if than else ():
            return wording.denotes[0], SIGNS[wording.frame]
        for wording in word.frames("above", "below"):
            kind = "date" if "date" in wording.denotes else "number"
            name = self._property_of_kind(kind, worded=kind == "date")
            if name is not None:
                return name, SIGNS[wording.frame]
        return None

    def _is_artifact(self, entity: Entity) -> bool:
        ontology = self._lexicon.ontology
        return ontology.plays(entity.classes, "artifact") and not any(ontology.plays(entity.classes, r) for r in ("agent", "concept"))

    def _ranges(self) -> Iterator[tuple[Item, Item]]:
        """`between A and B`, `A 到 B`."""
        values = [item for item in self.rest if item.is_value]
        if len(values) != 2 or (values[0].date is None) != (values[1].date is None):
            return
        middle = [i for i in self.rest if values[0].start < i.start < values[1].start]
        if all(i.says_nothing or i.is_a("between") for i in middle) and any(i.is_a("between") for i in self.rest):
            yield values[0], values[1]

    def _scaled(self, low: Item, high: Item) -> int | float | str:
        """The lower value, with the scale that only the upper one is written with: `between 50 and 125 billion`."""
        bare = _BARE.fullmatch(self._question.text[low.start : low.end].strip())
        digits = _BARE.match(self._question.text, high.start, high.end)
        if bare is None or digits is None or low.number is None or high.number is None or low.number > float(digits[0]):
            return low.amount
        scaled = low.number * high.number / float(digits[0])
        return int(scaled) if scaled == int(scaled) else scaled

    def _cue(self, item: Item) -> list[Item]:
        """The words that say whether more or less than the value is meant; `later than` with its `than`."""
        kind = "date" if item.date is not None else "decimal"
        at = self.rest.index(item)
        for beside in (self._beside(at, -1), self._beside(at, 1)):
            for word in beside[-1:]:
                if any(kind in w.denotes for w in word.frames(*_CUES)):
                    return [word]
                if word.frames("ascending", "descending") and any(i.is_a("than") for i in (*self._beside(at, -1), *beside)):
                    return [word]
        return []

    def _beside(self, at: int, step: int) -> list[Item]:
        """The items beside one, as far as they say nothing, and the first that says something."""
        found: list[Item] = []
        stop = len(self.rest) if step > 0 else -1
        for item in (self.rest[n] for n in range(at + step, stop, step)):
            found.append(item)
            if not item.says_nothing or item.frames(*_CUES):
                break
        return found

    def _property_of(self, item: Item) -> str | None:
        """The property that a value is of: by its unit, by a word of the question, for a date the only one there is."""
        kind = "date" if item.date is not None else "number"
        if item.wordings:
            return item.wordings[0].denotes[0]
        if item.date is not None and not item.date.date.year:
            return None
        return self._property_of_kind(kind, worded=kind == "number")

    def _property_of_kind(self, kind: str, *, worded: bool) -> str | None:
        """The property of this kind that the question names; unless it must be worded, the only one that there is."""
        named = [spec.name for _, spec in Contents(self._question, self._lexicon).properties(kind)]
        known = [spec.name for spec in self._lexicon.ontology.properties.values() if spec.kind == kind and spec.domain]
        return named[0] if named else known[0] if len(known) == 1 and not worded else None

    def count_off(self) -> None:
        """How many are asked for: `the three largest`."""
        ranked = any(i.frames("ascending", "descending") for i in self.rest)
        few = [i for i in self.rest if i.number is not None and not i.wordings and i.number in range(1, 101)]
        if ranked and len(few) == 1 and not self._counts_named(few[0]):
            self.top = int(few[0].number or 0)
            self._drop(few)

    def _counts_named(self, number: Item) -> bool:
        """`A、B、C 三个里哪个最大`: the number only counts the things named before it."""
        before = [item for item in self.rest if item.entities and item.end <= number.start]
        named = len(before) > 1 and number.number == len(before) == sum(bool(item.entities) for item in self.rest)
        if named:
            self._drop([number])
        return named


def _frame(item: Item) -> str:
    return next(w.frame for w in item.wordings if w.frame in SIGNS)
