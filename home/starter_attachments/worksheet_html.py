"""The task sheet of a lesson as a page of HTML that is printed to PDF."""

import base64
import re
from html import escape
from pathlib import Path
from typing import Any

from home.starter_loading.sources import rich_text

from .lesson_picture import jpeg
from .lesson_source import CREDIT, Lesson

STYLE = Path(__file__).with_name("worksheet.css")
# Of paper only: a class and a group, never the name of a pupil.
FIELDS = ("班级", "小组", "日期")
# A number the author already wrote before a title.
OLD_NUMBER = re.compile("^[一二三四五六七八九十]+、")
DRAWN_CELLS = re.compile("画一样")
DRAWING = re.compile("^画|画图|连出|轻轻涂")
WRITING = re.compile("写下|下面写|说一句话")
MARKUP = re.compile("<[^>]+>")
# What the style sheet itself prints in the margin.
PAGE_WORDS = "第页共0123456789　 "
GAP = re.compile("（(　+)）")
# Height of a field for drawing in lines, at least; lines that stay under it for words.
SMALLEST_FIELD, LINES_UNDER_FIELD = 4, 2
WIDEST_LABELS = 13
LINE_MM, SMALL_PUPILS_LINE_MM = 9.6, 12.5


def worksheet_html(lesson: Lesson, fonts: str = "") -> str:
    """Return the whole page; ``fonts`` is CSS that holds them, so that nothing is fetched."""
    kind = ' class="small-pupils"' if lesson.is_for_small_pupils else ""
    foot = f"@page{{@bottom-left{{content:{css_text(foot_text(lesson))}}}}}"
    return (
        f'<!doctype html><html lang="zh-CN"{kind}><head><meta charset="utf-8"><title>{escape(title(lesson))}'
        f"</title><style>{fonts}{STYLE.read_text('utf-8')}{foot}</style></head>"
        f"<body>{body_html(lesson)}</body></html>"
    )


def printed_text(lesson: Lesson) -> str:
    """Return all that is printed, for which fonts are needed."""
    return MARKUP.sub("", body_html(lesson)) + foot_text(lesson) + PAGE_WORDS


def title(lesson: Lesson) -> str:
    """Return the title of the document."""
    return f"{lesson.title}　学习任务单"


def foot_text(lesson: Lesson) -> str:
    """Return what stands at the foot of each page."""
    return f"{CREDIT}　{lesson.title}"


def css_text(text: str) -> str:
    """Quote a text for CSS."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("<", "\\3c ") + '"'


def body_html(lesson: Lesson) -> str:
    """Return head, fields for class and group, introduction and tasks."""
    sheet = lesson.data["worksheet"]
    tasks = "".join(task_html(number, task, lesson) for number, task in enumerate(sheet["tasks"], 1))
    fields = "".join(f"<span>{field}</span>" for field in FIELDS)
    intro = rich_text(sheet["intro"])
    return f"{head_html(lesson)}<div class='fields'>{fields}</div><div class='intro'>{intro}</div>{tasks}"


def head_html(lesson: Lesson) -> str:
    """Return title, place in the course, picture and the row of teeth under them."""
    picture = base64.b64encode(jpeg(lesson.picture, 640, 3 / 2, quality=72)).decode()
    teeth = "".join(f"M{x} 1.2h7.4l-3.7 6z" for x in range(0, 352, 8))
    return (
        f"<header><div><span class='kind'>学习任务单</span><h1>{escape(lesson.title)}</h1>"
        f"<div class='place'>{escape(lesson.place_and_unit())}</div></div>"
        f"<img alt='' src='data:image/jpeg;base64,{picture}'></header>"
        f"<svg class='teeth' viewBox='0 0 352 7' preserveAspectRatio='none' aria-hidden='true'>"
        f"<path d='M0 0h352v.6H0z{teeth}' fill='#1f1b16'/></svg>"
    )


def task_html(number: int, task: dict[str, Any], lesson: Lesson) -> str:
    """Return one task: number, title, what to do, and the room to do it in."""
    prompt = GAP.sub(gap_html, rich_text(task["prompt"]))
    kind = " class='drawn'" if DRAWN_CELLS.search(task["prompt"]) else ""
    table = table_html(task["table"]) if task.get("table") else ""
    head = f"<h2><b>{number}</b>{escape(OLD_NUMBER.sub('', task['title']))}</h2>"
    return f"<section{kind}>{head}{prompt}{table}{room_html(task, lesson)}</section>"


def gap_html(match: re.Match) -> str:
    """Widen a blank in brackets so that a hand can write into it."""
    kind = "gap short" if len(match[1]) == 1 else "gap"
    return f"<span class='{kind}'>（<i></i>）</span>"


def room_html(task: dict[str, Any], lesson: Lesson) -> str:
    """Return lines to write on, or a field to draw in where the task asks for a drawing."""
    lines, prompt = int(task["lines"]), task["prompt"]
    field = ""
    if lines and DRAWING.search(prompt):
        under = LINES_UNDER_FIELD if WRITING.search(prompt) else 0
        line = SMALL_PUPILS_LINE_MM if lesson.is_for_small_pupils else LINE_MM
        field = f"<div class='frame' style='height:{max(lines - under, SMALLEST_FIELD) * line:.1f}mm'></div>"
        lines = under
    return field + "<div class='line'></div>" * lines


def table_html(table: dict[str, Any]) -> str:
    """Return a table to fill in; with ``row_labels`` the first column holds these."""
    columns = table["columns"]
    head = "".join(f"<th scope='col'>{escape(str(column))}</th>" for column in columns)
    labels = table.get("row_labels") or [None] * table["rows"]
    rows = "".join(row_html(label, len(columns)) for label in labels)
    return f"{widths_html(table)}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def row_html(label: str | None, columns: int) -> str:
    """Return an empty row, or one that begins with its label."""
    if label is None:
        return f"<tr>{'<td></td>' * columns}</tr>"
    return f"<tr><th scope='row'>{escape(str(label))}</th>{'<td></td>' * (columns - 1)}</tr>"


def widths_html(table: dict[str, Any]) -> str:
    """Open a table whose label column is as wide as its longest label needs, within bounds."""
    labels = table.get("row_labels")
    if not labels:
        return "<table>"
    longest = max(len(str(label)) for label in [table["columns"][0], *labels])
    return f"<table><colgroup><col style='width:{min(longest + 2, WIDEST_LABELS)}em'></colgroup>"
