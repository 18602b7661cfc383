"""Texts of the messages about waiting and about offers; no other school is ever named."""

from portal.shared.templatetags.portal_ui import cn_date, cn_time

from .mail_texts import MailText, letter
from .models import Booking, Offer


def joined(booking: Booking) -> MailText:
    """The receipt of a place in the queue."""
    return letter(
        booking,
        f"已加入候补 {booking.reference}",
        f"{booking.school.name}已排入下面场次的候补。候补不占名额；有整队的名额放出时会按次序通知您。",
        "在预约页面可以看到前面还有几支队伍；随时可以退出候补，也可以同时预约别的场次。",
    )


def offered(booking: Booking, offer: Offer, places: int, wanted: int) -> MailText:
    """Places are held for you."""
    part = (
        ""
        if places >= wanted
        else f"目前放出 {places} 个名额，少于您申请的 {wanted} 人，接受时请先减少人数。"
    )
    return letter(
        booking,
        f"候补名额等您答复 {booking.reference}",
        f"下面的场次有了名额，已经为您保留到 {until(offer)}。{part}",
        "请在期限之前打开预约页面，接受或谢绝。逾期没有答复，名额会给下一支队伍。",
    )


def skipped(booking: Booking) -> MailText:
    """Why a smaller party went first."""
    return letter(
        booking,
        f"候补情况 {booking.reference}",
        "这个场次放出的名额不够您的整支队伍，已先给排在后面、人数较少的队伍。您的次序没有变。",
        "如果可以减少人数，请在预约页面填写“至少需要的人数”，有合适的名额时会通知您。",
    )


def waiting_over(booking: Booking) -> MailText:
    """Nothing came free in time."""
    return letter(
        booking,
        f"候补已结束 {booking.reference}",
        "很抱歉，这个场次到预约期限为止没有放出您需要的名额，候补已结束，没有占用任何名额。",
        "您可以到课程页面另选一个场次。",
    )


def offer_lapsed(booking: Booking) -> MailText:
    """The offer was not answered in time."""
    return letter(
        booking,
        f"保留的名额已到期 {booking.reference}",
        "为您保留的名额没有在期限之前得到答复，已经放回。",
        "仍想来访，请到课程页面另选场次，或重新加入候补。",
    )


def accepted_to_school(booking: Booking) -> MailText:
    """The receipt of a yes."""
    settled = booking.status == "confirmed"
    outcome = "来访已经确认。" if settled else "申请已送到基地，等待确认。"
    step = "请约定车辆、通知家长，并按期确认人数。" if settled else "请等待基地确认，确认之前请不要约定车辆。"
    return letter(booking, f"已接受名额 {booking.reference}", f"您接受了下面的名额。{outcome}", step)


def accepted_to_base(booking: Booking) -> MailText:
    """A waiting school said yes."""
    step = (
        "不需要您再做什么。"
        if booking.status == "confirmed"
        else "请打开下面的页面确认；不能接待时请写明原因后婉拒。"
    )
    return letter(
        booking,
        f"学校接受了名额 {booking.reference}",
        f"{booking.school.name}接受了下面场次的名额。",
        step,
    )


def move_offered(booking: Booking, offer: Offer, reason: str) -> MailText:
    """The base cannot keep the date and holds another one."""
    start = offer.session.starts_at
    return letter(
        booking,
        f"基地请您改期 {booking.reference}",
        f"{booking.session.organisation.name}不能按原定时间接待。\n原因：{reason}\n"
        f"已为您在 {cn_date(start)} {cn_time(start)} 的场次保留了同样多的名额，保留到 {until(offer)}。"
        "原来的名额在您答复之前也还保留着。",
        "请打开预约页面，接受新的时间，或谢绝并取消这次来访。",
    )


def until(offer: Offer) -> str:
    """Date and time an offer ends."""
    return f"{cn_date(offer.expires_at)} {cn_time(offer.expires_at)}"


def declined(booking: Booking) -> MailText:
    """The receipt of a no."""
    return letter(
        booking,
        f"已谢绝候补名额 {booking.reference}",
        "您谢绝了为贵校保留的名额，候补已结束。",
        "名额已放回，给下一支队伍。仍想来访，请另选场次或重新加入候补。",
    )


def move_lapsed_to_base(booking: Booking) -> MailText:
    """The school never answered a moved date."""
    return letter(
        booking,
        f"改期没有得到答复 {booking.reference}",
        f"{booking.school.name}没有在期限之前答复改期，这次来访已结束。",
        "新旧两个场次的名额都已放回，不需要您再做什么；如仍想接待，请与学校联系后代为预约。",
    )
