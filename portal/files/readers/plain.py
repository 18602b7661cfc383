"""Text files: UTF-8, UTF-16 with a mark, or GB18030; a piece for each hundred lines."""

from collections.abc import Iterator
from typing import BinaryIO

from .pieces import Form, Piece, Problem, Unreadable

MAX_BYTES = 20 * 1024 * 1024
LINES_A_PIECE = 100
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_plain(file: BinaryIO) -> Iterator[Piece]:
    """Yield the pieces of a txt or csv file; raise Unreadable above 20 MB."""
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Unreadable(Problem.TOO_LARGE)
    lines = decoded(data).splitlines()
    for start in range(0, len(lines), LINES_A_PIECE):
        some = lines[start : start + LINES_A_PIECE]
        place = f"第 {start + 1} 至 {start + len(some)} 行"
        yield Piece(place, "\n".join(some), Form.LINES, start + 1)


def decoded(data: bytes) -> str:
    """Return the text; what no encoding explains becomes a replacement character."""
    if data.startswith(UTF16_MARKS):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")
