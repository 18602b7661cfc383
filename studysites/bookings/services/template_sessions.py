"""The sessions a template made: which of them an edit may touch, and the writing of new ones.

An edit leaves alone every session with a booking, party, offer or allocation, whatever became of it,
and every session somebody changed by hand. The caller holds the template's row.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, QuerySet

from ..enums import BucketUnit, SessionStatus
from ..models import (
    Allocation,
    Assignment,
    Booking,
    CapacityBucket,
    Offer,
    Party,
    SessionTemplate,
    VisitSession,
)
from ..recurrence import ZONE
from ..selectors.templates import plan_of
from ..timetable import Slot, TemplatePlan, slot_on


@dataclass
class Sorting:
    """Coming sessions of one template by what an edit does with them."""

    booked: list[VisitSession] = field(default_factory=list)
    by_hand: list[VisitSession] = field(default_factory=list)
    same: list[VisitSession] = field(default_factory=list)
    renew: list[VisitSession] = field(default_factory=list)
    remove: list[VisitSession] = field(default_factory=list)

    @property
    def kept_days(self) -> set[date]:
        """Days that have their session already; no second one is made there."""
        return {day_of(row) for row in [*self.booked, *self.by_hand, *self.same, *self.renew]}


def day_of(session: VisitSession) -> date:
    """Return the local day a session begins on."""
    return session.starts_at.astimezone(ZONE).date()


def coming_sessions(template: SessionTemplate, now: datetime) -> QuerySet[VisitSession]:
    """Return the template's sessions after ``now`` with ``used`` and ``assigned`` told. 2 queries."""
    here = {"session": OuterRef("pk")}
    return (
        VisitSession.objects.filter(template=template, starts_at__gt=now)
        .annotate(
            used=Exists(Booking.objects.filter(**here))
            | Exists(Party.objects.filter(**here))
            | Exists(Offer.objects.filter(**here))
            | Exists(Allocation.objects.filter(bucket__session=OuterRef("pk")))
            | Exists(CapacityBucket.objects.filter(**here, taken__gt=0)),
            assigned=Exists(Assignment.objects.filter(**here, active=True)),
        )
        .prefetch_related("buckets")
        .order_by("starts_at", "id")
    )


def lock_buckets(template: SessionTemplate, now: datetime) -> None:
    """Hold the buckets of the coming sessions, in ascending id as bookings do (design decision 23).

    A rival booking moves its bucket last: it either moved it before us, and is then seen, or waits.
    """
    coming = VisitSession.objects.filter(template=template, starts_at__gt=now).values("pk")
    held = CapacityBucket.objects.select_for_update().filter(session_id__in=coming).order_by("id")
    list(held.values_list("id", flat=True))


def sort_sessions(
    template: SessionTemplate, wanted: TemplatePlan | None, slots: Iterable[Slot], now: datetime
) -> Sorting:
    """Sort the coming sessions for an edit from ``template`` as stored to ``wanted`` with its ``slots``.

    Without ``wanted`` nothing is wanted any more: what may be removed is.
    """
    stored, starts = plan_of(template), {slot.starts_at for slot in slots}
    sorting = Sorting()
    for session in coming_sessions(template, now):
        if session.used:  # type: ignore[attr-defined]
            sorting.booked.append(session)
        elif not is_as_planned(session, stored):
            sorting.by_hand.append(session)
        elif wanted is None or session.starts_at not in starts:
            sorting.remove.append(session)
        elif is_as_planned(session, wanted):
            sorting.same.append(session)
        else:
            sorting.renew.append(session)
    return sorting


def is_as_planned(session: VisitSession, plan: TemplatePlan) -> bool:
    """Say whether a session is still what the plan makes: nobody closed, resized, assigned or moved it."""
    slot = slot_on(plan, day_of(session))
    buckets = list(session.buckets.all())
    sizes = {(bucket.unit, bucket.band): bucket.capacity for bucket in buckets}
    return (
        (session.starts_at, session.ends_at) == (slot.starts_at, slot.ends_at)
        and (session.note, session.by_ballot) == (plan.note, plan.by_ballot)
        and session.status == SessionStatus.OPEN
        and session.opens_at is None
        and sizes == {(BucketUnit.PEOPLE, ""): plan.people, (BucketUnit.GROUPS, ""): plan.groups}
        and not any(bucket.overbook_allowance for bucket in buckets)
        and not session.assigned  # type: ignore[attr-defined]
    )


def remove_sessions(sessions: Sequence[VisitSession]) -> None:
    """Remove sessions nobody used; a rival's booking makes the transaction fail as a whole."""
    VisitSession.objects.filter(pk__in=[session.pk for session in sessions]).delete()


def renew_sessions(sessions: Sequence[VisitSession], plan: TemplatePlan) -> None:
    """Give unused sessions the plan's length, words and places; addresses and starts stay."""
    ids = [session.pk for session in sessions]
    VisitSession.objects.filter(pk__in=ids).update(
        ends_at=F("starts_at") + timedelta(minutes=plan.minutes), note=plan.note, by_ballot=plan.by_ballot
    )
    buckets = CapacityBucket.objects.filter(session_id__in=ids, band="")
    buckets.filter(unit=BucketUnit.PEOPLE).update(capacity=plan.people)
    buckets.filter(unit=BucketUnit.GROUPS).update(capacity=plan.groups)


def write_sessions(template: SessionTemplate, slots: Iterable[Slot]) -> int:
    """Write the sessions of ``slots`` with their buckets and return how many are new.

    A start the programme has already, whoever made it, is passed over: the database decides.
    """
    planned = list(slots)
    VisitSession.objects.bulk_create(
        (
            VisitSession(
                programme_id=template.programme_id,
                organisation_id=template.organisation_id,
                template=template,
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                note=template.note,
                by_ballot=template.by_ballot,
            )
            for slot in planned
        ),
        ignore_conflicts=True,
    )
    starts = [slot.starts_at for slot in planned]
    fresh = VisitSession.objects.filter(template=template, starts_at__in=starts, buckets=None)
    ids = list(fresh.order_by("starts_at").values_list("id", flat=True))
    sizes = {BucketUnit.PEOPLE: template.people, BucketUnit.GROUPS: template.groups}
    CapacityBucket.objects.bulk_create(
        CapacityBucket(session_id=session_id, unit=unit, capacity=size)
        for session_id in ids
        for unit, size in sizes.items()
    )
    return len(ids)
