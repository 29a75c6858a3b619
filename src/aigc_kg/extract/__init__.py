"""Reading claims out of a document: by its layout, and by the lexicon's wordings in its sentences."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from aigc_kg.extract.cues import CueFinder
from aigc_kg.extract.mentions import Mention, MentionFinder, is_name
from aigc_kg.extract.reading import Reading
from aigc_kg.extract.script import Restorer, read_simplified
from aigc_kg.extract.structure import StructureReader, learned_classes
from aigc_kg.lexicon import Lexicon
from aigc_kg.model import Claim, Document, Thing
from aigc_kg.tasks import TaskFinder
from aigc_kg.text import has_han

_CAPITALIZED = re.compile(r"[A-Z][a-z]+")


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a document states, and the things that it names, with or without stating anything of them."""

    claims: tuple[Claim, ...]
    named: tuple[tuple[Thing, int], ...]
    """With how often each is named."""


class Extractor:
    """Reads documents with one lexicon, whose words are prepared for search once."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._mentions = MentionFinder(lexicon)
        self._cues = CueFinder(lexicon)
        self._tasks = TaskFinder(lexicon)

    def extract(self, document: Document) -> Extraction:
        """All claims of a document, each with the words that state it, and the names in it; traditional script is read as simplified."""
        simplified = read_simplified(document)
        if simplified is None:
            return self._read(document)
        read, restored = self._read(simplified), Restorer(document)
        named = Counter({restored.thing(thing): count for thing, count in read.named})
        return Extraction(tuple(dict.fromkeys(restored.claim(claim) for claim in read.claims)), tuple(named.items()))

    def _read(self, document: Document) -> Extraction:
        """Read a document in simplified script.

        Blocks that name a thing whose kind the first reading has shown, and those that rest on them, are read a second time.
        """
        reading = Reading(document, self._lexicon, self._mentions, self._cues, self._tasks)
        first = StructureReader(reading)
        first.read()
        changed = reading.relearn(self._mentions.learning(learned_classes(reading)))
        if changed:
            StructureReader(reading).read_again(first, changed)
        written = (_names(reading, i) for i, block in enumerate(document.blocks) if block.kind != "code")
        counted = Counter((m.name, m.classes, m.aliases) for names in written for m in names)
        named = tuple((Thing(*thing), count) for thing, count in counted.items())
        return Extraction(tuple(dict.fromkeys(reading.claims)), named)


def _names(reading: Reading, index: int) -> list[Mention]:
    """Mentions that are names for certain; in English a capital alone may just begin a heading or a sentence."""
    english = not has_han(reading.block(index).view.text)
    return [m for m in reading.mentions_in(index) if m.known or (is_name(m) and not (english and _CAPITALIZED.fullmatch(m.name)))]


__all__ = ["Extraction", "Extractor"]
