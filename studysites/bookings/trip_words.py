"""What the page of a day at two bases says of it, told from the states of its parts. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from .enums import BookingStatus

CAME = frozenset({BookingStatus.COMPLETED.value, BookingStatus.NO_SHOW.value})
UNDER_WAY = CAME | {BookingStatus.CHECKED_IN.value}
WAIT = "有结果时会通知您。"


class Half(Protocol):
    """What of one part the words need; ``standing``: it still counts on coming."""

    @property
    def base(self) -> str: ...

    @property
    def status(self) -> str: ...

    @property
    def standing(self) -> bool: ...


@dataclass(frozen=True)
class Words:
    """A notice: ``tone`` of the portal's notices; ``again``: offer to choose two sessions anew."""

    tone: str
    title: str
    text: str
    again: bool = False


def words_of_day(state: str, halves: Sequence[Half]) -> Words | None:
    """Return what to say of a trip in ``state``; None while the page asks for a decision instead."""
    if state == "lapsed":
        return Words(
            "warning", "占位已到期", "没有在期限内提交，两馆的名额都已放回。想去请重新选两个场次。", True
        )
    if state == "standing":
        if any(half.status in UNDER_WAY for half in halves):
            return Words("success", "两馆一日正在进行", "各馆的情况在下面，请按时到下一馆。")
        return standing_words([half for half in halves if half.standing])
    return over_words({half.status for half in halves}) if state == "over" else None


def standing_words(halves: Sequence[Half]) -> Words:
    """Say who has confirmed, of two bases or of the one that is left."""
    sure = [half.base for half in halves if half.status == BookingStatus.CONFIRMED]
    open_ones = [half.base for half in halves if half.status != BookingStatus.CONFIRMED]
    if len(halves) == 1:
        title = f"现在只去{halves[0].base}"
        if sure:
            return Words("success", title, "这一馆已经确认。最终人数请在这条预约里按期确认。")
        return Words("info", title, f"正在等这一馆答复，{WAIT}确认之前请不要约定车辆。")
    if not open_ones:
        return Words("success", "两馆都已确认", "可以约定车辆了。最终人数请在两条预约里分别按期确认。")
    if sure:
        text = f"{'、'.join(sure)}已确认，{'、'.join(open_ones)}还没有。{WAIT}"
    else:
        text = f"每个基地分别答复，{WAIT}"
    return Words("info", "两馆各自确认", f"{text}两馆都确认之前请不要约定车辆。")


def over_words(statuses: set[str]) -> Words:
    """Say how it ended."""
    if BookingStatus.CHECKED_IN in statuses:
        return Words("success", "正在来访", "祝一路顺利。各馆的情况在下面。")
    if statuses & CAME:
        return Words("info", "这次两馆一日已经结束", "各馆的记录在下面。")
    if statuses == {BookingStatus.REJECTED}:
        text = "原因在下面。没有占用名额；想再来，可以重新选两个场次。"
        return Words("warning", "两馆都不能接待", text, True)
    return Words("info", "这次两馆一日已经取消", "没有占用名额；想再来，可以重新选两个场次。", True)
