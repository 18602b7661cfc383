"""Texts of the messages about who answers for a booking."""

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse

from .mail_texts import MailText, letter
from .models import Booking


def deputy_named(booking: Booking) -> MailText:
    """You are the deputy now."""
    return letter(
        booking,
        f"您已成为副联络员 {booking.reference}",
        f"{booking.school.name}请您担任下面这次来访的副联络员。",
        "您会收到这次来访的全部通知，也可以代为修改、确认人数或取消。如不合适，请与本校联络员联系。",
    )


def handed_over(school: str, taker: str, references: Sequence[str], *, by: str) -> MailText:
    """Bookings changed hands inside a school; ``by`` says which side did it."""
    lines = [
        "您好：",
        "",
        f"{by}已把{school}的 {len(references)} 条预约交由{taker}老师负责：",
        *references,
        "",
        "以后的通知会发给接手的老师。预约本身没有变化，名额都还保留着。",
        "",
        f"查看：{settings.PORTAL_BASE_URL}{reverse('bookings:school_desk')}",
    ]
    return MailText(f"预约已交接（{school}）", "\n".join(lines))


def booked_by_base(booking: Booking) -> MailText:
    """The base booked for you on the telephone."""
    return letter(
        booking,
        f"基地已代为预约 {booking.reference}",
        f"{booking.session.organisation.name}按{booking.school.name}的电话请求，代为预约了下面的来访，已经确认。",
        "请核对班级、人数和联系人；您可以像自己的预约一样修改或取消。如果贵校没有提出过请求，请取消并告知基地。",
    )
