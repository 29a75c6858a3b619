"""Logical forms compiled to SPARQL, every term written by the RDF library.

Where the object is a concept with narrower ones in the vocabulary, what is said of those counts too. What is said by
a symmetric property counts from both ends. An amount is asked for as its number and its unit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pyoxigraph as ox

from aigc_kg.lexicon import Lexicon
from aigc_kg.namespaces import AIGC, DCTERMS, RDF, SCHEMA, SKOS
from aigc_kg.plan.forms import ABOUT, RESULT, Bound, Form, Node, Pattern, Variable
from aigc_kg.plan.question import Entity

_PREFIXES = {"aigc:": AIGC, "skos:": SKOS, "schema:": SCHEMA, "rdf:": RDF, "dcterms:": DCTERMS}
UNIT = "unit"
"""The variable of the unit of an amount."""
_AMOUNT = Variable("amount")
VALUE = Variable("value")
"""What a rank is by."""


def compile_form(form: Form, lexicon: Lexicon) -> str:
    """The query that says exactly what the form says."""
    return _prefixed(_body(form, lexicon))


def compile_union(forms: Sequence[Form], lexicon: Lexicon) -> str | None:
    """One query with the results of all; none where one of them asks for yes or no."""
    if any(form.kind == "ask" for form in forms):
        return None
    branches = [_body(form, lexicon) if form.kind != "select" else _where(form, lexicon) for form in forms]
    names = "".join(f" ?{name}" for name in ("about", "result", UNIT) if any(f"?{name}" in branch for branch in branches))
    body = "\n} UNION {\n  ".join(branch.replace("AS ?count", "AS ?result") for branch in branches)
    return _prefixed(f"SELECT DISTINCT{names} WHERE {{ {{\n  {body}\n}} }}\nORDER BY{names}")


def members_query(form: Form, lexicon: Lexicon) -> str:
    """For a count: the things counted."""
    return _prefixed(f"SELECT DISTINCT ?result WHERE {{\n  {_where(form, lexicon)}\n}}\nORDER BY ?result")


def solutions_query(form: Form, lexicon: Lexicon) -> str:
    """All variables of the form, whatever its kind shows of them: what each result rests on."""
    return _prefixed(f"SELECT DISTINCT * WHERE {{\n  {_where(form, lexicon)}\n}}")


def asks_amount(form: Form, lexicon: Lexicon) -> bool:
    """Is it asked for an amount with a unit?"""
    return form.kind == "select" and any(_is_amount(pattern, lexicon) for pattern in form.patterns)


def _body(form: Form, lexicon: Lexicon) -> str:
    if form.kind == "sources":
        return _sources(form, lexicon)
    where = _where(form, lexicon)
    if form.kind == "ask":
        return f"ASK WHERE {{\n  {where}\n}}"
    if form.kind == "count":
        return f"SELECT (COUNT(DISTINCT ?result) AS ?count) WHERE {{\n  {where}\n}}"
    if form.kind == "tally":
        return _tally(form, where)
    if form.kind == "rank":
        best, order = ("MAX", "DESC") if form.descending else ("MIN", "ASC")
        value = f"STR(?{VALUE.name})" if _is_dated(form, VALUE, lexicon) else f"?{VALUE.name}"
        head = f"SELECT ?result ({best}({value}) AS ?best) WHERE {{\n  {where}\n}}"
        return f"{head}\nGROUP BY ?result ORDER BY {order}(?best) ?result{f' LIMIT {form.limit}' if form.limit else ''}"
    names = ("?about " if _uses(form, ABOUT) else "") + "?result" + (f" ?{UNIT}" if asks_amount(form, lexicon) else "")
    return f"SELECT DISTINCT {names} WHERE {{\n  {where}\n}}\nORDER BY {names}"


def _tally(form: Form, where: str) -> str:
    """How many of each: the groups in order, or, where it is asked of each, each with its number."""
    group, number = ("about", "result") if form.about_each else ("result", "best")
    having = f" HAVING (COUNT(DISTINCT ?counted) {form.tally.sign} {form.tally.value})" if form.tally is not None else ""
    order = f"{'DESC' if form.descending else 'ASC'}(?{number}) ?{group}{f' LIMIT {form.limit}' if form.limit else ''}"
    head = f"SELECT ?{group} (COUNT(DISTINCT ?counted) AS ?{number}) WHERE {{\n  {where}\n}}"
    return f"{head}\nGROUP BY ?{group}{having} ORDER BY {order}"


def _sources(form: Form, lexicon: Lexicon) -> str:
    """The documents with a claim of each pattern."""
    parts = []
    for number, pattern in enumerate(form.patterns):
        predicate = ox.NamedNode(lexicon.ontology.iris[pattern.predicate])
        said = f"rdf:subject {_term(pattern.subject)} ; rdf:predicate {predicate} ; rdf:object {_term(pattern.object)}"
        parts.append(f"?claim{number} {said} ; dcterms:source/dcterms:identifier ?result")
    where = " .\n  ".join([*parts, *_filters(form, lexicon)])
    return f"SELECT DISTINCT ?result WHERE {{\n  {where}\n}}\nORDER BY ?result"


def _is_amount(pattern: Pattern, lexicon: Lexicon) -> bool:
    return pattern.object == RESULT and lexicon.ontology.properties[pattern.predicate].kind == "quantity"


def _is_dated(form: Form, variable: Variable, lexicon: Lexicon) -> bool:
    return any(p.object == variable and lexicon.ontology.properties[p.predicate].kind == "date" for p in form.patterns)


def stated_object(form: Form, number: int, lexicon: Lexicon) -> Node:
    """The object that statements of a form's pattern have: not always what the form has.

    A variable where they may name a narrower concept, and the amount where its number is asked for.
    """
    return _stated(form, form.patterns[number], f"narrower{number}", lexicon)


def _stated(form: Form, pattern: Pattern, name: str, lexicon: Lexicon) -> Node:
    if _is_amount(pattern, lexicon):
        return _AMOUNT
    target = pattern.object
    entities = [target] if isinstance(target, Entity) else [e for variable, among in form.choices if variable == target for e in among]
    narrowed = target != RESULT and any(entity.iri in lexicon.narrower for entity in entities)
    return Variable(name) if narrowed else target


def _where(form: Form, lexicon: Lexicon) -> str:
    parts = [part for n, pattern in enumerate(form.patterns) for part in _stating(form, pattern, f"narrower{n}", lexicon)]
    return " .\n  ".join([*parts, *_filters(form, lexicon)])


def _stating(form: Form, pattern: Pattern, name: str, lexicon: Lexicon) -> Iterator[str]:
    stated = _stated(form, pattern, name, lexicon)
    yield _triple(replace(pattern, object=stated), lexicon)
    if stated == _AMOUNT:
        yield f"{_term(stated)} schema:value {_term(pattern.object)} . OPTIONAL {{ {_term(stated)} schema:unitText ?{UNIT} }}"
    elif stated != pattern.object:
        yield f"{_term(stated)} skos:broader* {_term(pattern.object)}"


def _prefixed(query: str) -> str:
    used = {"aigc:": AIGC, **{name: iri for name, iri in _PREFIXES.items() if f" {name}" in query or f"/{name}" in query}}
    return "".join(f"PREFIX {name} <{iri}>\n" for name, iri in used.items()) + query


def _uses(form: Form, variable: Variable) -> bool:
    return any(variable in (p.subject, p.object) for p in form.patterns)


def _term(node: Node) -> str:
    return f"?{node.name}" if isinstance(node, Variable) else str(ox.NamedNode(node.iri))


def _triple(pattern: Pattern, lexicon: Lexicon) -> str:
    iri = lexicon.ontology.iris[pattern.predicate]
    predicate = f"aigc:{pattern.predicate}" if iri == AIGC + pattern.predicate else str(ox.NamedNode(iri))
    if lexicon.ontology.properties[pattern.predicate].symmetric:
        predicate = f"{predicate}|^{predicate}"
    return f"{_term(pattern.subject)} {predicate} {_term(pattern.object)}"


def _filters(form: Form, lexicon: Lexicon) -> list[str]:
    parts = []
    for variable, entities in form.choices:
        parts.append(f"VALUES ?{variable.name} {{ {' '.join(str(ox.NamedNode(e.iri)) for e in entities)} }}")
    if form.result_classes:
        wanted = {n for n in lexicon.ontology.superclasses if any(lexicon.ontology.is_a(n, c) for c in form.result_classes)}
        values = " ".join(str(ox.NamedNode(lexicon.ontology.iris[name])) for name in sorted(wanted))
        parts.append(f"?{'counted' if form.kind == 'tally' else 'result'} a ?class . VALUES ?class {{ {values} }}")
    parts += [f"FILTER(?result != {ox.NamedNode(entity.iri)})" for entity in form.excluded]
    parts += [f"FILTER({_compared(form, bound, lexicon)})" for bound in form.bounds]
    parts += [f"FILTER NOT EXISTS {{ {said} }}" for said in _denied(form, lexicon)]
    if form.apart:
        parts.append(f"FILTER NOT EXISTS {{ {_said_of_another(form, lexicon)} }}")
    if form.kind == "select":
        parts += [_finest(pattern, lexicon) for pattern in form.patterns if _is_date(pattern, lexicon)]
    return parts


def _denied(form: Form, lexicon: Lexicon) -> Iterator[str]:
    """What nobody may state: in one go where it is of one property."""
    groups: dict[tuple[Node, str], list[Node]] = {}
    for pattern in form.without:
        groups.setdefault((pattern.subject, pattern.predicate), []).append(pattern.object)
    for number, ((subject, name), objects) in enumerate(groups.items()):
        if len(objects) == 1:
            yield " . ".join(_stating(form, Pattern(subject, name, objects[0]), f"below{number}", lexicon))
            continue
        denied = Variable(f"denied{number}")
        named = {node.iri for node in objects if isinstance(node, Entity)}
        whole = sorted(named.union(*(lexicon.narrower.get(iri, ()) for iri in named)))
        said = _triple(Pattern(subject, name, denied), lexicon)
        yield f"{said} . FILTER({_term(denied)} IN ({', '.join(str(ox.NamedNode(iri)) for iri in whole)}))"


def _is_date(pattern: Pattern, lexicon: Lexicon) -> bool:
    return pattern.object == RESULT and lexicon.ontology.properties[pattern.predicate].kind == "date"


def _finest(pattern: Pattern, lexicon: Lexicon) -> str:
    """A date that a finer one contains says nothing of its own."""
    finer = _triple(replace(pattern, object=Variable("finer")), lexicon)
    longer = "STRLEN(STR(?finer)) > STRLEN(STR(?result)) && STRSTARTS(STR(?finer), STR(?result))"
    return f"FILTER NOT EXISTS {{ {finer} . FILTER({longer}) }}"


def _said_of_another(form: Form, lexicon: Lexicon) -> str:
    other = Variable("another")
    among = " ".join(str(ox.NamedNode(e.iri)) for variable, entities in form.choices if variable == ABOUT for e in entities)
    said = " . ".join(_stating(form, replace(form.patterns[0], subject=other), "shared", lexicon))
    return f"VALUES ?{other.name} {{ {among} }} {said} . FILTER(?{other.name} != ?about)"


def _compared(form: Form, bound: Bound, lexicon: Lexicon) -> str:
    left = f"?{bound.variable.name}"
    if not _is_dated(form, bound.variable, lexicon):
        right = f"?{bound.value.name}" if isinstance(bound.value, Variable) else str(bound.value)
        return f"{left} {bound.sign} {right}"
    left = f"STR({left})"
    right = f"STR(?{bound.value.name})" if isinstance(bound.value, Variable) else str(ox.Literal(str(bound.value)))
    within = f"STRSTARTS({left}, {right})"
    if bound.sign == "=":
        return f"{within} || STRSTARTS({right}, {left})" if form.kind == "ask" else within
    strictly = f"{left} {bound.sign[0]} {right} && !{within} && !STRSTARTS({right}, {left})"
    return f"{strictly} || {within}" if bound.sign.endswith("=") else strictly
