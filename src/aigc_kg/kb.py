"""The public face: a knowledge base that is built, asked, searched, queried, shown and exported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial, wraps
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, BinaryIO, Concatenate, ParamSpec, TypeVar

import pyoxigraph as ox

from aigc_kg import seals
from aigc_kg.errors import NotFoundError, QueryError
from aigc_kg.lexical import LexicalIndex
from aigc_kg.lexicon import Lexicon
from aigc_kg.manifest import Manifest, read_manifest
from aigc_kg.model import Answer, Hit
from aigc_kg.resources import ontology_dir
from aigc_kg.sparql import open_store, run
from aigc_kg.use import InUse
from aigc_kg.vocabulary import kept_lexicon

if TYPE_CHECKING:
    from rdflib import Dataset

    from aigc_kg.answer import Answerer
    from aigc_kg.assembly import Progress
    from aigc_kg.builder import BuildReport
    from aigc_kg.conflicts import Disagreements
    from aigc_kg.diff import Difference, Facts
    from aigc_kg.evaluate import Evaluation
    from aigc_kg.examples import Example, Examples
    from aigc_kg.glossary import Glossary
    from aigc_kg.marked import MarkedDocument
    from aigc_kg.retrieval import Retriever
    from aigc_kg.show import Entry
    from aigc_kg.validate import Report
    from aigc_kg.vectors import Encoder, VectorIndex
    from aigc_kg.verify import Verification

_Given = ParamSpec("_Given")
_Found = TypeVar("_Found")
_LONGEST_SHOWN = 80
"""Characters of a name that nothing is called by, which a message shows."""


def _told(verb: Callable[Concatenate[KnowledgeBase, _Given], _Found]) -> Callable[Concatenate[KnowledgeBase, _Given], _Found]:
    """Tell damage that shows while a verb reads the store as what it is, and not as a fault of the query or of the disk."""

    @wraps(verb)
    def telling(kb: KnowledgeBase, /, *arguments: _Given.args, **options: _Given.kwargs) -> _Found:
        try:
            return verb(kb, *arguments, **options)
        except (OSError, RuntimeError, QueryError):
            kb.check_files()
            raise

    return telling


class KnowledgeBase:
    """A knowledge base opened for reading. Parts are loaded when first used."""

    def __init__(self, folder: Path | str) -> None:
        """Open the knowledge base at a folder.

        Raises KnowledgeBaseError where it is missing, damaged or of another version.
        """
        self.folder = Path(folder)
        self._in_use = InUse(self.folder)
        self._generation = self._in_use.generation
        self.manifest: Manifest = read_manifest(self._generation / "manifest.json")

    @classmethod
    def open(cls, folder: Path | str) -> KnowledgeBase:
        """Open the knowledge base at a folder."""
        return cls(folder)

    @classmethod
    def build(
        cls,
        folder: Path | str,
        paths: Sequence[Path | str] = (),
        *,
        names: Path | str | None = None,
        lexicons: Sequence[Path | str] = (),
        encoder: str | None = None,
        progress: Progress | None = None,
    ) -> BuildReport:
        """Make the knowledge base hold exactly the documents at `paths`.

        Without paths: those recorded in it, or, where there is none yet, the shipped corpus. `names` replaces the shipped
        names file, `lexicons` are added to the shipped wordings, `encoder` is a sentence-transformers model by name or folder.
        These are recorded and used again until others are given, or "shipped".
        Documents that cannot be read are told in the report. Raises SourceError where a path does not exist or nothing can be
        read, VocabularyError or EncoderError where a file or the encoder cannot be.
        """
        from aigc_kg import builder

        return builder.build(
            Path(folder), list(map(Path, paths)), names=None if names is None else str(names), lexicons=list(map(str, lexicons)),
            encoder=encoder, progress=progress or builder.silent,
        )  # fmt: skip

    @classmethod
    def add(cls, folder: Path | str, paths: Sequence[Path | str], *, progress: Progress | None = None) -> BuildReport:
        """Make the knowledge base hold also the documents at `paths`, and bring the others up to date.

        Raises SourceError where a document cannot be read.
        """
        from aigc_kg import builder

        return builder.add(Path(folder), list(map(Path, paths)), progress=progress or builder.silent)

    @classmethod
    def remove(cls, folder: Path | str, paths: Sequence[Path | str], *, progress: Progress | None = None) -> BuildReport:
        """Make the knowledge base no longer hold the documents at `paths`, or of these names in it, and bring the others up to date.

        Raises NotFoundError where it holds no such document, SourceError where none would be left.
        """
        from aigc_kg import builder

        return builder.remove(Path(folder), list(map(Path, paths)), progress=progress or builder.silent)

    def __enter__(self) -> KnowledgeBase:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the files that were opened."""
        if "_index" in self.__dict__:
            self._index.close()
            del self.__dict__["_index"]
        self._in_use.close()

    # parts

    @cached_property
    def lexicon(self) -> Lexicon:
        """Ontology, wordings and names."""
        seals.check_copies(self._generation)
        return kept_lexicon(self._generation, self.manifest)

    @cached_property
    def store(self) -> ox.Store:
        """The graph, open for reading."""
        seals.check_store(self._generation)
        return open_store(self._generation / seals.STORE)

    @cached_property
    def _index(self) -> LexicalIndex:
        seals.check_index(self._generation)
        return LexicalIndex(self._generation / seals.INDEX)

    @cached_property
    def _encoder(self) -> Encoder:
        from aigc_kg.vectors import recorded_encoder

        return recorded_encoder(self.manifest.encoder)

    @cached_property
    def _vectors(self) -> VectorIndex | None:
        from aigc_kg.vectors import VectorIndex, has_vectors

        return VectorIndex(self._generation) if has_vectors(self._generation) else None

    @cached_property
    def _glossary(self) -> Glossary:
        from aigc_kg.glossary import load_glossary

        return load_glossary(ontology_dir())

    @cached_property
    def _retriever(self) -> Retriever:
        from aigc_kg.retrieval import Retriever
        from aigc_kg.search import Searcher

        searcher = Searcher(self._index, lambda: self._vectors, lambda: self._encoder)
        return Retriever(lambda: self.store, self._index, self.lexicon, searcher, lambda: self._glossary)

    @cached_property
    def _answerer(self) -> Answerer:
        from aigc_kg.answer import Answerer

        return Answerer(lambda: self.store, self._index, self.lexicon, self._retriever)

    @cached_property
    def _examples(self) -> Examples:
        from aigc_kg.examples import Examples

        return Examples(lambda: self.store, self._index, self.lexicon, self._retriever.analyzer, self._answerer.stated)

    # verbs

    @_told
    def ask(self, question: str) -> Answer:
        """Answer a question in Chinese or English."""
        return self._answerer.answer(question)

    def examples(self) -> Iterator[Example]:
        """Questions in both languages that this knowledge base answers, of every kind, each one tried."""
        return self._examples.all()

    def follow_ups(self, answer: Answer, most: int = 3) -> list[Example]:
        """Up to so many further questions about what an answer or refusal is about, and that have an answer."""
        return self._examples.after(answer.question, answer, most)

    def search(self, text: str, limit: int = 10) -> list[Hit]:
        """The best passages for a text, best first."""
        found = self._retriever.search(text, limit)
        return [
            Hit(f.passage.document, f.passage.line, f.passage.end_line, f.passage.section, f.passage.quote, round(f.score, 6))
            for f in found
        ]

    @_told
    def query(self, sparql: str, *, union: bool = True) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
        """Run a SPARQL 1.1 query, read-only.

        Raises QueryError where the query is not valid or not allowed.
        """
        return run(self.store, sparql, union=union)

    @_told
    def query_as(self, sparql: str, fmt: str, *, union: bool = True, seconds: float | None = None) -> tuple[str, IO[bytes]]:
        """Run a query in a process of its own: what it gives (`rows`, `truth` or `graph`), and an open file with it in a format.

        Raises QueryError where the query is not valid or not allowed, or has to be stopped, after `seconds` where they are given.
        """
        from aigc_kg.isolated import run_isolated

        seals.check_store(self._generation)
        return run_isolated(self._generation / "store", sparql, fmt, union=union, seconds=seconds)

    @_told
    def show(self, name: str) -> list[Entry]:
        """Everything about the things of a name. Raises NotFoundError, with the nearest names, where nothing is called so."""
        from aigc_kg.show import entries, nearest

        found = entries(self.store, self._index, self.lexicon.ontology, name)
        if not found:
            near = nearest(self._index, name)
            called = name if len(name) <= _LONGEST_SHOWN else f"{name[:_LONGEST_SHOWN]}…"
            hint = f" The nearest names are {', '.join(near)}." if near else ""
            raise NotFoundError(f"Nothing in the knowledge base is called {called!r}.{hint}")
        return found

    @_told
    def show_document(self, name: str) -> MarkedDocument:
        """A document with its claims marked, by its identifier, the end of it, or the path of its file.

        Raises NotFoundError where there is no such document, or its file is missing or changed since the build.
        """
        from aigc_kg.marked import marked

        return marked(self.store, self._index, self.manifest.sources, name)

    @_told
    def conflicts(self) -> Disagreements:
        """Where documents disagree, every value with its sources, the best supported first."""
        from aigc_kg.conflicts import find

        return find(self.store, self._index, self.lexicon.ontology)

    @_told
    def validate(self) -> Report:
        """Check the graph against its shapes, and the parts against each other and the documents."""
        from aigc_kg.validate import Parts, validate

        return validate(Parts(self._generation, self.manifest, self.store, self._index, self.lexicon, ontology_dir()))

    @_told
    def verify(self, answers: Path | str | Iterable[Answer]) -> Verification:
        """Check saved answers, or those in a file that `ask --json` wrote, against the documents as they are now and the graph.

        Raises UsageError where the file cannot be read or holds something else.
        """
        from aigc_kg.isolated import results
        from aigc_kg.saved import read_answers
        from aigc_kg.sources import Verifier
        from aigc_kg.verify import Basis, verify

        saved = read_answers(Path(answers)) if isinstance(answers, Path | str) else list(answers)
        basis = Basis(
            self.store, self._index, self.lexicon.ontology, Verifier(self.manifest.sources, as_built=False),
            frozenset(self.documents()), self.ask, partial(results, self._generation / "store"),
        )  # fmt: skip
        return verify(saved, basis)

    @staticmethod
    def diff(before: Path | str, after: Path | str) -> Difference:
        """Which facts came and went between two knowledge bases or exported graphs, each with the documents that state it.

        Raises KnowledgeBaseError where a knowledge base is missing or damaged, UsageError where a file cannot be read.
        """
        from aigc_kg.diff import difference

        return difference(*map(_facts_at, (Path(before), Path(after))))

    @_told
    def _facts(self) -> Facts:
        from aigc_kg.diff import read_facts

        return read_facts(self.store)

    @_told
    def evaluate(self, path: Path | str, *, baselines: bool = False, progress: Progress | None = None) -> Evaluation:
        """Score the answers to a file of questions with known answers, and with `baselines` those of plain retrievers beside them.

        Raises UsageError where the file cannot be read, or names documents that are not held.
        """
        from aigc_kg.baselines import Baselines
        from aigc_kg.builder import silent
        from aigc_kg.cases import read_cases
        from aigc_kg.evaluate import evaluate
        from aigc_kg.sources import Verifier

        cases = read_cases(Path(path), frozenset(self.documents()))
        beside = Baselines(self._index, self._vectors, lambda: self._encoder, self._retriever).all() if baselines else {}
        verbatim = Verifier(self.manifest.sources).is_verbatim
        return evaluate(cases, self.ask, verbatim, baselines=beside, progress=progress or silent)

    @_told
    def export(self, fmt: str = "turtle") -> str:
        """The whole graph in a format, the same bytes for the same content."""
        from aigc_kg.export import export

        return export(self.store, fmt)

    @_told
    def export_to(self, target: Path | BinaryIO, fmt: str = "turtle") -> int:
        """Write what `export` gives to an open binary file, or to a path, where it appears when it is complete; how many statements.

        Raises UsageError for a format that is not offered, and where the file cannot be written.
        """
        from aigc_kg.export import write, write_file

        if isinstance(target, Path):
            return write_file(self.store, fmt, target)
        return write(self.store, fmt, target)

    def check_files(self) -> None:
        """Raises KnowledgeBaseError naming the first file of the graph, the index or the vocabulary that is damaged."""
        seals.check_all(self._generation)

    def graph(self) -> Dataset:
        """The whole graph as an rdflib Dataset in memory, for tools that speak rdflib."""
        from rdflib import Dataset

        dataset = Dataset()
        dataset.parse(data=self.export("nquads"), format="nquads")
        return dataset

    @_told
    def stats(self, *, rules: bool = False) -> dict[str, object]:
        """Counts of documents, passages, conflicts, things by class, claims by property, and with `rules` by rule."""
        from aigc_kg.show import statistics

        return statistics(self.store, self._index, self.lexicon.ontology, rules=rules)

    def documents(self) -> Iterable[str]:
        """Identifiers of the documents."""
        return [source.identifier for source in self.manifest.sources]


def _facts_at(path: Path) -> Facts:
    """The facts of a knowledge base or of an exported graph."""
    from aigc_kg.diff import read_facts

    if not path.is_dir():
        return read_facts(path)
    with KnowledgeBase(path) as kb:
        return kb._facts()
