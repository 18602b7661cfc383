"""Importing a year's holidays, or the terms of a school year, from a CSV file; all rows or none."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import transaction

from .models import CalendarDate, LoadedTerm
from .services import LoadReport, load_row
from .vocabularies import COLUMNS

VOCABULARY = "calendar_dates"
REQUIRED = ("code", "zh", "source", "kind", "starts_on", "ends_on")
KNOWN = {*COLUMNS, *REQUIRED}
# A calendar has some dozen rows a year.
MOST_ROWS = 1000


class CalendarFileError(Exception):
    """A file cannot be imported; ``problems`` are sentences that name line and reason."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def import_calendar(path: Path) -> LoadReport:
    """Load the rows of one CSV file in UTF-8 into the calendar, all or none.

    Columns: REQUIRED, and any other column of the vocabulary. A row an editor changed or deleted since
    the last load is left as it is and reported. Raises CalendarFileError naming every bad line.
    """
    rows = read_rows(path)
    report, problems = LoadReport(), []
    with transaction.atomic():
        known = {row.code: row.digest for row in LoadedTerm.objects.filter(vocabulary=VOCABULARY)}
        existing = {term.code: term for term in CalendarDate.objects.all()}
        seen: set[str] = set()
        for number, row in rows:
            complaint = complaint_of(row, seen)
            if not complaint:
                try:
                    load_row(VOCABULARY, CalendarDate, row, known.get(row["code"]), dict(existing), report)
                except ValidationError as error:
                    complaint = "；".join(error.messages)
                except (ValueError, ObjectDoesNotExist) as error:
                    complaint = f"无法读取：{error}"
            if complaint:
                problems.append(f"第 {number} 行：{complaint}")
        if problems:
            raise CalendarFileError(problems)
    return report


def read_rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Return line number and row of every line; refuse a file that is no such table."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(numbered(csv.DictReader(file, restkey="", restval="")))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CalendarFileError([f"文件读不了，请存为 UTF-8 的 CSV：{error}"]) from error
    if not rows:
        raise CalendarFileError(["文件里没有数据行。"])
    if len(rows) > MOST_ROWS:
        raise CalendarFileError([f"一次最多导入 {MOST_ROWS} 行，这个文件有 {len(rows)} 行。"])
    columns = set(rows[0][1])
    missing, strange = set(REQUIRED) - columns, columns - KNOWN
    if missing or strange:
        raise CalendarFileError(
            [f"缺少这一列：{name}" for name in sorted(missing)]
            + [f"不认识这一列：{name or '（多出的格子）'}" for name in sorted(strange)]
        )
    return rows


def numbered(reader: "csv.DictReader[str]") -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the rows with the line each ended on; wholly empty lines are passed over."""
    for row in reader:
        if any(isinstance(cell, list) or (cell or "").strip() for cell in row.values()):
            yield reader.line_num, row


def complaint_of(row: dict[str, str], seen: set[str]) -> str:
    """Return what is missing or repeated in a row, or nothing."""
    for name in REQUIRED:
        if not (row[name] or "").strip():
            return f"{name} 是空的"
    if row["code"] in seen:
        return f"代码 {row['code']} 在文件里出现了两次"
    seen.add(row["code"])
    return ""
