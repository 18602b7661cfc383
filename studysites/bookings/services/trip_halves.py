"""One half of a day at two bases, checked before both are held."""

from collections.abc import Iterable

from django.utils import timezone

from portal.accounts.models import User

from ..dates import ZONE
from ..exceptions import BookingRefused
from ..models import VisitSession
from .holds import HoldPlan, plan_hold
from .requests import Wish

# Refusals that differ between the two; the others are about the school or its classes.
ABOUT_A_SESSION = frozenset(
    {
        "closed", "started", "closed_day", "not_open_yet", "too_late", "by_ballot", "full", "queued",
        "grade_misfit", "too_few", "too_many",
    }
)  # fmt: skip


def plan_half(actor: User, wish: Wish, session: VisitSession) -> HoldPlan:
    """Check one half without any lock; a refusal that is about its session names the base and the hour.

    Raises BookingRefused as ``holds.plan_hold`` does.
    """
    try:
        return plan_hold(actor, wish, timezone.now())
    except BookingRefused as refused:
        if refused.code not in ABOUT_A_SESSION:
            raise
        start = session.starts_at.astimezone(ZONE)
        where = f"{session.organisation.name} {start:%H:%M} 的场次"
        raise BookingRefused(refused.code, f"{where}：{refused.message}") from refused


def named(
    refused: BookingRefused, actor: User, wishes: Iterable[Wish], sessions: Iterable[VisitSession]
) -> BookingRefused:
    """Return a refusal of both halves with the base it is about, as far as looking again tells.

    A rival who was faster than the transaction is met there, where only the bucket is known.
    """
    if refused.code not in {"full", "closed_day"}:
        return refused
    for wish, session in zip(wishes, sessions, strict=True):
        try:
            plan_half(actor, wish, session)
        except BookingRefused as fresh:
            if fresh.code == refused.code:
                return fresh
    return refused
