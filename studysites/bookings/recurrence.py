"""The part of iCalendar rules a timetable needs: at most one session a day, by day, week or month.

Pure: no database, no clock. Dates are calendar days of Asia/Shanghai, which knows no summer time.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import takewhile
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil import rrule

from .exceptions import BookingRefused

ZONE = ZoneInfo("Asia/Shanghai")
FREQUENCIES: dict[str, Literal[1, 2, 3]] = {
    "MONTHLY": rrule.MONTHLY,
    "WEEKLY": rrule.WEEKLY,
    "DAILY": rrule.DAILY,
}
SUB_DAILY = frozenset({"HOURLY", "MINUTELY", "SECONDLY"})
PARTS = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY"})
WEEKDAYS = dict(zip(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), rrule.weekdays, strict=True))
WEEKDAY_WORDS = dict(zip(WEEKDAYS, "一二三四五六日", strict=True))
FREQUENCY_WORDS = {"DAILY": "天", "WEEKLY": "周", "MONTHLY": "月"}
BYDAY = re.compile(r"([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)")
NUMBER = re.compile(r"[+-]?[0-9]{1,3}")
UNTIL = re.compile(r"([0-9]{8})(?:T([0-9]{6})(Z?))?")
MOST = 366
LONGEST = 200
HINT = "没有保存任何改动。请改正规则，例如“FREQ=WEEKLY;BYDAY=TU,TH”表示每周二、周四。"


@dataclass(frozen=True)
class Rule:
    """A rule that was understood; ``weekdays`` are (ordinal or 0, two letters)."""

    freq: str
    interval: int = 1
    count: int | None = None
    until: date | None = None
    weekdays: tuple[tuple[int, str], ...] = ()
    month_days: tuple[int, ...] = ()

    @property
    def text(self) -> str:
        """The rule as iCalendar writes it, always in the same spelling."""
        parts = [f"FREQ={self.freq}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.weekdays:
            parts.append("BYDAY=" + ",".join(f"{number or ''}{name}" for number, name in self.weekdays))
        if self.month_days:
            parts.append("BYMONTHDAY=" + ",".join(map(str, self.month_days)))
        if self.count:
            parts.append(f"COUNT={self.count}")
        if self.until:
            parts.append(f"UNTIL={self.until:%Y%m%d}")
        return ";".join(parts)

    @property
    def words(self) -> str:
        """The rule in plain Chinese."""
        every = FREQUENCY_WORDS[self.freq]
        said = f"每{every}" if self.interval == 1 else f"每 {self.interval} {every.replace('月', '个月')}"
        said += "、".join(month_day_words(day) for day in self.month_days)
        days = "、".join(map(weekday_words, self.weekdays))
        if days and (self.freq == "DAILY" or self.month_days):
            said += f"，只取{days}"
        elif days and said == "每周":
            said = f"每{days}"
        else:
            said += days and f"的{days}"
        if self.count:
            said += f"，共 {self.count} 次"
        if self.until:
            said += f"，到 {self.until:%Y-%m-%d} 为止"
        return said


def parse_rule(text: str) -> Rule:
    """Return the rule written in ``text``; refuse ``template_rule`` with what is wrong in Chinese."""
    typed = text.strip().upper().removeprefix("RRULE:")
    if len(typed) > LONGEST:
        raise refusal(f"重复规则有 {len(typed)} 个字符，最多 {LONGEST} 个。")
    parts = parts_of(typed)
    freq = parts.get("FREQ", "")
    if freq in SUB_DAILY:
        raise refusal("一天之内重复多次的规则（按小时、分钟或秒）不能用来排场次，每个模板一天最多一场。")
    if freq not in FREQUENCIES:
        raise refusal("重复规则要写明按天、按周或按月重复（FREQ=DAILY、WEEKLY 或 MONTHLY）。")
    rule = Rule(
        freq=freq,
        interval=number_of(parts.get("INTERVAL", "1"), "间隔"),
        count=number_of(parts["COUNT"], "次数") if "COUNT" in parts else None,
        until=until_of(parts["UNTIL"]) if "UNTIL" in parts else None,
        weekdays=weekdays_of(parts["BYDAY"]) if "BYDAY" in parts else (),
        month_days=month_days_of(parts["BYMONTHDAY"]) if "BYMONTHDAY" in parts else (),
    )
    check_together(rule)
    return rule


def days_of(rule: Rule, first: date, last: date) -> tuple[date, ...]:
    """Return the days the rule names from ``first`` (the day counting starts) to ``last``, both included."""
    end = min(last, rule.until) if rule.until else last
    moments = rrule.rrule(
        FREQUENCIES[rule.freq],
        dtstart=datetime.combine(first, time()),
        interval=rule.interval,
        count=rule.count,
        byweekday=[WEEKDAYS[name](number) if number else WEEKDAYS[name] for number, name in rule.weekdays]
        or None,
        bymonthday=rule.month_days or None,
    )
    return tuple(takewhile(lambda day: day <= end, (moment.date() for moment in moments)))


def parts_of(typed: str) -> dict[str, str]:
    """Split ``A=1;B=2``; refuse what is repeated, unknown or not of that form."""
    parts: dict[str, str] = {}
    for part in filter(None, typed.split(";")):
        name, sign, value = part.partition("=")
        if not sign or not value or name in parts:
            raise refusal(f"重复规则里的“{part[:30]}”看不懂。")
        if name not in PARTS:
            raise refusal(f"重复规则里不能用“{name[:30]}”，只能用 {'、'.join(sorted(PARTS))}。")
        parts[name] = value
    return parts


def number_of(value: str, word: str) -> int:
    """Return a whole number from 1 to 366."""
    if not NUMBER.fullmatch(value) or not 1 <= int(value) <= MOST:
        raise refusal(f"重复规则的{word}要是 1 到 {MOST} 的整数。")
    return int(value)


def until_of(value: str) -> date:
    """Return the last day of ``20261231`` or ``20261231T160000Z`` in local time."""
    match = UNTIL.fullmatch(value)
    try:
        if match is None:
            raise ValueError(value)
        day, clock, utc = match.groups()
        moment = datetime.strptime(day + (clock or "000000"), "%Y%m%d%H%M%S")
        return moment.replace(tzinfo=UTC).astimezone(ZONE).date() if utc else moment.date()
    except (ValueError, OverflowError) as error:
        raise refusal("重复规则的截止日期要写成 20261231 这样的八位数字。") from error


def weekdays_of(value: str) -> tuple[tuple[int, str], ...]:
    """Return (ordinal or 0, two letters) of ``TU,TH`` or ``1SA,-1FR``, each once."""
    matches = [BYDAY.fullmatch(day) for day in value.split(",")]
    found = [(int(match[1] or 0), match[2]) for match in matches if match is not None]
    if len(found) < len(matches):
        raise refusal("星期要写成 MO、TU、WE、TH、FR、SA、SU，用英文逗号隔开。")
    return tuple(dict.fromkeys(found))


def month_days_of(value: str) -> tuple[int, ...]:
    """Return days of the month, 1 to 31 or -31 to -1 counted from its end, each once."""
    days = value.split(",")
    if any(not NUMBER.fullmatch(day) or not 1 <= abs(int(day)) <= 31 for day in days):
        raise refusal("每月的日期要是 1 到 31 的整数（-1 表示最后一天），用英文逗号隔开。")
    return tuple(dict.fromkeys(int(day) for day in days))


def check_together(rule: Rule) -> None:
    """Refuse parts that iCalendar does not allow side by side."""
    if rule.count and rule.until:
        raise refusal("重复规则里次数（COUNT）和截止日期（UNTIL）只能写一个。")
    if rule.month_days and rule.freq == "WEEKLY":
        raise refusal("按周重复时不能再写每月几号（BYMONTHDAY）。")
    if rule.freq != "MONTHLY" and any(number for number, _ in rule.weekdays):
        raise refusal("“第几个星期几”只能用在按月重复的规则里。")


def rule_text(freq: str, interval: int, weekdays: Iterable[str], month_days: Iterable[int]) -> str:
    """Return the rule a form's simple fields describe; raises what parse_rule raises."""
    parts = [f"FREQ={freq}", f"INTERVAL={interval}"]
    listed, numbers = ",".join(weekdays), ",".join(map(str, month_days))
    parts += [f"BYDAY={listed}"] if listed else []
    parts += [f"BYMONTHDAY={numbers}"] if numbers else []
    return parse_rule(";".join(parts)).text


def month_day_words(day: int) -> str:
    """Return 15 日, 最后一天, 倒数第 2 天."""
    if day > 0:
        return f" {day} 日"
    return "最后一天" if day == -1 else f"倒数第 {-day} 天"


def weekday_words(weekday: tuple[int, str]) -> str:
    """Return 周二, 第 1 个周六, 最后一个周五."""
    number, name = weekday
    word = f"周{WEEKDAY_WORDS[name]}"
    if number > 0:
        return f"第 {number} 个{word}"
    if number < 0:
        return f"最后一个{word}" if number == -1 else f"倒数第 {-number} 个{word}"
    return word


def refusal(sentence: str) -> BookingRefused:
    """Return the refusal of a rule: what is wrong, what was kept, what to do."""
    return BookingRefused("template_rule", sentence + HINT)
