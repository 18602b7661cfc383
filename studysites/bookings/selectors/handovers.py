"""Bookings whose coordinator is no longer one of the school, for the bureau that hands them over."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from portal.organisations.models import Membership, MembershipState, Role, School
from portal.organisations.selectors import coordinators_of

from ..enums import TERMINAL
from ..models import Booking
from .school_lists import HolderRow, holders_of


@dataclass(frozen=True)
class LeftRow:
    """One school with bookings to come whose coordinator has left; ``bookings`` counts them."""

    school_id: int
    name: str
    district: str
    bookings: int
    coordinators: int

    @property
    def taker_missing(self) -> bool:
        """Whether nobody is there yet to take them."""
        return self.coordinators == 0


def left_behind() -> QuerySet[Booking]:
    """Live bookings of visits to come whose coordinator has left the school or closed the account.

    Bookings without a coordinator (made by the base, or of a deleted account) belong to all coordinators
    of the school and are none of these; nor is what an administrator asked for.
    """
    still_there = Membership.objects.filter(
        user=OuterRef("requested_by"),
        school=OuterRef("school"),
        role=Role.COORDINATOR,
        state=MembershipState.ACTIVE,
        user__is_active=True,
    )
    live = Booking.objects.exclude(status__in=TERMINAL).filter(session__ends_at__gt=timezone.now())
    left = live.exclude(requested_by=None).exclude(
        requested_by__is_superuser=True, requested_by__is_active=True
    )
    return left.filter(~Exists(still_there))


def schools_left() -> tuple[LeftRow, ...]:
    """Return the schools with such bookings, by name. 2 queries and one a school."""
    counts: dict[int, int] = {}
    for school_id in left_behind().order_by().values_list("school_id", flat=True):
        counts[school_id] = counts.get(school_id, 0) + 1
    schools = School.objects.filter(pk__in=counts).select_related("district").order_by("name", "id")
    return tuple(
        LeftRow(one.pk, one.name, one.district.name, counts[one.pk], coordinators_of(one.pk).count())
        for one in schools
    )


def holders_left(school_id: int) -> tuple[HolderRow, ...]:
    """Return who of a school has left live bookings behind. 3 queries.

    The numbers count all live bookings of the person: a handover takes them together.
    """
    gone = set(left_behind().filter(school_id=school_id).values_list("requested_by_id", flat=True))
    return tuple(row for row in holders_of(school_id) if row.user_id in gone)
