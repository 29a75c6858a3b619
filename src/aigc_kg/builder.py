"""Builds a knowledge base: a new generation beside the old one, then one atomic switch, then the vectors."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

import pyoxigraph as ox

from aigc_kg import corpus, vectors
from aigc_kg.amend import Rejector, outcomes
from aigc_kg.corrections import Corrections, Outcome, is_corrections, read_corrections
from aigc_kg.errors import KnowledgeBaseError, SourceError
from aigc_kg.extract import Extraction, Extractor
from aigc_kg.graph import ClaimGraph, correction_quads, document_quads, name_quads, ontology_quads, passage_quads
from aigc_kg.lexical import LexicalIndex, write_index
from aigc_kg.lexicon import Lexicon, load_lexicon
from aigc_kg.manifest import CURRENT, Manifest, SourceRecord, current_generation, hash_files, program_hash, read_manifest
from aigc_kg.model import Document, Passage, Text
from aigc_kg.names import Resolver
from aigc_kg.namespaces import RDF
from aigc_kg.ontology import parse_turtle
from aigc_kg.passages import passages
from aigc_kg.resources import ontology_dir
from aigc_kg.sparql import open_store, with_merge

_KEPT_GENERATIONS = 2
"""The one in force, and the one before it for readers that still have it open."""


_GONE = " It was in the knowledge base, and no longer is."

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
    notes: tuple[str, ...] = ()
    """Corrections that do not apply, each with its place and why."""
    skipped: tuple[str, ...] = ()
    """Files of kinds that are not read, and folders that were not looked into."""
    failed: tuple[corpus.Failure, ...] = ()
    """Documents that cannot be read, and so are not held."""


@dataclass(frozen=True, slots=True)
class _File:
    """A source that can be read, or was read before: then its text is not taken again."""

    source: corpus.Source
    sha256: str
    text: Text | None


@dataclass(frozen=True, slots=True)
class _Read:
    document: Document
    sha256: str
    extraction: Extraction
    passages: Sequence[Passage]


def build(folder: Path, paths: Sequence[Path], *, encoder: str = vectors.BUNDLED, progress: Progress = silent) -> BuildReport:
    """Make the knowledge base at `folder` hold exactly the documents at `paths`.

    A document that cannot be read is told in the report, and not held. Raises SourceError where a path does not exist
    or nothing can be read, CorrectionsError where corrections cannot be; the knowledge base then stays as it was.
    """
    survey = corpus.survey([path for path in paths if not is_corrections(path)])
    corrections = read_corrections(paths)
    if not survey.sources:
        raise SourceError(f"There are no documents ({', '.join(sorted(corpus.SUFFIXES))}) at {', '.join(map(str, paths))}.")
    _make_folder(folder)
    with _locked(folder):
        files, failed = _read_files(folder, survey, _known_contents(folder))
        manifest = _manifest(files, paths, corrections, encoder)
        generation, changed = _unchanged(folder, manifest), False
        known: Mapping[str, vectors.Matrix] = {}
        if generation is None:
            # Read before anything is written: a generation that is made anew takes the place of its damaged files.
            known = _known_vectors(folder)
            generation, changed = _restored(folder, manifest), True
        if generation is None:
            files, failed = _read_files(folder, survey, frozenset())
            manifest = _manifest(files, paths, corrections, encoder)
            texts = [(file.source, file.text, file.sha256) for file in files if file.text is not None]
            generation = _write_generation(folder, manifest, texts, corrections, progress)
        embedded = _write_vectors(folder, generation, encoder, known, progress)
        _remove_old(folder, generation)
        with closing(LexicalIndex(generation / "index.sqlite")) as index:
            counts = index.counts()
            notes = tuple(f"{c.place}: {c.kind}: {c.note}" for c in index.corrections() if c.note)
        claims = _count_claims(generation)
        return BuildReport(len(files), claims, counts["passages"], embedded, changed, notes, tuple(survey.skipped), failed)


def _manifest(files: Sequence[_File], paths: Sequence[Path], corrections: Corrections, encoder: str) -> Manifest:
    records = tuple(SourceRecord(f.source.identifier, str(f.source.path.resolve()), f.sha256) for f in files)
    ontology = hash_files(sorted(ontology_dir().glob("*.ttl")))
    program = program_hash(Path(__file__).parent)
    return Manifest(records, tuple(str(p.resolve()) for p in paths), ontology, encoder, program, dict(corrections.files))


def _known_contents(folder: Path) -> frozenset[tuple[str, str]]:
    """Identifiers and hashes of the documents that the generation in force holds."""
    try:
        manifest = read_manifest(current_generation(folder) / "manifest.json")
    except KnowledgeBaseError:
        return frozenset()
    return frozenset((source.identifier, source.sha256) for source in manifest.sources)


def _read_files(folder: Path, survey: corpus.Survey, known: frozenset[tuple[str, str]]) -> tuple[list[_File], tuple[corpus.Failure, ...]]:
    """The sources that can be read, and why others cannot; a known one of a format that must be converted is not read again.

    Raises SourceError where none can be read.
    """
    held = {identifier for identifier, _ in _known_contents(folder)}
    files, failed = [], list(survey.failed)
    for source in survey.sources:
        try:
            data = corpus.read_bytes(source)
            sha256 = corpus.digest(data)
            is_known = corpus.needs_converter(source) and (source.identifier, sha256) in known
            files.append(_File(source, sha256, None if is_known else corpus.read_text(data, source)))
        except SourceError as error:
            gone = _GONE if source.identifier in held else ""
            failed.append(corpus.Failure(source.identifier, f"{error}{gone}"))
    if not files:
        raise SourceError(f"None of the {len(failed)} documents can be read. {failed[0].reason.removesuffix(_GONE)}")
    return files, tuple(sorted(failed))


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise KnowledgeBaseError(f"Cannot make the folder {folder}: {error.strerror}. Choose another with --kb.") from error


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    try:
        with FileLock(folder / "build.lock", timeout=0):
            yield
    except Timeout as error:
        raise KnowledgeBaseError(f"Another build of {folder} is running. Wait until it is done and try again.") from error


def _unchanged(folder: Path, manifest: Manifest) -> Path | None:
    """The generation in force, where it was made from the same things and can be read."""
    try:
        generation = current_generation(folder)
    except KnowledgeBaseError:
        return None
    return generation if _holds(generation, manifest) else None


def _restored(folder: Path, manifest: Manifest) -> Path | None:
    """A kept generation that was made from the same things, put in force again."""
    generation = _generation_of(folder, manifest)
    if not _holds(generation, manifest):
        return None
    manifest.write(generation / "manifest.json")
    _put_in_force(folder, generation)
    return generation


def _generation_of(folder: Path, manifest: Manifest) -> Path:
    return folder / f"generation-{hashlib.sha256(repr(manifest.content()).encode()).hexdigest()[:16]}"


def _holds(generation: Path, manifest: Manifest) -> bool:
    """Was this generation made from these things, and can its parts be read? Vectors are seen to apart."""
    try:
        if read_manifest(generation / "manifest.json").content() != manifest.content():
            return False
        _count_claims(generation)
        with closing(LexicalIndex(generation / "index.sqlite")) as index:
            index.check()
    except KnowledgeBaseError:
        return False
    return True


def _write_generation(
    folder: Path, manifest: Manifest, texts: Sequence[tuple[corpus.Source, Text, str]], corrections: Corrections, progress: Progress
) -> Path:
    lexicon = load_lexicon(ontology_dir())
    extractor = Extractor(lexicon)
    read = []
    for done, (source, text, sha256) in enumerate(texts, 1):
        document = corpus.parse_document(source.identifier, text)
        read.append(_Read(document, sha256, extractor.extract(document), tuple(passages(document))))
        progress("reading", done, len(texts))
    generation = _generation_of(folder, manifest)
    if generation.exists():
        shutil.rmtree(generation)
    generation.mkdir()
    resolver = Resolver(lexicon, corrections)
    rejector = Rejector(corrections, resolver.iri)
    read = [_corrected(item, rejector) for item in read]
    for item in read:
        resolver.note(item.extraction.claims)
        resolver.note_named(item.extraction.named)
    applied = outcomes(resolver, rejector, lexicon, [item.document.text for item in read])
    _write_store(generation / "store", read, resolver, lexicon, applied)
    rows = [(passage, _digest(passage, manifest.encoder)) for item in read for passage in item.passages]
    write_index(generation / "index.sqlite", rows, resolver.things(), applied)
    manifest.write(generation / "manifest.json")
    _put_in_force(folder, generation)
    return generation


def _corrected(item: _Read, rejector: Rejector) -> _Read:
    claims = rejector.kept(item.document.identifier, item.extraction.claims)
    return replace(item, extraction=replace(item.extraction, claims=claims))


def _put_in_force(folder: Path, generation: Path) -> None:
    partial = folder / f"{CURRENT}.part"
    partial.write_text(generation.name + "\n", encoding="ascii")
    partial.replace(folder / CURRENT)


def _digest(passage: Passage, encoder: str) -> str:
    """What a vector is kept by: the encoder and the text that it was made from."""
    return hashlib.sha256(f"{encoder}\0{passage.context}\0{passage.text}".encode()).hexdigest()[:32]


def _write_store(path: Path, read: Sequence[_Read], resolver: Resolver, lexicon: Lexicon, applied: Sequence[Outcome]) -> None:
    store = ox.Store(str(path))
    graph = ClaimGraph(lexicon, resolver)
    corrected = correction_quads(applied, resolver.is_stated)
    store.bulk_extend(with_merge(chain(_all_quads(read, graph, resolver, lexicon), corrected)))
    store.flush()
    store.optimize()


def _all_quads(read: Sequence[_Read], graph: ClaimGraph, resolver: Resolver, lexicon: Lexicon) -> Iterable[ox.Quad]:
    yield from ontology_quads(parse_turtle(ontology_dir() / "aigc.ttl"))
    yield from name_quads(resolver.stated_things(), lexicon, resolver.identity.shared)
    for item in read:
        yield from document_quads(item.document, item.sha256)
        yield from passage_quads(item.passages)
        yield from graph.quads(item.document, item.extraction.claims, item.passages)


def _known_vectors(folder: Path) -> dict[str, vectors.Matrix]:
    """Vectors of all generations, kept by the digests of their texts."""
    known: dict[str, vectors.Matrix] = {}
    for generation in sorted(folder.glob("generation-*")):
        known.update(vectors.read_vectors(generation))
    return known


def _write_vectors(folder: Path, generation: Path, encoder: str, known: Mapping[str, vectors.Matrix], progress: Progress) -> int:
    """Embed what is not embedded yet."""
    with closing(LexicalIndex(generation / "index.sqlite")) as index:
        rows = index.digests()
    if vectors.are_whole(generation, [digest for _, digest, _ in rows]):
        return 0
    known = known or _known_vectors(folder)
    embedded = len({digest for _, digest, _ in rows} - known.keys())
    matrix = vectors.embed(rows, _lazily(encoder), known, lambda done, total: progress("embedding", done, total))
    vectors.write_vectors(generation, [digest for _, digest, _ in rows], matrix)
    return embedded


def _lazily(encoder: str) -> Callable[[], vectors.Encoder]:
    return lambda: vectors.load_encoder(encoder)


def _remove_old(folder: Path, generation: Path) -> None:
    others = sorted((p for p in folder.glob("generation-*") if p != generation), key=lambda p: p.stat().st_mtime)
    for old in others[: max(0, len(others) - _KEPT_GENERATIONS + 1)]:
        shutil.rmtree(old, ignore_errors=True)


def _count_claims(generation: Path) -> int:
    """Claims of a generation, each counted once. Reads the whole store; raises KnowledgeBaseError where that fails."""
    store, subject = open_store(generation / "store"), ox.NamedNode(RDF + "subject")
    try:
        # Not by a pattern, which would read a part of the store only and so miss damage.
        return sum(quad.predicate == subject and quad.graph_name == ox.DefaultGraph() for quad in store)
    except (OSError, RuntimeError) as error:
        raise KnowledgeBaseError(f"The graph store {generation / 'store'} is damaged ({error}). Build again to mend it.") from error
