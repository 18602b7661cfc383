"""The lesson plan (教学设计, docx) in the order teachers of this city know."""

import io

from . import vocabulary
from .lesson_source import CREDIT, PLATFORM, Lesson
from .plan_styles import CELL_STYLE, HEAD_FONT, MUTED, empty_paper, fonts
from .plan_tables import add_box, add_rows_table, add_table, write_label
from .plan_text import Writer, mark_as_chinese
from .steady_files import describe, repack

FULL = 17.0
PROCESS_HEADS = ("环节", "时间", "教师活动", "学生活动", "设计意图")
PROCESS_WIDTHS = (1.7, 1.7, 7.4, 3.5, 2.7)
# Heading and field of the parts that are plain Markdown, before and after those that are not.
OPENING = (("课标依据", "standard"), ("教材分析", "textbook_analysis"), ("学情分析", "learner_analysis"))
ENDING = (("作业设计", "homework"), ("评价", "assessment"), ("教学反思", "reflection"), ("拓展", "extension"))
LICENCE = "portal"


def lesson_plan(lesson: Lesson) -> bytes:
    """Build the lesson plan as docx."""
    paper = empty_paper(f"{PLATFORM}　教学设计　{lesson.place()}", f"{CREDIT}　{lesson.title}")
    describe(paper.core_properties, lesson.title, f"{lesson.place()}　教学设计", PLATFORM)
    writer = Writer(paper)
    add_opening(writer, lesson)
    for heading, field in OPENING:
        add_part(writer, heading, lesson.text(field))
    add_part(writer, "核心素养目标", goals(lesson))
    add_part(writer, "教学重点与难点", labelled(lesson, (("重点", "key_points"), ("难点", "hard_points"))))
    add_part(writer, "议题与情境", labelled(lesson, (("议题", "issue"),)) + "\n\n" + lesson.text("situation"))
    add_part(writer, "教学准备", lesson.text("preparation"))
    add_process(writer, lesson)
    writer.paper.add_heading("板书设计", 1)
    add_box(writer, lesson.text("board_plan"), FULL)
    for heading, field in ENDING:
        add_part(writer, heading, lesson.text(field))
    add_closing(writer, lesson)
    mark_as_chinese(paper)
    data = io.BytesIO()
    paper.save(data)
    return repack(data.getvalue())


def add_part(writer: Writer, heading: str, markdown: str) -> None:
    """Add a heading with its text; a part without text is left out."""
    if markdown.strip():
        writer.paper.add_heading(heading, 1)
        writer.write(writer.paper, markdown)


def add_opening(writer: Writer, lesson: Lesson) -> None:
    """Add title, the table of particulars and the summary."""
    paper = writer.paper
    paper.add_paragraph(lesson.title, style="Title")
    paper.add_paragraph("教学设计", style="Subtitle")
    facts = [(label, text) for label, text in particulars(lesson) if text]
    table = add_table(paper, (len(facts) + 1) // 2, (2.3, 6.2, 2.3, 6.2))
    for number, (label, text) in enumerate(facts):
        row, column = divmod(number, 2)
        write_label(writer, table.cell(row, column * 2), label)
        writer.paragraph(table.cell(row, column * 2 + 1), CELL_STYLE).add_run(text)
    if len(facts) % 2:
        table.cell(len(facts) // 2, 1).merge(table.cell(len(facts) // 2, 3))
    summary = paper.add_paragraph()
    summary.paragraph_format.space_before = paper.styles["Heading 2"].paragraph_format.space_before
    fonts(summary.add_run(lesson.text("summary")), HEAD_FONT, 10, color=MUTED)


def particulars(lesson: Lesson) -> list[tuple[str, str]]:
    """Return label and text of the table under the title; empty texts are left out by the caller."""
    course, volume = lesson.name("courses", "course"), lesson.name("volumes", "volume")
    stage, grades = lesson.name("stages", "stage"), lesson.names("grades")
    periods = f"{lesson.data['periods']}课时，共{lesson.data['minutes']}分钟"
    return [
        ("课程", course),
        ("学段年级", grades if grades.startswith(stage) else f"{stage} {grades}"),
        ("适用册次", volume if volume != course else ""),
        ("适用单元", lesson.unit()),
        ("课型", lesson.name("lesson_types", "lesson_type")),
        ("课时", periods),
        ("教学方法", lesson.names("methods")),
        ("学习主题", lesson.names("themes")),
        ("六个下功夫", lesson.names("efforts")),
        ("来源", CREDIT),
    ]


def labelled(lesson: Lesson, fields: tuple[tuple[str, str], ...]) -> str:
    """Return fields as Markdown paragraphs with a bold label."""
    return "\n\n".join(f"**{label}**：{lesson.text(field)}" for label, field in fields if lesson.text(field))


def goals(lesson: Lesson) -> str:
    """Return the goals as a Markdown list, each with the name of its competency."""
    rows = lesson.source.rows("goals")
    return "\n".join(
        f"- **{vocabulary.name('competencies', row['competency'])}**：{str(row['text']).strip()}"
        for row in rows
    )


def add_process(writer: Writer, lesson: Lesson) -> None:
    """Add the steps of the lesson as a table."""
    writer.paper.add_heading("教学过程", 1)
    rows = [
        (f"**{number}. {step.title}**", f"{step.minutes}分钟", step.teacher, step.pupils, step.intent)
        for number, step in enumerate(lesson.steps(), 1)
    ]
    add_rows_table(writer, PROCESS_HEADS, PROCESS_WIDTHS, rows, whole=False)


def add_closing(writer: Writer, lesson: Lesson) -> None:
    """Add what this portal adds to the usual plan: mistaken ideas, care, words, the way home, rights."""
    mistakes = [(row["wrong"], row["response"]) for row in lesson.source.rows("misconceptions")]
    writer.paper.add_heading("易错易混", 1)
    add_rows_table(writer, ("学生常见的想法", "怎样回应"), (5.0, 12.0), mistakes)
    add_part(writer, "敏感点提示", lesson.text("guidance"))
    words = [(f"**{row['term']}**", row["meaning"]) for row in lesson.source.rows("keywords")]
    writer.paper.add_heading("关键词", 1)
    add_rows_table(writer, ("词语", "意思"), (3.6, 13.4), words)
    add_home(writer, lesson)
    licence = vocabulary.name("licences", LICENCE)
    rights = f"来源：{CREDIT}。许可：{licence}。复审日期：{lesson.data['review_by']}。"
    paragraph = writer.paper.add_paragraph()
    paragraph.paragraph_format.space_before = writer.paper.styles["Heading 1"].paragraph_format.space_before
    fonts(paragraph.add_run(rights), HEAD_FONT, 8.5, color=MUTED)


def add_home(writer: Writer, lesson: Lesson) -> None:
    """Add what goes home with the pupils."""
    home = lesson.data["for_parents"]
    writer.paper.add_heading("带回家的话", 1)
    questions = "\n".join(f"{number}. {text}" for number, text in enumerate(home["questions"], 1))
    rest = f"**爸爸任务**：{home['father_task']}\n\n**请避免**：{home['avoid']}"
    writer.write(writer.paper, f"**回家可以问孩子**：\n\n{questions}\n\n{rest}")
