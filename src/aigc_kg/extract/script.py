"""Traditional script: a document is read in simplified characters, and what was read is told in its own again.

A character becomes one character, so places stay what they are, and every rule need know only one script.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from aigc_kg.model import Block, Claim, Document, Literal, Quote, Thing, View
from aigc_kg.text import is_traditional, simplified


def read_simplified(document: Document) -> Document | None:
    """The document in simplified characters, at the same places; None where it is not of traditional script."""
    if document.text.isascii() or not is_traditional(document.text):
        return None
    return replace(document, text=simplified(document.text), blocks=tuple(_block(block) for block in document.blocks))


def _block(block: Block) -> Block:
    return replace(block, view=_view(block.view), cells=tuple(_view(cell) for cell in block.cells))


def _view(view: View) -> View:
    return replace(view, text=simplified(view.text))


class Restorer:
    """Gives names and quotes of the simplified reading back as the document writes them."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._written = "\n".join(block.view.text for block in document.blocks)
        self._read = simplified(self._written)
        self._word = cache(self._find)

    def claim(self, claim: Claim) -> Claim:
        """The claim in the document's own script."""
        target = self.thing(claim.object) if isinstance(claim.object, Thing) else self._literal(claim.object)
        return replace(
            claim,
            subject=self.thing(claim.subject),
            object=target,
            quote=self._quote(claim.quote),
            contexts=tuple(self._quote(context) for context in claim.contexts),
        )

    def thing(self, thing: Thing) -> Thing:
        """The thing by the name that the document writes."""
        return replace(thing, name=self._word(thing.name), aliases=self._words(thing.aliases))

    def _literal(self, value: Literal) -> Literal:
        return replace(value, lexical=self._word(value.lexical)) if value.datatype == "string" else value

    def _quote(self, quote: Quote) -> Quote:
        return replace(quote, text=self._document.text[quote.start : quote.end])

    def _words(self, words: Iterable[str]) -> tuple[str, ...]:
        return tuple(self._word(word) for word in words)

    def _find(self, word: str) -> str:
        """What stands where the word was read; what only the vocabulary says stays as it is."""
        at = self._read.find(word)
        return self._written[at : at + len(word)] if at >= 0 else word
