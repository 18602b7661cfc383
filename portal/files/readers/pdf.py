"""PDF files: a piece for each page with its notes and the fields people filled in. Scans have no text.

PDFium is native code fed with strangers' files, which is why this runs in a child process only.
"""

import ctypes
from collections.abc import Iterator
from typing import BinaryIO

import pypdfium2
from pypdfium2 import raw

from .pieces import Form, Piece, Problem, Unreadable

# Text outside the visible part of a page is read too.
EVERYWHERE = {"left": -1e6, "bottom": -1e6, "right": 1e6, "top": 1e6}
ANNOTATION_TEXTS = (b"Contents", b"V")


def read_pdf(file: BinaryIO, *, shown_only: bool = False) -> Iterator[Piece]:
    """Yield the pieces of a PDF; raise Unreadable when it is broken or locked.

    ``shown_only`` leaves out notes, form fields and what lies outside the page.
    """
    try:
        with pypdfium2.PdfDocument(file) as document:
            for number in range(len(document)):
                text = page_text(document, number, shown_only)
                if text:
                    yield Piece(f"第 {number + 1} 页", text, Form.PAGE, number + 1)
    except pypdfium2.PdfiumError as error:
        locked = error.err_code == raw.FPDF_ERR_PASSWORD
        raise Unreadable(Problem.ENCRYPTED if locked else Problem.BROKEN) from error


def page_text(document: pypdfium2.PdfDocument, number: int, shown_only: bool) -> str:
    """Return the text of one page (from 0), its notes and form fields below it unless ``shown_only``."""
    page = document[number]
    text_page = page.get_textpage()
    if shown_only:
        lines = [text_page.get_text_bounded()]
    else:
        lines = [text_page.get_text_bounded(**EVERYWHERE), *annotation_texts(page)]
    text_page.close()
    page.close()
    return "\n".join(line for line in "\n".join(lines).splitlines() if line.strip())


def annotation_texts(page: pypdfium2.PdfPage) -> Iterator[str]:
    """Yield what notes and filled form fields of a page say."""
    for index in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, index)
        if annotation:
            yield from (annotation_value(annotation, key) for key in ANNOTATION_TEXTS)
            raw.FPDFPage_CloseAnnot(annotation)


def annotation_value(annotation: object, key: bytes) -> str:
    """Return one text value of an annotation; lengths are in bytes of UTF-16."""
    size = raw.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    raw.FPDFAnnot_GetStringValue(annotation, key, buffer, size)
    return bytes(buffer)[:size].decode("utf-16-le", errors="ignore").rstrip("\x00")
