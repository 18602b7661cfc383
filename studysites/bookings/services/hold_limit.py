"""A school holds at most three sessions at a time, whatever its people press at once."""

from datetime import datetime

from ..exceptions import BookingRefused
from ..selectors.session_look import running_holds

# One for each tab of a careful person; more would keep places from others.
MOST_HOLDS = 3


def check_limit(running: int) -> None:
    """Refuse ``too_many_holds`` when the school has as many holds running as it may."""
    if running >= MOST_HOLDS:
        raise BookingRefused(
            "too_many_holds",
            f"贵校已有 {running} 个占位还没有提交，最多同时占位 {MOST_HOLDS} 个，这次没有占用名额。"
            "请先到“我的预约”提交或放弃其中一个。",
        )


def enter_limit(school_id: int, now: datetime) -> None:
    """Count the school's running holds inside the transaction that adds one.

    The caller's transaction has taken the school's turn (``run_once(turn=...)``), so a rival hold is either
    committed and counted, or waits. Raises BookingRefused ``too_many_holds``. 1 query.
    """
    check_limit(running_holds(school_id, now).count())
