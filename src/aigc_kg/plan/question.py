"""A question taken apart: its pieces, each with the readings that it may have."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from aigc_kg.lexicon import Wording
from aigc_kg.quantities import DateSpan


@dataclass(frozen=True, slots=True)
class Entity:
    """A thing that a question names."""

    iri: str
    classes: tuple[str, ...]
    label: str

    @property
    def is_stand_in(self) -> bool:
        """Does it stand for an unknown while the question is planned?"""
        return self.iri.startswith("?")


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of the question and its readings."""

    start: int
    end: int
    text: str
    entities: tuple[Entity, ...] = ()
    wordings: tuple[Wording, ...] = ()
    date: DateSpan | None = None
    number: int | float | None = None
    until: str | None = None
    """Of a period that begins with the date: its last month or year, in ISO 8601."""
    said: str | None = None
    """A word of it that is no part of the name."""

    def frames(self, *names: str) -> tuple[Wording, ...]:
        """Readings with one of these frames."""
        return tuple(w for w in self.wordings if w.frame in names)

    def is_a(self, frame: str) -> bool:
        """Has it a reading of this frame, and no entity?"""
        return not self.entities and bool(self.frames(frame))

    @property
    def says_nothing(self) -> bool:
        """Is it a function word, or may it be one?"""
        return not self.entities and not self.is_value and bool(self.frames("function"))

    @property
    def is_value(self) -> bool:
        """Is it a number or a date?"""
        return self.date is not None or self.number is not None

    @property
    def amount(self) -> int | float | str:
        """The number, or the date in ISO 8601."""
        return self.date.date.iso if self.date is not None else self.number or 0


@dataclass(frozen=True)
class Question:
    """A question taken apart: its items in order, and what no item covers."""

    text: str
    items: tuple[Item, ...]
    left_over: tuple[str, ...]
    unknown_names: tuple[str, ...] = field(default=())
    taken: tuple[tuple[str, str], ...] = ()
    """What was written, and the name that it was taken for."""
    otherwise: Question | None = None
    """The same with the words for kinds of content (image, 语音) taken for names, where nothing else explains them."""

    def having(self, *frames: str) -> list[Item]:
        """Items with a reading of one of these frames and no entity."""
        return [item for item in self.items if not item.entities and item.frames(*frames)]

    def only(self, items: Iterable[Item]) -> Question:
        """The question with these items and no others."""
        return replace(self, items=tuple(sorted(items, key=lambda item: item.start)))

    @property
    def entities(self) -> list[Item]:
        """Items that name things."""
        return [item for item in self.items if item.entities]
