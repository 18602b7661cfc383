"""What a base must know of one of its own sessions at this moment, in words. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from portal.shared.templatetags.portal_ui import cn_date, cn_date_short, cn_time

from .dates import SHORTEST_ANSWER, VisitDates
from .enums import SessionStatus


class OwnSession(Protocol):
    """What of a session decides its state."""

    status: str
    closed_reason: str
    by_ballot: bool


@dataclass(frozen=True)
class SessionState:
    """``code`` for programs; ``label`` and ``note`` in words; ``tone`` of the badge, may be empty."""

    code: str
    label: str
    tone: str = ""
    note: str = ""


@dataclass(frozen=True)
class Room:
    """Places of a session: whether any were ever set, and whether all are taken."""

    is_set: bool
    is_full: bool


def state_of(
    session: OwnSession, dates: VisitDates, ends_at: datetime, day_closed: str, room: Room, now: datetime
) -> SessionState:
    """Return the state of a session as its base must see it; the first reason that stops requests counts."""
    if ends_at <= now:
        return SessionState("over", "已结束")
    if dates.starts_at <= now:
        return SessionState("begun", "进行中")
    if day_closed:
        return SessionState("day_closed", "当天闭馆", "error", day_closed)
    if session.status != SessionStatus.OPEN:
        return SessionState("closed", SessionStatus.CLOSED.label, "warning", session.closed_reason)
    if not room.is_set:
        return SessionState("no_places", "暂不可约", "warning", "还没有设置人数和组数")
    if now > dates.book_by:
        return SessionState("late", "已过预约期限")
    return open_state(session, dates, room, now)


def open_state(session: OwnSession, dates: VisitDates, room: Room, now: datetime) -> SessionState:
    """Return the state of a session nothing stops but its opening, its draw or its size."""
    last = f"最晚 {cn_date_short(dates.book_by)} 当天"
    if now < dates.opens_at:
        return SessionState("early", "还没开放", "", f"{cn_date_short(dates.opens_at)} 起可约")
    if session.by_ballot:
        return SessionState("ballot", "先报名，后抽签", "info", f"{last}报名")
    if room.is_full:
        return SessionState("full", "已约满", "warning")
    return SessionState("open", "开放预约", "success", f"{last}提交")


def news_of(state: SessionState, dates: VisitDates, now: datetime) -> str:
    """Return what schools can do with a session its manager has just added or opened again."""
    if state.code == "late":
        if dates.starts_at - now <= SHORTEST_ANSWER:
            return "但已过预约期限，离开始也太近，谁都不能再约这一场。"
        return (
            f"但预约期限（{cn_date(dates.book_by)}当天）已过：学校不能再约，基地也不能替学校预约；"
            "只能用“请学校改期”把已有的来访改到这一场。"
        )
    if state.code == "early":
        return f"学校从 {cn_date(dates.opens_at)} {cn_time(dates.opens_at)} 起可以预约。"
    if state.code == "day_closed":
        return f"但当天闭馆（{state.note}），学校不能预约；恢复开放这一天后才可以。"
    if state.code == "ballot":
        return f"学校现在可以报名，最晚 {cn_date(dates.book_by)}当天；之后由基地负责人抽签。"
    if state.code == "open":
        return f"学校现在可以预约，最晚 {cn_date(dates.book_by)}当天提交。"
    return f"但学校现在不能预约：{state.label}。"
