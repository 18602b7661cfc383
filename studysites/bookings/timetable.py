"""What a session template plans, pure: its days and times, and the rules a plan must keep.

Moments are aware, in Asia/Shanghai. Nothing here asks the database.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from . import policies
from .exceptions import BookingRefused
from .recurrence import ZONE, days_of, parse_rule

HORIZON_DAYS = 120
MOST_SESSIONS = 200
LONGEST_DAYS = 731
NOTHING_SAVED = "没有保存任何改动。"


@dataclass(frozen=True)
class TemplatePlan:
    """A template as typed: the rule, the days it holds, the time of day and the places of each session."""

    name: str
    programme_id: int
    rrule: str
    starts_on: date
    ends_on: date
    start_time: time
    minutes: int
    people: int
    groups: int
    exdates: tuple[date, ...] = ()
    note: str = ""
    by_ballot: bool = False


@dataclass(frozen=True)
class Slot:
    """One planned session."""

    day: date
    starts_at: datetime
    ends_at: datetime


def check_plan(plan: TemplatePlan, today: date) -> None:
    """Refuse a plan that cannot be: ``template_name``, ``template_dates``, ``template_times``,
    ``session_capacity``, ``personal_data``, ``template_rule``."""
    if not plan.name.strip():
        raise BookingRefused("template_name", f"请给排期模板起个名称。{NOTHING_SAVED}")
    policies.check_texts(name=plan.name, note=plan.note)
    check_dates(plan, today)
    if plan.people < 1 or plan.groups < 1:
        raise BookingRefused("session_capacity")
    begins = plan.start_time.hour * 60 + plan.start_time.minute
    if plan.minutes < 1 or begins + plan.minutes > 24 * 60:
        raise BookingRefused(
            "template_times",
            f"每场至少 1 分钟，并且要在当天 24:00 之前结束。{NOTHING_SAVED}请改开始时间或时长。",
        )
    parse_rule(plan.rrule)


def check_dates(plan: TemplatePlan, today: date) -> None:
    """Refuse ``template_dates`` for a span that is over, turned round, or longer than two years."""
    furthest = timedelta(days=LONGEST_DAYS)
    if plan.ends_on < plan.starts_on:
        problem = "结束日期早于开始日期。"
    elif plan.ends_on < today:
        problem = "结束日期已经过去，排不出以后的场次。"
    elif plan.ends_on - plan.starts_on > furthest or plan.ends_on - today > furthest:
        problem = "日期范围超过两年，请核对年份。"
    else:
        return
    raise BookingRefused("template_dates", f"{problem}{NOTHING_SAVED}请改正日期后再试。")


def slots_of(plan: TemplatePlan) -> tuple[Slot, ...]:
    """Return every session the plan names, exceptions left out, closed days still in, earliest first."""
    left_out = set(plan.exdates)
    days = days_of(parse_rule(plan.rrule), plan.starts_on, plan.ends_on)
    return tuple(slot_on(plan, day) for day in days if day not in left_out)


def slot_on(plan: TemplatePlan, day: date) -> Slot:
    """Return the plan's session on one day."""
    start = datetime.combine(day, plan.start_time, ZONE)
    return Slot(day, start, start + timedelta(minutes=plan.minutes))


def check_number(number: int) -> None:
    """Refuse ``template_empty`` or ``template_too_many`` sessions of one template."""
    if number < 1:
        raise BookingRefused(
            "template_empty",
            "这条规则在所选日期里排不出任何以后的场次（例外日期和闭馆日已除去）。"
            f"{NOTHING_SAVED}请核对星期、日期范围和例外日期。",
        )
    if number > MOST_SESSIONS:
        raise BookingRefused(
            "template_too_many",
            f"这条规则会排出 {number} 场，一个模板最多 {MOST_SESSIONS} 场。"
            f"{NOTHING_SAVED}请缩短日期范围（例如一个学期），或减少每周的次数。",
        )
