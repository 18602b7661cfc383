"""Texts of the messages on the way of a booking, up to the day before the visit."""

from datetime import datetime

from portal.shared.templatetags.portal_ui import cn_date, cn_time

from .mail_texts import MailText, letter
from .models import Booking


def hold_expired(booking: Booking) -> MailText:
    """The half hour is over."""
    return letter(
        booking,
        f"占位已到期 {booking.reference}",
        f"您为{booking.school.name}占的名额在 {moment(booking.hold_expires_at)} 到期，"
        "没有提交申请，名额已经放回。",
        "仍要来访，请到课程页面重新选择场次；您填写的班级还保留在这条记录里。",
    )


def submitted_to_school(booking: Booking) -> MailText:
    """The school's receipt, with the day it hears by."""
    base = booking.session.organisation.name
    return letter(
        booking,
        f"已提交预约申请 {booking.reference}",
        f"您为{booking.school.name}提交的预约申请已送到{base}，名额已经为您保留。"
        f"基地应在 {moment(booking.decision_due_at)} 前答复。",
        "请等待基地确认；有结果时会再发通知。确认之前请不要约定车辆。人数或行程有变，请尽早撤回，把名额让给其他学校。",
    )


def submitted_to_base(booking: Booking) -> MailText:
    """The base's call to decide, with the day it is due."""
    return letter(
        booking,
        f"新的预约申请待处理 {booking.reference}",
        f"{booking.school.name}申请预约下面的场次，名额已占用，等待您确认或婉拒。"
        f"请在 {moment(booking.decision_due_at)} 前答复。",
        "请打开下面的页面确认；不能接待时请写明原因后婉拒，名额会立即放回。",
    )


def moment(value: datetime | None) -> str:
    """A date and time as people write it; empty without one."""
    return f"{cn_date(value)} {cn_time(value)}" if value else ""
