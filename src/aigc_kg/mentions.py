"""The documents that speak of things: each with the sentences, list items and rows that have one of a thing's names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from aigc_kg.namespaces import AIGC, DCTERMS

_PREFIXES = f"PREFIX aigc: <{AIGC}>\nPREFIX dcterms: <{DCTERMS}>\n"
_BEFORE = "(^|[^a-z0-9])"
_BEHIND = "($|[^a-z0-9 .·-]|[ .·-]+($|[^0-9 .·-]))"
"""Behind a name: what makes no other name of it, as a version would."""


def mentions_query(names: Sequence[Iterable[str]]) -> str:
    """The query for the documents that have, of every thing, one of its names in a sentence, list item or row."""
    blocks = [
        f"?passage{n} a aigc:Passage ; aigc:quote ?quote{n} ; dcterms:isPartOf+/dcterms:identifier ?result .\n  "
        f'FILTER(REGEX(?quote{n}, {_literal(pattern(labels))}, "i"))'
        for n, labels in enumerate(names)
    ]
    body = "\n  ".join(blocks)
    return f"{_PREFIXES}SELECT DISTINCT ?result WHERE {{\n  {body}\n}}\nORDER BY ?result"


def counted(query: str) -> str:
    """The query for how many documents another query gives."""
    return query.replace("SELECT DISTINCT ?result", "SELECT (COUNT(DISTINCT ?result) AS ?count)").removesuffix("\nORDER BY ?result")


def passages_query(labels: Iterable[str]) -> str:
    """The query for the passages with one of the names: document, lines and quote, in order."""
    return (
        f"{_PREFIXES}SELECT DISTINCT ?document ?line ?end ?quote WHERE {{\n"
        "  ?passage a aigc:Passage ; aigc:quote ?quote ; aigc:line ?line ; aigc:endLine ?end .\n"
        "  ?passage dcterms:isPartOf+/dcterms:identifier ?document .\n"
        f'  FILTER(REGEX(?quote, {_literal(pattern(labels))}, "i"))\n}}\nORDER BY ?document ?line ?end ?quote'
    )


def pattern(labels: Iterable[str]) -> str:
    """A regular expression (of XPath) for any of the names; a Latin one does not stand within another word."""
    return "|".join(_bounded(label) for label in sorted(set(labels), key=lambda label: (-len(label), label)))


def _bounded(label: str) -> str:
    escaped = re.sub(r"([\\.^$|?*+()\[\]{}-])", r"\\\1", label)
    before = _BEFORE if label[:1].isascii() else ""
    return f"{before}{escaped}{_BEHIND if label[-1:].isascii() else ''}"


def _literal(text: str) -> str:
    return str(ox.Literal(text))
