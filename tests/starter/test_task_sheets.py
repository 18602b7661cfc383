"""The HTML of the task sheets and how slide text is fitted, without Chromium and without fonts."""

import pytest

from home.starter_attachments.lesson_source import lessons
from home.starter_attachments.slide_fit import fitting_size, height_in_inches, line_count, width_in_em
from home.starter_attachments.slides import split_lead, title_lines
from home.starter_attachments.steady_files import without_traces
from home.starter_attachments.worksheet_html import body_html, css_text, table_html, task_html

LESSONS = {lesson.slug: lesson for lesson in lessons()}
ONE = LESSONS["shitou-shang-de-handai"]


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)
def test_sheet_asks_for_a_class_and_never_for_a_name(lesson):
    """Class and group are all that is asked; every task is there."""
    html = body_html(lesson)
    assert "<span>班级</span>" in html
    assert "姓名" not in html and "学号" not in html
    assert html.count("<section") == len(lesson.data["worksheet"]["tasks"])
    assert "**" not in html


def labels_of(lesson):
    """Every heading and first cell a pupil writes beside."""
    tables = (task.get("table") or {} for task in lesson.data["worksheet"]["tasks"])
    return [label for table in tables if table for label in [*table["columns"], *table.get("row_labels", [])]]


@pytest.mark.parametrize("lesson", LESSONS.values(), ids=LESSONS)
def test_no_cell_is_for_a_person_or_a_telephone(lesson):
    """Who checked is a number of the lesson; a telephone is said aloud at most."""
    asked = [label for label in labels_of(lesson) if any(word in label for word in ("检人", "签名", "电话"))]
    assert [label for label in asked if not label.endswith("（电话只说不写）")] == []


def test_row_labels_take_the_first_column():
    """The first heading stands over the labels, so a row has one empty cell less."""
    html = table_html({"columns": ["时间", "信号", "做法"], "row_labels": ["早上", "晚上"]})
    assert html.count("<th scope='row'>") == 2
    assert html.count("<td></td>") == 4


def test_empty_rows_fill_a_table_without_labels():
    """Rows times columns cells to write into."""
    assert table_html({"columns": ["一", "二"], "rows": 3}).count("<td></td>") == 6


def test_lines_and_fields():
    """Lines to write on; a field where something is to be drawn; wider blanks; no number twice."""
    lines = task_html(1, {"title": "一、写", "prompt": "我是（　　）。", "lines": 3}, ONE)
    assert lines.count("class='line'") == 3
    assert "<b>1</b>写" in lines and "class='gap'" in lines
    field = task_html(2, {"title": "画", "prompt": "画出来，再写下发现。", "lines": 6}, ONE)
    assert "class='frame'" in field and field.count("class='line'") == 2


def test_text_of_authors_is_quoted():
    """Neither a title nor the foot of the page can break out of its place."""
    task = {"title": "<b>", "prompt": "好", "lines": 0, "table": {"columns": ["<i>"], "rows": 1}}
    assert "&lt;b&gt;" in task_html(1, task, ONE) and "&lt;i&gt;" in task_html(1, task, ONE)
    assert css_text('引"号</style>') == '"引\\"号\\3c /style>"'


def test_traces_in_a_pdf_are_blanked_in_place():
    """The length stays, or the table of offsets would be wrong."""
    browser, dates = (
        b"/Creator (Browser \\(X11\\) 1)",
        b"/CreationDate (D:20260901+00'00')\n/ModDate (D:2026)",
    )
    data = b"<</Title (x)\n" + browser + b"\n" + dates + b">>"
    assert len(without_traces(data)) == len(data)
    assert without_traces(data).split() == [b"<</Title", b"(x)", b">>"]


def test_slide_text_stays_in_its_frame():
    """The size found fits; too much text is refused, not shrunk to nothing."""
    texts = ["一二三四五六七八九十一二三四", "短句"]
    size = fitting_size(texts, 8, 4, 0.5)
    assert height_in_inches(texts, size, 8, 0.5) <= 4
    assert all(line_count(text, size, 8) == 1 for text in texts)
    with pytest.raises(ValueError, match="too much text"):
        fitting_size(["长" * 2000], 8, 4, 0.5)


def test_latin_signs_count_with_the_gap_beside_them():
    """Office programs set Chinese and Latin apart."""
    assert width_in_em("晚上9点") == pytest.approx(3 + 0.6 + 2 * 0.25)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("养成好习惯：让一天有规律", ["养成好习惯：", "让一天有规律"]),
        ("上学路上的看不见和来不及", ["上学路上的看不见", "和来不及"]),
        ("一封家信里的家风", ["一封家信里的家风"]),
    ],
)
def test_titles_break_between_their_parts(title, lines):
    """After a mark, or before a joining word when a part is long."""
    assert title_lines(title) == lines


def test_lead_ins_are_set_off_only_when_all_points_have_one():
    """A colon in one point of three is a sentence, not a list of terms."""
    assert split_lead("关：关上屏幕", ["关：关上屏幕", "理：理书包"]) == [("关：", True), ("关上屏幕", None)]
    assert split_lead("关：关上屏幕", ["关：关上屏幕", "收尾也是活"]) == [("关：关上屏幕", None)]
    assert split_lead("1 站着听", ["1 站着听", "2 全组值日"]) == [("1\t", True), ("站着听", None)]
