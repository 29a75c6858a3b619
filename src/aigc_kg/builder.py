"""Builds a knowledge base: a new generation beside the old one, then one atomic switch, then the vectors."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from aigc_kg import corpus, generations, vectors
from aigc_kg.assembly import Assembler, File, Progress
from aigc_kg.corrections import Corrections, read_corrections
from aigc_kg.embedding import Embedder
from aigc_kg.errors import KnowledgeBaseError, SourceError
from aigc_kg.lexical import LexicalIndex
from aigc_kg.manifest import CURRENT, Manifest, SourceRecord, current_generation, hash_files, program_hash, read_manifest, read_recorded
from aigc_kg.resources import corpus_dir, ontology_dir
from aigc_kg.selection import Selection, no_documents, place
from aigc_kg.vocabulary import SHIPPED, Vocabulary, choose


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
    """What the user should know: recorded files that have gone or changed, corrections that do not apply."""
    skipped: tuple[str, ...] = ()
    """Files of kinds that are not read, and folders that were not looked into."""
    failed: tuple[corpus.Failure, ...] = ()
    """Documents that cannot be read, and so are not held."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a build is told beside its documents; None and no lexicons stand for what is recorded, else for the shipped ones."""

    names: str | None = None
    lexicons: tuple[str, ...] = ()
    encoder: str | None = None


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
        return Selection.recorded(self.manifest)

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
    A document that cannot be read is told in the report, and not held. Raises SourceError where a path does not exist or nothing
    can be read, VocabularyError, CorrectionsError or EncoderError where a file or the encoder cannot be; the knowledge base then
    stays as it was.
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
    """The knowledge base at a folder, of this or an older format. Raises KnowledgeBaseError where it is missing or damaged."""
    generation = current_generation(folder)
    return _Before(generation, read_recorded(generation / generations.MANIFEST))


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
    survey = selection.survey()
    corrections = read_corrections(selection.corrections())
    if not survey.sources and not survey.failed:
        raise SourceError(no_documents(selection.paths))
    vocabulary = choose(settings.names, settings.lexicons, before.manifest, before.generation)
    draft = _draft(selection, corrections, vocabulary, _encoder_name(settings.encoder, before.manifest))
    generations.check_folder(folder)
    assembler = Assembler(folder, draft.reader(), vocabulary, corrections)
    embedder = Embedder(folder, draft.encoder, given=settings.encoder is not None, progress=partial(progress, "embedding"))
    work = _Work(folder, draft, assembler, embedder, progress)
    work.try_what_is_new(before.manifest)
    files, failed = assembler.files(survey, frozenset(source.identifier for source in before.sources), progress)
    with generations.locked(folder):
        report = work.do(files)
    old, new = {source.identifier for source in before.sources}, {file.source.identifier for file in files}
    return replace(
        report, added=tuple(sorted(new - old)), removed=tuple(sorted(old - new)),
        notes=(*before.notes, *vocabulary.notes, *report.notes), skipped=tuple(survey.skipped), failed=failed,
    )  # fmt: skip


def _draft(selection: Selection, corrections: Corrections, vocabulary: Vocabulary, encoder: str) -> Manifest:
    """The manifest of a build, still without its documents."""
    return Manifest(
        sources=(),
        paths=tuple(map(str, selection.paths)),
        ontology=hash_files(sorted(ontology_dir().glob("*.ttl"))),
        encoder=encoder,
        program=program_hash(Path(__file__).parent),
        removed=tuple(map(str, selection.removed)),
        names=vocabulary.names.record if vocabulary.names else None,
        lexicons=tuple(file.record for file in vocabulary.lexicons),
        corrections=dict(corrections.files),
    )


def _encoder_name(given: str | None, previous: Manifest | None) -> str:
    if given is None:
        return previous.encoder if previous else vectors.BUNDLED
    if given == SHIPPED:
        return vectors.BUNDLED
    return str(Path(given).resolve()) if given and Path(given).is_dir() else given


class _Work:
    """One build: makes of a manifest and its documents the generation in force."""

    def __init__(self, folder: Path, draft: Manifest, assembler: Assembler, embedder: Embedder, progress: Progress) -> None:
        self._folder = folder
        self._draft = draft
        self._assembler = assembler
        self._embedder = embedder
        self._progress = progress

    def try_what_is_new(self, previous: Manifest | None) -> None:
        """Load the files and the encoder that were not used before, so that a fault in them is found before all else."""
        now = self._draft
        if (now.names, now.lexicons) != ((previous.names, previous.lexicons) if previous else (None, ())):
            self._assembler.lexicon()
        if now.encoder not in (vectors.BUNDLED, previous and previous.encoder):
            self._embedder.load()

    def do(self, files: Sequence[File]) -> BuildReport:
        """Build what is not there yet."""
        records = tuple(SourceRecord(file.source.identifier, str(place(file.source.path)), file.sha256) for file in files)
        manifest = replace(self._draft, sources=records)
        generation, embedded = generations.unchanged(self._folder, manifest), 0
        changed = generation is None
        if generation is None:
            generation = generations.restored(self._folder, manifest)
        if generation is None:
            generation, embedded = self._new_generation(manifest, files)
        embedded += self._embedder.embed(generation)
        generations.remove_old(self._folder, generation)
        return self._report(generation, manifest, embedded, changed)

    def _new_generation(self, manifest: Manifest, files: Sequence[File]) -> tuple[Path, int]:
        embedded = 0
        # Read before anything is written: a generation that is made anew takes the place of its damaged files.
        _ = self._embedder.known
        in_use = self._in_use()
        twin = generations.twin(self._folder, manifest)
        with generations.new_generation(self._folder, manifest, self._assembler.written) as unfinished:
            if twin is not None:
                # Only the encoder is another: what is in force stays so until all vectors are there.
                generations.copy_readable(twin, unfinished)
                embedded = self._embedder.embed(unfinished)
            else:
                self._assembler.write(unfinished, files, self._progress)
                if in_use is not None and vectors.has_vectors(in_use):
                    # Who asks meanwhile is answered by the old one in full, and then by the new one in full.
                    embedded = self._embedder.embed(unfinished)
                else:
                    self._embedder.check(unfinished)
        generation = generations.generation_of(self._folder, manifest)
        generations.put_in_force(self._folder, generation)
        return generation, embedded

    def _in_use(self) -> Path | None:
        try:
            return current_generation(self._folder)
        except KnowledgeBaseError:
            return None

    def _report(self, generation: Path, manifest: Manifest, embedded: int, changed: bool) -> BuildReport:
        with closing(LexicalIndex(generation / "index.sqlite")) as index:
            notes = tuple(f"{entry.place}: {entry.kind}: {entry.note}" for entry in index.corrections() if entry.note)
        counts = read_manifest(generation / generations.MANIFEST).counts
        return BuildReport(
            len(manifest.sources), counts["claims"], counts["passages"], embedded, changed, self._assembler.read,
            encoder=manifest.encoder, names=manifest.names.path if manifest.names else SHIPPED,
            lexicons=tuple(file.path for file in manifest.lexicons), notes=notes,
        )  # fmt: skip
