"""The dates of a visit in words, for schools and for managers who set the rules. Pure."""

from datetime import datetime

from portal.shared.templatetags.portal_ui import cn_date, cn_date_plain, cn_time

from .dates import VisitDates


def date_lines(dates: VisitDates) -> list[tuple[str, str]]:
    """Return (what, when) of every date, earliest first; "当天" means until 23:59:59."""
    return [
        ("开放预约", f"{cn_date(dates.opens_at)} {cn_time(dates.opens_at)}"),
        ("最晚预约", by(dates.book_by, dates)),
        ("最晚增加人数或改期", by(dates.change_by, dates)),
        ("最晚确认人数", by(dates.final_numbers_by, dates)),
        ("最晚取消", f"{by(dates.cancel_by, dates)}，不记为临近取消"),
        ("开始", f"{cn_date(dates.starts_at)} {cn_time(dates.starts_at)}"),
        ("记为未到", f"{cn_time(dates.no_show_at)} 仍未到达"),
    ]


def date_sentence(dates: VisitDates) -> str:
    """Return the whole calendar of a visit as one sentence a manager can check."""
    until_start = dates.cancel_by == dates.starts_at
    cancel = "开始前都可以取消" if until_start else f"{by(dates.cancel_by, dates)}以前取消不算临近"
    return (
        f"以 {cn_date(dates.starts_at)} {cn_time(dates.starts_at)} 开始的来访为例："
        f"{cn_date_plain(dates.opens_at)}起可以预约，最晚 {by(dates.book_by, dates)}提交；"
        f"增加人数或改期最晚 {by(dates.change_by, dates)}，确认人数最晚 {by(dates.final_numbers_by, dates)}，"
        f"{cancel}；当天 {cn_time(dates.no_show_at)} 仍未到达可记为未到。"
    )


def cancel_words(dates: VisitDates) -> str:
    """Say that a visit may be called off until it starts, and from when that is noted as late."""
    always = "提交以后、确认以后都可以取消，直到来访开始"
    late = (
        f"；{by(dates.cancel_by, dates)}以后取消的，记为临近取消" if dates.cancel_by < dates.starts_at else ""
    )
    return f"{always}{late}。"


def by(moment: datetime, dates: VisitDates) -> str:
    """Say until when: the end of a day, or the start of the visit."""
    if moment == dates.starts_at:
        return "开始之前"
    return f"{cn_date(moment)}当天"
