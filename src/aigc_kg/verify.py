"""Whether saved answers still hold: each quote against its document and the graph, each result against its own query."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyoxigraph as ox

from aigc_kg.conflicts import kind_of, python_value, statements
from aigc_kg.errors import QueryError
from aigc_kg.lexical import LexicalIndex
from aigc_kg.model import Answer, Conflict, Evidence, Result
from aigc_kg.namespaces import AIGC, RDF, SCHEMA, document_iri
from aigc_kg.ontology import Ontology
from aigc_kg.sources import Verifier
from aigc_kg.sparql import run
from aigc_kg.text import key

_CUT = 5
"""Pieces of evidence at which an answer may have left more out."""
_UNIT = "unit"
_SHOWN = 60

_Key = tuple[object, ...]
"""What tells one result from another: the thing or the value with its unit, and what it is said of."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """A thing that no longer holds: the answer by its number from 1 and its question, the part of it, and what is wrong."""

    answer: int
    question: str
    where: str
    message: str


@dataclass(frozen=True, slots=True)
class Verification:
    """How many answers, quotes and results were checked, and what no longer holds, in order of the answers."""

    checked: dict[str, int]
    flaws: tuple[Flaw, ...]

    @property
    def holds(self) -> bool:
        """Does everything still hold?"""
        return not self.flaws


@dataclass(frozen=True)
class Basis:
    """What answers are checked against."""

    store: ox.Store
    index: LexicalIndex
    ontology: Ontology
    quotes: Verifier
    documents: frozenset[str]
    ask: Callable[[str], Answer]
    query: Callable[[str], ox.QuerySolutions | ox.QueryBoolean]
    """Runs a query of unknown origin; raises QueryError where it cannot be run to its end, or gives a graph."""


def verify(answers: Sequence[Answer], basis: Basis) -> Verification:
    """Check answers. Raises KnowledgeBaseError where a part of the knowledge base cannot be read."""
    flaws = [
        Flaw(number, answer.question, where, message)
        for number, answer in enumerate(answers, 1)
        for where, message in _Check(answer, basis).flaws()
    ]
    checked = {
        "answers": len(answers),
        "quotes": sum(len(answer.evidence) for answer in answers),
        "results": sum(len(answer.results) for answer in answers),
    }
    return Verification(checked, tuple(flaws))


class _Check:
    """Checks one answer; a flaw is where it is, and what is wrong."""

    def __init__(self, answer: Answer, basis: Basis) -> None:
        self._answer = answer
        self._basis = basis

    def flaws(self) -> Iterator[tuple[str, str]]:
        yield from self._status()
        for number, piece in enumerate(self._answer.evidence):
            where = f"evidence {number}, {piece.document}:{piece.line}"
            yield from ((where, message) for message in self._piece(piece))
        for number, result in enumerate(self._answer.results):
            yield from self._result(f"result {number}", result)
        for number, conflict in enumerate(self._answer.conflicts):
            yield from ((f"conflict {number}", message) for message in self._conflict(conflict))
        if self._answer.status == "answered":
            yield from (("sparql", message) for message in self._derived())

    def _status(self) -> Iterator[tuple[str, str]]:
        answer = self._answer
        if answer.status != "answered" and (answer.results or answer.sparql is not None):
            yield "status", f"An answer of status {answer.status} has no results and no query."
        if answer.status == "unanswered":
            if answer.evidence:
                yield "status", "What is unanswered has no evidence."
            if (now := self._now.status) != "unanswered":
                yield "status", f"The knowledge base now has an answer: {now}."
        elif not answer.evidence:
            yield "evidence", "The answer has no evidence."
        if answer.status == "answered" and not answer.results:
            yield "results", "The answer has no results."
        if answer.status == "passages" and answer.evidence and not self._quotes_first():
            yield "answer", "The sentence does not quote the first piece of evidence."

    @cached_property
    def _now(self) -> Answer:
        return self._basis.ask(self._answer.question)

    def _quotes_first(self) -> bool:
        """Does the sentence end with the words of the first quote, markup and blanks aside?"""
        said, quote = key(self._answer.answer), key(self._answer.evidence[0].quote)
        indexed = [passage.text for passage in self._basis.index.at(self._answer.evidence[0].document, self._answer.evidence[0].line)]
        return said.endswith(quote) or any(said.endswith(key(text)) for text in indexed)

    # evidence

    def _piece(self, piece: Evidence) -> Iterator[str]:
        if piece.document not in self._basis.documents:
            yield "The knowledge base no longer holds the document."
            return
        verbatim = self._basis.quotes.is_verbatim(piece)
        if verbatim is None:
            yield "The file of the document is missing or cannot be read."
        elif not verbatim:
            yield f"The document does not have these words on {_lines(piece)}: {_short(piece.quote)}."
        if not self._nodes(piece):
            yield f"The graph has nothing with these words on {_lines(piece)}: {_short(piece.quote)}."
        elif self._basis.index.section_at(piece.document, piece.line) != piece.section:
            yield f"The line no longer stands under the headings {' › '.join(piece.section) or '(none)'}."

    def _nodes(self, piece: Evidence) -> list[ox.NamedNode]:
        """Claims, contexts and passages of the document with this quote on these lines."""
        graph, store = ox.NamedNode(document_iri(piece.document)), self._basis.store
        quoting = store.quads_for_pattern(None, ox.NamedNode(AIGC + "quote"), ox.Literal(piece.quote), graph)
        nodes = [quad.subject for quad in quoting if isinstance(quad.subject, ox.NamedNode)]
        places = [("line", piece.line), ("endLine", piece.end_line)]
        return [node for node in nodes if all(self._integer(node, name, graph) == number for name, number in places)]

    def _integer(self, node: ox.NamedNode, name: str, graph: ox.NamedNode) -> int | None:
        values = self._basis.store.quads_for_pattern(node, ox.NamedNode(AIGC + name), None, graph)
        return next((int(quad.object.value) for quad in values if isinstance(quad.object, ox.Literal)), None)

    # results

    def _result(self, where: str, result: Result) -> Iterator[tuple[str, str]]:
        pieces, missing = self._pieces(result.evidence)
        if missing:
            yield where, f"There is no evidence {', '.join(map(str, missing))}."
        if not pieces:
            yield where, f"{_named(result)} has no evidence."
        elif not isinstance(result.value, bool) and result.members is None and not self._is_said(result, pieces):
            yield where, f"No claim behind the evidence speaks of {_named(result)}."
        documents = len({piece.document for piece in pieces})
        if result.documents < documents or (result.documents > documents and len(result.evidence) < _CUT):
            yield where, f"{_named(result)} has evidence of {_count(documents, 'document')}, not {result.documents}."
        yield from self._labels(where, result)
        yield from self._members(where, result)

    def _members(self, where: str, result: Result) -> Iterator[tuple[str, str]]:
        if result.members is None:
            return
        if len({member.iri for member in result.members}) != result.value:
            yield where, f"The number is {result.value}, of {_count(len(result.members), 'thing')} named."
        for number, member in enumerate(result.members):
            yield from self._result(f"{where}, member {number}", member)

    def _labels(self, where: str, result: Result) -> Iterator[tuple[str, str]]:
        if result.iri is None:
            return
        labels = {name.label for name in self._basis.index.labels([result.iri]).get(result.iri, ())}
        if not labels:
            yield where, f"The knowledge base no longer knows {_named(result)} ({result.iri})."
        elif labels != set(result.labels) or result.label not in labels:
            yield where, f"{_named(result)} now has the names {', '.join(sorted(labels))}."

    def _pieces(self, numbers: Sequence[int]) -> tuple[list[Evidence], list[int]]:
        """The pieces of evidence with these numbers, and the numbers that there are none of."""
        held = range(len(self._answer.evidence))
        return [self._answer.evidence[n] for n in numbers if n in held], [n for n in numbers if n not in held]

    def _is_said(self, result: Result, pieces: Sequence[Evidence]) -> bool:
        """Does a claim with one of the quotes speak of the result? Of many pieces the one that does may be left out."""
        return (
            len(pieces) >= _CUT
            or any(piece.document == result.value for piece in pieces)
            or any(_is_term(term, result) for piece in pieces for node in self._nodes(piece) for term in self._terms(node))
        )

    def _terms(self, claim: ox.NamedNode) -> Iterator[Any]:
        """What a claim speaks of; of an amount, its number."""
        store, graph = self._basis.store, ox.DefaultGraph()
        for part in ("subject", "object"):
            for quad in store.quads_for_pattern(claim, ox.NamedNode(RDF + part), None, graph):
                yield quad.object
                if isinstance(quad.object, ox.NamedNode):
                    amounts = store.quads_for_pattern(quad.object, ox.NamedNode(SCHEMA + "value"), None, graph)
                    yield from (amount.object for amount in amounts)

    # conflicts

    def _conflict(self, conflict: Conflict) -> Iterator[str]:
        for value in conflict.values:
            pieces, missing = self._pieces(value["evidence"])
            if missing:
                yield f"There is no evidence {', '.join(map(str, missing))}."
            if sorted({piece.document for piece in pieces}) != value["documents"]:
                yield f"The documents of {value.get('label', value.get('value'))!r} are not those of its evidence."
        spec = self._basis.ontology.properties.get(conflict.property)
        things = {name.iri for name in self._basis.index.names([key(conflict.subject)]) if name.label == conflict.subject}
        kinds = {kind_of(spec, statements(self._basis.store, spec, iri)) for iri in sorted(things)} if spec is not None else set()
        if conflict.kind not in kinds:
            yield f"Documents no longer are in {conflict.kind} about {conflict.property} of {conflict.subject}."

    # the query

    def _derived(self) -> Iterator[str]:
        """What the query gives and the answer does not have, and the other way about."""
        try:
            given = self._given()
        except QueryError as error:
            yield f"The query cannot be run: {error}"
            return
        answered = [_key_of(result) for result in self._answer.results]
        about = {name: self._iris(name) for name in {result.about for result in self._answer.results if result.about is not None}}
        for row, iri in given:
            if not any(row == found and (name is None or iri in about[name]) for found, name in answered):
                yield f"The query also gives {_shown(row)}, which the answer does not have."
        for found, name in answered:
            if not any(row == found and (name is None or iri in about[name]) for row, iri in given):
                yield f"The query does not give {_shown(found)}{'' if name is None else f' of {name}'}."
        if self._is_ranked and [row for row, _ in given] != [found for found, _ in answered]:
            yield "The query gives the results in another order."

    @property
    def _is_ranked(self) -> bool:
        return "?best" in (self._answer.sparql or "")

    def _iris(self, label: str) -> set[str]:
        return {name.iri for name in self._basis.index.names([key(label)]) if name.label == label}

    def _given(self) -> list[tuple[_Key, str | None]]:
        """What the query gives; where there is none, what the question gives now."""
        if self._answer.sparql is None:
            return [
                (_key_of(result)[0], next(iter(self._iris(result.about)), None) if result.about else None) for result in self._now.results
            ]
        # A file may hold any query; one that this program makes itself needs no process of its own.
        known = self._answer.sparql == self._now.sparql
        rows = run(self._basis.store, self._answer.sparql) if known else self._basis.query(self._answer.sparql)
        return [(("value", bool, bool(rows), None), None)] if isinstance(rows, ox.QueryBoolean) else list(_rows(rows))  # type: ignore[arg-type]  # no graph


def _rows(rows: ox.QuerySolutions) -> Iterator[tuple[_Key, str | None]]:
    names = [variable.value for variable in rows.variables]
    wanted = next((name for name in ("result", "count") if name in names), names[0])
    for row in rows:
        about = row["about"] if "about" in names else None
        unit = row[_UNIT] if _UNIT in names else None
        yield _row_key(row[wanted], unit and unit.value), about and about.value


def _row_key(term: Any, unit: str | None) -> _Key:
    if isinstance(term, ox.Literal):
        return ("value", str, python_value(term), unit) if isinstance(python_value(term), str) else ("value", int, python_value(term), unit)
    return ("thing", getattr(term, "value", None))


def _key_of(result: Result) -> tuple[_Key, str | None]:
    """What tells a result from others, and the name of what it is said of."""
    if result.iri is not None:
        return ("thing", result.iri), result.about
    # A truth value is no number, and 43 hours are 43.0 hours.
    kind = next((kind for kind in (bool, str) if isinstance(result.value, kind)), int)
    return ("value", kind, result.value, result.unit), result.about


def _is_term(term: Any, result: Result) -> bool:
    return bool(term.value == result.iri if result.iri is not None else isinstance(term, ox.Literal) and python_value(term) == result.value)


def _shown(found: _Key) -> str:
    words = found[2:] if found[0] == "value" else found[1:]
    return " ".join(str(word) for word in words if word is not None)


def _named(result: Result) -> str:
    return result.label if result.label is not None else _shown(_key_of(result)[0])


def _lines(piece: Evidence) -> str:
    return f"line {piece.line}" if piece.line == piece.end_line else f"lines {piece.line} to {piece.end_line}"


def _short(quote: str) -> str:
    text = " ".join(quote.split())
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
