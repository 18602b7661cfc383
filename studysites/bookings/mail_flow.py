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
        "请等待基地确认；有结果时会再发通知。确认之前请不要约定车辆。人数或行程有变，请尽早取消，把名额让给其他学校。",
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


def trip_choice(other: Booking, ended: Booking, until: datetime) -> MailText:
    """One half of a two-base day is off; the letter is about the half that stands."""
    return letter(
        other,
        f"两馆一日需要您决定 {other.reference}",
        f"{ended.session.organisation.name}这一天不能接待{other.school.name}。"
        "下面的另一馆仍然有效，名额照样保留。",
        f"请在 {moment(until)} 前决定：保留另一馆的来访、换一馆，或两馆都放弃。"
        "到时没有决定，另一馆照常有效。",
    )


def decision_reminder(booking: Booking, number: int) -> MailText:
    """The base has not answered yet."""
    return letter(
        booking,
        f"请尽快处理预约申请 {booking.reference}",
        f"{booking.school.name}的申请已等待 {number} 个工作日，名额一直占用着。"
        f"答复期限是 {moment(booking.decision_due_at)}。",
        "请打开下面的页面确认；不能接待时请写明原因后婉拒，名额会立即放回。",
    )


def decision_overdue_to_manager(booking: Booking) -> MailText:
    """The base's time to answer is over, as its manager reads it."""
    return letter(
        booking,
        f"预约申请已超过答复期限 {booking.reference}",
        f"{booking.school.name}的申请没有在 {moment(booking.decision_due_at)} 前得到答复，请您督促处理。",
        "请今天确认或婉拒。再过两个工作日仍未答复，教育局专员会收到提醒。",
    )


def decision_overdue_to_bureau(booking: Booking) -> MailText:
    """The base's time to answer is long over, as the bureau reads it."""
    return letter(
        booking,
        f"基地逾期未答复预约申请 {booking.reference}",
        f"{booking.session.organisation.name}没有在 {moment(booking.decision_due_at)} 前答复"
        f"{booking.school.name}的申请，基地工作人员和负责人都已收到提醒。",
        "请联系基地，请其确认或婉拒；申请的名额仍然保留。",
    )


def decision_overdue_to_school(booking: Booking) -> MailText:
    """The base's time to answer is over, as the school reads it."""
    return letter(
        booking,
        f"基地还没有答复 {booking.reference}",
        f"{booking.session.organisation.name}没有在期限内答复您的申请，系统已提醒基地负责人。名额仍为您保留。",
        "您不需要重新提交。可以继续等待，也可以取消后另选场次；确认之前请不要约定车辆。",
    )


def unanswered(booking: Booking) -> MailText:
    """The visit's day went by without an answer; both sides read the same."""
    return letter(
        booking,
        f"预约申请已失效 {booking.reference}",
        f"{booking.session.organisation.name}直到场次结束都没有答复{booking.school.name}的申请，系统已将其取消。",
        "占用的名额已经放回。仍想来访，请另选场次重新申请。",
    )


def final_numbers_asked(booking: Booking) -> MailText:
    """The school must say the final numbers."""
    return letter(
        booking,
        f"请确认最终人数 {booking.reference}",
        f"请在 {moment(booking.final_numbers_due_at)} 前确认下面的人数是否不变。",
        "人数不变，请打开下面的页面点“确认人数”；人数减少，请先退还多余的名额再确认。",
    )


def final_numbers_confirmed(booking: Booking) -> MailText:
    """The base reads that the numbers stand."""
    return letter(
        booking,
        f"人数已确认 {booking.reference}",
        f"{booking.school.name}已确认最终人数，与预约一致。",
        "请按下面的人数安排讲解员和场地。",
    )


def trip_choice_closed(booking: Booking) -> MailText:
    """Nobody chose: the half that stands is kept."""
    return letter(
        booking,
        f"两馆一日保留一馆 {booking.reference}",
        "您没有在期限之前选择，两馆一日中仍然有效的一馆照常保留。",
        "不想去了，请在预约页面取消这次来访，名额会让给其他学校。",
    )
