"""Texts of the messages about changes of a booking."""

from portal.shared.templatetags.portal_ui import cn_date, cn_time

from .mail_texts import MailText, letter
from .models import Booking, VisitSession


def numbers_changed_to_school(booking: Booking, before: int, after: int) -> MailText:
    """The school's receipt of other numbers."""
    return letter(
        booking,
        f"人数已更改 {booking.reference}",
        f"这次来访的人数已从 {before} 人改为 {after} 人（学生加随行成人）。{freed(before, after)}",
        "人数再有变化，请在确认人数的期限之前修改；减少人数随时可以。",
    )


def numbers_changed_to_base(booking: Booking, before: int, after: int) -> MailText:
    """The base hears of other numbers."""
    return letter(
        booking,
        f"来访人数有变 {booking.reference}",
        f"{booking.school.name}把人数从 {before} 人改为 {after} 人（学生加随行成人）。",
        "名额已经随之调整，预约照旧有效。讲解员和午餐如需变动，请按新的人数安排。",
    )


def session_changed_to_school(booking: Booking, before: VisitSession) -> MailText:
    """The school's receipt of another date."""
    return letter(
        booking,
        f"已改期 {booking.reference}",
        f"这次来访已从 {moment(before)} 改到下面的时间，新的名额已占好，原来的名额已放回。",
        "请通知家长和车队新的时间，重新选择午餐座位和停车位，并核对保险期限。",
    )


def session_changed_to_base(booking: Booking, before: VisitSession) -> MailText:
    """The base hears of another date."""
    return letter(
        booking,
        f"来访已改期 {booking.reference}",
        f"{booking.school.name}把来访从 {moment(before)} 改到下面的时间。",
        "原来场次的名额已放回。讲解员和场地请按新的时间安排。",
    )


def freed(before: int, after: int) -> str:
    """Say what became of the places that are no longer needed."""
    return f"放回的 {before - after} 个名额会先给候补的学校。" if after < before else ""


def moment(session: VisitSession) -> str:
    """Date and time of a session."""
    return f"{cn_date(session.starts_at)} {cn_time(session.starts_at)}"
