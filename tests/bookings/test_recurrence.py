"""Rules: what is understood, what is refused and in which words, and the same days dateutil names."""

from datetime import date, datetime

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from studysites.bookings.exceptions import BookingRefused
from studysites.bookings.recurrence import days_of, parse_rule, rule_text

TUESDAY = date(2026, 9, 1)
NEW_YEAR = date(2027, 1, 31)


@pytest.mark.parametrize(
    ("rule", "canonical", "words"),
    [
        ("FREQ=WEEKLY;BYDAY=TU,TH", "FREQ=WEEKLY;BYDAY=TU,TH", "每周二、周四"),
        (" rrule:freq=daily;interval=2 ", "FREQ=DAILY;INTERVAL=2", "每 2 天"),
        ("FREQ=MONTHLY;BYDAY=1SA,-1FR", "FREQ=MONTHLY;BYDAY=1SA,-1FR", "每月的第 1 个周六、最后一个周五"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,-1;COUNT=3", "FREQ=MONTHLY;BYMONTHDAY=1,-1;COUNT=3",
         "每月 1 日、最后一天，共 3 次"),
        ("FREQ=WEEKLY;UNTIL=20261231T160000Z;BYDAY=MO", "FREQ=WEEKLY;BYDAY=MO;UNTIL=20270101",
         "每周一，到 2027-01-01 为止"),
        ("FREQ=DAILY;BYDAY=MO;;", "FREQ=DAILY;BYDAY=MO", "每天，只取周一"),
    ],
)  # fmt: skip
def test_understood_and_written_in_one_spelling(rule, canonical, words):
    parsed = parse_rule(rule)
    assert (parsed.text, parsed.words) == (canonical, words)
    assert parse_rule(parsed.text) == parsed


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ("", "按天、按周或按月"),
        ("FREQ=YEARLY", "按天、按周或按月"),
        ("FREQ=HOURLY", "一天之内重复多次"),
        ("FREQ=MINUTELY;COUNT=9", "一天之内重复多次"),
        ("FREQ=SECONDLY", "一天之内重复多次"),
        ("FREQ=DAILY;BYHOUR=9,10", "不能用“BYHOUR”"),
        ("FREQ=WEEKLY;BYSETPOS=1", "不能用“BYSETPOS”"),
        ("FREQ=DAILY\nEXDATE:20260901", "按天、按周或按月"),
        ("FREQ=DAILY;FREQ=WEEKLY", "看不懂"),
        ("FREQ=DAILY;COUNT", "看不懂"),
        ("FREQ=DAILY;COUNT=0", "次数要是 1 到 366"),
        ("FREQ=DAILY;INTERVAL=-1", "间隔要是 1 到 366"),
        ("FREQ=DAILY;INTERVAL=99999999999999", "间隔要是 1 到 366"),
        ("FREQ=DAILY;COUNT=５", "次数要是 1 到 366"),
        ("FREQ=DAILY;COUNT=3;UNTIL=20261231", "只能写一个"),
        ("FREQ=DAILY;UNTIL=20261341", "八位数字"),
        ("FREQ=DAILY;UNTIL=99991231T235959Z", "八位数字"),
        ("FREQ=DAILY;UNTIL=明年", "八位数字"),
        ("FREQ=WEEKLY;BYDAY=XX", "星期要写成"),
        ("FREQ=WEEKLY;BYDAY=2TU", "按月重复"),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "按周重复时"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "1 到 31"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "1 到 31"),
        ("FREQ=DAILY;" + "BYDAY=MO," * 60, "最多 200 个"),
    ],
)
def test_refused_with_what_is_wrong_and_what_to_do(rule, said):
    with pytest.raises(BookingRefused) as caught:
        parse_rule(rule)
    assert caught.value.code == "template_rule"
    assert said in caught.value.message
    assert "没有保存任何改动" in caught.value.message


def test_days_stay_within_the_span_and_count_from_its_start():
    assert days_of(parse_rule("FREQ=DAILY;COUNT=2"), TUESDAY, NEW_YEAR) == (TUESDAY, date(2026, 9, 2))
    assert days_of(parse_rule("FREQ=DAILY;UNTIL=20260902"), TUESDAY, NEW_YEAR)[-1] == date(2026, 9, 2)
    assert len(days_of(parse_rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"), TUESDAY, date(2026, 9, 30))) == 3


@pytest.mark.parametrize("rule", ["FREQ=DAILY;INTERVAL=7;BYDAY=MO", "FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=31"])
def test_a_rule_that_never_comes_ends(rule):
    assert days_of(parse_rule(rule), date(2026, 2, 3), NEW_YEAR) == ()


def test_simple_fields_make_a_rule():
    assert rule_text("WEEKLY", 2, ["MO", "FR"], []) == "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR"
    assert rule_text("MONTHLY", 1, [], [1, 15]) == "FREQ=MONTHLY;BYMONTHDAY=1,15"


@given(
    st.sampled_from(["DAILY", "WEEKLY", "MONTHLY"]),
    st.integers(1, 4),
    st.lists(st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"]), max_size=3),
    st.dates(TUESDAY, NEW_YEAR),
)
def test_our_reading_is_that_of_the_standard_parser(freq, interval, weekdays, first):
    text = rule_text(freq, interval, weekdays, [])
    expected = rrulestr(text, dtstart=datetime.combine(first, datetime.min.time()))
    between = expected.between(datetime(2026, 1, 1), datetime(2027, 6, 30), inc=True)
    assert days_of(parse_rule(text), first, date(2027, 6, 30)) == tuple(moment.date() for moment in between)
