"""Questions that a knowledge base can answer: made from what its facts say and how the lexicon asks for that, and each one tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from aigc_kg.lexical import LexicalIndex
from aigc_kg.lexicon import Lexicon
from aigc_kg.model import Answer
from aigc_kg.namespaces import AIGC, DCTERMS, RDF, local_name
from aigc_kg.ontology import Property
from aigc_kg.phrasing import spaced
from aigc_kg.plan import Analyzer
from aigc_kg.sparql import merged

LANGUAGES = ("en", "zh")
_PREFIXES = f"PREFIX aigc: <{AIGC}> PREFIX rdf: <{RDF}> PREFIX dcterms: <{DCTERMS}>\n"
_CLAIMED = (
    _PREFIXES
    + """SELECT ?s ?p ?o (COUNT(DISTINCT ?d) AS ?documents) (COUNT(?claim) AS ?claims) WHERE {
  ?claim rdf:subject ?s ; rdf:predicate ?p ; rdf:object ?o ; dcterms:source ?d
} GROUP BY ?s ?p ?o ORDER BY DESC(?documents) DESC(?claims) ?s ?o LIMIT 8"""
)
_ABOUT = _PREFIXES + "SELECT DISTINCT ?p ?s WHERE { ?claim rdf:subject ?s ; rdf:predicate ?p }"
_TOWARDS = _PREFIXES + "SELECT DISTINCT ?p ?s WHERE { ?claim rdf:object ?s ; rdf:predicate ?p }"
_FORWARD, _INVERSE = "example", "inverseExample"
_FRAMES = ("everything", "differ", "common", "mention", "disagree", "descending", "ascending", "most")
_MOST_THINGS = 3
"""Things of an answer that further questions are about."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question that has an answer."""

    question: str
    language: str


class Examples:
    """Makes questions over one knowledge base; `ask` answers them from the graph."""

    def __init__(
        self, store: Callable[[], ox.Store], index: LexicalIndex, lexicon: Lexicon, analyzer: Analyzer, ask: Callable[[str], Answer | None]
    ) -> None:
        self._store = store
        self._index = index
        self._lexicon = lexicon
        self._analyzer = analyzer
        self._ask = ask

    def all(self) -> Iterator[Example]:
        """A question in each language for every property that something is said of, from both ends, and one for each other kind."""
        for spec in self._lexicon.ontology.properties.values():
            pairs = self._claimed(spec)
            for kind in (_FORWARD, _INVERSE) if pairs else ():
                for lang in LANGUAGES:
                    yield from self._first(self._filled(spec, kind, pair, lang) for pair in pairs)
        yield from self._others()

    def after(self, question: str, answer: Answer, most: int) -> list[Example]:
        """Up to so many questions in the language of the answer about what the question or its results name, and that have an answer."""
        found: list[Example] = []
        candidates = (q for iri in self._things(question, answer) for q in self._about(iri, answer.language, answer.interpretation or ""))
        for candidate in candidates:
            if len(found) == most:
                break
            if candidate != question and candidate not in {one.question for one in found} and self._is_answered(candidate):
                found.append(Example(candidate, answer.language))
        return found

    def _first(self, questions: Iterable[str | None]) -> Iterator[Example]:
        for question in questions:
            if question is not None and self._is_answered(question):
                yield Example(question, "zh" if question[-1] in "？。" else "en")
                return

    def _is_answered(self, question: str) -> bool:
        answer = self._ask(question)
        return answer is not None and answer.status == "answered"

    def _filled(self, spec: Property, kind: str, pair: tuple[Any, Any], lang: str) -> str | None:
        """The question for a property with what it is asked of; None where there is none of this kind."""
        template = self._lexicon.template(spec.name, kind, lang)
        if template is None and kind == _FORWARD:
            template = f"{{subject}} 的{spec.label(lang)}是什么？" if lang == "zh" else f"What is the {spec.label(lang)} of {{subject}}?"
        asked = pair[0] if kind == _FORWARD else pair[1]
        if template is None or not isinstance(asked, ox.NamedNode):
            return None
        filled = template.replace("{subject}", self._label(asked.value, lang)).replace("{object}", self._label(asked.value, lang))
        return spaced(filled) if lang == "zh" else filled

    def _others(self) -> Iterator[Example]:
        """Questions that compare, order, gather and ask of the documents."""
        for frame in _FRAMES:
            for name, lang, template in self._lexicon.frame_examples(frame):
                things = self._alike(name)
                pairs = [(one, other) for one in things for other in things if one != other] or [("", "")]
                yield from self._first(self._put(template, pair, lang) for pair in pairs)

    def _put(self, template: str, pair: Sequence[str], lang: str) -> str:
        one, other = (self._label(iri, lang) if iri else "" for iri in pair)
        filled = template.replace("{subject}", one).replace("{other}", other)
        return spaced(filled) if lang == "zh" else filled

    def _alike(self, name: str | None) -> list[str]:
        """Things that have a property; of no property in particular those that most is said of."""
        maker = self._lexicon.ontology.playing("maker")
        spec = self._lexicon.ontology.properties.get(name or maker or "")
        return list(dict.fromkeys(pair[0].value for pair in self._claimed(spec))) if spec is not None else []

    def _claimed(self, spec: Property) -> list[tuple[Any, Any]]:
        """Subjects and objects of a property, what most documents say first."""
        bound: dict[ox.Variable, Any] = {ox.Variable("p"): ox.NamedNode(spec.iri)}
        return [(row["s"], row["o"]) for row in merged(self._store()).query(_CLAIMED, substitutions=bound)]  # type: ignore[union-attr]

    def _about(self, iri: str, lang: str, but: str) -> Iterator[str]:
        """Questions about a thing, without those for a property that was asked for."""
        thing = ox.NamedNode(iri)
        for query, kind in ((_ABOUT, _FORWARD), (_TOWARDS, _INVERSE)):
            rows = merged(self._store()).query(query, substitutions={ox.Variable("s"): thing})
            said = {local_name(row["p"].value) for row in rows}  # type: ignore[union-attr]
            for spec in self._lexicon.ontology.properties.values():
                if spec.name in said and f"{spec.name}(" not in but and (filled := self._filled(spec, kind, (thing, thing), lang)):
                    yield filled

    def _things(self, question: str, answer: Answer) -> list[str]:
        """What the question names, or nearly names, and what the answer gives."""
        analyzed = self._analyzer.analyze(question)
        named = [entity.iri for item in analyzed.entities for entity in item.entities[:1]]
        near = [label for name in analyzed.unknown_names for label in self._analyzer.similar(name)] if not named else []
        alike = [entity.iri for label in near for item in self._analyzer.analyze(label).entities for entity in item.entities[:1]]
        given = [result.iri for result in answer.results if result.iri is not None]
        return list(dict.fromkeys((*named, *alike, *given)))[:_MOST_THINGS]

    def _label(self, iri: str, lang: str) -> str:
        names = self._index.labels([iri]).get(iri, [])
        best = next((n for n in names if n.preferred and n.language == lang), None) or next((n for n in names if n.preferred), None)
        return best.label if best else iri.rsplit("/", 1)[-1]
