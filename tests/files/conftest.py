"""Small real files made on the spot."""

import io
import zipfile

import pytest
from docx import Document
from openpyxl import Workbook
from PIL import Image
from pptx import Presentation


def saved(thing) -> bytes:
    """Bytes of a document object that can save itself."""
    target = io.BytesIO()
    thing.save(target)
    return target.getvalue()


def docx_bytes(*paragraphs: str) -> bytes:
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    return saved(document)


def xlsx_bytes(*rows: list) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def pptx_bytes(title: str = "珍爱生命") -> bytes:
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[0])
    slide.shapes.title.text = title
    return saved(deck)


def zip_bytes(members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", compression) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def added(archive: bytes, members: dict[str, bytes]) -> bytes:
    """The archive with further members."""
    target = io.BytesIO(archive)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as opened:
        for name, data in members.items():
            opened.writestr(name, data)
    return target.getvalue()


def picture_bytes(kind: str, **options) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (32, 24), (180, 40, 30)).save(target, kind, **options)
    return target.getvalue()


def pdf_bytes(*pages: str, annotation: str = "") -> bytes:
    """A PDF with one line of text on each page, and a note on the first."""
    objects = ["<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"]
    kids = []
    for text in pages:
        stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET"
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
        note = (
            f"/Annots[<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents({annotation})>>]"
            if annotation
            else ""
        )
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents {len(objects) + 2} 0 R"
            f"/Resources<</Font<</F1 3 0 R>>>>{note if annotation else ''}>>"
        )
        kids.append(f"{len(objects) + 2} 0 R")
        annotation = ""
    head = ["<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"]
    body = "".join(f"{number} 0 obj\n{text}\nendobj\n" for number, text in enumerate([*head, *objects], 1))
    return f"%PDF-1.4\n{body}trailer<</Root 1 0 R>>\n%%EOF\n".encode()


PDF = pdf_bytes("A worksheet")
MP4 = b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41" + b"\x00" * 600
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\x82\x84webm" + b"\x00" * 64
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\x00" * 64
M4A = b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00M4A mp42isom" + b"\x00" * 64


@pytest.fixture
def real_files() -> dict[str, bytes]:
    """One real file of each kind that may be uploaded."""
    return {
        "教学设计.docx": docx_bytes("珍爱生命", "守护安全"),
        "课件.pptx": pptx_bytes(),
        "名额.xlsx": xlsx_bytes(["基地", "人数"], ["汉画馆", 120]),
        "学习单.pdf": PDF,
        "资料包.zip": zip_bytes({"课件/一.pptx": pptx_bytes(), "说明.txt": "请先看说明".encode()}),
        "说明.txt": "先读这里".encode(),
        "表.csv": "\ufeff学段,课时\n小学,2\n".encode(),
        "国标.txt": "汉画像石".encode("gb18030"),
        "图.png": picture_bytes("PNG"),
        "图.jpg": picture_bytes("JPEG"),
        "图.webp": picture_bytes("WEBP"),
        "图.gif": picture_bytes("GIF"),
        "片.mp4": MP4,
        "片.webm": WEBM,
        "音.mp3": MP3,
        "音.m4a": M4A,
    }
