"""Logical forms compiled to SPARQL, every term written by the RDF library.

Where the object is a concept with narrower ones in the vocabulary, what is said of those counts too.
"""

from __future__ import annotations

from dataclasses import replace

import pyoxigraph as ox

from aigc_kg.lexicon import Lexicon
from aigc_kg.namespaces import AIGC, SKOS
from aigc_kg.plan.forms import ABOUT, RESULT, Form, Node, Pattern, Variable
from aigc_kg.plan.items import Entity

_PREFIX = f"PREFIX aigc: <{AIGC}>\n"
_CONCEPTS_PREFIX = f"PREFIX skos: <{SKOS}>\n"


def compile_form(form: Form, lexicon: Lexicon) -> str:
    """The query that says exactly what the form says."""
    where, prefix = _where(form, lexicon), _prefix(form, lexicon)
    if form.kind == "ask" and form.supposed is None:
        return f"{prefix}ASK WHERE {{\n  {where}\n}}"
    if form.kind == "count":
        return f"{prefix}SELECT (COUNT(DISTINCT ?result) AS ?count) WHERE {{\n  {where}\n}}"
    if form.kind == "rank":
        order = "DESC" if form.descending else "ASC"
        by = next(p.object for p in form.patterns if isinstance(p.object, Variable) and p.object != RESULT)
        return f"{prefix}SELECT ?result ?{_name(by)} WHERE {{\n  {where}\n}}\nORDER BY {order}(?{_name(by)}) ?result LIMIT 1"
    names = "?about ?result" if _uses(form, ABOUT) else "?result"
    return f"{prefix}SELECT DISTINCT {names} WHERE {{\n  {where}\n}}\nORDER BY {names}"


def members_query(form: Form, lexicon: Lexicon) -> str:
    """For a count: the things counted."""
    return f"{_prefix(form, lexicon)}SELECT DISTINCT ?result WHERE {{\n  {_where(form, lexicon)}\n}}\nORDER BY ?result"


def solutions_query(form: Form, lexicon: Lexicon) -> str:
    """All variables of the form, whatever its kind shows of them: what each result rests on."""
    return f"{_prefix(form, lexicon)}SELECT DISTINCT * WHERE {{\n  {_where(form, lexicon)}\n}}"


def stated_object(form: Form, number: int, lexicon: Lexicon) -> Node:
    """The object that statements of a form's pattern have: a variable where they may name a narrower concept."""
    target = form.patterns[number].object
    entities = [target] if isinstance(target, Entity) else [e for variable, among in form.choices if variable == target for e in among]
    narrowed = target != RESULT and any(entity.iri in lexicon.narrower for entity in entities)
    return Variable(f"narrower{number}") if narrowed else target


def _where(form: Form, lexicon: Lexicon) -> str:
    parts = []
    for number, pattern in enumerate(form.patterns):
        stated = stated_object(form, number, lexicon)
        parts.append(_triple(replace(pattern, object=stated), lexicon))
        if stated != pattern.object:
            parts.append(f"{_term(stated)} skos:broader* {_term(pattern.object)}")
    return " .\n  ".join(parts) + "".join(_filters(form, lexicon))


def _prefix(form: Form, lexicon: Lexicon) -> str:
    narrowed = any(stated_object(form, number, lexicon) != pattern.object for number, pattern in enumerate(form.patterns))
    return _PREFIX + (_CONCEPTS_PREFIX if narrowed else "")


def _uses(form: Form, variable: Variable) -> bool:
    return any(variable in (p.subject, p.object) for p in form.patterns)


def _name(node: Node) -> str:
    return node.name if isinstance(node, Variable) else "value"


def _term(node: Node) -> str:
    return f"?{node.name}" if isinstance(node, Variable) else str(ox.NamedNode(node.iri))


def _triple(pattern: Pattern, lexicon: Lexicon) -> str:
    iri = lexicon.ontology.iris[pattern.predicate]
    predicate = f"aigc:{pattern.predicate}" if iri == AIGC + pattern.predicate else str(ox.NamedNode(iri))
    return f"{_term(pattern.subject)} {predicate} {_term(pattern.object)}"


def _filters(form: Form, lexicon: Lexicon) -> list[str]:
    parts = []
    for variable, entities in form.choices:
        parts.append(f" .\n  VALUES ?{variable.name} {{ {' '.join(str(ox.NamedNode(e.iri)) for e in entities)} }}")
    parts += [f" .\n  FILTER(?result != {ox.NamedNode(entity.iri)})" for entity in form.excluded]
    if form.result_classes:
        wanted = {n for n in lexicon.ontology.superclasses if any(lexicon.ontology.is_a(n, c) for c in form.result_classes)}
        values = " ".join(str(ox.NamedNode(lexicon.ontology.iris[name])) for name in sorted(wanted))
        parts.append(f" .\n  ?result a ?class . VALUES ?class {{ {values} }}")
    for pattern in form.patterns:
        spec = lexicon.ontology.properties[pattern.predicate]
        if spec.kind == "date" and pattern.object == RESULT and form.kind == "select":
            # A date that a finer one contains says nothing of its own.
            finer = _triple(Pattern(pattern.subject, pattern.predicate, Variable("finer")), lexicon)
            longer = "STRLEN(STR(?finer)) > STRLEN(STR(?result)) && STRSTARTS(STR(?finer), STR(?result))"
            parts.append(f" .\n  FILTER NOT EXISTS {{ {finer} . FILTER({longer}) }}")
    return parts
