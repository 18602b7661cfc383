"""Texts for schools that wait for a day which the base closes or reopens."""

from .enums import BookingStatus
from .mail_texts import MailText, letter
from .models import Booking

KEPT = {
    BookingStatus.WAITLISTED: (
        "贵校的候补和次序都保留，闭馆期间不放名额；恢复开放后按原来的次序继续，到预约期限仍未恢复则结束。"
    ),
    BookingStatus.APPLIED: "贵校的抽签报名保留，闭馆期间不抽签；恢复开放后照常抽签，到期限未恢复则结束。",
    BookingStatus.OFFERED: "为贵校保留的候补名额闭馆期间不能接受；到期限仍未恢复开放，名额会放回，候补结束。",
    BookingStatus.MOVED_OFFER: "基地请贵校改到这一天，闭馆期间不能接受；到期限仍未恢复开放，这次来访会结束。",
}
STEPS = {
    BookingStatus.WAITLISTED: "可以继续等候，也可以同时预约别的日期；不想等候，请在预约页面退出候补。",
    BookingStatus.APPLIED: "可以继续等候，也可以同时预约别的日期；不想等候，请在预约页面取消报名。",
    BookingStatus.OFFERED: "可以等到期限，也可以在预约页面谢绝，并另选别的日期。",
    BookingStatus.MOVED_OFFER: "请与基地联系，另行商定时间；不来了请在预约页面谢绝。",
}
AGAIN = {
    BookingStatus.WAITLISTED: "贵校的候补按原来的次序继续，有整队的名额放出时会通知您。",
    BookingStatus.APPLIED: "贵校的抽签报名仍然有效，抽签后会通知结果。",
    BookingStatus.OFFERED: "为贵校保留的候补名额现在可以接受。",
    BookingStatus.MOVED_OFFER: "基地请贵校改到这一天的名额现在可以接受。",
}
STEPS_AGAIN = {
    BookingStatus.WAITLISTED: "不需要您再做什么；不想等候，请在预约页面退出候补。",
    BookingStatus.APPLIED: "不需要您再做什么；不想参加，请在预约页面取消报名。",
    BookingStatus.OFFERED: "请在期限之前打开预约页面，接受或谢绝。",
    BookingStatus.MOVED_OFFER: "请在期限之前打开预约页面，接受新的时间，或谢绝并取消这次来访。",
}


def day_closed(booking: Booking, day: str, reason: str) -> MailText:
    """The base receives nobody on ``day`` (in words): why, what is kept, what the school can do."""
    status = BookingStatus(booking.status)
    base = booking.session.organisation.name
    opening = f"{base} {day}不接待。\n原因：{reason}\n{KEPT[status]}"
    return letter(booking, f"{day}不接待 {booking.reference}", opening, STEPS[status])


def day_reopened(booking: Booking, day: str) -> MailText:
    """The base receives groups on ``day`` (in words) again: what goes on by itself, what is to do."""
    status = BookingStatus(booking.status)
    opening = f"{booking.session.organisation.name} {day}恢复接待。{AGAIN[status]}"
    return letter(booking, f"{day}恢复接待 {booking.reference}", opening, STEPS_AGAIN[status])
