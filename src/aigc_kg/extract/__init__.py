"""Reading claims out of a document: by its layout, and by the lexicon's wordings in its sentences."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from aigc_kg.extract.cues import CueFinder
from aigc_kg.extract.mentions import Mention, MentionFinder, is_name
from aigc_kg.extract.reading import Reading
from aigc_kg.extract.structure import StructureReader, learned_classes
from aigc_kg.lexicon import Lexicon
from aigc_kg.model import Claim, Document, Thing
from aigc_kg.text import has_han


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a document states, and the things that it names, with or without stating anything of them."""

    claims: tuple[Claim, ...]
    named: tuple[tuple[Thing, int], ...]
    """With how often each is named."""


def extract(document: Document, lexicon: Lexicon) -> Extraction:
    """All claims of a document, each with the words that state it, and the names in it.

    Read twice: what the first reading shows of the kinds of unlisted names helps the second.
    """
    first = _read(document, lexicon, {})
    learned = learned_classes(first)
    reading = _read(document, lexicon, learned) if learned else first
    named = (m.thing for i, block in enumerate(document.blocks) if block.kind != "code" for m in _names(reading, i))
    return Extraction(tuple(dict.fromkeys(reading.claims)), tuple(Counter(named).items()))


def _names(reading: Reading, index: int) -> list[Mention]:
    """Mentions that are names for certain; in English a capital alone may just begin a heading or a sentence."""
    english = not has_han(reading.block(index).view.text)
    return [m for m in reading.mentions_in(index) if is_name(m) and (m.known or not english or not re.fullmatch(r"[A-Z][a-z]+", m.name))]


def _read(document: Document, lexicon: Lexicon, learned: dict[str, tuple[str, ...]]) -> Reading:
    reading = Reading(document, lexicon, MentionFinder(lexicon, learned), CueFinder(lexicon))
    StructureReader(reading).read()
    return reading


__all__ = ["Extraction", "extract"]
