"""One dated calendar, and the way a new year's holidays come into it."""

from datetime import date
from io import StringIO

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from portal.taxonomy.calendar_import import CalendarFileError, import_calendar
from portal.taxonomy.models import CalendarDate
from portal.taxonomy.selectors import calendar_days
from portal.taxonomy.services import load_vocabularies
from portal.taxonomy.working_days import working_calendar

pytestmark = pytest.mark.django_db
HEAD = "code,zh,source,kind,starts_on,ends_on\n"
NEW_YEAR = "test-2027-newyear,元旦放假,测试用的通知,holiday,2027-01-01,2027-01-03\n"
WORKED = "test-2027-01-09,元旦调休上班,测试用的通知,workday,2027-01-09,2027-01-09\n"
TERM = "test-term-2027,2027年春季学期,测试用的校历,term,2027-02-22,2027-07-02\n"


def written(tmp_path, text: str, encoding: str = "utf-8"):
    """Return a file with the text."""
    path = tmp_path / "calendar.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_the_calendar_holds_holidays_and_theme_days_in_order(django_assert_num_queries):
    """September and October 2026: the notice's spans and the rules of the year, in two queries."""
    load_vocabularies()
    with django_assert_num_queries(2):
        days = calendar_days(date(2026, 9, 15), date(2026, 10, 15))
    assert [day.start for day in days] == sorted(day.start for day in days)
    names = {(day.kind, day.name, day.start) for day in days}
    assert ("holiday", "国庆节放假", date(2026, 10, 1)) in names
    assert ("workday", "国庆节调休上班", date(2026, 10, 10)) in names
    assert {day.kind for day in days} == {"holiday", "workday", "theme"}
    only = calendar_days(date(2026, 9, 15), date(2026, 10, 15), kinds=["holiday"])
    assert {day.kind_label for day in only} == {"放假"}


def test_what_touches_a_span_belongs_to_it():
    """A term that began before and a holiday that ends later."""
    CalendarDate.objects.create(
        code="t", zh="秋季学期", kind="term", starts_on=date(2026, 9, 1), ends_on=date(2027, 1, 22)
    )
    days = calendar_days(date(2026, 12, 31), date(2027, 1, 1))
    assert [(day.name, day.is_span) for day in days] == [("秋季学期", True)]
    assert calendar_days(date(2027, 1, 23), date(2027, 2, 1)) == ()


def test_a_year_is_imported_and_counts(tmp_path):
    """Afterwards the year is known; a second run changes nothing."""
    path = written(tmp_path, HEAD + NEW_YEAR + WORKED + TERM, encoding="utf-8-sig")
    output = StringIO()
    call_command("import_calendar", str(path), stdout=output)
    assert "3 created" in output.getvalue()
    calendar = working_calendar(date(2027, 1, 1), date(2027, 1, 31))
    assert calendar.unknown_years == ()
    assert not calendar.is_working(date(2027, 1, 1)) and calendar.is_working(date(2027, 1, 9))
    assert import_calendar(path).unchanged == 3


def test_a_row_changed_by_hand_is_left_alone(tmp_path):
    """And one deleted by hand stays away."""
    import_calendar(written(tmp_path, HEAD + NEW_YEAR + WORKED))
    CalendarDate.objects.filter(code="test-2027-newyear").update(zh="元旦")
    CalendarDate.objects.get(code="test-2027-01-09").delete()
    changed = (NEW_YEAR + WORKED).replace("测试用的通知", "更正的通知")
    report = import_calendar(written(tmp_path, HEAD + changed))
    assert report.left_alone == ["calendar_dates:test-2027-newyear"]
    assert report.deleted_by_hand == ["calendar_dates:test-2027-01-09"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "没有数据行"),
        (HEAD, "没有数据行"),
        ("code,zh\na,b\n", "缺少这一列：kind"),
        (HEAD.replace("zh", "name") + NEW_YEAR, "不认识这一列：name"),
        (HEAD + NEW_YEAR.replace("holiday,", "feast,"), "第 2 行"),
        (HEAD + NEW_YEAR.replace("2027-01-01", "2027-13-01"), "第 2 行"),
        (HEAD + NEW_YEAR.replace("2027-01-03", "2026-12-31"), "结束日期早于开始日期"),
        (HEAD + NEW_YEAR.replace("元旦放假", " "), "zh 是空的"),
        (HEAD + NEW_YEAR + NEW_YEAR, "第 3 行：代码 test-2027-newyear 在文件里出现了两次"),
        (HEAD + NEW_YEAR.replace("\n", ",多,余\n"), "不认识这一列"),
        (HEAD + NEW_YEAR + WORKED.replace("2027-01-09,2027", "九日,2027"), "第 3 行"),
    ],
)
def test_a_bad_file_is_refused_whole(tmp_path, text, words):
    """Every problem names its line; not even the good rows are written."""
    with pytest.raises(CalendarFileError) as caught:
        import_calendar(written(tmp_path, text))
    assert words in str(caught.value)
    assert not CalendarDate.objects.exists()


def test_every_bad_line_is_named(tmp_path):
    """Not the first one only."""
    text = HEAD + NEW_YEAR.replace("holiday,", "feast,") + TERM + WORKED.replace("workday", "")
    with pytest.raises(CommandError) as caught:
        call_command("import_calendar", str(written(tmp_path, text)))
    assert "没有导入任何内容" in str(caught.value)
    assert "第 2 行" in str(caught.value) and "第 4 行：kind 是空的" in str(caught.value)


@pytest.mark.parametrize("encoding", ["gbk", "utf-16"])
def test_a_file_in_another_encoding_is_told(tmp_path, encoding):
    with pytest.raises(CalendarFileError, match="UTF-8"):
        import_calendar(written(tmp_path, HEAD + NEW_YEAR, encoding=encoding))


def test_no_such_file(tmp_path):
    with pytest.raises(CalendarFileError, match="读不了"):
        import_calendar(tmp_path / "none.csv")


def test_the_admin_refuses_a_span_that_ends_before_it_starts():
    row = CalendarDate(
        code="x", zh="错", kind="holiday", starts_on=date(2027, 1, 2), ends_on=date(2027, 1, 1)
    )
    with pytest.raises(ValidationError, match="结束日期早于开始日期"):
        row.full_clean()
