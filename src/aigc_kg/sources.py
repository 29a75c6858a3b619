"""The source documents of a knowledge base as they were when it was built."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from aigc_kg.corpus import Source, digest, read_bytes, read_text
from aigc_kg.errors import NotFoundError, SourceError
from aigc_kg.manifest import SourceRecord
from aigc_kg.model import Evidence, Text


def recorded_text(record: SourceRecord, *, as_built: bool = True) -> Text:
    """The text of a source document, with the places in it.

    Raises NotFoundError where its file is missing or, unless `as_built` is off, is not what was read at the build.
    """
    source = Source(record.identifier, Path(record.path))
    if not source.path.exists():
        raise NotFoundError(f"The file of {record.identifier} is missing: {source.path}. Put it back, or build without it.")
    try:
        data = read_bytes(source)
        if as_built and digest(data) != record.sha256:
            raise NotFoundError(f"The file of {record.identifier} has changed since the build: {source.path}. Build again.")
        return read_text(data, source)
    except SourceError as error:
        raise NotFoundError(f"The file of {record.identifier} cannot be read now. {error}") from error


class Verifier:
    """Checks quotes against the lines of the source documents."""

    def __init__(self, records: Iterable[SourceRecord], *, as_built: bool = True) -> None:
        """With `as_built` off, a document is taken as it is now, whether or not it has changed since the build."""
        self._records = {record.identifier: record for record in records}
        self._as_built = as_built
        self._text = cache(self._read)

    def is_verbatim(self, piece: Evidence) -> bool | None:
        """Does the quote stand on its lines, word for word? None where the document is missing or not to be had as built."""
        text = self._text(piece.document)
        if text is None:
            return None
        starts = (*text.places, len(text.text))
        last = min(piece.end_line, len(starts) - 1)
        return 1 <= piece.line <= piece.end_line == last and piece.quote in text.text[starts[piece.line - 1] : starts[last]]

    def _read(self, identifier: str) -> Text | None:
        try:
            return recorded_text(self._records[identifier], as_built=self._as_built)
        except NotFoundError:
            return None
