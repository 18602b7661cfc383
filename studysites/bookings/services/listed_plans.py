"""A whole grade split over several sessions, each for itself: what fits is taken, the rest is listed."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from portal.accounts.models import User

from ..exceptions import BookingRefused
from ..models import Booking, GradePlan, IdempotencyRecord
from .grade_plans import Allotment, new_plan, plan_wishes, write_one
from .requests import Wish, run_wish
from .short_writes import was_answered, write

BUSY = (
    "现在办理的人较多，这份年级计划还没有办完：已约上的场次为您保留，其余的还没有办理。"
    "请稍等片刻再提交一次，会接着办理，不会重复预约。"
)


@dataclass(frozen=True)
class PlanOutcome:
    """What became of one allotment: its booking, or why there is none."""

    session_id: int
    booking: Booking | None
    refused: BookingRefused | None


@dataclass(frozen=True)
class LeftOut:
    """A session that was not taken, as it is kept for a repeat."""

    session_id: int
    code: str
    message: str


@dataclass(frozen=True)
class Submission:
    """One press of the button: who, under which key, with which wishes."""

    actor: User
    key: str
    wishes: Sequence[Wish]

    @property
    def body(self) -> dict[str, object]:
        """What a repeat must not differ in."""
        return {"wishes": [asdict(wish) for wish in self.wishes]}

    @property
    def last_key(self) -> str:
        """The key of the answer as a whole."""
        return f"{self.key[:48]}-done"


def plan_grade_listed(
    *,
    actor: User,
    school_id: int,
    grade_id: int,
    allotments: Sequence[Allotment],
    contact_name: str,
    contact_phone: str,
    note: str = "",
    key: str,
) -> tuple[PlanOutcome, ...]:
    """Request each session for itself and return exactly which were taken and why others were not.

    The plan is written first, each booking with it under a key of its own, the answer last. A repeat gives
    the same answer and tries nothing again; one that was cut off before its end goes on. When nothing was
    taken the plan goes too and the key stays usable. Raises BookingRefused ``key_reused`` for another plan
    under the key, ``busy`` (what was taken stands), and for what concerns the whole plan as plan_grade does.
    """
    wishes = plan_wishes(actor, school_id, grade_id, allotments, (contact_name, contact_phone, note))
    sent = Submission(actor, key, wishes)
    plan_id = write(
        lambda: new_plan(actor, school_id, grade_id, allotments).pk,
        actor=actor, action="grade_plan.listed", key=key, body=sent.body,
    )  # fmt: skip
    plan = GradePlan.objects.get(pk=plan_id)
    if was_answered(actor, sent.last_key):
        left = finish(sent, ())
        return outcomes_of(plan, wishes, left)
    left = tuple(one for wish in wishes if (one := request_listed(sent, wish, plan)) is not None)
    if len(left) == len(wishes):
        write(lambda: forget(sent, plan))
        return tuple(PlanOutcome(one.session_id, None, refusal_of(one)) for one in left)
    return outcomes_of(plan, wishes, finish(sent, left))


def request_listed(sent: Submission, wish: Wish, plan: GradePlan) -> LeftOut | None:
    """Request one session; a refusal by a rule is an answer too, a lack of time is none."""
    key = f"{sent.key[:48]}-{wish.session_id}"
    try:
        run_wish(sent.actor, "booking.requested", key, wish, lambda: write_one(sent.actor, wish, plan))
    except BookingRefused as refused:
        if refused.code == "busy":
            raise BookingRefused("busy", BUSY) from refused
        return LeftOut(wish.session_id, refused.code, refused.message)
    return None


def finish(sent: Submission, left: tuple[LeftOut, ...]) -> tuple[LeftOut, ...]:
    """Keep what was left out as the answer and return the first one given.

    Without time for it the bookings stand all the same, and a repeat asks for the rest again.
    """
    try:
        return write(
            lambda: left,
            actor=sent.actor, action="grade_plan.answered", key=sent.last_key, body=sent.body, part=LeftOut,
        )  # fmt: skip
    except BookingRefused as refused:
        if refused.code != "busy":
            raise
        return left


def forget(sent: Submission, plan: GradePlan) -> None:
    """Remove a plan nothing was taken for, with its key, unless a twin has taken something meanwhile."""
    if not plan.bookings.exists():
        IdempotencyRecord.objects.filter(actor=sent.actor, key=sent.key).delete()
        plan.delete()


def outcomes_of(plan: GradePlan, wishes: Sequence[Wish], left: Sequence[LeftOut]) -> tuple[PlanOutcome, ...]:
    """Return one outcome a session: its booking of the plan, or the reason that was given."""
    booked = {booking.session_id: booking for booking in plan.bookings.order_by("-pk")}
    reasons = {one.session_id: refusal_of(one) for one in left}
    return tuple(
        PlanOutcome(
            wish.session_id,
            None if wish.session_id in reasons else booked.get(wish.session_id),
            reasons.get(wish.session_id),
        )
        for wish in wishes
    )


def refusal_of(one: LeftOut) -> BookingRefused:
    """Return a kept reason as a refusal."""
    return BookingRefused(one.code, one.message)
