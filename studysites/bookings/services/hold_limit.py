"""What a hold looks at once more inside its transaction: the school's other holds, and closed days."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from portal.shared.prepared import PreparedRows

from .. import policies
from ..dates import ZONE
from ..exceptions import BookingRefused
from ..models import VisitSession
from ..selectors.bookable import with_closing
from ..selectors.session_look import number_of, running_holds

# One for each tab of a careful person; more would keep places from others.
MOST_HOLDS = 3


def check_limit(running: int) -> None:
    """Refuse ``too_many_holds`` when the school has as many holds running as it may."""
    if running >= MOST_HOLDS:
        raise BookingRefused(
            "too_many_holds",
            f"贵校已有 {running} 个占位还没有提交，最多同时占位 {MOST_HOLDS} 个，这次没有占用名额。"
            "请先到“我的预约”提交或放弃其中一个。",
        )


def enter_limit(school_id: int, now: datetime, session_ids: Iterable[int]) -> None:
    """Count the school's running holds inside the transaction that adds one, and look for closed days.

    The caller's transaction has taken the school's turn (``run_once(turn=...)``), so a rival hold is either
    committed and counted, or waits; a closing day likewise. Raises BookingRefused ``too_many_holds``,
    ``closed_day``. 1 query a session.
    """
    for session_id in session_ids:
        for running, day_closed in AGAIN.rows(school=school_id, now=now, session=session_id):
            policies.check_open_day(day_closed or "")
            check_limit(running)


def rows_of_again(school: int, now: datetime, session: int) -> QuerySet:
    """Return the query behind ``enter_limit``: running holds, and why the base is closed."""
    rows = with_closing(VisitSession.objects.filter(pk=session)).order_by()
    return rows.annotate(running=number_of(running_holds(school, now))).values_list("running", "day_closed")


AGAIN = PreparedRows(
    rows_of_again,
    school=999_000_005,
    now=datetime(1999, 12, 31, 23, 59, 57, tzinfo=ZONE),
    session=999_000_006,
)
