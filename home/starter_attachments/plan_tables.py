"""The tables of a lesson plan: column widths that hold, heads that repeat, cells in the plan's style."""

from collections.abc import Sequence

from docx.document import Document as Paper
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm
from docx.table import Table, _Cell, _Row

from .plan_styles import CELL_STYLE, HEAD_FONT, TABLE_STYLE, fonts
from .plan_text import Writer

LABEL_GROUND, BOX_GROUND = "F3EEE2", "FAF7F0"


def add_table(paper: Paper, rows: int, widths: Sequence[float]) -> Table:
    """Add a ruled table with fixed columns; ``widths`` in centimetres."""
    table = paper.add_table(rows, len(widths))
    table.style = paper.styles[TABLE_STYLE]
    table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
        for cell in column.cells:
            cell.width = Cm(width)
    return table


def shade(cell: _Cell, color: str) -> None:
    """Give a cell a ground (RGB in hex)."""
    ground = f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{color}"/>'
    cell._tc.get_or_add_tcPr().append(parse_xml(ground))


def write_label(writer: Writer, cell: _Cell, text: str) -> None:
    """Write a bold label on a tinted ground."""
    shade(cell, LABEL_GROUND)
    run = writer.paragraph(cell, CELL_STYLE).add_run(text)
    fonts(run, HEAD_FONT, 9.5, bold=True)


def write_head(writer: Writer, table: Table, heads: Sequence[str]) -> None:
    """Write the first row as head, which repeats on each page the table runs over."""
    row = table.rows[0]
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))
    for cell, text in zip(row.cells, heads, strict=True):
        write_label(writer, cell, text)


def add_rows_table(
    writer: Writer,
    heads: Sequence[str],
    widths: Sequence[float],
    rows: Sequence[Sequence[str]],
    whole: bool = True,
) -> Table:
    """Add a table with a head and rows of Markdown cells; ``widths`` in centimetres.

    With ``whole`` no row is broken between two pages.
    """
    table = add_table(writer.paper, len(rows) + 1, widths)
    write_head(writer, table, heads)
    for row, texts in zip(table.rows[1:], rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            writer.write(cell, text, CELL_STYLE)
        if whole:
            keep_whole(row)
    return table


def keep_whole(row: _Row) -> None:
    """Forbid a page break inside a row."""
    row._tr.get_or_add_trPr().append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))


def add_box(writer: Writer, markdown: str, width: float) -> None:
    """Add a framed field with Markdown, ``width`` in centimetres."""
    table = add_table(writer.paper, 1, [width])
    keep_whole(table.rows[0])
    shade(table.cell(0, 0), BOX_GROUND)
    writer.write(table.cell(0, 0), markdown)
