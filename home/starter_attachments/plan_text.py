"""Writing Markdown into a lesson plan: runs, paragraphs, and lists that Word knows as lists."""

from docx.document import Document as Paper
from docx.oxml.ns import qn
from docx.shared import Twips
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from . import plan_lists
from .marked_text import Block, blocks
from .plan_styles import CELL_STYLE

Holder = Paper | _Cell


class Writer:
    """Writes Markdown into one document."""

    def __init__(self, paper: Paper) -> None:
        self.paper = paper

    def write(self, holder: Holder, markdown: str, style: str = "Normal") -> None:
        """Add Markdown to the document or to a cell; the empty paragraph of a new cell is used up."""
        numbers: dict[int, int] = {}
        for block in blocks(markdown):
            paragraph = self.paragraph(holder, style)
            for run in block.runs:
                paragraph.add_run(run.text).bold = run.bold or None
            if block.level >= 0:
                self._mark(paragraph, block, style == CELL_STYLE, numbers)

    def paragraph(self, holder: Holder, style: str = "Normal") -> Paragraph:
        """Return a new paragraph, or the empty one that every cell begins with."""
        if isinstance(holder, _Cell) and len(holder.paragraphs) == 1 and not holder.text:
            holder.paragraphs[0].style = self.paper.styles[style]
            return holder.paragraphs[0]
        return holder.add_paragraph(style=self.paper.styles[style])

    def _mark(self, paragraph: Paragraph, block: Block, narrow: bool, numbers: dict[int, int]) -> None:
        """Make a paragraph an item of its list; ``numbers`` holds the numbered lists met so far."""
        level = min(block.level, plan_lists.LEVELS - 1)
        if block.continues:
            indent = plan_lists.NARROW_BULLET if narrow else plan_lists.WIDE_BULLET
            paragraph.paragraph_format.left_indent = Twips(indent * (level + 1))
        elif block.ordered:
            if block.list_id not in numbers:
                definition = plan_lists.CELL_NUMBERS if narrow else plan_lists.NUMBERS
                numbers[block.list_id] = plan_lists.new_list(self.paper, definition, level)
            plan_lists.put_in_list(paragraph, numbers[block.list_id], level)
        else:
            bullets = plan_lists.CELL_BULLETS if narrow else plan_lists.BULLETS
            plan_lists.put_in_list(paragraph, bullets, level)


def mark_as_chinese(paper: Paper) -> None:
    """Have quotation marks, dashes and dots, which Latin and Chinese share, set in the Chinese font."""
    for run in paper.element.body.iter(qn("w:r")):
        run.get_or_add_rPr().get_or_add_rFonts().set(qn("w:hint"), "eastAsia")
