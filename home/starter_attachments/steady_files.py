"""Files that come out the same on every build: fixed dates, nothing left over from the libraries."""

import io
import re
import zipfile
from datetime import UTC, datetime
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE as RT

# One date for all files: a rebuild must not change a byte that no author changed.
BUILT_AT = datetime(2026, 9, 1, tzinfo=UTC)
PDF_TRACES = re.compile(rb"/(CreationDate|ModDate|Creator) \((?:[^()\\]|\\.)*\)")
ZIP_DATE = (1980, 1, 1, 0, 0, 0)
APP_PROPERTIES = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
    b"<Application>Microsoft Office</Application></Properties>"
)


def describe(properties: Any, title: str, subject: str, author: str) -> None:
    """Fill the core properties of a docx or pptx (both libraries name them alike)."""
    properties.title, properties.subject = title, subject
    properties.author = properties.last_modified_by = author
    properties.keywords = properties.comments = properties.category = ""
    properties.created = properties.modified = BUILT_AT
    properties.language, properties.revision = "zh-CN", 1


def drop_leftovers(package: Any) -> None:
    """Drop the thumbnail that came with the library's own template of a docx or pptx."""
    relations = package.rels if hasattr(package, "rels") else package._rels
    for key in [key for key, relation in relations.items() if relation.reltype == RT.THUMBNAIL]:
        relations.pop(key)


def repack(data: bytes) -> bytes:
    """Write a zip again with fixed dates and rights, in the same order of entries."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(result, "w") as new:
        for entry in old.namelist():
            info = zipfile.ZipInfo(entry, ZIP_DATE)
            info.compress_type, info.create_system, info.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            content = APP_PROPERTIES if entry == "docProps/app.xml" else old.read(entry)
            new.writestr(info, content, compresslevel=9)
    return result.getvalue()


def without_traces(data: bytes) -> bytes:
    """Blank the dates of a PDF and the name of the browser, at the same length: offsets must stay right."""
    return PDF_TRACES.sub(lambda match: b" " * len(match[0]), data)
