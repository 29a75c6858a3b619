"""Makes graph and lexical index of a generation: documents read, or known from before, with names resolved over all of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from aigc_kg import corpus, generations
from aigc_kg.amend import Rejector, outcomes
from aigc_kg.canonical import Written
from aigc_kg.corrections import Corrections, Outcome
from aigc_kg.errors import SourceError
from aigc_kg.graph import ClaimGraph, correction_quads, document_quads, name_quads, ontology_quads, passage_quads
from aigc_kg.lexical import write_index
from aigc_kg.lexicon import Lexicon, ontology_file
from aigc_kg.model import Passage, Text
from aigc_kg.names import Resolver
from aigc_kg.namespaces import document_iri
from aigc_kg.ontology import parse_turtle
from aigc_kg.passages import passages
from aigc_kg.readings import KnownReadings, Reading, write_readings
from aigc_kg.resources import ontology_dir
from aigc_kg.sparql import with_merge
from aigc_kg.vocabulary import Vocabulary

if TYPE_CHECKING:
    from aigc_kg.extract import Extractor


Progress = Callable[[str, int, int], None]
"""Told a phase and how many of its steps are done."""

BATCH = 300_000
"""Statements that are written at a time: the store sorts them in memory, where each takes about a kilobyte."""


@dataclass(frozen=True, slots=True)
class File:
    """A source that can be read, or was read before: then a document that must be converted is not converted again."""

    source: corpus.Source
    sha256: str
    text: Text | None


class Assembler:
    """Reads documents and writes generations with one vocabulary and one set of corrections."""

    def __init__(self, folder: Path, reader: tuple[object, ...], vocabulary: Vocabulary, corrections: Corrections) -> None:
        """`reader` is what a reading depends on beside its document."""
        self._folder = folder
        self._reader = reader
        self._vocabulary = vocabulary
        self._corrections = corrections
        self.lexicon: Callable[[], Lexicon] = cache(vocabulary.load)
        self.read = 0
        """How many documents were read, not known from before."""
        self.written = Written()
        """The graphs of documents, as they were written."""

    @cached_property
    def _known(self) -> KnownReadings:
        return KnownReadings(generations.kept(self._folder), self._reader)

    @cached_property
    def _extractor(self) -> Extractor:
        from aigc_kg.extract import Extractor

        return Extractor(self.lexicon())

    def files(self, survey: corpus.Survey, held: frozenset[str], progress: Progress) -> tuple[list[File], tuple[corpus.Failure, ...]]:
        """The sources that can be read, and why others cannot; `held` are the identifiers that the knowledge base holds so far.

        Raises SourceError where none can be read.
        """
        slow, converted = sum(map(corpus.needs_converter, survey.sources)), 0
        files, failed, reasons = [], list(survey.failed), [failure.reason for failure in survey.failed]
        for source in survey.sources:
            try:
                files.append(self._file(source))
                if files[-1].text is not None and corpus.needs_converter(source):
                    converted += 1
                    progress("converting", converted, slow)
            except SourceError as error:
                gone = " It was in the knowledge base, and no longer is." if source.identifier in held else ""
                failed.append(corpus.Failure(source.identifier, f"{error}{gone}"))
                reasons.append(str(error))
        if converted:
            # The others were known, or cannot be read.
            progress("converting", slow, slow)
        if not files:
            raise SourceError(f"None of the {len(failed)} documents can be read. {reasons[0]}" if len(failed) > 1 else reasons[0])
        return files, tuple(sorted(failed))

    def _file(self, source: corpus.Source) -> File:
        data = corpus.read_bytes(source)
        sha256 = corpus.digest(data)
        is_known = corpus.needs_converter(source) and self._known.get(source.identifier, sha256) is not None
        return File(source, sha256, None if is_known else corpus.read_text(data, source))

    def reading(self, file: File) -> Reading:
        """What a document says: as it was read before, where nothing has changed."""
        known = self._known.get(file.source.identifier, file.sha256)
        if known is not None:
            return known
        text = file.text
        if text is None:
            raise ValueError(f"Neither the text nor a reading of {file.source.identifier} is known.")
        self.read += 1
        document = corpus.parse_document(file.source.identifier, text)
        extraction = self._extractor.extract(document)
        held = tuple(passages(document, (claim.quote for claim in extraction.claims)))
        return Reading(
            document.identifier, file.sha256, document.title, document.meta, extraction.claims, extraction.named,
            held, text.text if corpus.needs_converter(file.source) else None,
        )  # fmt: skip

    def write(self, generation: Path, files: Sequence[File], progress: Progress) -> None:
        """Write graph, index, readings and vocabulary of a generation."""
        readings = []
        for done, file in enumerate(files, 1):
            readings.append(self.reading(file))
            progress("reading", done, len(files))
        lexicon = self.lexicon()
        resolver = Resolver(lexicon, self._corrections)
        rejector = Rejector(self._corrections, resolver.iri)
        corrected = [replace(reading, claims=rejector.kept(reading.identifier, reading.claims)) for reading in readings]
        for reading in corrected:
            resolver.note(reading.claims)
            resolver.note_named(reading.named)
        texts = [reading.text or (file.text.text if file.text else "") for reading, file in zip(readings, files, strict=True)]
        applied = outcomes(resolver, rejector, lexicon, texts)
        with generations.writing(self._folder):
            self._write_store(generation / "store", corrected, resolver, applied, partial(progress, "writing"))
            rows = [(passage, _digest(passage)) for reading in readings for passage in reading.passages]
            write_index(generation / "index.sqlite", rows, resolver.things(), applied)
            write_readings(generation, self._reader, readings, self._known)
            self._vocabulary.write(generation)

    def _write_store(
        self, path: Path, readings: Sequence[Reading], resolver: Resolver, applied: Sequence[Outcome], progress: Callable[[int, int], None]
    ) -> None:
        store = ox.Store(str(path))
        quads = with_merge(self._quads(readings, resolver, applied, progress))
        for quad in quads:
            store.bulk_extend(chain((quad,), islice(quads, BATCH - 1)))
        store.flush()
        store.optimize()

    def _quads(
        self, readings: Sequence[Reading], resolver: Resolver, applied: Sequence[Outcome], progress: Callable[[int, int], None]
    ) -> Iterable[ox.Quad]:
        lexicon = self.lexicon()
        graph = ClaimGraph(lexicon, resolver)
        yield from ontology_quads(parse_turtle(ontology_file(ontology_dir())))
        yield from ontology_quads(self._vocabulary.declarations(lexicon))
        yield from name_quads(resolver.stated_things(), lexicon, resolver.identity.shared)
        for done, reading in enumerate(readings, 1):
            parts = (
                document_quads(reading.document, reading.sha256),
                passage_quads(reading.passages),
                graph.quads(reading.document, reading.claims, reading.passages),
            )
            yield from self.written.note(document_iri(reading.identifier), chain.from_iterable(parts))
            progress(done, len(readings))
        yield from correction_quads(applied, resolver.is_stated)


def _digest(passage: Passage) -> str:
    """What the index knows a text by that has a vector."""
    return hashlib.sha256(f"{passage.context}\0{passage.text}".encode()).hexdigest()[:32]
