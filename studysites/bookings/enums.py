"""Statuses of sessions and bookings, and the moves allowed between them (decision 16)."""

from django.db import models


class SessionStatus(models.TextChoices):
    """Whether a session takes requests."""

    OPEN = "open", "开放预约"
    CLOSED = "closed", "停止预约"


class BucketUnit(models.TextChoices):
    """What a bucket counts."""

    PEOPLE = "people", "人"
    GROUPS = "groups", "组"


class BookingStatus(models.TextChoices):
    """Life of a booking; the whole table of moves comes with the booking issue."""

    DRAFT = "draft", "草稿"
    HELD = "held", "占位中"
    APPLIED = "applied", "已报名抽签"
    PENDING = "pending", "待基地确认"
    CONFIRMED = "confirmed", "已确认"
    WAITLISTED = "waitlisted", "候补中"
    OFFERED = "offered", "候补可确认"
    MOVED_OFFER = "moved_offer", "改期待确认"
    REJECTED = "rejected", "已婉拒"
    CANCELLED = "cancelled", "已取消"
    EXPIRED = "expired", "已过期"
    CHECKED_IN = "checked_in", "已入馆"
    COMPLETED = "completed", "已完成"
    NO_SHOW = "no_show", "未到"


# Statuses whose places are taken from the ledger.
CONSUMING = frozenset(
    {
        BookingStatus.HELD,
        BookingStatus.PENDING,
        BookingStatus.CONFIRMED,
        BookingStatus.OFFERED,
        BookingStatus.MOVED_OFFER,
        BookingStatus.CHECKED_IN,
    }
)
# The moves this version makes: the school asks, the base decides, either may give back.
MOVES: dict[str, frozenset[str]] = {
    BookingStatus.PENDING: frozenset(
        {BookingStatus.CONFIRMED, BookingStatus.REJECTED, BookingStatus.CANCELLED}
    ),
    BookingStatus.CONFIRMED: frozenset({BookingStatus.CANCELLED}),
}


class CancelledBy(models.TextChoices):
    """Which side gave the places back."""

    SCHOOL = "school", "学校"
    BASE = "base", "基地"
    BUREAU = "bureau", "教育局"
