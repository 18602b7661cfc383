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
    SEATS = "seats", "座"
    BAYS = "bays", "车位"


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
# Statuses that name a class for a session: the same class cannot be there twice.
STANDING = CONSUMING | {BookingStatus.WAITLISTED, BookingStatus.APPLIED}
TERMINAL = frozenset(
    {
        BookingStatus.REJECTED,
        BookingStatus.CANCELLED,
        BookingStatus.EXPIRED,
        BookingStatus.COMPLETED,
        BookingStatus.NO_SHOW,
    }
)
# The whole table of moves (booking.md 3.1). A terminal booking never returns, except that a wrong
# no-show becomes completed within 48 hours: its places are no longer on offer. Only the clock completes
# a confirmed visit, two days after its end, when nobody noted an arrival or a no-show.
MOVES: dict[str, frozenset[str]] = {
    BookingStatus.DRAFT: frozenset(
        {
            BookingStatus.HELD,
            BookingStatus.APPLIED,
            BookingStatus.WAITLISTED,
            BookingStatus.CANCELLED,
            BookingStatus.EXPIRED,
        }
    ),
    BookingStatus.HELD: frozenset({BookingStatus.PENDING, BookingStatus.CANCELLED, BookingStatus.EXPIRED}),
    BookingStatus.APPLIED: frozenset(
        {
            BookingStatus.PENDING,
            BookingStatus.WAITLISTED,
            BookingStatus.CANCELLED,
            BookingStatus.EXPIRED,
        }
    ),
    BookingStatus.PENDING: frozenset(
        {
            BookingStatus.CONFIRMED,
            BookingStatus.REJECTED,
            BookingStatus.CANCELLED,
            BookingStatus.MOVED_OFFER,
        }
    ),
    BookingStatus.CONFIRMED: frozenset(
        {
            BookingStatus.CHECKED_IN,
            BookingStatus.CANCELLED,
            BookingStatus.NO_SHOW,
            BookingStatus.COMPLETED,
            BookingStatus.MOVED_OFFER,
        }
    ),
    BookingStatus.WAITLISTED: frozenset(
        {BookingStatus.OFFERED, BookingStatus.CANCELLED, BookingStatus.EXPIRED}
    ),
    BookingStatus.OFFERED: frozenset(
        {
            BookingStatus.PENDING,
            BookingStatus.CONFIRMED,
            BookingStatus.CANCELLED,
            BookingStatus.EXPIRED,
        }
    ),
    BookingStatus.MOVED_OFFER: frozenset(
        {BookingStatus.CONFIRMED, BookingStatus.CANCELLED, BookingStatus.EXPIRED}
    ),
    BookingStatus.CHECKED_IN: frozenset({BookingStatus.COMPLETED, BookingStatus.CONFIRMED}),
    BookingStatus.NO_SHOW: frozenset({BookingStatus.COMPLETED}),
}


class CancelledBy(models.TextChoices):
    """Which side gave the places back."""

    SCHOOL = "school", "学校"
    BASE = "base", "基地"
    BUREAU = "bureau", "教育局"
    SYSTEM = "system", "系统"


class CancelReason(models.TextChoices):
    """Why places were given back, for counting; the free text stands beside it."""

    TIMETABLE = "timetable", "校历或课程调整"
    TRANSPORT = "transport", "交通原因"
    WEATHER = "weather", "天气原因"
    HEALTH = "health", "健康原因"
    BASE_CLOSED = "base_closed", "基地闭馆或停止接待"
    OTHER = "other", "其他原因"


class PriorityBand(models.TextChoices):
    """Schools the city wants to reach first; reserve buckets and the waitlist read it."""

    NONE = "", "一般"
    FIRST_TIMER = "first_timer", "首次来访学校"
    RURAL = "rural", "乡村学校"
    SMALL = "small", "小规模学校"
    SPECIAL = "special", "特殊教育学校"


class ResourceKind(models.TextChoices):
    """What a base shares between its sessions."""

    GUIDE = "guide", "讲解员"
    ROOM = "room", "教室或活动室"
    LUNCH = "lunch", "午餐座位"
    COACH_BAY = "coach_bay", "大巴车位"


class OfferKind(models.TextChoices):
    """Why a school is offered places."""

    WAITLIST = "waitlist", "候补名额"
    MOVED = "moved", "改期名额"


class OfferOutcome(models.TextChoices):
    """How an offer ended."""

    OPEN = "", "等待答复"
    ACCEPTED = "accepted", "已接受"
    DECLINED = "declined", "已谢绝"
    LAPSED = "lapsed", "逾期未答复"


class TransportMode(models.TextChoices):
    """How the group comes."""

    UNDECIDED = "", "尚未确定"
    COACH = "coach", "包车"
    PUBLIC = "public", "公共交通"
    WALK = "walk", "步行"
    OTHER = "other", "其他"


class LunchKind(models.TextChoices):
    """What the group eats at noon."""

    UNDECIDED = "", "尚未确定"
    NONE = "none", "不在基地用餐"
    PACKED = "packed", "自带午餐，需要座位"
    PROVIDED = "provided", "由基地供餐"


class Direction(models.TextChoices):
    """Counted at the gate."""

    IN = "in", "入馆"
    OUT = "out", "离馆"
