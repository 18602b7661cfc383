"""Reading an uploaded table: encoding, header names, rows with their line numbers."""

import csv
import io
from dataclasses import dataclass

MAX_ROWS = 5000
MAX_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True)
class Row:
    """One row of the table: its line in the file (the header is line 1) and values by column code."""

    line: int
    values: dict[str, str]


class TableError(Exception):
    """The file cannot be read as a table; the text is plain Chinese."""


def decode(data: bytes) -> str:
    """Return the text of a CSV file in UTF-8 (with or without BOM) or GB18030, as Chinese Excel writes it.

    Raises TableError for a file over 2 MB, a spreadsheet file, or another encoding.
    """
    if len(data) > MAX_BYTES:
        raise TableError("文件超过 2 MB。请分成几个文件导入。")
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        raise TableError("这是 Excel 工作簿，不是 CSV。请在 Excel 里“另存为”CSV 后再导入。")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise TableError("认不出文件的编码。请另存为“CSV UTF-8”后再导入。")


def read_rows(text: str, columns: dict[str, str], required: tuple[str, ...]) -> list[Row]:
    """Return the rows of a CSV text, blank lines left out.

    ``columns`` maps every accepted header (code or Chinese name) to the column's code. Raises
    TableError when a required column is missing, a header is unknown or twice, or rows are too many.
    """
    try:
        lines = list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error as error:
        raise TableError("表格格式不对：引号没有配对，或者不是逗号分隔的 CSV。") from error
    if not lines:
        raise TableError("文件是空的。")
    header = known_header([name.strip() for name in lines[0]], columns, required)
    rows = []
    for number, cells in enumerate(lines[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(header):
            raise TableError(f"第 {number} 行：有 {len(cells)} 列，表头只有 {len(header)} 列。")
        padded = [*cells, *[""] * (len(header) - len(cells))]
        rows.append(Row(number, {code: cell.strip() for code, cell in zip(header, padded, strict=True)}))
    if len(rows) > MAX_ROWS:
        raise TableError(f"共 {len(rows)} 行，一次最多 {MAX_ROWS} 行。请分成几个文件导入。")
    return rows


def known_header(names: list[str], columns: dict[str, str], required: tuple[str, ...]) -> list[str]:
    """Return column codes of the header line, or raise TableError naming what is wrong with it."""
    unknown = [name for name in names if name not in columns]
    if unknown:
        raise TableError(f"第 1 行：不认识的列“{unknown[0]}”。可用的列：{'、'.join(columns)}。")
    codes = [columns[name] for name in names]
    twice = [name for name, code in zip(names, codes, strict=True) if codes.count(code) > 1]
    if twice:
        raise TableError(f"第 1 行：“{twice[0]}”这一列出现了两次。")
    missing = [code for code in required if code not in codes]
    if missing:
        chinese = {code: name for name, code in columns.items()}
        raise TableError(f"第 1 行：缺少“{chinese[missing[0]]}”这一列。")
    return codes
