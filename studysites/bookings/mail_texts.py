"""Texts of the messages about a booking; they name this school and this base, nobody else."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse

from portal.shared.templatetags.portal_ui import cn_date, cn_time

from .models import Booking


@dataclass(frozen=True)
class MailText:
    """Subject and plain body of one message."""

    subject: str
    body: str


def requested_to_school(booking: Booking) -> MailText:
    """The school's receipt."""
    base = booking.session.organisation.name
    return letter(
        booking,
        f"已提交预约申请 {booking.reference}",
        f"您为{booking.school.name}提交的预约申请已送到{base}，名额已经为您保留。",
        "请等待基地确认；有结果时会再发通知。确认之前请不要约定车辆。人数或行程有变，请尽早取消，把名额让给其他学校。",
    )


def requested_to_base(booking: Booking) -> MailText:
    """The base's call to decide."""
    return letter(
        booking,
        f"新的预约申请待处理 {booking.reference}",
        f"{booking.school.name}申请预约下面的场次，名额已占用，等待您确认或婉拒。",
        "请打开下面的页面确认；不能接待时请写明原因后婉拒，名额会立即放回。",
    )


def confirmed(booking: Booking) -> MailText:
    """The base said yes."""
    return letter(
        booking,
        f"预约已确认 {booking.reference}",
        f"{booking.session.organisation.name}已确认{booking.school.name}的来访。",
        "请现在约定车辆、通知家长，并查看课程页面的“请带上”和来访须知。到达时出示预约编号。不能前来时请尽早取消。",
    )


def declined(booking: Booking) -> MailText:
    """The base said no, and why."""
    return letter(
        booking,
        f"预约未能接受 {booking.reference}",
        f"很抱歉，{booking.session.organisation.name}这次不能接待{booking.school.name}。\n原因：{booking.reason}",
        "占用的名额已经放回。您可以到课程页面另选一个场次重新申请。",
    )


def withdrawn_to_school(booking: Booking) -> MailText:
    """The visit is off, as the school reads it."""
    return letter(
        booking,
        f"预约已取消 {booking.reference}",
        off_line(booking),
        "占用的名额已经放回。如仍想来访，请另选场次重新申请；已约的车辆请记得取消。",
    )


def withdrawn_to_base(booking: Booking) -> MailText:
    """The visit is off, as the base reads it."""
    return letter(
        booking,
        f"预约已取消 {booking.reference}",
        off_line(booking),
        "名额已经放回这个场次，不需要您再做什么；已安排的讲解员请另作安排。",
    )


def off_line(booking: Booking) -> str:
    """One line on who called it off, with the reason when there is one."""
    line = f"{booking.school.name}的这次来访已由{booking.get_cancelled_by_display()}取消。"
    return f"{line}\n原因：{booking.reason}" if booking.reason else line


def letter(booking: Booking, subject: str, opening: str, next_step: str) -> MailText:
    """Put opening, facts, next step and link together."""
    body = "\n".join(
        [
            "您好：",
            "",
            opening,
            "",
            *facts(booking),
            "",
            f"接下来：{next_step}",
            "",
            f"查看这条预约：{settings.PORTAL_BASE_URL}{reverse('bookings:detail', args=[booking.reference])}",
        ]
    )
    return MailText(f"{subject}（{booking.session.programme.title}）", body)


def facts(booking: Booking) -> list[str]:
    """Lines of what every message repeats: number, base, programme, date, people."""
    session = booking.session
    parties = list(booking.parties.all())
    pupils, adults = sum(party.pupils for party in parties), sum(party.adults for party in parties)
    return [
        f"预约编号：{booking.reference}",
        f"学校：{booking.school.name}",
        f"基地：{session.organisation.name}",
        f"课程：{session.programme.title}",
        f"时间：{cn_date(session.starts_at)} {cn_time(session.starts_at)} 至 {cn_time(session.ends_at)}",
        f"人数：{len(parties)} 个班，学生 {pupils} 人，随行成人 {adults} 人，共 {pupils + adults} 人",
    ]
