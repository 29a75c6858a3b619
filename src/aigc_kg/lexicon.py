"""Wordings of properties and classes (OntoLex-Lemon entries) and the vocabulary of names, read from Turtle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import pyoxigraph as ox

from aigc_kg.errors import VocabularyError
from aigc_kg.namespaces import LEX, ONTOLEX, RDF, SKOS, SYNSEM, local_name
from aigc_kg.ontology import Ontology, load_ontology, parse_turtle
from aigc_kg.text import fold, has_han, key

_SYNTAX = SYNSEM + "synBehavior"
_TEXTS = ("sentence", "inverseSentence", "example", "inverseExample")
_BESIDE = frozenset({"glossary.ttl", "lexicon.ttl", "names.ttl", "shapes.ttl"})
_Values = dict[str, list[ox.NamedNode | ox.BlankNode | ox.Literal]]


@dataclass(frozen=True, slots=True)
class Wording:
    """One written form of an entry: folded, with its frame and what it denotes (local names)."""

    form: str
    frame: str
    denotes: tuple[str, ...]
    questions_only: bool = False


@dataclass(frozen=True, slots=True)
class Name:
    """A thing of the vocabulary: its IRI, classes and labels, the preferred ones first."""

    iri: str
    classes: tuple[str, ...]
    labels: tuple[tuple[str, str], ...]
    input_modality: str | None = None
    output_modality: str | None = None
    broader: tuple[str, ...] = ()
    """IRIs of the concepts right above."""
    schemes: tuple[str, ...] = ()
    """IRIs of the concept schemes that it stands in."""

    @property
    def label(self) -> str:
        """The first preferred label."""
        return self.labels[0][0]


@dataclass(frozen=True)
class Lexicon:
    """All that is said in Turtle about words and names."""

    ontology: Ontology
    wordings: tuple[Wording, ...]
    names: tuple[Name, ...]
    templates: dict[tuple[str, str, str], str]
    """Texts by the local name of a property, frame or entry, by what they are for, and language."""
    schemes: tuple[Name, ...] = ()
    entries: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    """Of the entries that have an example: their frame and what they denote, by their local names."""

    @cached_property
    def by_frame(self) -> dict[str, list[Wording]]:
        """Wordings by frame, the longest form first."""
        groups: dict[str, list[Wording]] = defaultdict(list)
        for wording in sorted(self.wordings, key=lambda w: (-len(w.form), w.form)):
            groups[wording.frame].append(wording)
        return groups

    @cached_property
    def by_key(self) -> dict[str, Name]:
        """Names by the keys of all their labels."""
        return {key(label): name for name in reversed(self.names) for label, _ in name.labels}

    @cached_property
    def names_by_iri(self) -> dict[str, Name]:
        """Names by IRI."""
        return {name.iri: name for name in self.names}

    @cached_property
    def narrower(self) -> dict[str, frozenset[str]]:
        """IRI of a concept to those below it, at any depth; only of concepts that have some."""
        below: dict[str, set[str]] = defaultdict(set)
        for name in self.names:
            for above in self.broader(name.iri):
                below[above].add(name.iri)
        return {iri: frozenset(found) for iri, found in below.items()}

    def broader(self, iri: str) -> list[str]:
        """IRIs of the listed concepts above one, at any depth, the nearest first."""
        found: dict[str, None] = {}
        open_iris = [iri]
        while open_iris:
            name = self.names_by_iri.get(open_iris.pop(0))
            for above in name.broader if name is not None else ():
                if above != iri and above not in found and above in self.names_by_iri:
                    found[above] = None
                    open_iris.append(above)
        return list(found)

    @cached_property
    def genitives(self) -> tuple[str, ...]:
        """Properties that a bare possessive, apposition or heading may mean, in order of the file."""
        return self._genitives(asked=False)

    @cached_property
    def asked_genitives(self) -> tuple[str, ...]:
        """Properties that a bare possessive may mean in a question, those that it means in a document first."""
        return tuple(dict.fromkeys((*self.genitives, *self._genitives(asked=True))))

    def _genitives(self, *, asked: bool) -> tuple[str, ...]:
        entries = (w for w in self.wordings if w.frame == "genitive" and w.questions_only is asked)
        return tuple(dict.fromkeys(prop for w in entries for prop in w.denotes))

    @cached_property
    def class_nouns(self) -> dict[str, str]:
        """Folded noun to the local name of the class that it names in documents."""
        return {w.form: w.denotes[0] for w in reversed(self.by_frame["classNoun"]) if not w.questions_only}

    @cached_property
    def artifact_nouns(self) -> tuple[str, ...]:
        """The nouns of classes that facts are about, concepts and what phrases may name aside: 模型, platform."""
        plays = self.ontology.plays
        of_artifacts = ((noun, (name,)) for noun, name in self.class_nouns.items() if plays((name,), "artifact"))
        return tuple(noun for noun, kind in of_artifacts if not plays(kind, "concept") and not plays(kind, "phrased"))

    @cached_property
    def endings(self) -> dict[str, tuple[str, ...]]:
        """The forms of a frame, the longest first, to be asked for at the end of a text all at once."""
        return {frame: tuple(w.form for w in wordings) for frame, wordings in self.by_frame.items()}

    @cached_property
    def attributive(self) -> tuple[tuple[str, str | None], ...]:
        """Properties whose object may stand right before a noun of things, and their ranges."""
        specs = self.ontology.properties
        return tuple((p, specs[p].range) for w in self.by_frame["attributive"] for p in w.denotes if p in specs)

    def template(self, prop: str, kind: str, language: str) -> str | None:
        """Answer sentence of a property, or a question for it; `kind` is sentence or example, or either with inverse before it."""
        return self.templates.get((prop, kind, language))

    def frame_examples(self, frame: str) -> list[tuple[str | None, str, str]]:
        """Questions of a frame or its entries: the property that they are about, if any, language and template."""
        entries = {name: props for name, (of_frame, props) in self.entries.items() if of_frame == frame}
        return [
            (next(iter(entries.get(name, ())), None), language, text)
            for (name, kind, language), text in self.templates.items()
            if kind == "example" and (name == frame or name in entries)
        ]


def load_lexicon(folder: Path, *, names: Path | None = None, extra: Iterable[Path] = ()) -> Lexicon:
    """Read ontology, wordings and names. `names` replaces the folder's names file, `extra` adds wordings.

    Raises VocabularyError naming the file and place where one cannot be read.
    """
    quads = parse_turtle(ontology_file(folder))
    for path in (folder / "lexicon.ttl", *extra):
        quads += parse_turtle(path)
    ontology = load_ontology(quads)
    things = _grouped(parse_turtle(names or folder / "names.ttl"))
    found = tuple(_names(things, ontology))
    return Lexicon(ontology, tuple(_wordings(quads)), found, _templates(quads), tuple(_schemes(things)), _entries(quads))


def ontology_file(folder: Path) -> Path:
    """The file of a folder that holds its ontology: the one beside glossary, `lexicon.ttl`, `names.ttl` and `shapes.ttl`.

    Raises VocabularyError where there is none, or more than one.
    """
    found = sorted(path for path in folder.glob("*.ttl") if path.name not in _BESIDE)
    if len(found) != 1:
        names = ", ".join(path.name for path in found) or "none"
        raise VocabularyError(f"{folder} must hold one ontology file, such as aigc.ttl; it holds {names}.")
    return found[0]


def _grouped(quads: Iterable[ox.Quad]) -> dict[object, _Values]:
    grouped: dict[object, _Values] = {}
    for quad in quads:
        if not isinstance(quad.object, ox.Triple):
            grouped.setdefault(quad.subject, defaultdict(list))[quad.predicate.value].append(quad.object)
    return grouped


def _wordings(quads: list[ox.Quad]) -> Iterable[Wording]:
    grouped = _grouped(quads)
    for values in grouped.values():
        for syntax in values.get(_SYNTAX, ()):
            frame = local_name(getattr(syntax, "value", ""))
            denotes = tuple(local_name(node.value) for node in values.get(ONTOLEX + "denotes", ()) if isinstance(node, ox.NamedNode))
            questions_only = any(isinstance(node, ox.Literal) and node.value == "true" for node in values.get(LEX + "questions", ()))
            forms = [
                fold(rep.value)
                for form in (*values.get(ONTOLEX + "lexicalForm", ()), *values.get(ONTOLEX + "canonicalForm", ()))
                for rep in grouped.get(form, {}).get(ONTOLEX + "writtenRep", ())
                if isinstance(rep, ox.Literal)
            ]
            yield from (Wording(form, frame, denotes, questions_only) for form in forms or [""])


def _entries(quads: list[ox.Quad]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """Frame and meaning of the entries that have an example."""
    exemplified = {quad.subject for quad in quads if quad.predicate.value == f"{LEX}example"}
    values: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    for quad in quads:
        if quad.subject in exemplified and quad.predicate.value in (_SYNTAX, ONTOLEX + "denotes"):
            at = 0 if quad.predicate.value == _SYNTAX else 1
            values[local_name(getattr(quad.subject, "value", ""))][at].append(local_name(getattr(quad.object, "value", "")))
    return {name: (frames[0], tuple(denoted)) for name, (frames, denoted) in values.items() if frames}


def _templates(quads: list[ox.Quad]) -> dict[tuple[str, str, str], str]:
    found = {}
    for quad in quads:
        kind = quad.predicate.value.removeprefix(LEX)
        if kind in _TEXTS and isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.NamedNode):
            found[local_name(quad.subject.value), kind, quad.object.language or "en"] = quad.object.value
    return found


def _names(things: dict[object, _Values], ontology: Ontology) -> Iterable[Name]:
    classes_by_iri = {iri: name for name, iri in ontology.iris.items() if name in ontology.superclasses}
    sides = [ontology.iris.get(ontology.playing(role) or "", "") for role in ("takes", "gives")]
    for subject, values in things.items():
        classes = tuple(classes_by_iri[iri] for iri in _iris(values, RDF + "type") if iri in classes_by_iri)
        labels = _labels(values)
        if classes and labels and isinstance(subject, ox.NamedNode):
            taken, given = (next(iter(_iris(values, side)), None) for side in sides)
            yield Name(subject.value, classes, labels, taken, given, _iris(values, SKOS + "broader"), _iris(values, SKOS + "inScheme"))


def _schemes(things: dict[object, _Values]) -> Iterable[Name]:
    for subject, values in things.items():
        if SKOS + "ConceptScheme" in _iris(values, RDF + "type") and isinstance(subject, ox.NamedNode):
            yield Name(subject.value, (), _labels(values))


def _labels(values: _Values) -> tuple[tuple[str, str], ...]:
    return tuple(
        (node.value, node.language or ("zh" if has_han(node.value) else "en"))
        for kind in ("prefLabel", "altLabel", "hiddenLabel")
        for node in values[SKOS + kind]
        if isinstance(node, ox.Literal) and node.value.strip()
    )


def _iris(values: _Values, predicate: str) -> tuple[str, ...]:
    return tuple(node.value for node in values.get(predicate, ()) if isinstance(node, ox.NamedNode))
