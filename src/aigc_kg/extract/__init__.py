"""Reading claims out of a document: by its layout, and by the lexicon's wordings in its sentences."""

from __future__ import annotations

from aigc_kg.extract.cues import CueFinder
from aigc_kg.extract.mentions import MentionFinder
from aigc_kg.extract.reading import Reading
from aigc_kg.extract.structure import StructureReader, learned_classes
from aigc_kg.lexicon import Lexicon
from aigc_kg.model import Claim, Document


def extract(document: Document, lexicon: Lexicon) -> list[Claim]:
    """All claims of a document, each with the words that state it.

    Read twice: what the first reading shows of the kinds of unlisted names helps the second.
    """
    first = _read(document, lexicon, {})
    learned = learned_classes(first)
    reading = _read(document, lexicon, learned) if learned else first
    return list(dict.fromkeys(reading.claims))


def _read(document: Document, lexicon: Lexicon, learned: dict[str, tuple[str, ...]]) -> Reading:
    reading = Reading(document, lexicon, MentionFinder(lexicon, learned), CueFinder(lexicon))
    StructureReader(reading).read()
    return reading


__all__ = ["extract"]
