"""An answer's query, run again."""

from __future__ import annotations

import pyoxigraph as ox

from aigc_kg.kb import KnowledgeBase
from aigc_kg.model import Result


def queried(kb: KnowledgeBase, query: str) -> set[str]:
    """The results of a query, by IRI or value."""
    rows = kb.query(query)
    if isinstance(rows, ox.QueryBoolean):
        return {str(bool(rows))}
    assert isinstance(rows, ox.QuerySolutions)
    name = rows.variables[0].value if len(rows.variables) == 1 else "result"
    return {term.value for row in rows if isinstance(term := row[name], ox.NamedNode | ox.Literal)}


def identity(result: Result) -> str:
    """What tells one result from another: the IRI, or the value."""
    return str(result.iri or result.value)
