"""Builds a knowledge base: a new generation beside the old one, then one atomic switch, then the vectors."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import cache, cached_property, partial
from pathlib import Path

import pyoxigraph as ox

from aigc_kg import corpus, generations, vectors
from aigc_kg.errors import KnowledgeBaseError, SourceError
from aigc_kg.extract import extract
from aigc_kg.graph import ClaimGraph, document_quads, name_quads, ontology_quads, passage_quads
from aigc_kg.lexical import LexicalIndex, write_index
from aigc_kg.lexicon import Lexicon
from aigc_kg.manifest import (
    CURRENT,
    Manifest,
    SourceRecord,
    current_generation,
    hash_files,
    program_hash,
    read_manifest,
)
from aigc_kg.model import Passage
from aigc_kg.names import Resolver
from aigc_kg.ontology import parse_turtle
from aigc_kg.passages import passages
from aigc_kg.readings import KnownReadings, Reading, write_readings
from aigc_kg.resources import corpus_dir, ontology_dir
from aigc_kg.selection import Selection, place
from aigc_kg.sparql import with_merge
from aigc_kg.vocabulary import SHIPPED, Vocabulary, choose

Progress = Callable[[str, int, int], None]
"""Told a phase and how many of its steps are done."""


def silent(phase: str, done: int, total: int) -> None:
    """Progress that nobody watches."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did."""

    documents: int
    claims: int
    passages: int
    embedded: int
    changed: bool
    read: int = 0
    """Documents that were read; the others had been read before."""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    """Identifiers of documents that the knowledge base holds since, and that it held before."""
    encoder: str = vectors.BUNDLED
    names: str = SHIPPED
    lexicons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    """What the user should know."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a build is told beside its documents; None and no lexicons stand for what is recorded, else for the shipped ones."""

    names: str | None = None
    lexicons: tuple[str, ...] = ()
    encoder: str | None = None


@dataclass(frozen=True, slots=True)
class _Text:
    """A source document as it is now."""

    source: corpus.Source
    text: str
    sha256: str

    @classmethod
    def read(cls, source: corpus.Source) -> _Text:
        data = corpus.read_bytes(source)
        return cls(source, corpus.decode(data, source), corpus.digest(data))


@dataclass(frozen=True, slots=True)
class _Before:
    """The knowledge base as a build finds it."""

    generation: Path | None = None
    manifest: Manifest | None = None
    notes: tuple[str, ...] = ()

    @property
    def selection(self) -> Selection:
        """What is recorded; where nothing is, the shipped corpus."""
        if self.manifest is None:
            return Selection.of([corpus_dir()])
        return Selection(tuple(map(Path, self.manifest.paths)), tuple(map(Path, self.manifest.removed)))

    @property
    def sources(self) -> tuple[SourceRecord, ...]:
        """Records of the documents that it holds."""
        return self.manifest.sources if self.manifest else ()


def build(
    folder: Path,
    paths: Sequence[Path] = (),
    *,
    names: str | None = None,
    lexicons: Sequence[str] = (),
    encoder: str | None = None,
    progress: Progress = silent,
) -> BuildReport:
    """Make the knowledge base at `folder` hold exactly the documents at `paths`, else those recorded, else the shipped corpus.

    `names` replaces the shipped names file, `lexicons` are added to the shipped wordings; they and the encoder are recorded.
    Raises SourceError, VocabularyError or UsageError where a document, a file or the encoder cannot be read;
    the knowledge base then stays as it was.
    """
    settings = Settings(names, tuple(lexicons), encoder)
    if paths:
        return _make(folder, _found(folder), Selection.of(paths), settings, progress)
    before = _recorded(folder) if (folder / CURRENT).exists() else _Before()
    return _make(folder, before, _all_there(before.selection), settings, progress)


def add(folder: Path, paths: Sequence[Path], *, progress: Progress = silent) -> BuildReport:
    """Make the knowledge base hold also what lies at `paths`, and bring the rest up to date.

    Raises SourceError where there is no such document.
    """
    before = _recorded(folder)
    return _make(folder, before, _all_there(before.selection).plus(paths), Settings(), progress)


def remove(folder: Path, paths: Sequence[Path], *, progress: Progress = silent) -> BuildReport:
    """Make the knowledge base no longer hold what lies at `paths`, and bring the rest up to date.

    Raises NotFoundError where it does not hold one of them, SourceError where nothing would be left.
    """
    before = _recorded(folder)
    left = _all_there(before.selection.minus(paths, before.sources))
    if not left.paths or not left.sources():
        raise SourceError(f"No document would be left. Delete the folder {folder} to be rid of the knowledge base.")
    return _make(folder, before, left, Settings(), progress)


def _recorded(folder: Path) -> _Before:
    """The knowledge base at a folder. Raises KnowledgeBaseError where it is missing, damaged or of another version."""
    generation = current_generation(folder)
    return _Before(generation, read_manifest(generation / generations.MANIFEST))


def _found(folder: Path) -> _Before:
    """The knowledge base at a folder, if there is one that can be read."""
    try:
        return _recorded(folder)
    except KnowledgeBaseError:
        if not (folder / CURRENT).exists():
            return _Before()
        return _Before(notes=("What was recorded cannot be read: names, wordings and encoder are those given now, else the shipped ones.",))


def _all_there(selection: Selection) -> Selection:
    for path in selection.paths:
        if not path.exists():
            raise SourceError(f"The recorded source {path} has gone. Bring it back, or take it out with aigc-kg remove {path}.")
    return selection


def _make(folder: Path, before: _Before, selection: Selection, settings: Settings, progress: Progress) -> BuildReport:
    sources = selection.sources()
    if not sources:
        raise SourceError(f"There are no documents ({', '.join(sorted(corpus.SUFFIXES))}) at {', '.join(map(str, selection.paths))}.")
    texts = list(map(_Text.read, sources))
    vocabulary = choose(settings.names, settings.lexicons, before.manifest, before.generation)
    manifest = Manifest(
        tuple(SourceRecord(text.source.identifier, str(place(text.source.path)), text.sha256) for text in texts),
        tuple(map(str, selection.paths)),
        hash_files(sorted(ontology_dir().glob("*.ttl"))),
        _encoder_name(settings.encoder, before.manifest),
        program_hash(Path(__file__).parent),
        tuple(map(str, selection.removed)),
        vocabulary.names.record if vocabulary.names else None,
        tuple(file.record for file in vocabulary.lexicons),
    )
    work = _Work(folder, manifest, vocabulary, settings.encoder is not None, progress)
    work.try_what_is_new(before.manifest)
    generations.check_folder(folder)
    with generations.locked(folder):
        report = work.do(texts)
    old, new = ({source.identifier for source in sources} for sources in (before.sources, manifest.sources))
    return replace(report, added=tuple(sorted(new - old)), removed=tuple(sorted(old - new)), notes=(*before.notes, *vocabulary.notes))


def _encoder_name(given: str | None, previous: Manifest | None) -> str:
    if given is None:
        return previous.encoder if previous else vectors.BUNDLED
    if given == SHIPPED:
        return vectors.BUNDLED
    return str(Path(given).resolve()) if Path(given).is_dir() else given


class _Work:
    """One build: makes of a manifest and its documents the generation in force."""

    def __init__(self, folder: Path, manifest: Manifest, vocabulary: Vocabulary, encoder_given: bool, progress: Progress) -> None:
        self._folder = folder
        self._manifest = manifest
        self._vocabulary = vocabulary
        self._progress = progress
        self._read = 0
        load = vectors.fetch_encoder if encoder_given else vectors.recorded_encoder
        self._encoder: Callable[[], vectors.Encoder] = cache(lambda: load(manifest.encoder))
        self._lexicon: Callable[[], Lexicon] = cache(vocabulary.load)

    def try_what_is_new(self, previous: Manifest | None) -> None:
        """Load the files and the encoder that were not used before, so that a fault in them is found before all else."""
        now = self._manifest
        if (now.names, now.lexicons) != ((previous.names, previous.lexicons) if previous else (None, ())):
            self._lexicon()
        if now.encoder not in (vectors.BUNDLED, previous and previous.encoder):
            self._encoder()

    def do(self, texts: Sequence[_Text]) -> BuildReport:
        """Build what is not there yet."""
        generation, embedded = generations.unchanged(self._folder, self._manifest), 0
        changed = generation is None
        if generation is None:
            generation = generations.restored(self._folder, self._manifest)
        if generation is None:
            generation, embedded = self._new_generation(texts)
        embedded += self._embed(generation)
        generations.remove_old(self._folder, generation)
        return self._report(generation, embedded, changed)

    def _report(self, generation: Path, embedded: int, changed: bool) -> BuildReport:
        with closing(LexicalIndex(generation / "index.sqlite")) as index:
            counts = index.counts()
        names, lexicons = self._manifest.names, self._manifest.lexicons
        return BuildReport(
            len(self._manifest.sources), generations.count_claims(generation), counts["passages"], embedded, changed, self._read,
            encoder=self._manifest.encoder, names=names.path if names else SHIPPED, lexicons=tuple(file.path for file in lexicons),
        )  # fmt: skip

    def _new_generation(self, texts: Sequence[_Text]) -> tuple[Path, int]:
        embedded = 0
        # Read before anything is written: a generation that is made anew takes the place of its damaged files.
        _ = self._known_vectors
        twin = generations.twin(self._folder, self._manifest)
        with generations.new_generation(self._folder, self._manifest) as unfinished:
            if twin is not None:
                # Only the encoder is another: what is in force stays so until all vectors are there.
                generations.copy_readable(twin, unfinished)
                embedded = self._embed(unfinished)
            else:
                self._write(unfinished, [self._reading(text, done, len(texts)) for done, text in enumerate(texts, 1)])
                self._check_encoder(unfinished)
        generation = generations.generation_of(self._folder, self._manifest)
        generations.put_in_force(self._folder, generation)
        return generation, embedded

    def _reading(self, text: _Text, done: int, total: int) -> Reading:
        """What a document says: as it was read before, where nothing has changed."""
        identifier = text.source.identifier
        reading = self._known_readings.get(identifier, text.sha256)
        if reading is None:
            self._read += 1
            document = corpus.parse_document(identifier, text.text)
            extraction = extract(document, self._lexicon())
            reading = Reading(
                identifier, text.sha256, document.title, document.meta, extraction.claims, extraction.named, tuple(passages(document))
            )
        self._progress("reading", done, total)
        return reading

    @cached_property
    def _known_readings(self) -> KnownReadings:
        return KnownReadings(generations.kept(self._folder), self._manifest.reader())

    def _write(self, generation: Path, readings: Sequence[Reading]) -> None:
        resolver = Resolver(self._lexicon())
        for reading in readings:
            resolver.note(reading.claims)
            resolver.note_named(reading.named)
        with generations.writing(self._folder):
            store = ox.Store(str(generation / "store"))
            store.bulk_extend(with_merge(self._quads(readings, resolver)))
            store.flush()
            store.optimize()
            rows = [(passage, _digest(passage)) for reading in readings for passage in reading.passages]
            write_index(generation / "index.sqlite", rows, resolver.things())
            write_readings(generation, self._manifest.reader(), readings)
            self._vocabulary.write(generation)

    def _quads(self, readings: Sequence[Reading], resolver: Resolver) -> Iterable[ox.Quad]:
        lexicon = self._lexicon()
        graph = ClaimGraph(lexicon, resolver)
        yield from ontology_quads(parse_turtle(ontology_dir() / "aigc.ttl"))
        yield from ontology_quads(self._vocabulary.declarations(lexicon))
        yield from name_quads(resolver.stated_things(), lexicon)
        for reading in readings:
            yield from document_quads(reading.document, reading.sha256)
            yield from passage_quads(reading.passages)
            yield from graph.quads(reading.document, reading.claims, reading.passages)

    # vectors

    @cached_property
    def _known_vectors(self) -> dict[str, vectors.Matrix]:
        """Vectors of all generations and of an embedding that was not done, kept by encoder and text."""
        known: dict[str, vectors.Matrix] = {}
        for folder in (*generations.kept(self._folder), self._folder / generations.PARTIAL_VECTORS):
            known.update(vectors.read_vectors(folder))
        return known

    def _rows(self, generation: Path) -> list[tuple[int, str, str]]:
        with closing(LexicalIndex(generation / "index.sqlite")) as index:
            return [(number, vectors.vector_key(self._manifest.encoder, digest), text) for number, digest, text in index.digests()]

    def _check_encoder(self, generation: Path) -> None:
        """Load an encoder of the user's own, where it is needed, while what was in force still is."""
        if self._manifest.encoder != vectors.BUNDLED and any(key not in self._known_vectors for _, key, _ in self._rows(generation)):
            self._encoder()

    def _embed(self, generation: Path) -> int:
        """Embed what is not embedded yet; say how many texts that were."""
        rows = self._rows(generation)
        keys = [key for _, key, _ in rows]
        if vectors.are_whole(generation, keys):
            return 0
        progress = partial(self._progress, "embedding")
        matrix = vectors.embed(rows, self._encoder, self._known_vectors, progress, self._keep)
        with generations.writing(self._folder):
            vectors.write_vectors(generation, keys, matrix)
            shutil.rmtree(self._folder / generations.PARTIAL_VECTORS, ignore_errors=True)
        return len(set(keys) - self._known_vectors.keys())

    def _keep(self, fresh: Mapping[str, vectors.Matrix]) -> None:
        """Keep vectors of an embedding that is not done, for the next build to go on with."""
        folder = self._folder / generations.PARTIAL_VECTORS
        with generations.writing(self._folder):
            folder.mkdir(exist_ok=True)
            vectors.write_vectors(folder, list(fresh), vectors.stacked(fresh.values()))


def _digest(passage: Passage) -> str:
    """What the index knows a text by that has a vector."""
    return hashlib.sha256(f"{passage.context}\0{passage.text}".encode()).hexdigest()[:32]
