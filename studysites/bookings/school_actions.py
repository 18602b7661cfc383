"""What a school may do about a booking in each state; pure. The services decide, this only offers."""

from dataclasses import dataclass

from .enums import BookingStatus

START_OVER = frozenset({BookingStatus.EXPIRED, BookingStatus.CANCELLED, BookingStatus.REJECTED})


@dataclass(frozen=True)
class Action:
    """One button: ``name`` is the address in urls_school.py, ``tone`` is primary, danger or empty."""

    name: str
    label: str
    tone: str = ""

    @property
    def address(self) -> str:
        """Name of the page for reverse()."""
        return f"bookings:{self.name}"


CLASSES = Action("classes", "修改班级和人数")
GIVE_BACK = Action("give_back", "放回部分名额")
DATE = Action("date", "改期")
DETAILS = Action("details", "填写团队情况")
DEPUTY = Action("deputy", "副联络员")
CANCEL = Action("withdraw", "取消这次来访…", "danger")
OFFER = Action("offer", "接受或谢绝", "primary")
NUMBERS = Action("numbers", "确认最终人数", "primary")

TABLE: dict[str, tuple[Action, ...]] = {
    BookingStatus.DRAFT: (Action("give_up", "删除草稿…", "danger"),),
    BookingStatus.HELD: (
        Action("hold", "填写联系人并提交", "primary"),
        CLASSES,
        DETAILS,
        Action("give_up", "放弃占位…", "danger"),
    ),
    BookingStatus.APPLIED: (DEPUTY, Action("withdraw", "撤回报名…", "danger")),
    BookingStatus.PENDING: (CLASSES, GIVE_BACK, DATE, DETAILS, DEPUTY, CANCEL),
    BookingStatus.CONFIRMED: (NUMBERS, CLASSES, GIVE_BACK, DATE, DETAILS, DEPUTY, CANCEL),
    BookingStatus.WAITLISTED: (
        Action("waiting", "至少需要的人数"),
        DEPUTY,
        Action("withdraw", "退出候补…", "danger"),
    ),
    BookingStatus.OFFERED: (OFFER, GIVE_BACK, DEPUTY),
    BookingStatus.MOVED_OFFER: (OFFER, DEPUTY),
}


def actions_for(status: str, *, started: bool, numbers_final: bool) -> tuple[Action, ...]:
    """Return the buttons of a booking; none once the visit has begun."""
    if started:
        return ()
    return tuple(one for one in TABLE.get(status, ()) if one != NUMBERS or not numbers_final)


def offers(status: str, name: str) -> bool:
    """Say whether a state offers the action of that name."""
    return any(action.name == name for action in TABLE.get(status, ()))
