"""Small files of other formats, made for the tests."""

from __future__ import annotations

from io import BytesIO

import docx
from pptx import Presentation


def pdf(*pages: str) -> bytes:
    """A PDF with a page for each text (ASCII)."""
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"", b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for page in pages:
        lines = " ".join(f"({line}) Tj 0 -20 Td" for line in page.split("\n"))
        stream = f"BT /F 12 Tf 50 700 Td {lines} ET".encode("ascii")
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream))
        kids.append(b"%d 0 R" % (len(objects) + 1))
        objects.append(b"<</Type/Page/Parent 2 0 R/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>" % len(objects))
    objects[1] = b"<</Type/Pages/MediaBox[0 0 600 800]/Count %d/Kids[%s]>>" % (len(pages), b" ".join(kids))
    return _pdf_of(objects)


def _pdf_of(objects: list[bytes]) -> bytes:
    data, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(b"%010d 00000 n \n" % len(data))
        data += b"%d 0 obj%s endobj\n" % (number, body)
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, b"".join(places))
    return data + table + b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (size, len(data))


def word() -> bytes:
    """A Word file: a heading, a paragraph, two list items and a table with two rows."""
    document = docx.Document()
    document.add_heading("Scents", level=1)
    document.add_paragraph("泉工发布了灵墨。")
    document.add_paragraph("Lumora", style="List Bullet")
    document.add_paragraph("Nimbus", style="List Number")
    table = document.add_table(rows=2, cols=2)
    for number, text in enumerate(["Name", "Maker", "Lumora|2", "Quellwerk"]):
        table.cell(number // 2, number % 2).text = text
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def slides() -> bytes:
    """A PowerPoint file of two slides, each with a title and a body; the second has notes."""
    presentation = Presentation()
    for title, body in (("Scents", "Quellwerk devised Lumora."), ("Sounds", "泉工发布了灵墨。")):
        slide = presentation.slides.add_slide(presentation.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = body
    slide.notes_slide.notes_text_frame.text = "Nimbus is small."
    file = BytesIO()
    presentation.save(file)
    return file.getvalue()
