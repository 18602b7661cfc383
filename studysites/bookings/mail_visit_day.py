"""Texts of the messages of the day of a visit."""

from .mail_flow import moment
from .mail_texts import MailText, letter
from .models import Booking


def arrived(booking: Booking) -> MailText:
    """The group is there."""
    return letter(
        booking,
        f"已登记到达 {booking.reference}",
        f"{booking.session.organisation.name}在 {moment(booking.checked_in_at)} "
        f"登记{booking.school.name}已到达。",
        "离馆时请与工作人员一起按班清点人数。",
    )


def arrival_undone(booking: Booking) -> MailText:
    """The arrival was noted by mistake."""
    return letter(
        booking,
        f"到达登记已撤销 {booking.reference}",
        f"{booking.session.organisation.name}撤销了{booking.school.name}的到达登记，预约恢复为已确认，名额不变。",
        "到达时请向工作人员出示预约编号，重新登记。",
    )


def completed(booking: Booking) -> MailText:
    """The visit is over."""
    return letter(
        booking,
        f"来访已完成 {booking.reference}",
        f"{booking.school.name}在{booking.session.organisation.name}的来访已完成。",
        "不需要再办理什么。登记有误，请尽快与基地联系。",
    )


def completed_unnoted(booking: Booking) -> MailText:
    """The base noted neither an arrival nor a no-show."""
    return letter(
        booking,
        f"来访已按完成结束 {booking.reference}",
        f"{booking.school.name}在{booking.session.organisation.name}的场次结束已超过 48 小时，"
        "基地没有登记到达，也没有登记未到。系统按已完成结束，不算未到。",
        "不需要再办理什么。",
    )


def no_show(booking: Booking) -> MailText:
    """Nobody came."""
    return letter(
        booking,
        f"登记为未到 {booking.reference}",
        f"{booking.session.organisation.name}在 {moment(booking.no_show_at)} "
        f"把{booking.school.name}登记为未到。",
        "如果团队其实到了，请在 48 小时内联系基地更正。下次不能前来，请尽早取消，把名额让给其他学校。",
    )


def no_show_reversed(booking: Booking) -> MailText:
    """The group had come after all."""
    return letter(
        booking,
        f"未到登记已更正 {booking.reference}",
        f"{booking.session.organisation.name}已更正：{booking.school.name}当天到了，这次来访记为已完成。",
        "不需要再办理什么。",
    )
