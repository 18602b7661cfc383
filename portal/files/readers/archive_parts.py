"""The parts of a zip archive, with limits on what they unpack to.

The sums come from the directory and are checked before anything is unpacked; a part that unpacks to more
than its entry says fails in `zipfile` at the length it said.
"""

import io
import posixpath
import zipfile
from typing import BinaryIO
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import sax
from defusedxml.common import DefusedXmlException

from ..archives import check_size
from ..refusal import UploadRefused
from .pieces import Problem, Unreadable

# The text of a book of 1,000 pages is about 10 MB of XML; a sheet of 100,000 rows about 30 MB.
MAX_XML_BYTES = 40 * 1024 * 1024
MAX_MEMBER_BYTES = 50 * 1024 * 1024
ENCRYPTED_FLAG = 0x1
BROKEN = (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError)


def open_zip(file: BinaryIO) -> zipfile.ZipFile:
    """Return the archive; raise Unreadable when it is broken, has a password or unpacks to too much."""
    try:
        archive = zipfile.ZipFile(file)
    except BROKEN as error:
        raise Unreadable(Problem.BROKEN) from error
    try:
        check_size(archive.infolist())
    except UploadRefused as error:
        raise Unreadable(Problem.TOO_LARGE) from error
    if any(entry.flag_bits & ENCRYPTED_FLAG for entry in archive.infolist()):
        raise Unreadable(Problem.ENCRYPTED)
    return archive


def read_member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> BinaryIO:
    """Return one member in memory; raise Unreadable when it is broken or above 50 MB."""
    if entry.file_size > MAX_MEMBER_BYTES:
        raise Unreadable(Problem.TOO_LARGE)
    try:
        return io.BytesIO(archive.read(entry))
    except BROKEN as error:
        raise Unreadable(Problem.BROKEN) from error


class Relations(ContentHandler):
    """Collects what a part points to: identifier -> target as written."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: dict[str, str] = {}

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        if name.rpartition(":")[2] == "Relationship" and attrs.get("TargetMode") != "External":
            self.targets[attrs.get("Id", "")] = attrs.get("Target", "")


class Parts:
    """The XML parts of one Office file; remembers which were not read yet."""

    def __init__(self, file: BinaryIO) -> None:
        self.archive = open_zip(file)
        self.entries = {entry.filename.lower(): entry for entry in self.archive.infolist()}
        self.unread = {name for name in self.entries if name.endswith(".xml")}
        if sum(self.entries[name].file_size for name in self.unread) > MAX_XML_BYTES:
            raise Unreadable(Problem.TOO_LARGE)

    def parse(self, name: str, handler: ContentHandler) -> None:
        """Hand one part to ``handler``, nothing when there is no such part; entities are refused."""
        self.unread.discard(name)
        if name not in self.entries:
            return
        try:
            with self.archive.open(self.entries[name]) as part:
                sax.parse(part, handler, forbid_dtd=True)
        except (SAXException, DefusedXmlException, *BROKEN) as error:
            raise Unreadable(Problem.BROKEN) from error

    def relations(self, name: str) -> dict[str, str]:
        """Return identifier -> lower-case part name of what the part ``name`` points to, in its order."""
        folder, _, base = name.rpartition("/")
        handler = Relations()
        self.parse(f"{folder}/_rels/{base}.rels", handler)
        return {key: resolved(folder, target) for key, target in handler.targets.items()}

    def still_unread(self, folder: str) -> list[str]:
        """Return the names of the XML parts below ``folder`` nobody read, sorted."""
        return sorted(name for name in self.unread if name.startswith(folder))


def resolved(folder: str, target: str) -> str:
    """Return the part name a relation of a part in ``folder`` means."""
    return posixpath.normpath(posixpath.join(f"/{folder}", target)).lstrip("/").lower()
