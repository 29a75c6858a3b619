"""Answers: forms run over the graph, each result with the claims that state it; else the passage that says it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

import pyoxigraph as ox

from aigc_kg.conflicts import exclude, kind_of, of_results, statements
from aigc_kg.inquirer import Inquirer
from aigc_kg.lexical import LexicalIndex, StoredName
from aigc_kg.lexicon import Lexicon
from aigc_kg.model import Answer, Evidence, Result
from aigc_kg.namespaces import XSD, local_name
from aigc_kg.ontology import Property
from aigc_kg.phrasing import Phrasing
from aigc_kg.plan import (
    ABOUT,
    RESULT,
    UNIT,
    Entity,
    Form,
    Inquiry,
    Plan,
    Question,
    asks_amount,
    compile_form,
    compile_union,
    members_query,
    plan,
    solutions_query,
    stated_object,
)
from aigc_kg.quoting import Quoter
from aigc_kg.render import joined
from aigc_kg.retrieval import Retriever
from aigc_kg.sparql import run
from aigc_kg.statements import Statements, Triple
from aigc_kg.text import key, question_language

_MAX_EVIDENCE_PER_RESULT = 5
_MOST_TIED = 10
_MOST_QUOTED = 3
_AMOUNT = "decimal"
_MOST_NAMES_KEPT = 20_000
_LONGEST_QUESTION = 2000
_INTEGERS = {XSD + "integer"}
_FRACTIONS = {XSD + "decimal", XSD + "double"}

Solutions = list[dict[str, Any]]


@dataclass
class _Ledger:
    """Evidence in order of first use, each piece once."""

    pieces: list[Evidence] = field(default_factory=list)

    def add(self, pieces: Iterable[Evidence]) -> tuple[int, ...]:
        numbers = []
        for piece in pieces:
            if piece not in self.pieces:
                self.pieces.append(piece)
            numbers.append(self.pieces.index(piece))
        return tuple(dict.fromkeys(numbers))


class Answerer:
    """Answers questions over one knowledge base."""

    def __init__(self, store: Callable[[], ox.Store], index: LexicalIndex, lexicon: Lexicon, retriever: Retriever) -> None:
        self._store = store
        self._index = index
        self._lexicon = lexicon
        self._statements = Statements(store, index)
        self._known_names: dict[str, list[StoredName]] = {}
        self._retriever = retriever
        self._phrasing = Phrasing(lexicon, self._label)
        self._inquirer = Inquirer(store, index, lexicon, self._phrasing)
        self._quoter = Quoter(index, lexicon, retriever, self._phrasing)

    def answer(self, text: str) -> Answer:
        """The answer to a question, from the graph if it can, else from the text."""
        lang = question_language(text)
        question = self._retriever.analyzer.analyze(text[:_LONGEST_QUESTION])
        understood = plan(question, self._lexicon)
        if understood.inquiry is not None:
            return self._inquired(text, lang, understood.inquiry) or self._quoter.answer(text, lang, question, understood)
        for reading in (understood, understood.otherwise):
            if reading is not None and (answer := self._answered(text, lang, reading)) is not None:
                return answer
        if not understood.not_understood and (instead := self._instead(understood.forms, lang)):
            return Answer(text, lang, "unanswered", instead)
        if part := self._in_part(text, lang, understood):
            return part
        return self._quoter.answer(text, lang, question, understood)

    def stated(self, text: str) -> Answer | None:
        """The answer of the graph to a question, if it has one; no passage is looked for."""
        lang = question_language(text)
        understood = plan(self._retriever.analyzer.analyze(text[:_LONGEST_QUESTION]), self._lexicon)
        if understood.inquiry is not None:
            return self._inquired(text, lang, understood.inquiry)
        return self._answered(text, lang, understood)

    def _answered(self, text: str, lang: str, understood: Plan) -> Answer | None:
        """The answer of the graph to what was understood."""
        found = [pair for form in understood.forms if (pair := self._first(text, lang, form, understood.not_understood))]
        whole = understood.overview or len(found) == len(understood.forms)
        if found and whole and self._is_what_was_asked(understood, [answer for _, answer in found], lang):
            return self._together(found, understood.question, lang)
        return None

    def _in_part(self, text: str, lang: str, understood: Plan) -> Answer | None:
        """The sentences that state a part of what is asked, with what nobody states; None where all or nothing of it is stated."""
        if understood.overview or understood.not_understood:
            return None
        found = [(form, self._first(text, lang, form, ())) for form in understood.forms]
        pieces = tuple(dict.fromkeys(piece for _, pair in found if pair is not None for piece in pair[1].evidence))
        missing = [self._silence(form, lang) for form, pair in found if pair is None]
        if not pieces or not missing or None in missing:
            return None
        said = self._phrasing.in_part([piece.quote for piece in pieces[:_MOST_QUOTED]], [one for one in missing if one], lang)
        return Answer(text, lang, "passages", said, (), pieces)

    def _silence(self, form: Form, lang: str) -> str | None:
        """That nobody states a property of a known thing, where the form asks for one."""
        subject = form.patterns[0].subject
        if form.kind != "select" or form.asked is None or len(form.patterns) != 1 or not isinstance(subject, Entity):
            return None
        return self._phrasing.unanswered(subject.label, form.asked, lang, inverse=False)

    def _inquired(self, text: str, lang: str, inquiry: Inquiry) -> Answer | None:
        """The answer to a question about the documents themselves."""
        if inquiry.kind == "mentions":
            return self._inquirer.mentioning(text, lang, inquiry)
        forms = tuple(self._inquirer.disputed(inquiry))
        found = [pair for form in forms if (pair := self._first(text, lang, form, ()))]
        if found:
            return self._together(found, None, lang)
        return Answer(text, lang, "unanswered", self._phrasing.undisputed([entity.label for entity in inquiry.entities], lang))

    def _first(self, text: str, lang: str, form: Form, words: Sequence[str]) -> tuple[Form, Answer] | None:
        """The first reading of a form that has results, and its answer; words left over have to be said by it."""
        found = ((one, answer) for one in (form, *form.otherwise) if (answer := self._from_graph(text, lang, one)) is not None)
        return next((pair for pair in found if all(self._is_said(word, pair[1]) for word in words)), None)

    def _instead(self, forms: Sequence[Form], lang: str) -> str | None:
        """What is said in place of something that a question supposes, and that no document says."""
        for form in forms:
            for pattern in form.patterns:
                if not (isinstance(pattern.subject, Entity) and isinstance(pattern.object, Entity)):
                    continue
                stated = Form("select", (replace(pattern, object=RESULT),), asked=pattern.predicate)
                rows = self._rows(compile_form(stated, self._lexicon))
                if rows and not run(self._store(), compile_form(Form("ask", (pattern,)), self._lexicon)):
                    others = [self._label(row["result"].value, lang) for row in rows]
                    return self._phrasing.instead(pattern, others, lang)
        return None

    # from the graph

    def _is_what_was_asked(self, understood: Plan, answers: Sequence[Answer], lang: str) -> bool:
        """Is there an amount where one is asked for, and something on each thing where they are set against each other?"""
        question = understood.question
        results = [result for answer in answers for result in answer.results]
        amount = any(wording.denotes == (_AMOUNT,) for item in question.having("interrogative") for wording in item.frames("interrogative"))
        if amount and all(result.value is None for result in results):
            return False
        told = {result.about for result in results}
        differing = understood.overview and question.having("differ")
        return not differing or all(self._label(item.entities[0].iri, lang) in told for item in question.entities)

    def _is_said(self, words: str, answer: Answer) -> bool:
        """Does a sentence behind each result, or a heading above it, have the words, in either language?"""
        results = [member for result in answer.results for member in result.members or (result,)]
        return all(any(key(words) in key(said) or self._retriever.says(said, words) for said in _said_of(r, answer)) for r in results)

    def _together(self, answered: Sequence[tuple[Form, Answer]], question: Question | None, lang: str) -> Answer:
        """One answer of all; a name that was taken for another is said aloud."""
        answers = [answer for _, answer in answered]
        one = answers[0] if len(answers) == 1 else _merged(answers, compile_union([form for form, _ in answered], self._lexicon))
        return replace(one, answer=self._phrasing.taken(question.taken, lang) + one.answer) if question is not None else one

    def _from_graph(self, text: str, lang: str, form: Form) -> Answer | None:
        query = compile_form(form, self._lexicon)
        if form.kind == "ask":
            return self._boolean(text, lang, form, query)
        ledger = _Ledger()
        if form.kind == "count":
            return self._count(text, lang, form, query, ledger)
        rows = self._rows(query)
        solutions = self._solutions(form, rows) if rows else []
        if form.kind == "sources":
            found = [self._source(form, row, solutions, ledger) for row in rows]
        else:
            found = [self._result(form, row, solutions, lang, ledger) for row in rows]
        if form.kind == "rank" and (tied := self._tied(form, solutions)):
            # Those at the end of the order that are as large as each other are shown together.
            return self._from_graph(text, lang, replace(form, limit=tied))
        if not found or (form.kind in ("rank", "tally") and not self._is_settled(form, solutions)):
            return None
        ordered = tuple(found if form.kind in ("rank", "tally") else sorted(found, key=lambda r: (-r.documents, found.index(r))))
        spec = self._lexicon.ontology.properties.get(form.asked or "")
        kinds = self._disagreements(spec, form, rows, lang) if spec is not None and form.kind == "select" and len(found) > 1 else {}
        disagreeing = tuple(of_results(spec, ordered, kinds, ledger.pieces)) if spec is not None else ()
        ranked = [_python_value(row["best"]) for row in rows] if form.kind in ("rank", "tally") and not form.about_each else []
        sentence = self._phrasing.sentence(form, ordered, ranked, lang, disputed=bool(disagreeing))
        return Answer(text, lang, "answered", sentence, ordered, tuple(ledger.pieces), disagreeing, query, str(form))

    def _rows(self, query: str) -> list[ox.QuerySolution]:
        rows = run(self._store(), query)
        return list(rows) if isinstance(rows, ox.QuerySolutions) else []

    def _tied(self, form: Form, solutions: Solutions) -> int:
        """How many to show instead, where the last one shown is followed by others with the same value; else 0."""
        ordered = sorted(self._best(form, solutions).values(), reverse=form.descending)
        chosen = any(variable == RESULT for variable, _ in form.choices)
        tied = bool(form.limit) and not chosen and form.limit < len(ordered) and ordered[form.limit - 1] == ordered[form.limit]
        whole = len(ordered) - ordered[::-1].index(ordered[form.limit - 1]) if tied else 0
        return whole if whole <= form.limit + _MOST_TIED else 0

    def _best(self, form: Form, solutions: Solutions) -> dict[str, Any]:
        """The value that each thing is ranked by."""
        best: dict[str, Any] = {}
        for solution in solutions:
            iri, value = solution["result"].value, _python_value(solution["value"])
            best[iri] = (max if form.descending else min)(best.get(iri, value), value)
        return best

    def _is_settled(self, form: Form, solutions: Solutions) -> bool:
        """Is the order beyond doubt: every thing named has a value, and the last one shown beats the first one not shown?"""
        named = {e.iri for variable, among in form.choices if variable == RESULT for e in among}
        if form.kind == "tally":
            members: dict[str, set[str]] = defaultdict(set)
            for solution in solutions if form.limit else ():
                members[solution["result"].value].add(solution["counted"].value)
            counts = sorted(map(len, members.values()), reverse=form.descending)
            return not form.limit or (named <= set(members) and (len(counts) < 2 or counts[0] != counts[1]))
        best = self._best(form, solutions)
        ordered = sorted(best.values(), reverse=form.descending)
        if not named <= set(best) or len(ordered) < form.limit:
            return False
        if named and form.limit == len(named) and not all(exclude(one, other) for one, other in pairwise(ordered)):
            return False
        return not form.limit or len(ordered) == form.limit or exclude(ordered[form.limit - 1], ordered[form.limit])

    def _source(self, form: Form, row: ox.QuerySolution, solutions: Solutions, ledger: _Ledger) -> Result:
        document = row["result"].value
        pieces = [
            piece for s in solutions for triple in self._triples(form, s) for piece in self._evidence(triple) if piece.document == document
        ]
        return Result(value=document, evidence=ledger.add(dict.fromkeys(pieces)), documents=1)

    def _disagreements(self, spec: Property, form: Form, rows: Sequence[ox.QuerySolution], lang: str) -> dict[str, str]:
        """Kind of disagreement by the name of the thing that the results are about, where there is one."""
        subject = form.patterns[-1].subject
        if form.about:
            asked = {self._label(row["about"].value, lang): row["about"].value for row in rows}
        else:
            asked = {subject.label: subject.iri} if isinstance(subject, Entity) else {}
        found = {name: kind_of(spec, statements(self._store(), spec, iri)) for name, iri in asked.items()}
        return {name: kind for name, kind in found.items() if kind is not None}

    def _solutions(self, form: Form, rows: Sequence[ox.QuerySolution] = ()) -> Solutions:
        """All variables of the form's patterns, to know which claims each result rests on: those of its rows, where they show them all."""
        stated = [stated_object(form, number, self._lexicon) for number in range(len(form.patterns))]
        nodes = (*stated, *(pattern.subject for pattern in form.patterns))
        shown = {RESULT, ABOUT} if form.about else {RESULT}
        if form.kind == "select" and rows and all(isinstance(node, Entity) or node in shown for node in nodes):
            return self._looked_up(form, [{node.name: row[node.name] for node in shown} for row in rows])
        found = run(self._store(), solutions_query(form, self._lexicon))
        if not isinstance(found, ox.QuerySolutions):
            return []
        names = [variable.value for variable in found.variables]
        return self._looked_up(form, [{name: row[name] for name in names} for row in found])

    def _looked_up(self, form: Form, solutions: Solutions) -> Solutions:
        """The solutions, the places that state them being known from now on."""
        triples = (triple for solution in solutions for triple in self._triples(form, solution))
        self._statements.look_up(one for triple in triples for one in self._both_ways(triple))
        return solutions

    def _triples(self, form: Form, solution: dict[str, Any]) -> list[Triple]:
        def term(node: Any) -> Any:
            return ox.NamedNode(node.iri) if isinstance(node, Entity) else solution[node.name]

        iris = self._lexicon.ontology.iris
        return [
            (term(p.subject), ox.NamedNode(iris[p.predicate]), term(stated_object(form, number, self._lexicon)))
            for number, p in enumerate(form.patterns)
        ]

    def _evidence(self, triple: Triple) -> list[Evidence]:
        return [piece for stated in self._both_ways(triple) for piece in self._statements.of(stated)]

    def _both_ways(self, triple: Triple) -> Iterator[Triple]:
        """A triple, and its other way about where the property counts from both ends."""
        subject, predicate, target = triple
        yield triple
        spec = self._lexicon.ontology.properties.get(local_name(predicate.value))
        if spec is not None and spec.symmetric and isinstance(target, ox.NamedNode):
            yield target, predicate, subject

    def _result(self, form: Form, row: ox.QuerySolution, solutions: Solutions, lang: str, ledger: _Ledger) -> Result:
        target = row["result"]
        about = row["about"] if form.about or form.about_each else None
        pieces: list[Evidence] = []
        shown = ("about",) * (about is not None) + (UNIT,) * asks_amount(form, self._lexicon) + ("result",) * (not form.about_each)
        for solution in _behind(solutions, shown, row):
            for triple in self._triples(form, solution):
                pieces += self._evidence(triple)
        unique = list(dict.fromkeys(pieces))
        numbers = ledger.add(unique[:_MAX_EVIDENCE_PER_RESULT])
        documents = len({piece.document for piece in unique})
        name = self._label(about.value, lang) if about is not None else None
        if isinstance(target, ox.Literal):
            unit = row[UNIT].value if asks_amount(form, self._lexicon) and row[UNIT] is not None else None
            return Result(value=_python_value(target), unit=unit, about=name, evidence=numbers, documents=documents)
        labels = self._labels(target.value)
        return Result(self._label(target.value, lang), labels, target.value, None, None, name, numbers, documents)

    def _names(self, iri: str) -> list[StoredName]:
        """The names of a thing, kept while the knowledge base is open."""
        if iri not in self._known_names:
            if len(self._known_names) > _MOST_NAMES_KEPT:
                self._known_names.clear()
            self._known_names[iri] = self._index.labels([iri]).get(iri, [])
        return self._known_names[iri]

    def _labels(self, iri: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(n.label for n in self._names(iri)))

    def _label(self, iri: str, lang: str) -> str:
        names = self._names(iri)
        best = next((n for n in names if n.preferred and n.language == lang), None) or next((n for n in names if n.preferred), None)
        return best.label if best else iri.rsplit("/", 1)[-1]

    def _boolean(self, text: str, lang: str, form: Form, query: str) -> Answer | None:
        """Yes where the graph states it; no only where properties of one value have others."""
        truth = bool(run(self._store(), query))
        solutions = self._solutions(form if truth else replace(form, bounds=()))
        bounded = {bound.variable for bound in form.bounds}
        functional = all(self._lexicon.ontology.properties[p.predicate].functional for p in form.patterns if p.object in bounded)
        if not truth and not (form.bounds and solutions and functional):
            return self._excluded(text, lang, form, query)
        ledger = _Ledger()
        numbers: tuple[int, ...] = ()
        for solution in solutions or [{}]:
            for triple in self._triples(form, solution):
                numbers += ledger.add(self._evidence(triple))
        documents = len({piece.document for piece in ledger.pieces})
        results = (Result(value=truth, evidence=tuple(dict.fromkeys(numbers)), documents=documents),)
        values = {name: [_python_value(s[name]) for s in solutions] for name in (solutions[0] if solutions else {}) if name != "bridge"}
        sentence = self._phrasing.verdict(form, values, lang, truth=truth)
        return Answer(text, lang, "answered", sentence, results, tuple(ledger.pieces), (), query, str(form))

    def _excluded(self, text: str, lang: str, form: Form, query: str) -> Answer | None:
        """No, where something else is stated to be all there is: `仅限英文`; None where nothing is."""
        pattern = form.patterns[0]
        if len(form.patterns) > 1 or form.bounds or not (isinstance(pattern.subject, Entity) and isinstance(pattern.object, Entity)):
            return None
        stated = Form("select", (replace(pattern, object=RESULT),), asked=pattern.predicate)
        said = ox.NamedNode(self._lexicon.ontology.iris[pattern.predicate])
        others = [row["result"] for row in self._rows(compile_form(stated, self._lexicon))]
        only = [other for other in others if self._statements.is_exclusive((ox.NamedNode(pattern.subject.iri), said, other))]
        if not only:
            return None
        ledger = _Ledger()
        numbers = [n for other in only for n in ledger.add(self._evidence((ox.NamedNode(pattern.subject.iri), said, other)))]
        documents = len({piece.document for piece in ledger.pieces})
        results = (Result(value=False, evidence=tuple(dict.fromkeys(numbers)), documents=documents),)
        labels = {RESULT.name: [self._label(other.value, lang) for other in only]}
        sentence = self._phrasing.verdict(stated, labels, lang, truth=False)
        return Answer(text, lang, "answered", sentence, results, tuple(ledger.pieces), (), query, str(form))

    def _count(self, text: str, lang: str, form: Form, query: str, ledger: _Ledger) -> Answer | None:
        selected = replace(form, kind="select")
        rows = run(self._store(), members_query(form, self._lexicon))
        solutions = self._solutions(selected)
        members = tuple(self._result(selected, row, solutions, lang, ledger) for row in rows) if isinstance(rows, ox.QuerySolutions) else ()
        if not members or (form.asked is not None and len(members) == 1):
            # How many one thing has is asked of several: that one is read says not that there is only one.
            return None
        names = joined([m.label or "" for m in members], lang)
        sentence = f"共 {len(members)} 个：{names}。" if lang == "zh" else f"{len(members)}: {names}."
        documents = len({piece.document for piece in ledger.pieces})
        result = Result(value=len(members), evidence=tuple(range(len(ledger.pieces))), documents=documents, members=members)
        return Answer(text, lang, "answered", sentence, (result,), tuple(ledger.pieces), (), query, str(form))


def _behind(solutions: Solutions, names: Sequence[str], row: ox.QuerySolution) -> Solutions:
    """The solutions that a row of the query stands for: those that agree with it in these variables."""
    return [solution for solution in solutions if all(solution.get(name) == row[name] for name in names)]


def _merged(answers: Sequence[Answer], query: str | None) -> Answer:
    """One answer to several questions; its query has the results of all."""
    pieces = tuple(dict.fromkeys(piece for answer in answers for piece in answer.evidence))
    results = []
    for answer in answers:
        for result in answer.results:
            numbers = tuple(pieces.index(answer.evidence[n]) for n in result.evidence)
            results.append(replace(result, evidence=numbers))
    conflicts = tuple(c for answer in answers for c in answer.conflicts)
    shown = "; ".join(answer.interpretation or "" for answer in answers)
    sentence = ("" if answers[0].language == "zh" else " ").join(answer.answer for answer in answers)
    return replace(
        answers[0], answer=sentence, results=tuple(results), evidence=pieces, conflicts=conflicts, interpretation=shown, sparql=query
    )


def _said_of(result: Result, answer: Answer) -> list[str]:
    """The sentences behind a result, with their headings: those that name it, where any does, and not those of a step to it."""
    pieces = [" ".join((p.quote, *p.section)) for p in map(answer.evidence.__getitem__, result.evidence)]
    names = [key(label) for label in (result.label, *result.labels) if label]
    return [said for said in pieces if any(name in key(said) for name in names)] or pieces


def _python_value(term: Any) -> Any:
    if not isinstance(term, ox.Literal):
        return term
    if term.datatype.value in _INTEGERS:
        return int(term.value)
    return float(term.value) if term.datatype.value in _FRACTIONS else term.value
