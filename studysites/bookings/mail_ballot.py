"""Texts of the messages about sessions given by ballot."""

from .mail_texts import MailText, letter
from .models import Booking


def applied(booking: Booking) -> MailText:
    """The receipt of an application."""
    return letter(
        booking,
        f"已报名抽签 {booking.reference}",
        f"{booking.school.name}已报名下面的场次。报名不占名额，抽签后会通知结果。",
        "抽签之前可以随时取消报名，也可以同时预约别的场次。",
    )


def not_drawn(booking: Booking) -> MailText:
    """Not drawn, and in the queue now."""
    return letter(
        booking,
        f"抽签未中，已转入候补 {booking.reference}",
        "这次没有抽中下面的场次，已把您的团队排入候补；有名额放出时会按次序通知您。",
        "不想等候，可以在预约页面退出候补，并另选场次。",
    )


def not_held(booking: Booking) -> MailText:
    """The draw gave nothing before the last day to book had passed."""
    return letter(
        booking,
        f"抽签报名已结束 {booking.reference}",
        "很抱歉，下面的场次到预约期限为止没有抽签结果，您的报名已自动结束，没有占用任何名额。",
        "您可以到课程页面另选一个场次。",
    )
