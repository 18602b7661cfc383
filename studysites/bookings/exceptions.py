"""The one exception of bookings: a refusal with a code for programs and a text for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .details_rules import Problem
    from .models import Booking
    from .selectors import SessionRow

MESSAGES = {
    "not_allowed": "您的账号不能办理这项操作。",
    "closed": "这个场次已停止预约，没有提交任何内容。请另选一个场次。",
    "started": "这个场次已经开始或结束，不能再办理。",
    "no_classes": "请至少填写一个班级，并写明学生人数。",
    "no_pupils": "每个班级的学生人数都要大于 0。",
    "no_adults": "每个班级至少要有 1 位随行成人。",
    "no_label": "请写明每个班级的名称，例如“3班”。",
    "duplicate_class": "同一个班级填写了两次，请合并成一行或改正班级名称。",
    "class_booked": "其中有班级已经预约了这个场次，不能重复预约。请到“我的预约”查看。",
    "grade_unknown": "所选年级不在名录里，请重新选择。",
    "contact_missing": "请填写带队联系人和联系电话。",
    "reason_missing": "请写明原因，对方会看到。",
    "full": "这个场次余下的名额不够您的团队，没有占用任何名额。",
    "key_reused": "这张表已经提交过，内容与这次不同。请重新打开预约页面填写。",
    "changed": "这条预约刚刚有了新的变化，您的操作没有执行。请看最新状态后再决定。",
    "busy": "现在办理的人较多，系统没能完成，没有占用任何名额。请稍等片刻再提交一次。",
    "session_exists": "这个课程在同一时间已有场次。",
    "session_past": "开始时间已经过去，没有新增场次。请填将来的日期和时间。",
    "session_times": "结束时间要晚于开始时间，没有新增场次。",
    "session_capacity": "人数和组数都至少为 1。",
    "session_changed": "这个场次的状态刚刚已改变，您的操作没有执行。请看最新状态后再决定。",
}


class BookingRefused(Exception):
    """A rule said no; nothing was written.

    ``code`` is stable and meant for programs and tests, ``message`` is plain Chinese for people.
    ``alternatives`` holds up to three sessions that fit (code ``full``), ``booking`` the fresh state
    (code ``changed``), ``problems`` everything there is to correct, field by field.
    """

    def __init__(
        self,
        code: str,
        message: str = "",
        *,
        alternatives: tuple[SessionRow, ...] = (),
        booking: Booking | None = None,
        problems: tuple[Problem, ...] = (),
    ) -> None:
        self.code = code
        self.message = message or MESSAGES[code]
        self.alternatives = alternatives
        self.booking = booking
        self.problems = problems
        super().__init__(f"{code}: {self.message}")
