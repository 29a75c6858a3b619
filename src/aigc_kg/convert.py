"""PDF, Word and PowerPoint files converted to Markdown by the libraries of the extra `documents`.

Each page, paragraph, table row or slide is a place, which takes the part of the line: it is what a reader can look up.
"""

from __future__ import annotations

import logging
import zlib
from collections.abc import Callable, Iterable, Iterator
from io import BytesIO
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from aigc_kg.errors import SourceError
from aigc_kg.model import Text

if TYPE_CHECKING:
    from docx.table import Table
    from docx.text.paragraph import Paragraph

_MAX_UNPACKED = 1 << 30
"""Bytes that an Office file may unpack to."""
# What the libraries let through on damaged files, besides errors of their own: they trust what they read.
_DAMAGE = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)


def convert(data: bytes, path: Path) -> Text:
    """The text of a file and the starts of its places. Raises SourceError where it is damaged or the extra is not installed."""
    try:
        parts = list(CONVERTERS[path.suffix.lower()](data))
    except ImportError as error:
        raise SourceError(
            f"Cannot read {path}: {error.name} is not installed. Install it with: pip install 'aigc-kg[documents]'."
        ) from error
    except (BadZipFile, zlib.error, *_DAMAGE) as error:
        raise SourceError(f"Cannot read {path}: it is damaged or not what its name says ({_first_line(error)}).") from error
    if not any(part.strip() for part in parts):
        raise SourceError(f"Cannot read {path}: there is no text in it, only pictures perhaps.")
    return Text("".join(parts), tuple(accumulate(map(len, parts[:-1]), initial=0)))


def _first_line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")


def _pdf_pages(data: bytes) -> Iterator[str]:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    # What the library mends on its way is nothing to tell a reader of notes.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise ValueError("it is encrypted")
        for page in reader.pages:
            yield page.extract_text().strip() + "\n\n"
    except PyPdfError as error:
        raise ValueError(_first_line(error)) from error


def _docx_paragraphs(data: bytes) -> Iterator[str]:
    import docx
    from docx.opc.exceptions import PackageNotFoundError
    from docx.table import Table

    _check_size(data)
    try:
        for part in docx.Document(BytesIO(data)).iter_inner_content():
            yield from _table_rows(part) if isinstance(part, Table) else [_paragraph(part)]
    except PackageNotFoundError as error:
        raise ValueError(_first_line(error)) from error


def _paragraph(paragraph: Paragraph) -> str:
    text = " ".join(paragraph.text.split())
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    if not text:
        return "\n"
    if style == "Title" or style.startswith("Heading"):
        return f"{'#' * min(max(int(style[-1]), 1), 6) if style[-1].isdigit() else '#'} {text}\n\n"
    properties = paragraph._p.pPr  # numbering has no other door
    is_item = style.startswith("List") or (properties is not None and properties.numPr is not None)
    return f"- {text}\n\n" if is_item else f"{text}\n\n"


def _table_rows(table: Table) -> Iterator[str]:
    return _markdown_table([[cell.text for cell in row.cells] for row in table.rows])


def _markdown_table(rows: list[list[str]]) -> Iterator[str]:
    for number, row in enumerate(rows):
        cells = " | ".join(" ".join(cell.split()).replace("|", "\\|") for cell in row)
        delimiters = "|" + "---|" * len(row) + "\n" if number == 0 else ""
        yield f"| {cells} |\n{delimiters}" + ("\n" if number == len(rows) - 1 else "")


def _pptx_slides(data: bytes) -> Iterator[str]:
    from pptx import Presentation
    from pptx.exc import PythonPptxError

    _check_size(data)
    try:
        for slide in Presentation(BytesIO(data)).slides:
            yield "".join(_slide(slide)) + "\n"
    except PythonPptxError as error:
        raise ValueError(_first_line(error)) from error


def _slide(slide: Any) -> Iterator[str]:
    title = slide.shapes.title
    for shape in slide.shapes:
        if shape.has_text_frame:
            for paragraph in shape.text_frame.paragraphs:
                text = " ".join("".join(run.text for run in paragraph.runs).split())
                is_title = title is not None and shape.shape_id == title.shape_id
                if text:
                    yield f"# {text}\n\n" if is_title else f"{'  ' * paragraph.level}- {text}\n"
            yield "\n"
        elif shape.has_table:
            yield from _markdown_table([[cell.text for cell in row.cells] for row in shape.table.rows])
    if slide.has_notes_slide and (notes := slide.notes_slide.notes_text_frame):
        yield f"\n{notes.text}\n"


def _check_size(data: bytes) -> None:
    with ZipFile(BytesIO(data)) as package:
        size = sum(entry.file_size for entry in package.infolist())
    if size > _MAX_UNPACKED:
        raise ValueError(f"it unpacks to {size} bytes")


CONVERTERS: dict[str, Callable[[bytes], Iterable[str]]] = {".pdf": _pdf_pages, ".docx": _docx_paragraphs, ".pptx": _pptx_slides}
"""The formats, each with what makes the texts of its places."""
